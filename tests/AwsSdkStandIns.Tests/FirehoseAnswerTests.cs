using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;

namespace Sluice.AwsSdkStandIns.Tests;

public class FirehoseAnswerTests
{
    [Fact]
    public async Task A_partial_failure_says_which_record_failed_and_why()
    {
        var answer = await PutAsync("""
            {"Encrypted":true,"FailedPutCount":1,"RequestResponses":[
              {"RecordId":"a1"},
              {"ErrorCode":"ServiceUnavailableException","ErrorMessage":"Slow down, \u00fc \"please\""},
              {"RecordId":"a3"}]}
            """);

        Assert.True(answer.Encrypted);
        Assert.Equal(1, answer.FailedPutCount);
        Assert.Equal(["a1", null, "a3"], answer.RequestResponses.Select(entry => entry.RecordId));
        Assert.Equal("ServiceUnavailableException", answer.RequestResponses[1].ErrorCode);
        Assert.Equal("Slow down, ü \"please\"", answer.RequestResponses[1].ErrorMessage);
        Assert.Null(answer.RequestResponses[0].ErrorCode);
    }

    [Fact]
    public async Task Metadata_of_the_call_is_there()
    {
        using var server = new ScriptedServer(new Reply(200, "{}", Headers: ("x-amzn-RequestId", "call-1")));
        using var firehose = Clients.Firehose(server.Url);

        var answer = await firehose.PutRecordBatchAsync(Clients.Batch("logs", "one"));

        Assert.Equal("call-1", answer.ResponseMetadata.RequestId);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.HttpStatusCode);
        Assert.Equal(2, answer.ContentLength);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"RequestResponses":null,"FailedPutCount":null,"Encrypted":null}""")]
    [InlineData("""{"Unknown":{"RequestResponses":[{"RecordId":"nested"}],"FailedPutCount":7}}""")]
    public async Task What_the_service_did_not_say_is_null(string body)
    {
        var answer = await PutAsync(body);

        Assert.Null(answer.RequestResponses);
        Assert.Null(answer.FailedPutCount);
        Assert.Null(answer.Encrypted);
    }

    [Fact]
    public async Task No_entries_at_all_is_an_empty_list()
    {
        var answer = await PutAsync("""{"FailedPutCount":0,"RequestResponses":[]}""");    // moto does so for a Splunk stream

        Assert.Empty(answer.RequestResponses);
        Assert.Equal(0, answer.FailedPutCount);
    }

    [Fact]
    public async Task Members_it_does_not_know_are_passed_over_at_every_depth()
    {
        var answer = await PutAsync("""
            {"New":[[{"a":[1,{}]}],null],"RequestResponses":[{"Later":{"RecordId":"no"},"RecordId":"yes"},{"Later":[]}],"More":"x","FailedPutCount":0}
            """);

        Assert.Equal(["yes", null], answer.RequestResponses.Select(entry => entry.RecordId));
        Assert.Equal(0, answer.FailedPutCount);
    }

    [Fact]
    public async Task An_answer_longer_than_any_buffer_is_read_whole()
    {
        var ids = Enumerable.Range(0, 500).Select(i => $"{i}-{new string('x', 200)}").ToList();

        var entries = string.Join(',', ids.Select(id => $$"""{"RecordId":"{{id}}"}"""));
        var answer = await PutAsync($$"""{"FailedPutCount":0,"RequestResponses":[{{entries}}]}""");

        Assert.Equal(ids, answer.RequestResponses.Select(entry => entry.RecordId));
    }

    [Fact]
    public async Task A_delivery_stream_is_described_by_name_status_and_type()
    {
        using var server = new ScriptedServer(Reply.Ok("""
            {"DeliveryStreamDescription":{"DeliveryStreamName":"logs","DeliveryStreamARN":"arn:aws:firehose:us-east-1:1:deliverystream/logs",
             "DeliveryStreamStatus":"ACTIVE","DeliveryStreamType":"DirectPut","VersionId":"3","HasMoreDestinations":false,
             "CreateTimestamp":1.5E9,"Destinations":[{"DestinationId":"d","S3DestinationDescription":{"VersionId":"no"}}]}}
            """));
        using var firehose = Clients.Firehose(server.Url);

        var stream = (await firehose.DescribeDeliveryStreamAsync(new DescribeDeliveryStreamRequest { DeliveryStreamName = "logs", Limit = 1 })).DeliveryStreamDescription;

        Assert.Equal("""{"DeliveryStreamName":"logs","Limit":1}""", server.Only.Text);
        Assert.Equal("logs", stream.DeliveryStreamName);
        Assert.Equal("arn:aws:firehose:us-east-1:1:deliverystream/logs", stream.DeliveryStreamARN);
        Assert.Equal(DeliveryStreamStatus.ACTIVE, stream.DeliveryStreamStatus);
        Assert.Equal(DeliveryStreamType.DirectPut, stream.DeliveryStreamType);
        Assert.Equal("3", stream.VersionId);
        Assert.False(stream.HasMoreDestinations);
        Assert.Equal(new DateTime(2017, 7, 14, 2, 40, 0, DateTimeKind.Utc), stream.CreateTimestamp);
    }

    [Fact]
    public async Task An_answer_cut_in_the_middle_is_an_error_and_never_a_success()
    {
        using var server = new ScriptedServer(Reply.Ok("""{"FailedPutCount":0,"RequestResponses":[{"RecordId":"a1"}"""));
        using var firehose = Clients.Firehose(server.Url, retries: 0);

        await Assert.ThrowsAsync<Amazon.Runtime.AmazonUnmarshallingException>(() => firehose.PutRecordBatchAsync(Clients.Batch("logs", "one", "two")));
    }

    static async Task<PutRecordBatchResponse> PutAsync(string body)
    {
        using var server = new ScriptedServer(Reply.Ok(body));
        using var firehose = Clients.Firehose(server.Url);
        return await firehose.PutRecordBatchAsync(Clients.Batch("logs", "one"));
    }
}
