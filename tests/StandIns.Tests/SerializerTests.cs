using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisFirehoseEvents;
using Amazon.Lambda.S3Events;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Sluice.StandIns.Tests;

// Event and answer nest types of one name: a context for both would not compile (SYSLIB1031).
[JsonSerializable(typeof(KinesisFirehoseEvent))]
sealed partial class FirehoseEventJson : JsonSerializerContext;

[JsonSerializable(typeof(KinesisFirehoseResponse))]
sealed partial class FirehoseAnswerJson : JsonSerializerContext;

public class SerializerTests
{
    static readonly KinesisFirehoseResponse s_answer = new() { Records = [new() { RecordId = "1", Result = "Dropped" }] };

    sealed record Thing(string? Name = null, DateTime? Time = null, byte[]? Bytes = null, MemoryStream? Stream = null);

    [Fact]
    public void Names_are_read_in_any_case_and_written_as_they_are()
    {
        Assert.Equal("x", Sample.Parse<Thing>("""{"nAmE":"x"}"""u8).Name);
        Assert.Equal("""{"Name":"x"}""", Sample.Write(new Thing("x")));
    }

    [Fact]
    public void The_camel_case_serializer_writes_camel_case() =>
        Assert.Equal("""{"name":"x"}""", Sample.Write(new Thing("x"), new CamelCaseLambdaJsonSerializer()));

    [Fact]
    public void The_first_serializer_writes_camel_case_and_can_be_customised()
    {
#pragma warning disable CS0618 // It is obsolete in the official package too.
        var serializer = new LambdaJsonSerializer(options => options.DefaultIgnoreCondition = JsonIgnoreCondition.Never);
#pragma warning restore CS0618

        Assert.Equal("""{"name":"x","time":null,"bytes":null,"stream":null}""", Sample.Write(new Thing("x"), serializer));
        Assert.Equal("x", Sample.Parse<Thing>("""{"NAME":"x"}"""u8, serializer).Name);
    }

    [Fact]
    public void The_naming_policy_knows_the_two_headers_of_s3()
    {
        var policy = new AwsNamingPolicy(JsonNamingPolicy.CamelCase);

        Assert.Equal(["x-amz-id-2", "x-amz-request-id", "eTag"], new[] { "XAmzId2", "XAmzRequestId", "ETag" }.Select(policy.ConvertName));
        Assert.Equal("ETag", new AwsNamingPolicy().ConvertName("ETag"));
        Assert.Equal("""{"x-amz-id-2":"i"}""", Sample.Write(new S3Event.ResponseElementsEntity { XAmzId2 = "i" }));
    }

    [Fact]
    public void Text_is_written_without_needless_escapes() =>
        Assert.Equal("""{"Name":"<a href='ü'>&+"}""", Sample.Write(new Thing("<a href='ü'>&+")));

    [Theory]
    [InlineData("\"2026-11-22T05:33:00Z\"", 0)]
    [InlineData("1795325580", 0)]
    [InlineData("1795325580.25", 250)]
    public void A_time_is_text_or_seconds(string json, int milliseconds) => Assert.Equal(
        new DateTime(2026, 11, 22, 5, 33, 0, milliseconds, DateTimeKind.Utc),
        Sample.Parse<Thing>(Encoding.UTF8.GetBytes($$"""{"Time":{{json}}}""")).Time);

    [Fact]
    public void Bytes_are_read_from_base64_or_numbers_and_written_as_numbers()
    {
        Assert.Equal("Hello"u8, Sample.Parse<Thing>("""{"Bytes":"SGVsbG8="}"""u8).Bytes!);
        Assert.Equal("Hello"u8, Sample.Parse<Thing>("""{"Bytes":[72,101,108,108,111]}"""u8).Bytes!);
        Assert.Equal("""{"Bytes":[72,105]}""", Sample.Write(new Thing(Bytes: "Hi"u8.ToArray())));
    }

    [Fact]
    public void A_stream_is_base64_both_ways()
    {
        Assert.Equal("Hello"u8, Sample.Parse<Thing>("""{"Stream":"SGVsbG8="}"""u8).Stream!.ToArray());
        Assert.Equal("""{"Stream":"SGVsbG8="}""", Sample.Write(new Thing(Stream: new("Hello"u8.ToArray()))));
    }

    [Theory]
    [InlineData("{\"Time\":true}")]
    [InlineData("{\"Time\":\"tomorrow\"}")]
    [InlineData("{\"Bytes\":[256]}")]
    [InlineData("{\"Bytes\":{}}")]
    [InlineData("{\"Stream\":\"*\"}")]
    [InlineData("{\"Name\":")]
    [InlineData("")]
    public void What_cannot_be_read_is_one_kind_of_error_with_its_cause(string json) =>
        Assert.NotNull(Assert.Throws<JsonSerializerException>(() => Sample.Parse<Thing>(Encoding.UTF8.GetBytes(json))).InnerException);

    [Fact]
    public void What_cannot_be_written_is_the_same_kind_of_error() =>
        Assert.NotNull(Assert.Throws<JsonSerializerException>(() => Sample.Write(new { Type = typeof(int) })).InnerException);

    [Fact]
    public void A_byte_order_mark_is_no_json() =>
        Assert.Throws<JsonSerializerException>(() => Sample.Parse<Thing>([0xEF, 0xBB, 0xBF, .. "{}"u8]));

    [Fact]
    public void An_event_is_read_from_any_stream()
    {
        using var file = new BufferedStream(new MemoryStream("\"text\""u8.ToArray()));

        Assert.Equal("text", Sample.Serializer.Deserialize<string>(file));
    }

    [Fact]
    public void A_customizer_changes_the_options_but_not_the_writer()
    {
        var serializer = new DefaultLambdaJsonSerializer(
            options => options.NumberHandling = JsonNumberHandling.WriteAsString,
            writer => writer.Indented = true);      // a copy of a struct: the official package loses it too

        Assert.Equal("""{"A":"1"}""", Sample.Write(new { A = 1 }, serializer));
    }

    [Fact]
    public void A_source_generated_context_gets_the_defaults_of_lambda()
    {
        var reader = new SourceGeneratorLambdaJsonSerializer<FirehoseEventJson>();
        var writer = new SourceGeneratorLambdaJsonSerializer<FirehoseAnswerJson>();

        var batch = Sample.Read<KinesisFirehoseEvent>("go-kinesis-firehose-event.json", reader);

        Assert.Equal(["record1", "record2"], batch.Records.Select(record => record.RecordId));
        Assert.Equal("aws:lambda:events", batch.DeliveryStreamArn);
        Assert.Equal("""{"records":[{"recordId":"1","result":"Dropped"}]}""", Sample.Write(s_answer, writer));
    }

    [Fact]
    public void A_context_that_is_passed_keeps_its_own_options()
    {
        var serializer = new SourceGeneratorLambdaJsonSerializer<FirehoseAnswerJson>(FirehoseAnswerJson.Default);

        Assert.Equal("""{"records":[{"recordId":"1","result":"Dropped","data":null,"metadata":null}]}""", Sample.Write(s_answer, serializer));
    }

    [Fact]
    public void A_type_that_the_context_does_not_list_is_an_error_that_names_it()
    {
        var serializer = new SourceGeneratorLambdaJsonSerializer<FirehoseEventJson>();

        Assert.Contains(nameof(S3Event), Assert.Throws<JsonSerializerException>(() => Sample.Parse<S3Event>("{}"u8, serializer)).Message, StringComparison.Ordinal);
        Assert.Contains(nameof(S3Event), Assert.Throws<JsonSerializerException>(() => Sample.Write(new S3Event(), serializer)).Message, StringComparison.Ordinal);
    }
}
