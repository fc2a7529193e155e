using System.Text;
using System.Text.Json;
using Amazon.Kinesis.Model;
using Amazon.KinesisFirehose.Model;
using Amazon.S3;
using FirehoseMissing = Amazon.KinesisFirehose.Model.ResourceNotFoundException;
using KinesisMissing = Amazon.Kinesis.Model.ResourceNotFoundException;

namespace Sluice.AwsSdkStandIns.Tests;

[Collection(nameof(Moto))]
public class MotoStreamTests(MotoServer moto)
{
    [SkippableFact]
    public async Task Records_put_to_Firehose_are_read_back_from_S3()
    {
        moto.SkipIfAbsent();
        using var s3 = S3();
        await s3.PutBucketAsync("landing");
        await CreateDeliveryStreamAsync("to-s3", "landing");
        using var firehose = Clients.Firehose(moto.Url);

        var one = await firehose.PutRecordAsync("to-s3", Clients.Record("alone\n"));
        var batch = await firehose.PutRecordBatchAsync(Clients.Batch("to-s3", "first ü\n", "second 🎉\n", "third\n"));

        Assert.NotEmpty(one.RecordId);
        Assert.Equal(0, batch.FailedPutCount);
        Assert.False(batch.Encrypted);
        Assert.Equal(3, batch.RequestResponses.Select(entry => entry.RecordId).Distinct().Count());
        Assert.Equal(["alone\n", "first ü\nsecond 🎉\nthird\n"], (await ObjectsAsync(s3, "landing")).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task A_delivery_stream_is_found_active_and_a_missing_one_is_a_typed_error()
    {
        moto.SkipIfAbsent();
        await CreateDeliveryStreamAsync("known", "landing");
        using var firehose = Clients.Firehose(moto.Url);

        var known = (await firehose.DescribeDeliveryStreamAsync(new DescribeDeliveryStreamRequest { DeliveryStreamName = "known" })).DeliveryStreamDescription;

        Assert.Equal(("known", "ACTIVE", "DirectPut"), (known.DeliveryStreamName, known.DeliveryStreamStatus.Value, known.DeliveryStreamType.Value));
        Assert.EndsWith(":deliverystream/known", known.DeliveryStreamARN, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<FirehoseMissing>(() => firehose.PutRecordBatchAsync(Clients.Batch("unknown", "one")));
        Assert.Contains("unknown", missing.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Records_put_to_Kinesis_are_read_back_from_the_shard()
    {
        moto.SkipIfAbsent();
        await moto.JsonAsync("kinesis", "Kinesis_20131202.CreateStream", """{"StreamName":"events","ShardCount":1}""");
        using var kinesis = Clients.Kinesis(moto.Url);

        var one = await kinesis.PutRecordAsync(new Amazon.Kinesis.Model.PutRecordRequest { StreamName = "events", PartitionKey = "k", Data = Bytes("alone") });
        var many = await kinesis.PutRecordsAsync(new PutRecordsRequest
        {
            StreamName = "events",
            Records = [new() { PartitionKey = "ü 🎉", Data = Bytes("first ü") }, new() { PartitionKey = "b", ExplicitHashKey = "17", Data = Bytes("second") }],
        });

        Assert.Equal("shardId-000000000000", one.ShardId);
        Assert.Equal(0, many.FailedRecordCount);
        Assert.All(many.Records, entry => Assert.True(entry is { ShardId: not null, SequenceNumber: not null, ErrorCode: null }));
        Assert.Equal([("k", "alone"), ("ü 🎉", "first ü"), ("b", "second")], await ShardAsync("events"));
    }

    [SkippableFact]
    public async Task A_missing_Kinesis_stream_is_a_typed_error()
    {
        moto.SkipIfAbsent();
        using var kinesis = Clients.Kinesis(moto.Url);

        await Assert.ThrowsAsync<KinesisMissing>(() => kinesis.PutRecordsAsync(new PutRecordsRequest { StreamName = "unknown", Records = [new() { PartitionKey = "k", Data = Bytes("x") }] }));
    }

    static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    AmazonS3Client S3() => new(Clients.Keys, new AmazonS3Config { ServiceURL = moto.Url, AuthenticationRegion = "us-east-1", ForcePathStyle = true });

    Task<string> CreateDeliveryStreamAsync(string name, string bucket) => moto.JsonAsync("firehose", "Firehose_20150804.CreateDeliveryStream", $$"""
        {
          "DeliveryStreamName": "{{name}}",
          "ExtendedS3DestinationConfiguration": { "RoleARN": "arn:aws:iam::123456789012:role/r", "BucketARN": "arn:aws:s3:::{{bucket}}" }
        }
        """);

    static async Task<List<string>> ObjectsAsync(AmazonS3Client s3, string bucket)
    {
        var texts = new List<string>();
        foreach (var found in (await s3.ListObjectsV2Async(new() { BucketName = bucket })).S3Objects ?? [])
        {
            using var content = await s3.GetObjectAsync(bucket, found.Key);
            using var reader = new StreamReader(content.ResponseStream);
            texts.Add(await reader.ReadToEndAsync());
        }

        return texts;
    }

    async Task<List<(string Key, string Text)>> ShardAsync(string stream)
    {
        var iterator = await moto.JsonAsync("kinesis", "Kinesis_20131202.GetShardIterator", $$"""
            {"StreamName":"{{stream}}","ShardId":"shardId-000000000000","ShardIteratorType":"TRIM_HORIZON"}
            """);
        using var records = JsonDocument.Parse(await moto.JsonAsync("kinesis", "Kinesis_20131202.GetRecords", iterator));    // {"ShardIterator":...}, as asked
        return [.. records.RootElement.GetProperty("Records").EnumerateArray().Select(record =>
            (record.GetProperty("PartitionKey").GetString()!, Encoding.UTF8.GetString(record.GetProperty("Data").GetBytesFromBase64())))];
    }
}
