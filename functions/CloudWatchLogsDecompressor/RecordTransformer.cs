using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>What became of one record.</summary>
/// <param name="Kind">Delivered also where <paramref name="Rest"/> says that only a part was.</param>
/// <param name="Reason">Why it was dropped or failed, else <c>null</c>.</param>
/// <param name="Delivered">Events written.</param>
/// <param name="Dropped">Events left out by rules.</param>
/// <param name="Rest">Events that did not fit; they are in <see cref="RecordTransformer.Parts"/>.</param>
readonly record struct RecordOutcome(VerdictKind Kind, string? Reason, int Delivered, int Dropped, int Rest);

/// <summary>Turns the bytes of one record into what is delivered. Pure: bytes in, bytes out, and never a part of a record that is damaged.</summary>
sealed class RecordTransformer(Settings settings)
{
    /// <summary>The content of a record; kept between records, given back when one was unusually large.</summary>
    readonly ByteBuffer _inflated = new(256 << 10);
    readonly EventWriter _writer = new(settings);
    readonly RecordParts _parts = new();

    /// <summary>What of the last record did not fit: valid until the next.</summary>
    public RecordParts Parts => _parts;

    /// <summary>Bytes of the last record's JSON.</summary>
    public int ContentBytes { get; private set; } = 1;

    /// <summary>The values of the partition keys for the last record delivered, in the order of the settings.</summary>
    public string[] PartitionValues { get; } = new string[settings.PartitionKeys.Length];

    /// <summary>Transforms one record.</summary>
    /// <param name="data">The record, base64 already decoded: gzip of one or several members, or plain JSON; a BOM is passed over.</param>
    /// <param name="output">Gets what is delivered; unchanged where nothing is.</param>
    /// <param name="room">Bytes that may be written now. What does not fit is left in <see cref="Parts"/>, from an event's border on.</param>
    /// <param name="capacity">Bytes that an answer with this record alone may have; parts are cut to it, a larger event is a failure.</param>
    /// <param name="region">Where the stream is, for the partition key of that name.</param>
    public RecordOutcome Transform(ArraySegment<byte> data, ByteBuffer output, int room, int capacity, string region)
    {
        var start = output.Length;
        _parts.Clear();
        try
        {
            var json = Content(data);
            ContentBytes = Math.Max(1, json.Count);
            return json.Count == 0 ? new RecordOutcome(VerdictKind.Dropped, "the record is empty", 0, 0, 0)
                : Walk(json, output, room, capacity, region);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or JsonException)
        {
            output.Truncate(start);
            _parts.Clear();
            return new RecordOutcome(VerdictKind.Failed, ReasonOf(wrong), 0, 0, 0);
        }
    }

    /// <summary>The JSON of the record, wherever it lies.</summary>
    ArraySegment<byte> Content(ArraySegment<byte> data)
    {
        var content = WithoutBom(data);
        if (Gzip.IsGzip(content))
        {
            _inflated.Clear();
            _inflated.ShrinkTo(4 << 20);
            Gzip.Inflate(content, _inflated, settings.MaxInflatedBytes);
            content = WithoutBom(new ArraySegment<byte>(_inflated.Array, 0, _inflated.Length));
        }
        else if (content.Count > 0 && content.AsSpan().TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[', ..])
        {
            throw new InvalidDataException("the record is neither gzip nor JSON");
        }
        // Texts are copied into JSON as they are; a line may hold any bytes, JSON may not.
        if (settings.Format != OutputFormat.Message && !Utf8.IsValid(content))
        {
            throw new InvalidDataException("the record is not UTF-8");
        }
        return content;
    }

    RecordOutcome Walk(ArraySegment<byte> json, ByteBuffer output, int room, int capacity, string region)
    {
        var reader = new SubscriptionReader(json);
        var start = output.Length;
        var (delivered, dropped, rest, documents) = (0, 0, 0, 0);
        string? rule = null;
        _parts.Begin(json, capacity);
        while (reader.NextDocument())
        {
            if (!reader.Replayed.IsEmpty) return Replayed(reader, output, room, capacity);
            var groupRule = settings.Rules.DropsGroup(reader.Envelope.LogGroup);
            // A destination that takes one document a record gets the next document in a record of its own.
            var cut = rest > 0 || (settings.Format == OutputFormat.Document && output.Length > start);
            var (before, deliveredBefore) = (output.Length, delivered);
            _writer.BeginDocument(reader.Envelope, output);
            var around = output.Length - before + _writer.EndBytes;
            while (reader.NextEvent(out var logEvent))
            {
                if (groupRule is not null || DropsEvent(logEvent, out var redacted, out var isRedacted, ref rule))
                {
                    rule ??= groupRule;
                    dropped++;
                    continue;
                }
                if (delivered + rest == 0) NotePartition(reader.Envelope, logEvent, region);
                var mark = output.Length;
                _writer.Write(reader.Envelope, logEvent, redacted, isRedacted, output);
                var size = output.Length - mark;
                if (size + around > capacity) throw TooLarge(size, capacity);
                if (!cut && output.Length - start + _writer.EndBytes <= room)
                {
                    delivered++;
                    continue;
                }
                cut = true;
                output.Truncate(mark);
                _parts.Add(documents, logEvent, size, around);
                rest++;
            }
            if (delivered > deliveredBefore) _writer.EndDocument(output);
            else output.Truncate(before);
            _parts.EndDocument(reader.Envelope);
            documents++;
        }
        return Outcome(delivered, dropped, rest, documents, reader.ControlMessages, rule);
    }

    /// <summary>What was transformed once and could not be delivered is handed on as it is, alone in its record.</summary>
    RecordOutcome Replayed(SubscriptionReader reader, ByteBuffer output, int room, int capacity)
    {
        var size = Base64.GetMaxDecodedFromUtf8Length(reader.Replayed.Length);
        if (size > capacity) throw TooLarge(size, capacity);
        if (size > room)
        {
            // It cannot be cut: it comes again, whole.
            _parts.AddWhole(size);
            return new RecordOutcome(VerdictKind.Delivered, null, 0, 0, 1);
        }
        if (Base64.DecodeFromUtf8(reader.Replayed, output.GetSpan(size), out _, out var written) != OperationStatus.Done)
            throw new InvalidDataException("the data of a REPLAY_MESSAGE is not base64");
        output.Advance(written);
        if (reader.NextDocument()) throw new InvalidDataException("a REPLAY_MESSAGE is followed by something else");
        return new RecordOutcome(VerdictKind.Delivered, null, 1, 0, 0);
    }

    bool DropsEvent(in LogEvent logEvent, out ReadOnlySpan<byte> redacted, out bool isRedacted, ref string? rule)
    {
        redacted = default;
        isRedacted = false;
        if (!settings.Rules.ReadMessages || settings.Rules.Apply(logEvent, out redacted, out isRedacted) is not { } by) return false;
        rule = by;
        return true;
    }

    static RecordOutcome Outcome(int delivered, int dropped, int rest, int documents, int controlMessages, string? rule)
    {
        if (delivered + rest > 0) return new RecordOutcome(VerdictKind.Delivered, null, delivered, dropped, rest);
        var reason = dropped > 0 ? $"rule {rule}" : documents > 0 ? "no events" : controlMessages > 0 ? "control message" : "the record is empty";
        return new RecordOutcome(VerdictKind.Dropped, reason, 0, dropped, 0);
    }

    void NotePartition(in Envelope envelope, in LogEvent first, string region)
    {
        for (var i = 0; i < PartitionValues.Length; i++)
            PartitionValues[i] = settings.PartitionKeys[i].ValueOf(envelope.LogGroup, envelope.Owner, first.Timestamp, region);
    }

    static ArraySegment<byte> WithoutBom(ArraySegment<byte> content) => content.AsSpan().StartsWith("\uFEFF"u8) ? content[3..] : content;

    static InvalidDataException TooLarge(int size, int capacity) => new(string.Create(CultureInfo.InvariantCulture,
        $"one of its events is {size} bytes in the output, more than the {capacity} that fit into an answer"));

    static string ReasonOf(Exception wrong) => wrong is JsonException json
        ? string.Create(CultureInfo.InvariantCulture, $"its JSON is broken at line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}")
        : wrong.Message;
}
