using System.Text;
using System.Text.Json;

namespace Sluice.Local.Tests;

/// <summary>What the endpoint takes, and Splunk's own code for what it does not.</summary>
public class HecBodyTests
{
    static (HecVerdict Verdict, List<JsonElement> Events) Read(string body) => Read(Encoding.UTF8.GetBytes(body));

    static (HecVerdict Verdict, List<JsonElement> Events) Read(byte[] body)
    {
        var events = new List<JsonElement>();
        return (HecBody.Read(body, events), events);
    }

    [Theory]
    [InlineData("""{"event":"one"}""", 1)]
    [InlineData("""{"event":"one"}{"event":"two"}""", 2)]
    [InlineData("{\"event\":\"one\"}\r\n \t{\"event\":\"two\"}\n", 2)]
    [InlineData("""{"time":1763769600.016,"host":"h","source":"s","sourcetype":"t","index":"main","fields":{"owner":"1","tags":["a","b"],"n":1},"event":{"a":[1]}}""", 1)]
    [InlineData("""{"time":"1763769600","event":false}""", 1)]
    [InlineData("""{"time":0,"event":0,"fields":{}}""", 1)]
    [InlineData("""{"event":"\ud83d half of a pair"}""", 1)]
    public void Events_are_taken_with_and_without_white_space_between(string body, int events)
    {
        var read = Read(body);
        Assert.Equal(HecVerdict.Success, read.Verdict);
        Assert.Equal(events, read.Events.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void A_body_without_events_is_no_data(string body) => Assert.Equal(new HecVerdict(400, 5, "No data", null), Read(body).Verdict);

    [Theory]
    [InlineData("event", 6)]
    [InlineData("""{"event":"one"},{"event":"two"}""", 6)]
    [InlineData("""[{"event":"one"}]""", 6)]
    [InlineData("""{"event":"one" """, 6)]
    [InlineData("7", 6)]
    [InlineData("""{"event":"one","message":"two"}""", 6)]
    [InlineData("""{"event":"one","event":"two"}""", 6)]
    [InlineData("""{"event":"one","\ud83d":1}""", 6)]
    [InlineData("""{"event":"one","time":1763769600016}""", 6)]
    [InlineData("""{"event":"one","time":-1}""", 6)]
    [InlineData("""{"event":"one","time":"today"}""", 6)]
    [InlineData("""{"event":"one","time":null}""", 6)]
    [InlineData("""{"event":"one","host":""}""", 6)]
    [InlineData("""{"event":"one","index":7}""", 6)]
    [InlineData("""{"event":"one","fields":["a"]}""", 6)]
    [InlineData("""{"event":"one","fields":{"a":{"b":"c"}}}""", 15)]
    [InlineData("""{"event":"one","fields":{"a":[{"b":"c"}]}}""", 15)]
    [InlineData("""{"event":"one","fields":{"a":null}}""", 15)]
    [InlineData("{}", 12)]
    [InlineData("""{"time":1763769600}""", 12)]
    [InlineData("""{"event":""}""", 13)]
    [InlineData("""{"event":null}""", 13)]
    public void A_mistake_refuses_the_whole_body_and_names_the_event(string second, int code)
    {
        var read = Read("""{"event":"zero"}""" + second);
        Assert.Equal((400, code), (read.Verdict.Status, read.Verdict.Code));
        Assert.Empty(read.Events);
        // What stands before a comma is an event still.
        Assert.Equal(second.Contains("},{", StringComparison.Ordinal) ? 2 : 1, read.Verdict.Event);
    }

    [Fact]
    public void The_member_that_is_wrong_is_named() =>
        Assert.Equal("Invalid data format: time", Read("""{"time":1763769600016,"event":"one"}""").Verdict.Text);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        byte[] body = [.. "{\"event\":\"a"u8, 0xFF, .. "\"}"u8];
        Assert.Equal(6, Read(body).Verdict.Code);
    }

    [Fact]
    public void A_message_that_is_JSON_may_be_as_deep_as_the_function_embeds() =>
        Assert.Equal(0, Read($$"""{"event":{{new string('[', 64)}}{{new string(']', 64)}}}""").Verdict.Code);
}
