using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

/// <summary>A clock that stands still until it is moved.</summary>
sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 6, 7, 8, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
}

/// <summary>A delivery stream whose function is a script and whose S3 is a dictionary.</summary>
sealed class Played
{
    public const string FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:transform";

    readonly Func<JsonNode, int, InvocationOutcome> _function;
    readonly FirehosePlayer _player;
    long _sequence;

    // The function gets the event and the number of the attempt, from 1.
    public Played(Func<JsonNode, int, InvocationOutcome> function, string destination = "{}", string processor = "{}", bool refuseWrites = false, Func<ReadOnlyMemory<byte>, LambdaFailure?>? splunk = null)
    {
        _function = function;
        Settings = SettingsOf(destination, processor);
        if (splunk is not null) Settings = Settings with { Splunk = new(new Uri("https://splunk.example.com:8088"), TimeSpan.Zero, TimeSpan.Zero) };
        _player = new(Settings, InvokeAsync, (write, _) =>
        {
            if (refuseWrites) throw new IOException("S3 is away");
            Objects.Add(write.Key, write.Body.ToArray());
            return Task.CompletedTask;
        }, Time, splunk is null ? null : (events, _) => Task.FromResult(splunk(events)));
    }

    public FirehoseSettings Settings { get; }

    public ManualTime Time { get; } = new();

    public List<JsonNode> Events { get; } = [];

    public SortedDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    public FirehosePlayer Player => _player;

    public static FirehoseSettings SettingsOf(string destination = "{}", string processor = "{}", string stream = "{}")
    {
        var parameters = new JsonObject { ["LambdaArn"] = FunctionArn };
        foreach (var (name, value) in JsonNode.Parse(processor)!.AsObject()) parameters[name] = value?.DeepClone();
        var s3 = new JsonObject
        {
            ["BucketARN"] = "arn:aws:s3:::logs",
            ["ProcessingConfiguration"] = new JsonObject
            {
                ["Enabled"] = true,
                ["Processors"] = new JsonArray(new JsonObject
                {
                    ["Type"] = "Lambda",
                    ["Parameters"] = new JsonArray([.. parameters.Select(one => (JsonNode)new JsonObject { ["ParameterName"] = one.Key, ["ParameterValue"] = one.Value?.DeepClone() })]),
                }),
            },
        };
        foreach (var (name, value) in JsonNode.Parse(destination)!.AsObject()) s3[name] = value?.DeepClone();
        var properties = JsonNode.Parse(stream)!.AsObject();
        properties["ExtendedS3DestinationConfiguration"] = s3;
        return FirehoseSettingsReader.Read("stream", "arn:aws:firehose:eu-west-1:123456789012:deliverystream/stream", properties);
    }

    public FirehoseRecord Record(byte[] data) => new(++_sequence, data, Time.Now);

    public Task PutAsync(params string[] texts) => _player.AcceptAsync(texts.Select(text => Record(Encoding.UTF8.GetBytes(text))).ToList(), default);

    public async Task<Played> PutAllAsync(params string[] texts)
    {
        await PutAsync(texts);
        await _player.FlushAsync(default);
        return this;
    }

    /// <summary>The lines of all objects about failures.</summary>
    public List<JsonNode> Failures => [.. Objects.Where(one => one.Key.Contains("-failed/", StringComparison.Ordinal))
        .SelectMany(one => Encoding.UTF8.GetString(one.Value).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => JsonNode.Parse(line)!)];

    public List<string> Delivered => [.. Objects.Where(one => !one.Key.Contains("-failed/", StringComparison.Ordinal)).Select(one => Encoding.UTF8.GetString(one.Value))];

    public static string Unzipped(byte[] bytes)
    {
        using var text = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        return text.ReadToEnd();
    }

    Task<InvocationOutcome> InvokeAsync(ReadOnlyMemory<byte> @event, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var read = JsonNode.Parse(@event.Span)!;
        Events.Add(read);
        return Task.FromResult(_function(read, Events.Count));
    }
}

/// <summary>Functions to script with.</summary>
static class Answers
{
    public static InvocationOutcome Outcome(OutcomeKind kind, string payload) =>
        new(kind, Encoding.UTF8.GetBytes(payload), "id", TimeSpan.Zero, null, 0);

    public static InvocationOutcome Succeeded(string payload) => Outcome(OutcomeKind.Succeeded, payload);

    /// <summary>An answer made of one entry a record.</summary>
    public static InvocationOutcome Each(JsonNode @event, Func<JsonNode, int, JsonNode?> entry) =>
        Succeeded(new JsonObject { ["records"] = new JsonArray([.. @event["records"]!.AsArray().Select((record, index) => entry(record!, index)).Where(one => one is not null)]) }.ToJsonString());

    public static JsonObject Entry(JsonNode record, string result, string? data = null) => new() { ["recordId"] = record["recordId"]!.ToString(), ["result"] = result, ["data"] = data };

    public static JsonObject Ok(JsonNode record) => Entry(record, "Ok", record["data"]!.ToString());

    public static InvocationOutcome Echo(JsonNode @event, int attempt) => Each(@event, (record, _) => Ok(record));
}
