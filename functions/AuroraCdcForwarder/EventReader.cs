using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>A payload, and where in the event it stood.</summary>
/// <param name="Parcel">Index of the message that it came in; 0 for events that have none.</param>
/// <param name="Id">Names it: the message's or request's id, and its number in there.</param>
/// <param name="Content">The payload; undefined where the message could not be read.</param>
/// <param name="Problem">Why not; <c>null</c> where it could.</param>
/// <param name="Text">What the message said, if it is no JSON; for the failure queue.</param>
readonly record struct Payload(int Parcel, string Id, JsonElement Content, string? Problem = null, string? Text = null);

/// <summary>An event, as payloads.</summary>
/// <param name="MessageIds">Of the messages of a queue, in order; <c>null</c> for other events.</param>
/// <param name="Payloads">In order.</param>
/// <param name="IsSweep">Whether it asks for a sweep of the outbox.</param>
sealed record ChangeEvent(IReadOnlyList<string>? MessageIds, IReadOnlyList<Payload> Payloads, bool IsSweep);

/// <summary>Finds the payloads of an event: one, an array, messages of a queue, what a failure queue kept, or a schedule.</summary>
static class EventReader
{
    /// <summary>A message that holds more is refused: an archive of 256 KiB could be of any size.</summary>
    const int MaxInflated = 16 << 20;

    /// <summary>Reads the event.</summary>
    /// <param name="event">The event.</param>
    /// <param name="requestId">The invocation's; the same when Lambda repeats an asynchronous event.</param>
    /// <param name="opened">Gets the documents that the payloads live in, to be disposed of behind them.</param>
    public static ChangeEvent Read(JsonElement @event, string requestId, List<JsonDocument> opened)
    {
        var payloads = new List<Payload>();
        if (@event.ValueKind == JsonValueKind.Object)
        {
            if (IsSchedule(@event)) return new(null, payloads, IsSweep: true);
            if (@event.TryGetProperty("Records", out var records) && records.ValueKind == JsonValueKind.Array && records.EnumerateArray().All(IsMessage))
            {
                var ids = new List<string>();
                foreach (var record in records.EnumerateArray())
                {
                    var id = PayloadReader.Text(record, "messageId");
                    AddText(PayloadReader.Text(record, "body"), ids.Count, id, payloads, opened);
                    ids.Add(id);
                }
                return new(ids, payloads, IsSweep: false);
            }
        }
        Add(@event, 0, requestId, payloads, opened);
        return new(null, payloads, IsSweep: false);
    }

    static bool IsSchedule(JsonElement @event) =>
        (@event.TryGetProperty("detail-type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("Scheduled Event"))
        || (@event.TryGetProperty("sweep", out var sweep) && sweep.ValueKind == JsonValueKind.True);

    static bool IsMessage(JsonElement record) => record.ValueKind == JsonValueKind.Object
        && record.TryGetProperty("eventSource", out var source) && source.ValueKind == JsonValueKind.String && source.ValueEquals("aws:sqs")
        && record.TryGetProperty("messageId", out var id) && id.ValueKind == JsonValueKind.String
        && record.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.String && body.GetString()!.Length > 0;

    /// <summary>Reads a text that should be JSON.</summary>
    public static void AddText(string text, int parcel, string id, List<Payload> payloads, List<JsonDocument> opened)
    {
        try
        {
            var document = JsonDocument.Parse(text);
            opened.Add(document);
            Add(document.RootElement, parcel, id, payloads, opened);
        }
        catch (JsonException)
        {
            // The parser's own message could show a part of the row.
            payloads.Add(new(parcel, id, default, "it is not JSON", text));
        }
    }

    /// <summary>Reads a text that is one payload, whatever it is.</summary>
    public static Payload One(string text, int parcel, string id, List<JsonDocument> opened)
    {
        try
        {
            var document = JsonDocument.Parse(text);
            opened.Add(document);
            return new(parcel, id, document.RootElement);
        }
        catch (JsonException)
        {
            return new(parcel, id, default, "it is not JSON", text);
        }
    }

    static void Add(JsonElement content, int parcel, string id, List<Payload> payloads, List<JsonDocument> opened)
    {
        if (content.ValueKind == JsonValueKind.Array)
        {
            var number = 0;
            foreach (var element in content.EnumerateArray()) Add(element, parcel, $"{id}-{number++}", payloads, opened);
            return;
        }
        if (content.ValueKind == JsonValueKind.Object)
        {
            // What Lambda's failure destination keeps of an asynchronous event.
            if (content.TryGetProperty("requestPayload", out var asked) && content.TryGetProperty("requestContext", out var context)
                && context.ValueKind == JsonValueKind.Object && context.TryGetProperty("requestId", out var request) && request.ValueKind == JsonValueKind.String)
            {
                Add(asked, parcel, request.GetString()!, payloads, opened);
                return;
            }
            if (content.TryGetProperty(FailedPayload.Mark, out var kept) && kept.ValueKind == JsonValueKind.String)
            {
                Unpack(content, parcel, kept.GetString()!, payloads, opened);
                return;
            }
        }
        payloads.Add(new(parcel, id, content));
    }

    /// <summary>What <see cref="FailedPayload"/> packed.</summary>
    static void Unpack(JsonElement content, int parcel, string id, List<Payload> payloads, List<JsonDocument> opened)
    {
        if (content.TryGetProperty("payload", out var plain)) payloads.Add(new(parcel, id, plain));
        else if (content.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String) AddText(text.GetString()!, parcel, id, payloads, opened);
        else if (content.TryGetProperty("payloadGzip", out var packed) && packed.ValueKind == JsonValueKind.String && packed.TryGetBytesFromBase64(out var bytes) && Inflate(bytes) is { } inflated)
            AddText(inflated, parcel, id, payloads, opened);
        else payloads.Add(new(parcel, id, content, "its payload cannot be unpacked"));
    }

    static string? Inflate(byte[] packed)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            var buffer = new ByteBuffer(64 << 10);
            while (gzip.Read(buffer.GetSpan(16 << 10)) is var read and > 0)
            {
                buffer.Advance(read);
                if (buffer.Length > MaxInflated) return null;
            }
            return Encoding.UTF8.GetString(buffer.Written);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
