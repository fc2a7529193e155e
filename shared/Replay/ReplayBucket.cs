using System.Globalization;
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
public sealed record ReplayOutcome(string Key, string? Skipped, ReplayResult? Result);

/// <summary>What is known of an object's replay: kept beside it, under <c>replayed/</c>.</summary>
/// <param name="ETag">Of the object: another content under the same key is another object.</param>
/// <param name="State"><c>running</c> or <c>done</c>.</param>
/// <param name="Since">When it came into that state.</param>
/// <param name="To">The stream.</param>
/// <param name="Sent">Records accepted.</param>
public sealed record ReplayMark(string ETag, string State, DateTimeOffset Since, string To, long Sent);

/// <summary>Source-generated JSON of the marks.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReplayMark))]
public sealed partial class ReplayMarkJson : JsonSerializerContext;

/// <summary>Replays objects of a bucket, each once: a mark under <c>replayed/</c> tells what was done.</summary>
/// <remarks>Two runs at once, or an event delivered twice, replay an object once: the mark is written on the condition that nobody else
/// wrote it. A run that was cut off leaves <c>running</c>; after <see cref="LongestRun"/> another may take over, and what the first had
/// sent is sent twice. An object with lines that could not be sent loses its mark, so that it can be replayed again.</remarks>
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
        GetObjectResponse source;
        try
        {
            source = await s3.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key }, cancellation);
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            return new ReplayOutcome(key, "it is gone", null);
        }
        using (source)
        {
            if (await ClaimAsync(bucket, key, source.ETag, to, cancellation) is { } taken) return new ReplayOutcome(key, taken, null);
            ReplayResult? result = null;
            try
            {
                result = await replay.RunAsync(source.ResponseStream, Replays.KindOf(key), cancellation);
            }
            finally
            {
                // Not with the caller's token: the mark must be right also when the time is up.
                if (result is { Failed: 0 }) await WriteAsync(bucket, key, new ReplayMark(source.ETag, "done", time.GetUtcNow(), to, result.Sent), null, CancellationToken.None);
                else await s3.DeleteObjectAsync(bucket, Marks + key, CancellationToken.None);
            }
            return new ReplayOutcome(key, null, result);
        }
    }

    /// <summary>Takes the object for this run.</summary>
    /// <returns>Why it is not ours, or <c>null</c>.</returns>
    async Task<string?> ClaimAsync(string bucket, string key, string etag, string to, CancellationToken cancellation)
    {
        var (mark, version) = await ReadAsync(bucket, key, cancellation);
        if (mark?.ETag == etag)
        {
            if (mark.State == "done") return string.Create(CultureInfo.InvariantCulture, $"it was replayed at {mark.Since:u}, {mark.Sent} records to {mark.To}");
            if (time.GetUtcNow() - mark.Since < LongestRun) return string.Create(CultureInfo.InvariantCulture, $"another run has been at it since {mark.Since:u}");
        }
        try
        {
            await WriteAsync(bucket, key, new ReplayMark(etag, "running", time.GetUtcNow(), to, 0), version ?? "", cancellation);
            return null;
        }
        catch (AmazonS3Exception raced) when (raced.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
        {
            return "another run took it just now";
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
    }

    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The object that the mark is of.</param>
    /// <param name="mark">What is known.</param>
    /// <param name="version">The mark's ETag that is replaced; empty: there must be none; <c>null</c>: whatever there is.</param>
    /// <param name="cancellation">Ends the call.</param>
    async Task WriteAsync(string bucket, string key, ReplayMark mark, string? version, CancellationToken cancellation) =>
        await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = bucket,
            Key = Marks + key,
            ContentType = "application/json",
            ContentBody = JsonSerializer.Serialize(mark, ReplayMarkJson.Default.ReplayMark),
            IfNoneMatch = version is "" ? "*" : null,
            IfMatch = version is { Length: > 0 } ? version : null,
        }, cancellation);
}
