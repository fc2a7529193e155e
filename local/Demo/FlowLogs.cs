using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What several network interfaces log: VPC flow log lines, in batches as the service writes them.</summary>
/// <param name="Streams">A log stream for each interface.</param>
sealed record FlowLogs(IReadOnlyList<FlowLogStream> Streams)
{
    public IEnumerable<string> Lines => Streams.SelectMany(stream => stream.Batches).SelectMany(batch => batch).Select(line => line.Message);

    public int BatchCount => Streams.Sum(stream => stream.Batches.Count);

    /// <summary>The same seed gives the same lines, but for their times: CloudWatch Logs takes only what is at most two weeks old.</summary>
    public static FlowLogs Make(int seed, string region, DateTimeOffset from, int interfaces, int batches, int lines)
    {
        var sample = new SampleSource(seed, region, from);
        return new([.. Enumerable.Range(0, interfaces).Select(_ =>
        {
            var networkInterface = "eni-" + sample.Hex(17);
            return new FlowLogStream(networkInterface + "-all", [.. Enumerable.Range(0, batches).Select(_ => Batch(sample, networkInterface, lines))]);
        })]);
    }

    /// <summary>The calls that write them into a log group.</summary>
    public IEnumerable<AwsCall> PutInto(string logGroup) =>
    [
        .. Streams.Select(stream => new AwsCall("logs", "create_log_stream", new() { ["logGroupName"] = logGroup, ["logStreamName"] = stream.Name })),
        .. Streams.SelectMany(stream => stream.Batches, (stream, batch) => new AwsCall("logs", "put_log_events", new()
        {
            ["logGroupName"] = logGroup,
            ["logStreamName"] = stream.Name,
            ["logEvents"] = new JsonArray([.. batch.Select(line => (JsonNode)new JsonObject { ["timestamp"] = line.Timestamp, ["message"] = line.Message })]),
        })),
    ];

    static List<FlowLogEvent> Batch(SampleSource sample, string networkInterface, int lines) => [.. Enumerable.Range(0, lines).Select(_ =>
    {
        sample.Pass(200);
        return new FlowLogEvent(sample.Milliseconds, FlowLogLine.Make(sample, networkInterface));
    })];
}

sealed record FlowLogStream(string Name, IReadOnlyList<IReadOnlyList<FlowLogEvent>> Batches);

/// <param name="Timestamp">Milliseconds of Unix time.</param>
sealed record FlowLogEvent(long Timestamp, string Message);
