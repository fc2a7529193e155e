using System.Text.Unicode;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>How a record was taken.</summary>
enum Taken : byte
{
    /// <summary>Its documents are in the body.</summary>
    Loaded,
    /// <summary>The body is full: it must be asked again with another.</summary>
    Full,
    /// <summary>A header, a comment, a control message: no document comes of it.</summary>
    Skipped,
    /// <summary>It is malformed.</summary>
    Refused,
}

/// <summary>Writes the documents of one object's records into bodies: action line, members, time, origin.</summary>
/// <param name="source">Whose records they are.</param>
/// <param name="format">What they are.</param>
/// <param name="settings">What they become.</param>
sealed class DocumentMaker(SourceObject source, LogFormat format, ReadingSettings settings)
{
    readonly Shape _shape = Shapes.For(format, settings);
    readonly DocumentWriter _document = new(source);
    readonly DocumentIds _ids = new(source);
    readonly IndexTemplate _index = IndexTemplate.For(settings.Index.Length > 0 ? settings.Index : format.DefaultIndex(), format, source.Key);
    readonly ByteBuffer _repaired = new(256);
    int _item;                  // the next event of an envelope that a full body left
    long _guess = source.LastModified.UtcTicks;     // the time of the document before: nearly always of the same index

    /// <summary>Documents written so far.</summary>
    public long Documents { get; private set; }

    /// <summary>Bytes that were no UTF-8 and became U+FFFD.</summary>
    public long ReplacedBytes { get; private set; }

    /// <summary>Why the last record was refused.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>Bytes of the last record that were read: a JSON line may have another object behind.</summary>
    public int Consumed { get; private set; }

    /// <summary>Lets the shape learn its columns from a header.</summary>
    public bool TryHeader(ReadOnlySpan<byte> record) => _shape.TryHeader(record);

    /// <summary>Writes what comes of a record.</summary>
    /// <param name="record">Not blank.</param>
    /// <param name="line">Of the object, from 1.</param>
    /// <param name="offset">Bytes from the start of the content.</param>
    /// <param name="body">Gets the documents.</param>
    /// <param name="maxBytes">The body gets no longer, except by one document that is.</param>
    public Taken Take(ReadOnlySpan<byte> record, long line, long offset, BulkBody body, int maxBytes)
    {
        var replaced = 0;
        var length = record.Length;
        if (!Utf8.IsValid(record))
        {
            // What else stands in a line of JSON has its own turn.
            if (format.IsJson()) record = record[..(length = JsonSplitter.FirstObject(record))];
            _repaired.Clear();
            replaced = Utf8Repair.Append(record, _repaired);
            record = _repaired.Written;
        }
        var taken = _shape.TryHeader(record) ? Taken.Skipped
            : _shape is CloudWatchShape envelope ? TakeEvents(envelope, record, line, offset, body, maxBytes)
            : TakeOne(record, line, offset, -1, body, maxBytes);
        if (taken == Taken.Full) return taken;
        ReplacedBytes += replaced;
        Consumed = replaced > 0 || !format.IsJson() || taken == Taken.Refused ? length
            : _shape is CloudWatchShape opened ? opened.Consumed : _document.Consumed;
        return taken;
    }

    Taken TakeEvents(CloudWatchShape envelope, ReadOnlySpan<byte> record, long line, long offset, BulkBody body, int maxBytes)
    {
        if (envelope.Open(record) is { } refusal)
        {
            Refusal = refusal;
            return Taken.Refused;
        }
        for (envelope.Current = _item; envelope.Current < envelope.Count; envelope.Current++)
        {
            if (TakeOne(record, line, offset, envelope.Current, body, maxBytes) != Taken.Full) continue;
            _item = envelope.Current;
            return Taken.Full;
        }
        _item = 0;
        return envelope.Count > 0 ? Taken.Loaded : Taken.Skipped;
    }

    Taken TakeOne(ReadOnlySpan<byte> record, long line, long offset, int item, BulkBody body, int maxBytes)
    {
        var id = _ids.Of(offset, item);
        while (true)
        {
            // The index stands before the document, the time in it. So the index of the document before is taken, and if it was another
            // day the document is written again.
            var index = _index.Name(_guess);
            body.Begin(index, id);
            _document.Begin(body.Bytes);
            if (_shape.Write(record, _document) is { } refusal)
            {
                body.Undo();
                Refusal = refusal;
                return Taken.Refused;
            }
            var ticks = _document.Time > 0 ? _document.Time : source.LastModified.UtcTicks;
            var right = ReferenceEquals(_index.Name(ticks), index);
            _guess = ticks;
            if (right)
            {
                _document.End(ticks, line, offset);
                break;
            }
            body.Undo();
        }
        if (body.Bytes.Length >= maxBytes && body.Items.Count > 0)
        {
            body.Undo();
            return Taken.Full;
        }
        body.End(line, offset);
        Documents++;
        return Taken.Loaded;
    }
}
