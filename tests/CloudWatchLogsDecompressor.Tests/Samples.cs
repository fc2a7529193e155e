using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

/// <summary>Subscription records, batches and answers, made and read with a library that the function does not use.</summary>
static class Samples
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Envelope(IEnumerable<string> messages, string type = "DATA_MESSAGE", string logGroup = "/aws/vpc/flow-logs", int firstId = 0) =>
        new JsonObject
        {
            ["messageType"] = type,
            ["owner"] = "123456789012",
            ["logGroup"] = logGroup,
            ["logStream"] = "eni-0a1b2c3d-all",
            ["subscriptionFilters"] = new JsonArray("sluice"),
            ["logEvents"] = new JsonArray([.. messages.Select((message, i) => new JsonObject
            {
                ["id"] = $"3933{firstId + i:D52}",
                ["timestamp"] = 1763769600016 + i,
                ["message"] = message,
            })]),
        }.ToJsonString(Plain);

    public static string Control => Envelope(["CWL CONTROL MESSAGE: Checking health of destination Firehose."], "CONTROL_MESSAGE");

    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    public static byte[] Gzip(byte[] bytes, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, level, leaveOpen: true)) gzip.Write(bytes);
        return compressed.ToArray();
    }

    public static byte[] Gunzip(byte[] bytes)
    {
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress)) gzip.CopyTo(content);
        return content.ToArray();
    }

    public static byte[] Record(params string[] messages) => Gzip(Envelope(messages));

    public static byte[] Batch(params byte[][] records) => Batch([.. records.Select((data, i) => (Id(i), Convert.ToBase64String(data)))]);

    public static string Id(int i) => $"4964{i:D45}000000";

    public static byte[] Batch((string Id, string Data)[] records, string? kinesis = null)
    {
        var batch = new JsonObject
        {
            ["invocationId"] = "invocation-1",
            ["deliveryStreamArn"] = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/logs",
            ["region"] = "eu-west-1",
        };
        if (kinesis is not null) batch["sourceKinesisStreamArn"] = kinesis;
        batch["records"] = new JsonArray([.. records.Select((record, i) =>
        {
            var json = new JsonObject { ["recordId"] = record.Id, ["approximateArrivalTimestamp"] = 1763769660000, ["data"] = record.Data };
            if (kinesis is not null) json["kinesisRecordMetadata"] = new JsonObject { ["partitionKey"] = $"key-{i}", ["shardId"] = "shardId-000000000000" };
            return json;
        })]);
        return Encoding.UTF8.GetBytes(batch.ToJsonString(Plain));
    }

    /// <summary>A VPC flow log line, version 2.</summary>
    public static string FlowLog(int i) =>
        $"2 123456789012 eni-0a1b2c3d4e5f60718 10.0.{i % 4}.{20 + (i % 200)} 203.0.113.{i % 250} {49152 + (i % 16000)} 443 6 {10 + (i % 90)} {5240 + (i * 37 % 90000)} {1763769600 + i} {1763769660 + i} ACCEPT OK";
}

/// <summary>One entry of an answer.</summary>
sealed record Entry(string Id, string Result, byte[]? Data, JsonNode? Metadata)
{
    public string Text => Encoding.UTF8.GetString(Data!);

    public static Entry[] Read(ReadOnlySpan<byte> answer) => [.. JsonNode.Parse(answer)!["records"]!.AsArray().Select(entry => new Entry(
        (string)entry!["recordId"]!, (string)entry["result"]!,
        entry["data"] is { } data ? Convert.FromBase64String((string)data!) : null, entry["metadata"]))];
}
