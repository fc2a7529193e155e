using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

public class TransformationEventTests
{
    static readonly DateTimeOffset s_time = DateTimeOffset.FromUnixTimeMilliseconds(1795302210551);

    [Fact]
    public void Records_that_were_put_directly_have_three_members()
    {
        var read = JsonNode.Parse(TransformationEvent.Write(Played.SettingsOf(), [new(7, "hello"u8.ToArray(), s_time)], Guid.Empty))!.AsObject();

        Assert.Equal(["invocationId", "deliveryStreamArn", "region", "records"], read.Select(one => one.Key));
        Assert.Equal(("arn:aws:firehose:eu-west-1:123456789012:deliverystream/stream", "eu-west-1"), (read["deliveryStreamArn"]!.ToString(), read["region"]!.ToString()));
        var record = Assert.Single(read["records"]!.AsArray())!.AsObject();
        Assert.Equal(["recordId", "approximateArrivalTimestamp", "data"], record.Select(one => one.Key));
        Assert.Equal(("aGVsbG8=", 1795302210551), (record["data"]!.ToString(), (long)record["approximateArrivalTimestamp"]!));
        Assert.Matches("^49[0-9]{60}$", record["recordId"]!.ToString());
    }

    [Fact]
    public void Records_of_a_Kinesis_stream_say_where_they_were_read()
    {
        var settings = Played.SettingsOf(stream: """{"KinesisStreamSourceConfiguration":{"KinesisStreamARN":"arn:aws:kinesis:eu-west-1:123456789012:stream/source"}}""");
        var read = JsonNode.Parse(TransformationEvent.Write(settings, [new(1, new byte[1], s_time, new("shardId-000000000000", "key \"1\"", "495", 0))], Guid.Empty))!;

        Assert.Equal("arn:aws:kinesis:eu-west-1:123456789012:stream/source", read["sourceKinesisStreamArn"]!.ToString());
        Assert.Equal(
            """{"sequenceNumber":"495","subsequenceNumber":0,"partitionKey":"key \"1\"","shardId":"shardId-000000000000","approximateArrivalTimestamp":1795302210551}""",
            read["records"]![0]!["kinesisRecordMetadata"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void Empty_data_is_an_empty_text()
    {
        var read = JsonNode.Parse(TransformationEvent.Write(Played.SettingsOf(), [new(1, ReadOnlyMemory<byte>.Empty, s_time)], Guid.Empty))!;

        Assert.Equal("", read["records"]![0]!["data"]!.ToString());
    }
}
