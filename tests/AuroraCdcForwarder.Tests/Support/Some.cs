using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Sluice.Tests;

namespace Sluice.AuroraCdcForwarder.Tests;

/// <summary>Makes what tests need.</summary>
static class Some
{
    public static LineStyle Style(LineFormat format = LineFormat.Json, string? tables = null, Newlines newlines = Newlines.Escape, string nullToken = "NULL", ConnectModes modes = default) =>
        new(format, TableLayouts.Parse(tables ?? TableLayouts.Default, problem => throw new InvalidOperationException(problem)), nullToken, newlines, Before: true, modes);

    public static string Change(string id = "a", string op = "I", string row = """{"ItemID":1}""", string before = "null", long seq = 1) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"v":1,"id":"{{id}}","op":"{{op}}","db":"shop","table":"Sales","key":["ItemID"],"seq":{{seq}},"ts":"2026-11-21 23:08:47.701808","schema":7,"before":{{before}},"after":{{row}}}""");

    /// <summary>Reads a payload and writes its lines; a line for each drop and failure, too.</summary>
    public static string Lines(string payload, LineStyle? style = null)
    {
        using var json = JsonDocument.Parse(payload);
        return Lines(json.RootElement, style);
    }

    public static string Lines(JsonElement payload, LineStyle? style = null)
    {
        var writer = new LineWriter(style ?? Style());
        var output = new ByteBuffer();
        return PayloadReader.Read(payload, new PayloadOrigin("request-0", Now, "Sales")).Match(
            delivered: change =>
            {
                foreach (var part in change.Lines(writer.KeyOf(change))) writer.Write(part, output);
                return Encoding.UTF8.GetString(output.Written);
            },
            dropped: reason => "dropped: " + reason,
            failed: reason => "failed: " + reason);
    }

    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static string Capture(string name) => Repo.File("tests", "AuroraCdcForwarder.Tests", "Captures", name);
}

/// <summary>A delivery stream that keeps what it takes, and refuses what it is told to.</summary>
sealed class StreamInMemory() : AmazonKinesisFirehoseClient(new BasicAWSCredentials("a", "b"), new AmazonKinesisFirehoseConfig { RegionEndpoint = RegionEndpoint.USEast1 })
{
    public List<string> Lines { get; } = [];

    public List<int> Calls { get; } = [];

    /// <summary>Number of the call and the line: the error code, or null.</summary>
    public Func<int, string, string?> Refuse { get; init; } = (_, _) => null;

    public override Task<PutRecordBatchResponse> PutRecordBatchAsync(PutRecordBatchRequest request, CancellationToken cancellationToken = default)
    {
        CallRecorder.Note(request);
        Assert.InRange(request.Records.Count, 1, 500);
        Assert.InRange(request.Records.Sum(record => record.Data.Length), 1, 4 << 20);
        Calls.Add(request.Records.Count);
        var entries = new List<PutRecordBatchResponseEntry>();
        foreach (var record in request.Records)
        {
            Assert.InRange(record.Data.Length, 1, 1000 * 1024);
            var line = Encoding.UTF8.GetString(record.Data.ToArray());
            var error = Refuse(Calls.Count, line);
            if (error is null) Lines.Add(line);
            entries.Add(error is null ? new() { RecordId = "r" } : new() { ErrorCode = error });
        }
        return Task.FromResult(new PutRecordBatchResponse { FailedPutCount = entries.Count(entry => entry.ErrorCode is not null), RequestResponses = entries });
    }
}

/// <summary>A queue that keeps its messages.</summary>
sealed class QueueInMemory() : AmazonSQSClient(new BasicAWSCredentials("a", "b"), new AmazonSQSConfig { RegionEndpoint = RegionEndpoint.USEast1 })
{
    public List<string> Messages { get; } = [];

    public bool Broken { get; init; }

    public override Task<SendMessageResponse> SendMessageAsync(SendMessageRequest request, CancellationToken cancellationToken = default)
    {
        CallRecorder.Note(request);
        if (Broken) throw new AmazonSQSException("the queue is not there");
        Assert.InRange(Encoding.UTF8.GetByteCount(request.MessageBody), 1, 256 << 10);
        Messages.Add(request.MessageBody);
        return Task.FromResult(new SendMessageResponse());
    }
}

/// <summary>The function around a stream and a queue in memory.</summary>
sealed class Bench
{
    public StreamInMemory Stream { get; init; } = new();

    public QueueInMemory? Queue { get; init; } = new();

    public LineStyle Style { get; init; } = Some.Style();

    public MemoryStream Log { get; } = new();

    public string LogText => Encoding.UTF8.GetString(Log.ToArray());

    public Forwarder Forwarder => new(new LineWriter(Style), new ChangeSender(Stream, "changes", RetryBudget.Throttling, new ImpatientTime()));

    public FailureQueue? Failures => Queue is null ? null : new FailureQueue(Queue, "https://sqs/failures");

    public async Task<JsonNode> InvokeAsync(string @event, OutboxSweep? sweep = null)
    {
        var settings = new Settings("changes", Style, "Sales", "", null);
        var handler = new Handler(settings, Forwarder, Failures, sweep, new Telemetry("test", Log, LogLevel.Info, new ImpatientTime()));
        var answer = new ByteBuffer();
        await handler.HandleAsync(Encoding.UTF8.GetBytes(@event), answer, new Invocation("request", "arn:aws:lambda:us-east-1:123456789012:function:f", TimeSpan.FromMinutes(1), CancellationToken.None));
        return JsonNode.Parse(answer.Written)!;
    }
}
