using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

public class OutputFormatTests
{
    const string Odd = "a \"quoted\" \\ tab\t ünïcode 😀 \u0001 end";

    static async Task<string> TextAsync(byte[] record, params (string, string)[] environment) => (await new Function(environment).OneAsync(record)).Text;

    static JsonNode[] Objects(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    [Fact]
    public async Task A_message_is_a_line() =>
        Assert.Equal($"{Odd}\nsecond\n", await TextAsync(Samples.Record(Odd, "second")));

    [Theory]
    [InlineData("", "one\ntwo\n")]
    [InlineData("\\r\\n", "one\r\ntwo\r\n")]
    [InlineData("|", "one|two|")]
    public async Task The_delimiter_can_be_chosen(string delimiter, string expected) =>
        Assert.Equal(expected, await TextAsync(Samples.Record("one", "two"), ("LINE_DELIMITER", delimiter)));

    [Fact]
    public async Task An_envelope_says_where_the_event_came_from()
    {
        var objects = Objects(await TextAsync(Samples.Record(Odd, "second"), ("OUTPUT_FORMAT", "envelope"), ("STATIC_FIELDS", "env=prod,team=\"edge\"")));
        Assert.Equal(2, objects.Length);
        Assert.Equal("""{"owner":"123456789012","logGroup":"/aws/vpc/flow-logs","logStream":"eni-0a1b2c3d-all","subscriptionFilters":["sluice"],"env":"prod","team":"\"edge\"","id":"39330000000000000000000000000000000000000000000000000001","timestamp":1763769600017,"message":"second"}""",
            objects[1].ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal(Odd, (string)objects[0]["message"]!);
    }

    [Theory]
    [InlineData("/aws/vpc/flow-logs", "aws:cloudwatchlogs:vpcflow")]
    [InlineData("my-VPC", "aws:cloudwatchlogs:vpcflow")]
    [InlineData("aws-cloudtrail-logs-1", "aws:cloudtrail")]
    [InlineData("/aws/lambda/orders", "aws:lambda")]
    [InlineData("/ecs/api", "aws:cloudwatchlogs")]
    public async Task A_HEC_event_has_Splunks_members_and_a_sourcetype_by_log_group(string logGroup, string sourceType)
    {
        var text = await TextAsync(Samples.Gzip(Samples.Envelope([Odd], logGroup: logGroup)),
            ("OUTPUT_FORMAT", "splunk-hec"), ("SPLUNK_INDEX", "main"), ("SPLUNK_SOURCETYPES", "^/aws/lambda/=>aws:lambda"), ("STATIC_FIELDS", "env=prod"));
        var hec = Assert.Single(Objects(text));
        Assert.Equal(["time", "host", "source", "sourcetype", "index", "fields", "event"], hec.AsObject().Select(member => member.Key));
        Assert.Contains("\"time\":1763769600.016,", text, StringComparison.Ordinal);
        Assert.Equal((sourceType, logGroup, "main", Odd), ((string)hec["sourcetype"]!, (string)hec["source"]!, (string)hec["index"]!, (string)hec["event"]!));
        Assert.Equal(["owner", "id", "env"], hec["fields"]!.AsObject().Select(member => member.Key));
        Assert.Equal("eni-0a1b2c3d-all", (string)hec["host"]!);
    }

    [Fact]
    public async Task A_host_that_was_set_leaves_the_log_stream_in_the_fields()
    {
        var hec = Assert.Single(Objects(await TextAsync(Samples.Record("one"), ("OUTPUT_FORMAT", "splunk-hec"), ("SPLUNK_HOST", "edge \"1\""))));
        Assert.Equal(("edge \"1\"", "eni-0a1b2c3d-all"), ((string)hec["host"]!, (string)hec["fields"]!["logStream"]!));
    }

    [Fact]
    public async Task A_document_is_one_JSON_object_a_record()
    {
        var text = await TextAsync(Samples.Record("one", Odd), ("OUTPUT_FORMAT", "document"));
        var events = JsonNode.Parse(text)!["logEvents"]!.AsArray();
        Assert.Equal(["one", Odd], events.Select(logEvent => (string)logEvent!["message"]!));
        Assert.Equal("/aws/vpc/flow-logs", (string)JsonNode.Parse(text)!["logGroup"]!);
    }

    [Fact]
    public async Task A_second_document_of_a_record_becomes_a_record_of_its_own()
    {
        var function = new Function(("OUTPUT_FORMAT", "document"));
        var first = await function.OneAsync(Samples.Gzip(Samples.Envelope(["one"]) + Samples.Envelope(["two"])));
        Assert.Equal("one", (string)JsonNode.Parse(first.Text)!["logEvents"]![0]!["message"]!);
        var second = await function.OneAsync(Assert.Single(function.PutBack));
        Assert.Equal("two", (string)JsonNode.Parse(second.Text)!["logEvents"]![0]!["message"]!);
    }

    [Theory]
    [InlineData("envelope", "message")]
    [InlineData("splunk-hec", "event")]
    public async Task A_message_that_is_JSON_is_embedded_when_asked_for(string format, string member)
    {
        var record = Samples.Record("{\n \"a\": [1, \"x\\ny\"]\r\n}", "{not json}", "[1] and more", "12");
        var asked = Objects(await TextAsync(record, ("OUTPUT_FORMAT", format), ("EMBED_JSON_MESSAGES", "true")));
        Assert.Equal("x\ny", (string)asked[0][member]!["a"]![1]!);
        Assert.Equal(["{not json}", "[1] and more", "12"], asked[1..].Select(node => (string)node[member]!));
        var unasked = Objects(await TextAsync(record, ("OUTPUT_FORMAT", format)));
        Assert.Equal("{\n \"a\": [1, \"x\\ny\"]\r\n}", (string)unasked[0][member]!);
    }

    [Fact]
    public async Task Escapes_of_every_kind_become_text()
    {
        var json = Samples.Envelope(["MARK"]).Replace("MARK", @"\u00fc\ud83d\ude00\/\b\f\n\r\t\\\""\ud83d!\ude00\u0000", StringComparison.Ordinal);
        Assert.Equal("ü😀/\b\f\n\r\t\\\"\uFFFD!\uFFFD\0\n", await TextAsync(Samples.Gzip(json)));
    }

    [Fact]
    public async Task Members_may_stand_in_any_order()
    {
        var node = JsonNode.Parse(Samples.Envelope(["one", "two"]))!.AsObject();
        var turned = new JsonObject(node.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        var objects = Objects(await TextAsync(Samples.Gzip(turned.ToJsonString()), ("OUTPUT_FORMAT", "envelope")));
        Assert.Equal(["one", "two"], objects.Select(node => (string)node["message"]!));
        Assert.All(objects, node => Assert.Equal("/aws/vpc/flow-logs", (string)node["logGroup"]!));
    }

    [Fact]
    public async Task Compressed_output_is_a_gzip_member_a_record()
    {
        var entry = await new Function(("OUTPUT_COMPRESSION", "gzip")).OneAsync(Samples.Record("one", "two"));
        Assert.Equal("one\ntwo\n", Encoding.UTF8.GetString(Samples.Gunzip(entry.Data!)));
    }

    [Theory]
    [InlineData("{\"messageType\":\"DATA_MESSAGE\"}", "it is a DATA_MESSAGE without logEvents")]
    [InlineData("{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"id\":\"1\"}]}", "logEvents[0] has no message")]
    [InlineData("{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"message\":5}]}", "logEvents[0] has no message")]
    [InlineData("{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[3]}", "logEvents[0] is no object")]
    [InlineData("{\"logEvents\":[]}", "it has no messageType")]
    [InlineData("{\"messageType\":7}", "its messageType '7' is neither")]
    [InlineData("[]", "the record is JSON, but no object")]
    [InlineData("{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[],\"logEvents\":[]}", "it has logEvents twice")]
    public async Task JSON_that_is_no_subscription_record_fails_with_the_reason(string json, string reason)
    {
        var function = new Function();
        Assert.Equal("ProcessingFailed", (await function.OneAsync(Samples.Gzip(json))).Result);
        Assert.Contains(reason, (string)function.LastLine["failures"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_output_never_carries_bytes_that_are_not_UTF_8()
    {
        byte[] record = Encoding.UTF8.GetBytes(Samples.Envelope(["MARK"]));
        record[record.AsSpan().IndexOf("MARK"u8)] = 0xFF;
        Assert.Equal("ProcessingFailed", (await new Function(("OUTPUT_FORMAT", "envelope")).OneAsync(record)).Result);
        Assert.Equal([0xFF, .. "ARK\n"u8], (await new Function().OneAsync(record)).Data);
    }
}
