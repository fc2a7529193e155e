using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What a CloudWatch Logs subscription sends: gzipped JSON.</summary>
/// <remarks>Source: CloudWatch Logs user guide, "Using subscription filters".</remarks>
static class LogsEnvelope
{
    public static byte[] Data(SampleSource sample, int events)
    {
        var networkInterface = "eni-" + sample.Hex(17);
        var id = sample.Digits(36);
        var lines = new JsonArray();
        for (var i = 0; i < events; i++)
        {
            sample.Pass(1500);
            // 56 digits that grow with the time, as real ones do.
            lines.Add(new JsonObject
            {
                ["id"] = $"39{id}{i:D18}",
                ["timestamp"] = sample.Milliseconds,
                ["message"] = FlowLogLine.Make(sample, networkInterface),
            });
        }
        return Gzip(new JsonObject
        {
            ["messageType"] = "DATA_MESSAGE",
            ["owner"] = SampleSource.Account,
            ["logGroup"] = "vpc-flow-logs",
            ["logStream"] = networkInterface + "-all",
            ["subscriptionFilters"] = new JsonArray("FlowLogsSubscription"),
            ["logEvents"] = lines,
        });
    }

    /// <summary>Sent now and then to see whether the destination is there; nobody wants it delivered.</summary>
    public static byte[] Control(SampleSource sample) => Gzip(new JsonObject
    {
        ["messageType"] = "CONTROL_MESSAGE",
        ["owner"] = "CloudwatchLogs",
        ["logGroup"] = "",
        ["logStream"] = "",
        ["subscriptionFilters"] = new JsonArray(),
        ["logEvents"] = new JsonArray(new JsonObject
        {
            ["id"] = "",
            ["timestamp"] = sample.Milliseconds,
            ["message"] = "CWL CONTROL MESSAGE: Checking health of destination Firehose.",
        }),
    });

    static byte[] Gzip(JsonObject envelope)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(SampleJson.Compact(envelope));
        return packed.ToArray();
    }
}
