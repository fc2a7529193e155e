using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>A CloudWatch Logs subscription envelope, as Firehose writes it into objects: each event is a document.</summary>
/// <remarks>The text of an event is <c>message</c>; where messages are read: an object of AWS WAF or CloudTrail has its members in the
/// document as in their own logs, other JSON objects are <c>event</c>, and lines that fit <c>FIELDS</c> are VPC flow logs.
/// <c>aws.cloudwatch</c> has <c>owner logGroup logStream eventId</c>. Source: CloudWatch Logs user guide, "Subscription filters with
/// Amazon Data Firehose".</remarks>
sealed class CloudWatchShape(bool readMessages, string vpcFields) : Shape
{
    readonly List<Event> _events = [];
    readonly ByteBuffer _origin = new(256), _message = new(1024);
    readonly ObjectShape _waf = new WafShape(), _trail = new CloudTrailShape();
    readonly VpcFlowShape? _vpcFlow = vpcFields.Length > 0 ? new(vpcFields) : null;

    /// <summary>Places in the record.</summary>
    readonly record struct Event(Range Message, Range Id, long Time);

    /// <summary>The event that <see cref="Write"/> writes, from 0.</summary>
    public int Current { get; set; }

    /// <summary>How many events the envelope has; 0 for a control message.</summary>
    public int Count => _events.Count;

    /// <summary>Bytes that the envelope has.</summary>
    public int Consumed { get; private set; }

    /// <summary>Reads an envelope through.</summary>
    /// <returns><c>null</c>, or why it is refused.</returns>
    public string? Open(ReadOnlySpan<byte> record)
    {
        (Consumed, Current) = (0, 0);
        _events.Clear();
        if (record[0] != '{') return "it is not a JSON object";
        try
        {
            return Read(record);
        }
        catch (JsonException)
        {
            return "it is not valid JSON, or not whole";
        }
    }

    string? Read(ReadOnlySpan<byte> record)
    {
        var json = new Utf8JsonReader(record);
        var (hasType, isControl, hasEvents) = (false, false, false);
        Range owner = default, group = default, stream = default;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("messageType"u8))
            {
                json.Read();
                isControl = json.TokenType == JsonTokenType.String && json.ValueTextEquals("CONTROL_MESSAGE"u8);
                hasType = true;
            }
            else if (json.ValueTextEquals("owner"u8)) owner = Text(ref json);
            else if (json.ValueTextEquals("logGroup"u8)) group = Text(ref json);
            else if (json.ValueTextEquals("logStream"u8)) stream = Text(ref json);
            else if (json.ValueTextEquals("logEvents"u8))
            {
                if (hasEvents) return "it has logEvents twice";
                hasEvents = true;
                json.Read();
                if (json.TokenType != JsonTokenType.StartArray) return "its logEvents is no list";
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                    if (!ReadEvent(ref json)) return $"its logEvents[{_events.Count}] has no message";
            }
            json.Skip();
        }
        Consumed = (int)json.BytesConsumed;
        if (isControl) _events.Clear();
        if (!hasType || (!hasEvents && !isControl)) return "it has no messageType or no logEvents: not a CloudWatch Logs envelope";
        _origin.Clear();
        Append("\"cloudwatch\":{\"owner\":\""u8, record[owner]);
        Append("\",\"logGroup\":\""u8, record[group]);
        Append("\",\"logStream\":\""u8, record[stream]);
        return null;
    }

    bool ReadEvent(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject) return false;
        Range message = default, id = default;
        long time = 0;
        var hasMessage = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("message"u8))
            {
                message = Text(ref json);
                hasMessage = json.TokenType == JsonTokenType.String;
            }
            else if (json.ValueTextEquals("id"u8)) id = Text(ref json);
            else if (json.ValueTextEquals("timestamp"u8))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.Number && TimeText.TryParse(json.ValueSpan, out var ticks)) time = ticks;
            }
            json.Skip();
        }
        _events.Add(new(message, id, time));
        return hasMessage;
    }

    /// <summary>Where the text of the member stands, escaped.</summary>
    static Range Text(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String) return default;
        var start = (int)json.TokenStartIndex + 1;
        return start..(start + json.ValueSpan.Length);
    }

    /// <inheritdoc/>
    public override string? Write(ReadOnlySpan<byte> record, DocumentWriter document)
    {
        var chosen = _events[Current];
        var message = record[chosen.Message];
        if (!readMessages || !TryRead(JsonValue.Plain(message, _message), document))
            document.Text("message"u8, JsonValue.Plain(message, _message));
        if (document.Time == 0) document.Time = chosen.Time;
        document.Aws.Append(_origin.Written);
        document.Aws.Append("\",\"eventId\":\""u8);
        document.Aws.Append(record[chosen.Id]);
        document.Aws.Append("\"},"u8);
        return null;
    }

    /// <summary>Writes what the message says, if it is of a kind that is known; else nothing.</summary>
    bool TryRead(ReadOnlySpan<byte> message, DocumentWriter document)
    {
        message = message.TrimEnd("\r\n "u8);
        if (message.IsEmpty) return false;
        if (message[0] != '{') return _vpcFlow is not null && TryShape(_vpcFlow, message, document);
        if (!JsonText.IsObjectOrArray(message)) return false;
        if (message.IndexOf("\"webaclId\""u8) >= 0 && TryShape(_waf, message, document)) return true;
        if (message.IndexOf("\"eventVersion\""u8) >= 0 && TryShape(_trail, message, document)) return true;
        var json = new Utf8JsonReader(message);
        json.Read();
        document.Name("event"u8);
        JsonValue.Append(ref json, message, JsonValue.IsPlain(message), document.Output, document.Scratch);
        return true;
    }

    static bool TryShape(Shape shape, ReadOnlySpan<byte> message, DocumentWriter document)
    {
        var mark = document.Mark;
        if (shape.Write(message, document) is null) return true;
        document.Back(mark);
        document.Time = 0;
        return false;
    }

    void Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> escaped)
    {
        _origin.Append(name);
        _origin.Append(escaped);
    }
}
