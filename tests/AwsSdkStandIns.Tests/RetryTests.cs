using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;

namespace Sluice.AwsSdkStandIns.Tests;

/// <summary>The retries are AWSSDK.Core's: these tests show that the stand-in is plugged into them.</summary>
public class RetryTests
{
    static readonly Reply Done = Reply.Ok("""{"FailedPutCount":0,"RequestResponses":[{"RecordId":"a1"}]}""");

    public static TheoryData<string, int, string> Transient => new()
    {
        { "500", 500, """{"__type":"InternalFailure"}""" },
        { "503", 503, """{"__type":"ServiceUnavailableException","message":"slow down"}""" },
        { "503 without a document", 503, "<html>" },
        { "502", 502, "" },
        { "504", 504, "" },
        { "throttled", 400, """{"__type":"ThrottlingException","message":"Rate exceeded"}""" },
        { "throttled by limit", 400, """{"__type":"RequestLimitExceeded","message":"Rate exceeded"}""" },
        { "connection cut", 0, "" },
    };

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task A_passing_fault_is_tried_again_with_the_same_body(string what, int status, string body)
    {
        var fault = status == 0 ? Reply.Cut : new Reply(status, body);
        using var server = new ScriptedServer(fault, fault, Done);
        using var firehose = Clients.Firehose(server.Url);

        var answer = await firehose.PutRecordBatchAsync(Clients.Batch("logs", "one"));

        Assert.True(answer.RequestResponses is [{ RecordId: "a1" }], what);
        Assert.Equal(3, server.Seen.Count);
        Assert.All(server.Seen, seen => Assert.Equal("""{"DeliveryStreamName":"logs","Records":[{"Data":"b25l"}]}""", seen.Text));
        Assert.Single(server.Seen.Select(seen => seen.Headers["amz-sdk-invocation-id"]).Distinct());
        Assert.Equal(["attempt=1; max=4", "attempt=2; max=4", "attempt=3; max=4"], server.Seen.Select(seen => seen.Headers["amz-sdk-request"]));
    }

    [Fact]
    public async Task A_fault_that_stays_is_the_caller_s_after_the_last_try()
    {
        using var server = new ScriptedServer(new Reply(503, """{"__type":"ServiceUnavailableException","message":"slow down"}"""));
        using var firehose = Clients.Firehose(server.Url, retries: 2);

        var error = await Assert.ThrowsAsync<ServiceUnavailableException>(() => firehose.PutRecordBatchAsync(Clients.Batch("logs", "one")));

        Assert.Equal("slow down", error.Message);
        Assert.Equal(3, server.Seen.Count);
    }

    [Theory]
    [InlineData(400, "ResourceNotFoundException")]
    [InlineData(400, "InvalidArgumentException")]
    [InlineData(403, "AccessDeniedException")]
    public async Task A_mistake_of_the_caller_is_not_tried_again(int status, string type)
    {
        using var server = new ScriptedServer(new Reply(status, $$"""{"__type":"{{type}}","message":"no"}"""), Done);
        using var firehose = Clients.Firehose(server.Url);

        await Assert.ThrowsAnyAsync<AmazonKinesisFirehoseException>(() => firehose.PutRecordBatchAsync(Clients.Batch("logs", "one")));

        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_partial_failure_is_a_success_of_the_call_and_not_tried_again()
    {
        using var server = new ScriptedServer(Reply.Ok("""{"FailedPutCount":1,"RequestResponses":[{"ErrorCode":"ServiceUnavailableException","ErrorMessage":"Slow down."}]}"""), Done);
        using var firehose = Clients.Firehose(server.Url);

        Assert.Equal(1, (await firehose.PutRecordBatchAsync(Clients.Batch("logs", "one"))).FailedPutCount);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task The_caller_s_token_ends_the_call()
    {
        using var server = new ScriptedServer(new Reply(503, ""));
        using var firehose = Clients.Firehose(server.Url, retries: 50);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => firehose.PutRecordBatchAsync(Clients.Batch("logs", "one"), soon.Token));
    }
}
