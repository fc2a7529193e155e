using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

/// <summary>server.py keeps AWS's limits, with AWS's words, and takes all of a call or nothing.</summary>
public class FirehoseLimitsTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    const int LargestRecord = 1000 * 1024;

    static string Says(JsonNode answer) => (answer["message"] ?? answer["Message"])!.ToString();

    [SkippableFact]
    public async Task Five_hundred_records_are_taken_and_one_more_is_refused()
    {
        MotoFixture.SkipWithoutMoto();
        var stream = await moto.StreamAsync();

        var taken = await moto.FirehoseAsync("PutRecordBatch", MotoFixture.Batch(stream, Enumerable.Repeat(new byte[1], 500)));
        var refused = await moto.FirehoseAsync("PutRecordBatch", MotoFixture.Batch(stream, Enumerable.Repeat(new byte[1], 501)));

        Assert.Equal((200, 500, 0), (taken.Status, taken.Answer["RequestResponses"]!.AsArray().Count, (int)taken.Answer["FailedPutCount"]!));
        Assert.Equal((400, "ValidationException"), (refused.Status, refused.Answer["__type"]!.ToString().Split('#')[^1]));
        Assert.StartsWith("1 validation error detected: Value '[Record(data=java.nio.HeapByteBuffer[pos=0 lim=1 cap=1]), ", Says(refused.Answer), StringComparison.Ordinal);
        Assert.EndsWith("]' at 'records' failed to satisfy constraint: Member must have length less than or equal to 500", Says(refused.Answer), StringComparison.Ordinal);
        Assert.Equal(500, (await moto.WaitingAsync(stream)).Count);
    }

    [SkippableFact]
    public async Task A_call_without_records_is_refused()
    {
        MotoFixture.SkipWithoutMoto();
        var refused = await moto.FirehoseAsync("PutRecordBatch", MotoFixture.Batch(await moto.StreamAsync(), []));

        Assert.Equal("1 validation error detected: Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1", Says(refused.Answer));
    }

    [SkippableFact]
    public async Task A_record_of_1000_KiB_is_taken_and_one_byte_more_is_refused()
    {
        MotoFixture.SkipWithoutMoto();
        var stream = await moto.StreamAsync();

        var taken = await moto.FirehoseAsync("PutRecordBatch", MotoFixture.Batch(stream, [new byte[LargestRecord]]));
        var batch = await moto.FirehoseAsync("PutRecordBatch", MotoFixture.Batch(stream, [new byte[1], new byte[LargestRecord + 1], new byte[LargestRecord + 2]]));
        var single = await moto.FirehoseAsync("PutRecord", new JsonObject
        {
            ["DeliveryStreamName"] = stream,
            ["Record"] = new JsonObject { ["Data"] = Convert.ToBase64String(new byte[LargestRecord + 1]) },
        });

        Assert.Equal(200, taken.Status);
        Assert.Equal(
            "2 validation errors detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=1024001 cap=1024001]' at 'records.2.member.data' failed to satisfy constraint: Member must have length less than or equal to 1024000; "
            + "Value 'java.nio.HeapByteBuffer[pos=0 lim=1024002 cap=1024002]' at 'records.3.member.data' failed to satisfy constraint: Member must have length less than or equal to 1024000", Says(batch.Answer));
        Assert.Equal((400, "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=1024001 cap=1024001]' at 'record.data' failed to satisfy constraint: Member must have length less than or equal to 1024000"),
            (single.Status, Says(single.Answer)));
        Assert.Single(await moto.WaitingAsync(stream));
    }

    [SkippableFact]
    public async Task Four_MiB_are_taken_and_one_byte_more_is_refused()
    {
        MotoFixture.SkipWithoutMoto();
        var stream = await moto.StreamAsync();
        byte[][] fits = [.. Enumerable.Repeat(new byte[LargestRecord], 4), new byte[(4 << 20) - (4 * LargestRecord)]];

        var taken = await moto.FirehoseAsync("PutRecordBatch", MotoFixture.Batch(stream, fits));
        var refused = await moto.FirehoseAsync("PutRecordBatch", MotoFixture.Batch(stream, [.. fits, new byte[1]]));

        Assert.Equal(200, taken.Status);
        Assert.Equal((400, "InvalidArgumentException", "Records size exceeds 4 MB limit"), (refused.Status, refused.Answer["__type"]!.ToString().Split('#')[^1], Says(refused.Answer)));
    }

    [SkippableFact]
    public async Task A_stream_that_reads_from_Kinesis_takes_no_puts_but_has_what_was_put_there()
    {
        MotoFixture.SkipWithoutMoto();
        var source = $"source-{Guid.NewGuid():N}";
        await moto.CallAsync("kinesis", "Kinesis_20131202.CreateStream", new JsonObject { ["StreamName"] = source, ["ShardCount"] = 1 });
        var stream = await moto.StreamAsync(new() { ["KinesisStreamARN"] = $"arn:aws:kinesis:us-east-1:123456789012:stream/{source}", ["RoleARN"] = "arn:aws:iam::123456789012:role/r" });

        var refused = await moto.FirehoseAsync("PutRecordBatch", MotoFixture.Batch(stream, [new byte[1]]));
        await moto.CallAsync("kinesis", "Kinesis_20131202.PutRecord", new JsonObject { ["StreamName"] = source, ["PartitionKey"] = "key", ["Data"] = "aGVsbG8=" });

        Assert.Equal((400, "This operation is not permitted on KinesisStreamAsSource delivery stream type."), (refused.Status, Says(refused.Answer)));
        var record = Assert.Single(await moto.WaitingAsync(stream))!;
        Assert.Equal(("aGVsbG8=", "key", "shardId-000000000000"), (record["data"]!.ToString(), record["kinesis"]!["partitionKey"]!.ToString(), record["kinesis"]!["shardId"]!.ToString()));
    }

    [SkippableFact]
    public async Task A_partial_failure_applies_only_what_it_says_it_applied()
    {
        MotoFixture.SkipWithoutMoto();
        var stream = await moto.StreamAsync();
        await SetFaultsAsync("""[{"target":"PutRecordBatch","mode":"partial","times":1}]""");

        var partly = await moto.FirehoseAsync("PutRecordBatch", MotoFixture.Batch(stream, [[0], [1], [2]]));
        var whole = await moto.FirehoseAsync("PutRecordBatch", MotoFixture.Batch(stream, [[0], [2]]));

        Assert.Equal(2, (int)partly.Answer["FailedPutCount"]!);
        Assert.Equal([true, false, true], partly.Answer["RequestResponses"]!.AsArray().Select(one => one!["ErrorCode"]?.ToString() == "ServiceUnavailableException"));
        Assert.Equal(0, (int)whole.Answer["FailedPutCount"]!);
        Assert.Equal([1, 0, 2], (await moto.WaitingAsync(stream)).Select(one => (int)Convert.FromBase64String(one!["data"]!.ToString())[0]));
    }

    [SkippableFact]
    public async Task A_throttled_call_is_an_error_and_an_unknown_fault_is_refused()
    {
        MotoFixture.SkipWithoutMoto();
        await SetFaultsAsync("""[{"target":"ListDeliveryStreams","mode":"throttle","times":1}]""");

        Assert.Equal(400, (await moto.FirehoseAsync("ListDeliveryStreams", new JsonObject())).Status);
        Assert.Equal(200, (await moto.FirehoseAsync("ListDeliveryStreams", new JsonObject())).Status);
        await Assert.ThrowsAsync<HttpRequestException>(() => SetFaultsAsync("""[{"target":"","mode":"explode"}]"""));
    }

    async Task SetFaultsAsync(string rules)
    {
        using var content = new StringContent(rules, Encoding.UTF8, "application/json");
        using var answer = await moto.Http.PostAsync(new Uri("/sluice-api/faults", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }
}
