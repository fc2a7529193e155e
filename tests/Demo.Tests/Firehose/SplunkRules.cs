using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

/// <summary>A stream to Splunk: what an invocation gave is one delivery, and what was refused is put aside.</summary>
public class SplunkRules
{
    static readonly LambdaFailure s_refused = new("Splunk.ServerError", "busy");

    // The function makes of "text" → "TEXT", drops what begins with d, and fails what begins with f.
    static InvocationOutcome Upper(JsonNode @event, int attempt) => Answers.Each(@event, (record, _) =>
    {
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(record["data"]!.ToString()));
        var upper = Convert.ToBase64String(Encoding.UTF8.GetBytes(text.ToUpperInvariant()));
        return text[0] switch { 'd' => Answers.Entry(record, "Dropped"), 'f' => Answers.Entry(record, "ProcessingFailed", upper), _ => Answers.Entry(record, "Ok", upper) };
    });

    readonly List<string> _posted = [];
    LambdaFailure? _failure;

    Played Stream(bool refuseWrites = false, string processor = "{}") => new(Upper, processor: processor, refuseWrites: refuseWrites, splunk: events =>
    {
        _posted.Add(Encoding.UTF8.GetString(events.Span));
        return _failure;
    });

    [Fact]
    public async Task What_an_invocation_gave_is_delivered_at_once_and_in_one()
    {
        var played = Stream(processor: """{"BufferSizeInMBs":"0.1"}""");
        await played.PutAllAsync("one ", "dropped", "two ");
        await played.PutAllAsync("three");
        Assert.Equal(["ONE TWO ", "THREE"], _posted);
        Assert.Empty(played.Objects);
        Assert.Equal((3, 1, 0, 4), (played.Player.Account.Ok, played.Player.Account.Dropped, played.Player.Account.Failed, played.Player.SettledThrough));
    }

    [Fact]
    public async Task What_was_refused_is_put_aside_as_it_was_to_be_delivered()
    {
        _failure = s_refused;
        var played = Stream();
        await played.PutAllAsync("one", "two");
        Assert.StartsWith("splunk-failed/", Assert.Single(played.Objects.Keys), StringComparison.Ordinal);
        Assert.Equal(["ONE", "TWO"], played.Failures.Select(Data));
        Assert.All(played.Failures, line => Assert.Equal(("Splunk.ServerError", "busy", null), ((string)line["errorCode"]!, (string)line["errorMessage"]!, line["lambdaARN"])));
        Assert.Equal((0, 2, 2), (played.Player.Account.Ok, played.Player.Account.Failed, played.Player.SettledThrough));
    }

    [Fact]
    public async Task What_the_function_failed_is_put_aside_as_it_came_and_not_delivered()
    {
        var played = Stream();
        await played.PutAllAsync("failed", "one");
        Assert.Equal(["ONE"], _posted);
        Assert.StartsWith("processing-failed/", Assert.Single(played.Objects.Keys), StringComparison.Ordinal);
        Assert.Equal(["failed"], played.Failures.Select(Data));
    }

    [Fact]
    public async Task Only_failures_post_nothing()
    {
        await Stream().PutAllAsync("failed", "dropped");
        Assert.Empty(_posted);
    }

    [Fact]
    public async Task What_was_refused_is_settled_when_the_object_is_written()
    {
        _failure = s_refused;
        var played = Stream(processor: """{"BufferIntervalInSeconds":0}""");
        await played.PutAsync("one");
        await played.Player.TickAsync(default);
        Assert.Equal(("ONE", 0), (Assert.Single(_posted), played.Player.SettledThrough));
        await played.Player.FlushAsync(default);
        Assert.Equal(1, played.Player.SettledThrough);
    }

    [Fact]
    public async Task What_was_refused_twice_over_is_not_settled()
    {
        _failure = s_refused;
        var played = Stream(refuseWrites: true);
        await Assert.ThrowsAsync<IOException>(() => played.PutAllAsync("one"));
        Assert.Equal(0, played.Player.SettledThrough);
    }

    [Fact]
    public async Task A_stream_without_a_function_delivers_what_was_put()
    {
        var settings = Played.SettingsOf() with { Lambda = null, Splunk = Destination };
        var player = new FirehosePlayer(settings, null, (_, _) => Task.CompletedTask, TimeProvider.System, (events, _) =>
        {
            _posted.Add(Encoding.UTF8.GetString(events.Span));
            return Task.FromResult<LambdaFailure?>(null);
        });
        await player.AcceptAsync([new FirehoseRecord(1, "one"u8.ToArray(), default)], default);
        Assert.Equal(["one"], _posted);
        Assert.Equal(1, player.SettledThrough);
    }

    [Fact]
    public void A_stream_to_Splunk_needs_a_delivery() =>
        Assert.Throws<ArgumentNullException>(() => new FirehosePlayer(Played.SettingsOf() with { Lambda = null, Splunk = Destination }, null, (_, _) => Task.CompletedTask, TimeProvider.System));

    const string Minimal = """{"HECEndpoint":"https://splunk.example.com:8088","HECEndpointType":"Event","S3Configuration":{"BucketARN":"arn:aws:s3:::aside"}}""";

    [Fact]
    public void The_settings_are_read_and_have_Firehoses_defaults()
    {
        var minimal = Read();
        Assert.Equal(new SplunkDestination(new Uri("https://splunk.example.com:8088"), TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(180)), minimal.Splunk);
        Assert.Equal(("aside", null), (minimal.Destination.Bucket, minimal.Lambda));

        var whole = Read(("HECAcknowledgmentTimeoutInSeconds", "240"), ("RetryOptions", """{"DurationInSeconds":"0"}"""), ("S3BackupMode", "\"FailedEventsOnly\""),
            ("ProcessingConfiguration", """{"Enabled":true,"Processors":[{"Type":"Lambda","Parameters":[{"ParameterName":"LambdaArn","ParameterValue":"arn"},{"ParameterName":"BufferSizeInMBs","ParameterValue":"0.25"}]}]}"""));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(240)), (whole.Splunk!.RetryFor, whole.Splunk.AcknowledgeWithin));
        Assert.Equal(("arn", 256 * 1024), (whole.Lambda!.FunctionArn, whole.Lambda.BufferBytes));
    }

    [Theory]
    [InlineData("HECEndpointType", "\"Raw\"", "HECEndpointType Event only")]
    [InlineData("HECEndpointType", "null", "HECEndpointType Event only")]
    [InlineData("HECEndpoint", "null", "HECEndpoint is missing")]
    [InlineData("S3BackupMode", "\"AllEvents\"", "S3BackupMode FailedEventsOnly only, not AllEvents")]
    [InlineData("S3Configuration", "null", "delivers to S3 and Splunk only")]
    [InlineData("S3Configuration", "{}", "BucketARN is missing")]
    public void What_the_player_does_not_play_is_refused(string member, string value, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Read((member, value))).Message, StringComparison.Ordinal);

    static FirehoseSettings Read(params (string Member, string Value)[] changes)
    {
        var splunk = JsonNode.Parse(Minimal)!.AsObject();
        foreach (var (member, value) in changes) splunk[member] = JsonNode.Parse(value);
        return FirehoseSettingsReader.Read("stream", "arn:aws:firehose:eu-west-1:123456789012:deliverystream/stream", new JsonObject { ["SplunkDestinationConfiguration"] = splunk });
    }

    static SplunkDestination Destination { get; } = new(new Uri("https://splunk.example.com"), TimeSpan.Zero, TimeSpan.Zero);

    static string Data(JsonNode line) => Encoding.UTF8.GetString(Convert.FromBase64String((string)line["rawData"]!));
}
