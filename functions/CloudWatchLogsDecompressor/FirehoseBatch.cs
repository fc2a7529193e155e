using System.Text;
using System.Text.Json;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>One record of a Firehose transformation event: where its parts lie in the event's bytes.</summary>
/// <param name="Id">The <c>recordId</c> as it stands in the JSON, without quotes and with its escapes: it goes back as it came.</param>
/// <param name="Data">The base64 text of <c>data</c>; empty where there is none.</param>
/// <param name="Problem">Why the record cannot be read, or <c>null</c>.</param>
/// <param name="PartitionKey">The partition key of a record from a Kinesis stream, else <c>null</c>.</param>
readonly record struct FirehoseRecord(ArraySegment<byte> Id, ArraySegment<byte> Data, string? Problem, string? PartitionKey)
{
    public string IdText => Encoding.UTF8.GetString(Id);
}

/// <summary>A Firehose transformation event, read without copying its payload.</summary>
/// <remarks>The official <c>KinesisFirehoseEvent</c> holds base64 as strings and knows neither <c>sourceKinesisStreamArn</c> nor
/// <c>kinesisRecordMetadata</c>, so the event is read here.</remarks>
sealed class FirehoseBatch
{
    readonly List<FirehoseRecord> _records = [];

    public string InvocationId { get; private set; } = "";
    public string DeliveryStreamArn { get; private set; } = "";
    public string? SourceKinesisStreamArn { get; private set; }
    public IReadOnlyList<FirehoseRecord> Records => _records;

    /// <summary>Reads the event.</summary>
    /// <exception cref="InvalidDataException">Not a Firehose transformation event; the message says what was found instead.</exception>
    public static FirehoseBatch Read(ArraySegment<byte> @event)
    {
        if (@event.AsSpan().StartsWith("\uFEFF"u8)) @event = @event[3..];
        try
        {
            return ReadObject(@event);
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"The event is not JSON: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}", wrong);
        }
    }

    static FirehoseBatch ReadObject(ArraySegment<byte> @event)
    {
        var batch = new FirehoseBatch();
        var members = new List<string>();
        var found = false;
        var json = new Utf8JsonReader(@event);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw NotFirehose("it is no JSON object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            members.Add(name);
            json.Read();
            switch (name)
            {
                case "invocationId": batch.InvocationId = Text(ref json); break;
                case "deliveryStreamArn": batch.DeliveryStreamArn = Text(ref json); break;
                case "sourceKinesisStreamArn" when json.TokenType == JsonTokenType.String: batch.SourceKinesisStreamArn = json.GetString(); break;
                case "records" when json.TokenType == JsonTokenType.StartArray:
                    found = true;
                    batch.ReadRecords(ref json, @event);
                    break;
                default: json.Skip(); break;
            }
        }
        if (!found) throw NotFirehose($"it has no array 'records', only: {string.Join(", ", members.Take(8))}");
        json.Read();     // what follows the object is an error of the JSON
        return batch;
    }

    void ReadRecords(ref Utf8JsonReader json, ArraySegment<byte> @event)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject) throw NotFirehose($"records[{_records.Count}] is no object");
            ArraySegment<byte>? id = null, data = null;
            string? key = null, problem = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isId = json.ValueTextEquals("recordId"u8);
                var isData = json.ValueTextEquals("data"u8);
                var isStream = json.ValueTextEquals("kinesisRecordMetadata"u8);
                json.Read();
                if (isId && json.TokenType == JsonTokenType.String) id = Raw(json, @event);
                else if (isData && json.TokenType == JsonTokenType.String) data = Unescaped(ref json, @event);
                else if (isData) { problem = "its data is no text"; json.Skip(); }
                else if (isStream && json.TokenType == JsonTokenType.StartObject) key = PartitionKey(ref json);
                else json.Skip();
            }
            if (id is not { } known) throw NotFirehose($"records[{_records.Count}] has no recordId");
            _records.Add(new FirehoseRecord(known, data ?? default, problem ?? (data is null ? "it has no data" : null), key));
        }
    }

    static string? PartitionKey(ref Utf8JsonReader json)
    {
        string? key = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isKey = json.ValueTextEquals("partitionKey"u8);
            json.Read();
            if (isKey && json.TokenType == JsonTokenType.String) key = json.GetString();
            else json.Skip();
        }
        return key;
    }

    static string Text(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String) return json.GetString()!;
        json.Skip();
        return "";
    }

    static ArraySegment<byte> Raw(in Utf8JsonReader json, ArraySegment<byte> @event) =>
        @event.Slice((int)json.TokenStartIndex + 1, json.ValueSpan.Length);

    /// <summary>Base64 has nothing to escape but the slash, which some writers do: then it is unescaped where it lies.</summary>
    static ArraySegment<byte> Unescaped(ref Utf8JsonReader json, ArraySegment<byte> @event)
    {
        var raw = Raw(json, @event);
        if (!json.ValueIsEscaped) return raw;
        var text = Encoding.UTF8.GetBytes(json.GetString()!);
        text.CopyTo(raw.AsSpan());
        return raw[..text.Length];
    }

    static InvalidDataException NotFirehose(string why) => new($"The event is not a Firehose transformation event: {why}.");
}
