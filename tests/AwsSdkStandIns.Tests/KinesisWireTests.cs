using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;

namespace Sluice.AwsSdkStandIns.Tests;

public class KinesisWireTests
{
    [Fact]
    public async Task Records_go_over_the_wire_as_the_official_client_sends_them()
    {
        using var server = new ScriptedServer(Reply.Ok("{}"));
        using var kinesis = Clients.Kinesis(server.Url);

        var answer = await kinesis.PutRecordsAsync(new PutRecordsRequest
        {
            StreamName = "events",
            Records = [new() { Data = Bytes("one"), PartitionKey = "p" }, new() { Data = Bytes("two"), PartitionKey = "q", ExplicitHashKey = "17" }],
        });

        Assert.Equal("Kinesis_20131202.PutRecords", server.Only.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.1", server.Only.Headers["Content-Type"]);
        Assert.Equal("""{"Records":[{"Data":"b25l","PartitionKey":"p"},{"Data":"dHdv","ExplicitHashKey":"17","PartitionKey":"q"}],"StreamName":"events"}""", server.Only.Text);
        Assert.Contains("/us-east-1/kinesis/aws4_request", server.Only.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Null(answer.Records);
        Assert.Null(answer.FailedRecordCount);
    }

    [Fact]
    public async Task A_partial_failure_says_which_record_failed_and_why()
    {
        using var server = new ScriptedServer(Reply.Ok("""
            {"EncryptionType":"KMS","FailedRecordCount":1,"Records":[
              {"SequenceNumber":"21","ShardId":"shardId-0"},
              {"ErrorCode":"ProvisionedThroughputExceededException","ErrorMessage":"Rate exceeded for shard"}]}
            """));
        using var kinesis = Clients.Kinesis(server.Url);

        var answer = await kinesis.PutRecordsAsync(new PutRecordsRequest());

        Assert.Equal(1, answer.FailedRecordCount);
        Assert.Equal(EncryptionType.KMS, answer.EncryptionType);
        Assert.Equal([null, "ProvisionedThroughputExceededException"], answer.Records.Select(entry => entry.ErrorCode));
        Assert.Equal(["21", null], answer.Records.Select(entry => entry.SequenceNumber));
    }

    [Fact]
    public async Task Throttling_is_tried_again_and_then_typed()
    {
        using var server = new ScriptedServer(new Reply(400, """{"__type":"ProvisionedThroughputExceededException","message":"Rate exceeded for shard"}"""));
        using var kinesis = new AmazonKinesisClient(Clients.Keys, new AmazonKinesisConfig { ServiceURL = server.Url, AuthenticationRegion = "us-east-1", MaxErrorRetry = 1 });

        await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(() => kinesis.PutRecordAsync(new PutRecordRequest { Data = Bytes("one"), PartitionKey = "p", StreamName = "events" }));

        Assert.Equal(2, server.Seen.Count);
        Assert.Equal("""{"Data":"b25l","PartitionKey":"p","StreamName":"events"}""", server.Seen[1].Text);
    }

    [Fact]
    public async Task An_error_whose_code_is_not_its_type_s_name_is_typed_too()
    {
        using var server = new ScriptedServer(new Reply(400, """{"__type":"KMSOptInRequired","message":"m"}"""));
        using var kinesis = Clients.Kinesis(server.Url);

        await Assert.ThrowsAsync<KMSOptInRequiredException>(() => kinesis.PutRecordsAsync(new PutRecordsRequest()));
    }

    static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
