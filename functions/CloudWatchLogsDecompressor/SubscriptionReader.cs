using System.Text;
using System.Text.Json;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>Walks the documents of a CloudWatch Logs subscription record and the events in each, without building a string.</summary>
/// <remarks>Shape: one or several JSON documents one after the other, each
/// <c>{"messageType","owner","logGroup","logStream","subscriptionFilters":[],"logEvents":[{"id","timestamp","message"}]}</c>,
/// members in any order. Source: CloudWatch Logs user guide, "Subscription filters with Amazon Data Firehose".</remarks>
ref struct SubscriptionReader(ReadOnlySpan<byte> record, bool canonical = true)
{
    const int MaxNameShown = 40;

    readonly ReadOnlySpan<byte> _record = record;
    Utf8JsonReader _json = new(record, new JsonReaderOptions { AllowMultipleValues = true });
    Utf8JsonReader _behind;             // where the document goes on, when its events had to wait for members behind them
    JsonReaderState _betweenEvents;     // behind an event of the document's array: the same behind each of them
    bool _waited, _inEvents, _hasState;
    int _events, _behindBase;
    int _base;                          // where in the record the reader's bytes start
    int _ahead;                         // bytes behind the reader that were read without it

    /// <summary>The document that the events belong to. Its <c>End</c> is known only after its last event.</summary>
    public Envelope Envelope;

    /// <summary>Documents that told of the subscription's health and hold no events.</summary>
    public int ControlMessages;

    /// <summary>The base64 text of what was transformed before and could not be delivered, of a document that
    /// <see cref="Replays.Wrap"/> made; such a document has no events.</summary>
    public ReadOnlySpan<byte> Replayed;

    /// <summary>Goes to the next document that has events.</summary>
    /// <exception cref="InvalidDataException">A document is no subscription record.</exception>
    /// <exception cref="JsonException">The record is not JSON.</exception>
    public bool NextDocument()
    {
        while (_json.Read())
        {
            if (_json.TokenType != JsonTokenType.StartObject) throw new InvalidDataException("the record is JSON, but no object");
            if (ReadEnvelope()) return true;
            if (!Replayed.IsEmpty) return true;
            ControlMessages++;
        }
        return false;
    }

    /// <summary>The next event of the document; <c>false</c> at its end, which was then read through.</summary>
    public bool NextEvent(out LogEvent logEvent)
    {
        logEvent = default;
        if (!_inEvents) return false;
        if (_hasState && TryCanonical(out logEvent)) return true;
        CatchUp();
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndArray)
        {
            Envelope.EventsEnd = Position;
            FinishDocument();
            return false;
        }
        if (_json.TokenType != JsonTokenType.StartObject) throw new InvalidDataException($"logEvents[{_events}] is no object");
        logEvent.Start = TokenStart;
        var hasMessage = false;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("message"u8) && ReadValue(JsonTokenType.String))
            {
                logEvent.Message = _json.ValueSpan;
                logEvent.MessageIsEscaped = _json.ValueIsEscaped;
                hasMessage = true;
            }
            else if (_json.TokenType == JsonTokenType.PropertyName && _json.ValueTextEquals("timestamp"u8) && ReadValue(JsonTokenType.Number)) logEvent.Timestamp = _json.ValueSpan;
            else if (_json.TokenType == JsonTokenType.PropertyName && _json.ValueTextEquals("id"u8) && ReadValue(JsonTokenType.String)) logEvent.Id = _json.ValueSpan;
            else if (_json.TokenType == JsonTokenType.PropertyName && _json.ValueTextEquals("extractedFields"u8) && ReadValue(JsonTokenType.StartObject))
            {
                var start = TokenStart;
                _json.Skip();
                logEvent.ExtractedFields = _record[start..Position];
            }
            else SkipValue();
        }
        if (!hasMessage) throw new InvalidDataException($"logEvents[{_events}] has no message");
        logEvent.End = Position;
        _events++;
        (_betweenEvents, _hasState) = (_json.CurrentState, canonical);
        return true;
    }

    /// <summary>Where the reader stands, from the start of the record.</summary>
    readonly int Position => _base + (int)_json.BytesConsumed;

    readonly int TokenStart => _base + (int)_json.TokenStartIndex;

    /// <summary>Reads the next event without the JSON reader, if it is written as nearly all are.</summary>
    bool TryCanonical(out LogEvent logEvent)
    {
        logEvent = default;
        var start = Position + _ahead;
        if (start >= _record.Length || _record[start] != ',') return false;
        var length = CanonicalEvent.TryRead(_record[(start + 1)..], out logEvent);
        if (length == 0)
        {
            logEvent = default;
            return false;
        }
        logEvent.Start = start + 1;
        logEvent.End = start + 1 + length;
        _ahead += 1 + length;
        _events++;
        return true;
    }

    /// <summary>Sets the JSON reader behind what was read without it.</summary>
    void CatchUp()
    {
        if (_ahead == 0) return;
        _base = Position + _ahead;
        _ahead = 0;
        _json = new Utf8JsonReader(_record[_base..], isFinalBlock: true, _betweenEvents);
    }

    /// <summary>Reads members up to the events, or to the end of the document where they stand before what they need.</summary>
    /// <returns>Whether the document has events; a control message has none.</returns>
    bool ReadEnvelope()
    {
        Replayed = default;
        Envelope = new Envelope { Start = TokenStart };
        (_waited, _inEvents, _hasState, _events) = (false, false, false, 0);
        var events = default(Utf8JsonReader);
        var kind = MessageKind.Missing;
        var named = 0;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("messageType"u8)) kind = ReadMessageType();
            else if (kind == MessageKind.Replay && _json.ValueTextEquals("data"u8)) ReadText(out Replayed);
            else if (_json.ValueTextEquals("owner"u8)) named += ReadText(out Envelope.Owner);
            else if (_json.ValueTextEquals("logGroup"u8)) named += ReadText(out Envelope.LogGroup);
            else if (_json.ValueTextEquals("logStream"u8)) named += ReadText(out Envelope.LogStream);
            else if (_json.ValueTextEquals("subscriptionFilters"u8)) named += ReadArray(out Envelope.SubscriptionFilters);
            else if (_json.ValueTextEquals("logEvents"u8) && ReadValue(JsonTokenType.StartArray))
            {
                if (Envelope.EventsStart > 0) throw Twice();
                Envelope.EventsStart = TokenStart;
                if (kind == MessageKind.Data && named == 4)
                {
                    _inEvents = true;
                    return true;
                }
                events = _json;
                _inEvents = true;
                _json.Skip();
            }
            else SkipValue();
        }
        if (kind == MessageKind.Replay && Replayed.IsEmpty) throw new InvalidDataException("it is a REPLAY_MESSAGE without data");
        if (kind is MessageKind.Control or MessageKind.Replay)
        {
            _inEvents = false;
            return false;
        }
        if (kind == MessageKind.Missing) throw new InvalidDataException("it has no messageType: not a CloudWatch Logs record");
        if (!_inEvents) throw new InvalidDataException("it is a DATA_MESSAGE without logEvents");
        _behind = _json;
        _behindBase = _base;
        _json = events;
        _waited = true;
        return true;
    }

    void FinishDocument()
    {
        _inEvents = false;
        if (_waited)
        {
            _json = _behind;
            _base = _behindBase;
        }
        else
        {
            while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
            {
                if (_json.ValueTextEquals("logEvents"u8)) throw Twice();
                SkipValue();
            }
        }
        Envelope.End = Position;
    }

    MessageKind ReadMessageType()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
        {
            if (_json.ValueTextEquals("DATA_MESSAGE"u8)) return MessageKind.Data;
            if (_json.ValueTextEquals("CONTROL_MESSAGE"u8)) return MessageKind.Control;
            if (_json.ValueTextEquals("REPLAY_MESSAGE"u8)) return MessageKind.Replay;
        }
        var shown = _json.ValueSpan.Length > MaxNameShown ? _json.ValueSpan[..MaxNameShown] : _json.ValueSpan;
        throw new InvalidDataException($"its messageType '{Encoding.UTF8.GetString(shown)}' is neither DATA_MESSAGE nor CONTROL_MESSAGE");
    }

    int ReadText(out ReadOnlySpan<byte> text)
    {
        text = ReadValue(JsonTokenType.String) ? _json.ValueSpan : default;
        if (_json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) _json.Skip();
        return 1;
    }

    int ReadArray(out ReadOnlySpan<byte> array)
    {
        array = default;
        var isArray = ReadValue(JsonTokenType.StartArray);
        var start = TokenStart;
        _json.Skip();
        if (isArray) array = _record[start..Position];
        return 1;
    }

    bool ReadValue(JsonTokenType wanted)
    {
        _json.Read();
        return _json.TokenType == wanted;
    }

    /// <summary>JSON allows it and most readers take the last: events would be lost without a word.</summary>
    static InvalidDataException Twice() => new("it has logEvents twice");

    /// <summary>Skips the value of a member, whether only its name was read or its value was looked at already.</summary>
    void SkipValue() => _json.Skip();

    enum MessageKind : byte { Missing, Data, Control, Replay }
}
