using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Local;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

/// <summary>What the function writes for Splunk is taken by the strict endpoint of the demo.</summary>
public class HecFormatTests
{
    static List<JsonElement> Accepted(string text)
    {
        var events = new List<JsonElement>();
        Assert.Equal(HecVerdict.Success, HecBody.Read(Encoding.UTF8.GetBytes(text), events));
        return events;
    }

    static string Record(string timestamp, string logStream = "stream", string message = "one") =>
        $$"""{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"group","logStream":"{{logStream}}","logEvents":[{"id":"1","timestamp":{{timestamp}},"message":"{{message}}"}]}""";

    [Fact]
    public void All_events_of_any_record_are_taken() => Prop.ForAll((NonEmptyArray<NonEmptyString> messages, string name, byte options) =>
    {
        var (embeds, redacts, hasIndex) = ((options & 1) > 0, (options & 2) > 0, (options & 4) > 0);
        // CloudWatch Logs takes no empty message; JSON among them is embedded.
        string[] all = [.. messages.Get.Select(message => message.Get), "{\"a\":\n[1,{}]}", "{not json}", "10.0.0.1"];
        var record = Samples.Gzip(Samples.Envelope(all, logGroup: name ?? "").Replace("eni-0a1b2c3d-all", JsonValue.Create(name ?? "").ToJsonString()[1..^1], StringComparison.Ordinal));
        var function = new Function(
            ("OUTPUT_FORMAT", "splunk-hec"), ("EMBED_JSON_MESSAGES", embeds ? "true" : "false"), ("REDACT", redacts ? "ipv4" : ""), ("SPLUNK_INDEX", hasIndex ? "main" : ""), ("STATIC_FIELDS", "env=prod"));
        var events = Accepted(function.OneAsync(record).GetAwaiter().GetResult().Text);
        Assert.Equal(all.Length, events.Count);
        Assert.Equal(embeds ? JsonValueKind.Object : JsonValueKind.String, events[^3].GetProperty("event").ValueKind);
        return true;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1763769600016", "1763769600.016")]
    [InlineData("1000", "1.000")]
    [InlineData("999", "0.999")]
    [InlineData("7", "0.007")]
    [InlineData("0", "0.000")]
    [InlineData("-5", null)]
    [InlineData("-0", null)]
    [InlineData("1.5", null)]
    [InlineData("1e3", null)]
    public async Task A_time_is_milliseconds_in_seconds_and_what_is_none_is_left_out(string timestamp, string? seconds)
    {
        var text = (await new Function(("OUTPUT_FORMAT", "splunk-hec")).OneAsync(Samples.Gzip(Record(timestamp)))).Text;
        var one = Assert.Single(Accepted(text));
        Assert.Equal(seconds, one.TryGetProperty("time", out var time) ? time.GetRawText() : null);
    }

    [Fact]
    public async Task A_blank_host_is_left_out_for_it_would_have_the_whole_delivery_refused()
    {
        var one = Assert.Single(Accepted((await new Function(("OUTPUT_FORMAT", "splunk-hec")).OneAsync(Samples.Gzip(Record("1763769600016", logStream: "")))).Text));
        Assert.Equal(["time", "source", "sourcetype", "fields", "event"], one.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task The_deepest_JSON_that_is_embedded_is_taken()
    {
        var deep = new string('[', 64) + new string(']', 64);
        var text = (await new Function(("OUTPUT_FORMAT", "splunk-hec"), ("EMBED_JSON_MESSAGES", "true")).OneAsync(Samples.Gzip(Record("1763769600016", message: deep)))).Text;
        Assert.Equal(deep, Assert.Single(Accepted(text)).GetProperty("event").GetRawText());
    }

    [Fact]
    public async Task Half_of_a_surrogate_pair_is_taken() =>
        Accepted((await new Function(("OUTPUT_FORMAT", "splunk-hec")).OneAsync(Samples.Gzip(Record("1763769600016", message: @"\ud83d")))).Text);
}
