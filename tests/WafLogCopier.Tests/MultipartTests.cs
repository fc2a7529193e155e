using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Amazon.S3.Model;
using static Sluice.WafLogCopier.Tests.Scene;

namespace Sluice.WafLogCopier.Tests;

/// <summary>Objects that are copied in parts: the same with 21 MB as with 5 GB and more.</summary>
[Collection(nameof(StrictS3))]
public class MultipartTests(StrictS3 server)
{
    const string Key = "big/object.log";
    const int Megabyte = 1 << 20;

    static readonly (string, string)[] s_inParts = [("MULTIPART_ABOVE_MEGABYTES", "5"), ("PART_MEGABYTES", "5"), ("PART_CONCURRENCY", "3")];

    [SkippableFact]
    public async Task Bytes_headers_metadata_and_tags_arrive()
    {
        await using var scene = await StartAsync(server);
        var body = Body(21 * Megabyte);
        var record = await PutAsync(scene, body, whole: true);

        await InvokeAsync(scene.Handler(s_inParts), Event(record));

        var key = $"unparsed/{scene.Source}/{Key}";
        Assert.Equal(5, scene.Wire.Requests.Count(request => request.Contains("partNumber=", StringComparison.Ordinal) && request.Contains(" <- ", StringComparison.Ordinal)));
        Assert.Equal(SHA256.HashData(body), await HashAsync(scene, key));
        var head = await scene.Central.GetObjectMetadataAsync(scene.Target, key);
        Assert.Equal(("application/json", "gzip", "edge"), (head.Headers.ContentType, head.Headers.ContentEncoding, head.Metadata["team"]));
        var tags = await scene.Central.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = scene.Target, Key = key });
        Assert.Equal("waf", Assert.Single(tags.Tagging).Value);
        Assert.Empty(await UploadsAsync(scene));
    }

    [SkippableFact]
    public async Task A_source_of_parts_is_copied_with_its_own_parts_and_so_recognised_the_second_time()
    {
        await using var scene = await StartAsync(server);
        var record = await PutAsync(scene, Body(21 * Megabyte), whole: false);
        var handler = scene.Handler(s_inParts);

        await InvokeAsync(handler, Event(record));
        await InvokeAsync(handler, Event(record));

        var head = await scene.Central.GetObjectMetadataAsync(scene.Target, $"unparsed/{scene.Source}/{Key}");
        Assert.Equal((string)record["s3"]!["object"]!["eTag"]!, head.ETag.Trim('"'));
        Assert.Equal(1, (int)scene.LastLine["AlreadyThere"]!);
        Assert.Single(await scene.KeysAsync());
    }

    [SkippableFact]
    public async Task The_deadline_leaves_the_parts_that_are_done_and_the_next_attempt_goes_on_from_there()
    {
        await using var scene = await StartAsync(server);
        var body = Body(42 * Megabyte);
        var record = await PutAsync(scene, body, whole: true);
        using var deadline = new CancellationTokenSource();
        var parts = 0;
        scene.Wire.Rule = (method, path, _) =>
        {
            if (method == "PUT" && path.Contains("partNumber=", StringComparison.Ordinal) && Interlocked.Increment(ref parts) == 6) deadline.Cancel();
            return Fault.None;
        };
        (string, string)[] settings = [.. s_inParts, ("PART_CONCURRENCY", "1")];

        var answer = await InvokeAsync(scene.Handler(settings), Queue(Event(record)), deadline.Token);

        Assert.Equal(["message-1"], Failures(answer));
        Assert.Matches("[4-6] of 9 parts were copied when the time was up: the next attempt goes on from there", (string)scene.LastLine["failed"]!);
        Assert.Single(await UploadsAsync(scene));
        parts = 100;

        Assert.Empty(Failures(await InvokeAsync(scene.Handler(settings), Queue(Event(record)))));

        Assert.InRange(parts - 100, 3, 5);
        Assert.Equal(SHA256.HashData(body), await HashAsync(scene, $"unparsed/{scene.Source}/{Key}"));
        Assert.Empty(await UploadsAsync(scene));
    }

    [SkippableFact]
    public async Task An_unfinished_upload_of_an_older_content_is_not_gone_on_with()
    {
        await using var scene = await StartAsync(server);
        var key = $"unparsed/{scene.Source}/{Key}";
        await scene.Central.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = scene.Target, Key = key });
        await Task.Delay(TimeSpan.FromSeconds(1.1), TimeProvider.System, CancellationToken.None);      // S3's times are whole seconds
        var body = Body(11 * Megabyte);
        var record = await PutAsync(scene, body, whole: true);

        await InvokeAsync(scene.Handler(s_inParts), Event(record));

        Assert.Equal(SHA256.HashData(body), await HashAsync(scene, key));
        Assert.Single(await UploadsAsync(scene));       // the lifecycle rule's
    }

    [SkippableFact]
    public async Task A_part_that_cannot_be_copied_aborts_the_upload()
    {
        await using var scene = await StartAsync(server);
        var record = await PutAsync(scene, Body(21 * Megabyte), whole: true);
        scene.Wire.Rule = (_, path, _) => path.Contains("partNumber=3", StringComparison.Ordinal) ? Fault.SlowDown : Fault.None;

        Assert.Equal(["message-1"], Failures(await InvokeAsync(scene.Handler(s_inParts), Queue(Event(record)))));

        Assert.Empty(await UploadsAsync(scene));
        Assert.Empty(await scene.KeysAsync());
    }

    [SkippableFact]
    public async Task Parts_go_through_throttling_resets_and_lost_answers()
    {
        await using var scene = await StartAsync(server);
        var body = Body(32 * Megabyte);
        var record = await PutAsync(scene, body, whole: false);
        var random = new Random(3);
        var gate = new Lock();
        scene.Wire.Rule = (_, _, _) =>
        {
            lock (gate) return random.Next(8) switch { 0 => Fault.SlowDown, 1 => Fault.Reset, 2 => Fault.AckLost, _ => Fault.None };
        };

        Assert.True(Failures(await InvokeAsync(scene.Handler(s_inParts), Queue(Event(record)))).Length == 0, scene.LogText);

        Assert.Equal(SHA256.HashData(body), await HashAsync(scene, Assert.Single(await scene.KeysAsync())));
    }

    [SkippableFact]
    public async Task Six_gigabytes_are_copied_in_memory_that_does_not_grow_with_them()
    {
        server.SkipIfAbsent();
        await using var scene = await StartAsync(server);
        var record = await GrownAsync(scene, gigabytes: 6);
        var handler = scene.Handler();
        var small = await scene.PutAsync("small");
        await InvokeAsync(handler, Event(small));
        var before = GC.GetTotalAllocatedBytes();

        await InvokeAsync(handler, Event(record));

        var allocated = GC.GetTotalAllocatedBytes() - before;
        var head = await scene.Central.GetObjectMetadataAsync(scene.Target, $"unparsed/{scene.Source}/{Key}");
        Assert.Equal(6L << 30, head.ContentLength);
        Assert.Equal((string)record["s3"]!["object"]!["eTag"]!, head.ETag.Trim('"'));
        // All that was allocated for 24 parts, wire and server proxy included; none of the 6 GB passed through.
        Assert.True(allocated < 64 << 20, $"{allocated:N0} bytes");
    }

    [Fact]
    public void Parts_cover_every_byte_once_and_are_ten_thousand_at_most()
    {
        foreach (var size in (long[])[1, 5 << 20, (5L << 30) + 1, 6L << 30, 50_000_000_000_000])
        {
            var parts = PartPlan.Of(size, wanted: 256L << 20);
            Assert.True(parts.Length <= 10_000);
            Assert.Equal(0, parts[0].First);
            Assert.Equal(size - 1, parts[^1].Last);
            foreach (var (one, next) in parts.Zip(parts.Skip(1))) Assert.Equal((one.Last + 1, one.Number + 1), (next.First, next.Number));
            Assert.InRange(parts.Max(part => part.Length), 1, 5L << 30);
        }
        Assert.Equal(8L << 20, PartPlan.Of(100 << 20, 256 << 20, firstOfSource: 8 << 20, partsOfSource: 13)[0].Length);
        Assert.Equal(256L << 20, PartPlan.Of(1L << 30, 256 << 20, firstOfSource: 8 << 20, partsOfSource: 13)[0].Length);      // not of equal size
    }

    static byte[] Body(int length)
    {
        var body = new byte[length];
        new Random(1).NextBytes(body);
        return body;
    }

    static async Task<JsonObject> PutAsync(Scene scene, byte[] body, bool whole)
    {
        if (whole)
        {
            var put = new PutObjectRequest { BucketName = scene.Source, Key = Key, InputStream = new MemoryStream(body), ContentType = "application/json", TagSet = [new Tag { Key = "kind", Value = "waf" }] };
            put.Headers.ContentEncoding = "gzip";
            put.Metadata["team"] = "edge";
            return scene.Record(Key, body.Length, (await scene.Resource.PutObjectAsync(put)).ETag);
        }
        var upload = (await scene.Resource.InitiateMultipartUploadAsync(scene.Source, Key)).UploadId;
        var parts = new List<PartETag>();
        foreach (var part in body.Chunk(7 * Megabyte))
        {
            var number = parts.Count + 1;
            var answer = await scene.Resource.UploadPartAsync(new UploadPartRequest { BucketName = scene.Source, Key = Key, UploadId = upload, PartNumber = number, InputStream = new MemoryStream(part) });
            parts.Add(new(answer));
        }
        var done = await scene.Resource.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = scene.Source, Key = Key, UploadId = upload, PartETags = parts });
        return scene.Record(Key, body.Length, done.ETag);
    }

    /// <summary>An object of gigabytes, made inside the server out of one of 256 MB.</summary>
    static async Task<JsonObject> GrownAsync(Scene scene, int gigabytes)
    {
        const long Part = 256L << 20;
        using var zeros = new MemoryStream(new byte[Part]);
        await scene.Resource.PutObjectAsync(new PutObjectRequest { BucketName = scene.Source, Key = "seed", InputStream = zeros });
        var upload = (await scene.Resource.InitiateMultipartUploadAsync(scene.Source, Key)).UploadId;
        var parts = new PartETag[gigabytes * 4];
        await Parallel.ForAsync(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, token) =>
            parts[i] = new(await scene.Resource.CopyPartAsync(new CopyPartRequest
            {
                SourceBucket = scene.Source, SourceKey = "seed", DestinationBucket = scene.Source, DestinationKey = Key, UploadId = upload, PartNumber = i + 1,
            }, token)));
        var done = await scene.Resource.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = scene.Source, Key = Key, UploadId = upload, PartETags = [.. parts] });
        return scene.Record(Key, (long)gigabytes << 30, done.ETag);
    }

    static async Task<byte[]> HashAsync(Scene scene, string key)
    {
        using var answer = await scene.Central.GetObjectAsync(scene.Target, key);
        return await SHA256.HashDataAsync(answer.ResponseStream);
    }

    static async Task<List<MultipartUpload>> UploadsAsync(Scene scene) =>
        (await scene.Central.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = scene.Target })).MultipartUploads ?? [];
}
