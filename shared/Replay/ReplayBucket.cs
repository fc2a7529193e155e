using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.S3;
using Amazon.S3.Model;

namespace Sluice;

/// <summary>What became of one object.</summary>
/// <param name="Key">The object.</param>
/// <param name="Skipped">Why nothing was sent, or <c>null</c>.</param>
/// <param name="Result">The counts; <c>null</c> where it was skipped.</param>
/// <param name="IsOpen">It was skipped because another run has it, which may yet fail: it is not known to be replayed.</param>
public sealed record ReplayOutcome(string Key, string? Skipped, ReplayResult? Result, bool IsOpen = false);

/// <summary>What is known of an object's replay: kept beside it, under <c>replayed/</c>.</summary>
/// <param name="ETag">Of the object: another content under the same key is another object.</param>
/// <param name="State"><c>running</c> or <c>done</c>.</param>
/// <param name="Since">When it came into that state.</param>
/// <param name="To">The stream.</param>
/// <param name="Sent">Records accepted.</param>
/// <param name="Run">Which run wrote it.</param>
public sealed record ReplayMark(string ETag, string State, DateTimeOffset Since, string To, long Sent, Guid Run);

/// <summary>Source-generated JSON of the marks.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReplayMark))]
public sealed partial class ReplayMarkJson : JsonSerializerContext;

/// <summary>Replays objects of a bucket, each once: a mark under <c>replayed/</c> tells what was done.</summary>
/// <remarks>Two runs at once, or an event delivered twice, replay an object once: the mark is written on the condition that nobody else
/// wrote it. A run that was cut off leaves <c>running</c>; after <see cref="LongestRun"/> another may take over, and what the first had
/// sent is sent twice; the first then no longer touches the mark. An object with lines that could not be sent loses its mark, so that it can be replayed again.</remarks>
public sealed class ReplayBucket(IAmazonS3 s3, ReplayObject replay, TimeProvider time)
{
    /// <summary>The prefix of the marks.</summary>
    public const string Marks = "replayed/";

    /// <summary>No Lambda invocation lives longer.</summary>
    static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(15);

    /// <summary>The objects under a prefix, in the order of their keys; marks are not among them.</summary>
    public async IAsyncEnumerable<string> ListAsync(string bucket, string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        do
        {
            var page = await s3.ListObjectsV2Async(request, cancellation);
            foreach (var found in page.S3Objects ?? [])
                if (!found.Key.StartsWith(Marks, StringComparison.Ordinal) && !found.Key.EndsWith('/')) yield return found.Key;
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    /// <summary>Replays one object, unless that was done already.</summary>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="key">Its key.</param>
    /// <param name="to">The stream, for the mark.</param>
    /// <param name="cancellation">What is not accepted by then has failed.</param>
    /// <exception cref="InvalidDataException">The object is damaged; the message says how.</exception>
    public async Task<ReplayOutcome> RunAsync(string bucket, string key, string to, CancellationToken cancellation)
    {
        // An event may name a mark: to replay it would write a mark of the mark, which is an event again, without end.
        if (key.StartsWith(Marks, StringComparison.Ordinal)) return new ReplayOutcome(key, "it is a mark", null);
        GetObjectResponse source;
        try
        {
            source = await s3.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key }, cancellation);
        }
        catch (AmazonS3Exception gone) when (gone.ErrorCode == "NoSuchKey")
        {
            return new ReplayOutcome(key, "it is gone", null);
        }
        using (source)
        {
            var running = new ReplayMark(source.ETag, "running", time.GetUtcNow(), to, 0, Guid.NewGuid());
            var (version, taken) = await ClaimAsync(bucket, key, running, cancellation);
            if (version is null) return taken! with { Key = key };
            ReplayResult? result = null;
            try
            {
                result = await replay.RunAsync(source.ResponseStream, Replays.KindOf(key), cancellation);
            }
            finally
            {
                await FinishAsync(bucket, key, result is { Failed: 0 } ? running with { State = "done", Since = time.GetUtcNow(), Sent = result.Sent } : null, version);
            }
            return new ReplayOutcome(key, null, result);
        }
    }

    /// <summary>Takes the object for this run.</summary>
    /// <returns>The version of the mark that is ours now; or <c>null</c>, and why it is not.</returns>
    async Task<(string? Version, ReplayOutcome? Taken)> ClaimAsync(string bucket, string key, ReplayMark running, CancellationToken cancellation)
    {
        var (mark, version) = await ReadAsync(bucket, key, cancellation);
        if (mark?.ETag == running.ETag)
        {
            if (mark.State == "done") return Taken($"it was replayed at {mark.Since:u}, {mark.Sent} records to {mark.To}", isOpen: false);
            if (time.GetUtcNow() - mark.Since < LongestRun) return Taken($"another run has been at it since {mark.Since:u}", isOpen: true);
        }
        try
        {
            return (await WriteAsync(bucket, key, running, version, cancellation), null);
        }
        catch (AmazonS3Exception raced) when (IsRaced(raced))
        {
            // Not by us? The client repeats a call whose answer was lost, and the second one meets the first one's mark.
            (mark, version) = await ReadAsync(bucket, key, cancellation);
            return mark?.Run == running.Run ? (version, null) : Taken($"another run took it just now", isOpen: true);
        }
    }

    static (string?, ReplayOutcome) Taken(FormattableString why, bool isOpen) => (null, new ReplayOutcome("", FormattableString.Invariant(why), null, isOpen));

    /// <summary>Leaves the mark, or takes it away, if it is still this run's: after <see cref="LongestRun"/> it may be another's.</summary>
    async Task FinishAsync(string bucket, string key, ReplayMark? done, string version)
    {
        try
        {
            // Not with the caller's token: the mark must be right also when the time is up.
            if (done is not null) await WriteAsync(bucket, key, done, version, CancellationToken.None);
            else await s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = Marks + key, IfMatch = version }, CancellationToken.None);
        }
        catch (AmazonS3Exception raced) when (IsRaced(raced))
        {
            // The other run's mark stands.
        }
    }

    async Task<(ReplayMark?, string?)> ReadAsync(string bucket, string key, CancellationToken cancellation)
    {
        try
        {
            using var found = await s3.GetObjectAsync(bucket, Marks + key, cancellation);
            var mark = await JsonSerializer.DeserializeAsync(found.ResponseStream, ReplayMarkJson.Default.ReplayMark, cancellation);
            return (mark, found.ETag);
        }
        catch (AmazonS3Exception none) when (none.StatusCode == HttpStatusCode.NotFound)
        {
            return (null, null);
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"its mark {Marks}{key} is not one; delete it to replay the object");
        }
    }

    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The object that the mark is of.</param>
    /// <param name="mark">What is known.</param>
    /// <param name="version">The mark's ETag that is replaced; <c>null</c>: there must be none.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The new mark's ETag.</returns>
    async Task<string> WriteAsync(string bucket, string key, ReplayMark mark, string? version, CancellationToken cancellation)
    {
        var written = await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = bucket,
            Key = Marks + key,
            ContentType = "application/json",
            ContentBody = JsonSerializer.Serialize(mark, ReplayMarkJson.Default.ReplayMark),
            IfNoneMatch = version is null ? "*" : null,
            IfMatch = version,
        }, cancellation);
        return written.ETag;
    }

    /// <summary>The condition did not hold; 404: the mark that was to be replaced is gone.</summary>
    static bool IsRaced(AmazonS3Exception failure) => failure.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound;
}
