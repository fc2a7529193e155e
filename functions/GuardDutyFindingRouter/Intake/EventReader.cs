using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Finds what arrived in an event: findings through EventBridge, SNS, SQS or by themselves, calls that archive, kept deliveries,
/// objects of exports, a schedule; and names what is none of these.</summary>
static class EventReader
{
    /// <summary>Reads an event.</summary>
    /// <param name="event">UTF-8, with or without a byte order mark. Nothing of the result refers to it.</param>
    /// <param name="requestId">The invocation's: the same when Lambda repeats an asynchronous event.</param>
    /// <exception cref="InvalidDataException">The event as a whole cannot be read: no UTF-8, no JSON (or nested deeper than 64), or a queue's
    /// record (or a batch job's task) without id, which could not be answered. A message that cannot be read is no exception but an arrival.</exception>
    public static FindingEvent Read(ReadOnlyMemory<byte> @event, string requestId)
    {
        if (!Utf8.IsValid(@event.Span)) throw new InvalidDataException("The event is not UTF-8.");
        using var document = Parse(Utf8Text.WithoutMark(@event));
        var root = new JsonPart(document.RootElement);
        var found = new ArrivalList();
        if (root["tasks"u8].IsArray && root["invocationSchemaVersion"u8].Exists) return BatchJob(@event);
        var records = root["Records"u8];
        var messageIds = IsQueue(records) ? Messages(records, found) : null;
        if (messageIds is null) new ArrivalReader(found, 0).Add(root, requestId, "event");
        return new(messageIds, found.Arrivals, found.Exports, found.IsSchedule) { Receives = messageIds is null ? [] : Receives(records) };
    }

    static JsonDocument Parse(ReadOnlyMemory<byte> @event)
    {
        try
        {
            return JsonDocument.Parse(@event);
        }
        catch (JsonException wrong)
        {
            // The parser's own message could show a part of the event.
            throw new InvalidDataException(FormattableString.Invariant(
                $"The event is not JSON, or nested deeper than 64, at line {(wrong.LineNumber ?? 0) + 1}, byte {wrong.BytePositionInLine ?? 0}."));
        }
    }

    static bool IsQueue(JsonPart records)
    {
        foreach (var record in records.Items)
        {
            if (new JsonPart(record)["eventSource"u8].Text == "aws:sqs") return true;
        }
        return false;
    }

    static List<string> Messages(JsonPart records, ArrivalList found)
    {
        var ids = new List<string>(records.Json.GetArrayLength());
        foreach (var element in records.Items)
        {
            var record = new JsonPart(element);
            var id = record["messageId"u8].IsString ? record["messageId"u8].Text : "";
            if (id.Length == 0) throw new InvalidDataException("The event has a queue's record without messageId: it could not be answered.");
            new ArrivalReader(found, ids.Count).AddText(record["body"u8], id, "SQS message", record);
            ids.Add(id);
        }
        return ids;
    }

    static List<int> Receives(JsonPart records)
    {
        var counts = new List<int>(records.Json.GetArrayLength());
        foreach (var element in records.Items)
        {
            var told = new JsonPart(element)["attributes"u8]["ApproximateReceiveCount"u8].Text;
            counts.Add(int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Max(1, count) : 1);
        }
        return counts;
    }

    static FindingEvent BatchJob(ReadOnlyMemory<byte> @event)
    {
        var job = ObjectEventReader.Read(Utf8Text.WithoutMark(@event));
        var exports = job.Parcels.SelectMany((parcel, i) => parcel.Objects.Select(one => (i, one))).ToList();
        return new(null, [], exports, IsSchedule: false, job);
    }
}

/// <summary>What was found so far.</summary>
sealed class ArrivalList
{
    public List<Arrival> Arrivals { get; } = [];

    public List<(int Parcel, CreatedObject Object)> Exports { get; } = [];

    public bool IsSchedule { get; set; }

    /// <summary>All that was found: tells whether something came of a part of the event.</summary>
    public int Count => Arrivals.Count + Exports.Count + (IsSchedule ? 1 : 0);
}
