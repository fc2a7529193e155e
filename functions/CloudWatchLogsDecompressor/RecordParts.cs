namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>What of a record did not fit into the answer, cut at once into as many parts as it needs answers.</summary>
/// <remarks>A part is again a subscription record: the members around the events as they came, and some of the events. Nothing is
/// written anew, so whatever reads subscription records reads parts.</remarks>
sealed class RecordParts
{
    readonly List<Slice> _slices = [];
    readonly List<Bounds> _documents = [];
    ArraySegment<byte> _json;
    int _capacity, _inPart, _wholeSize;

    /// <summary>Parts there are.</summary>
    public int Count { get; private set; }

    public void Clear()
    {
        _slices.Clear();
        _documents.Clear();
        (Count, _inPart, _wholeSize) = (0, 0, 0);
    }

    /// <summary>Starts on a record.</summary>
    /// <param name="json">Its JSON; must stay as it is until the parts are read.</param>
    /// <param name="capacity">Bytes of output that a part may become.</param>
    public void Begin(ArraySegment<byte> json, int capacity) => (_json, _capacity) = (json, capacity);

    /// <summary>Adds an event to the last part, or to a new one where that would become too large.</summary>
    /// <param name="document">Its document in the record, 0 for the first.</param>
    /// <param name="logEvent">The event.</param>
    /// <param name="size">Bytes that it becomes in the output.</param>
    /// <param name="around">Bytes that its document adds to the output around its events.</param>
    public void Add(int document, in LogEvent logEvent, int size, int around)
    {
        var fresh = Count == 0 || _slices[^1].Document != document;
        if (Count == 0 || _inPart + size + (fresh ? around : 0) > _capacity)
        {
            (Count, _inPart, fresh) = (Count + 1, 0, true);
        }
        _inPart += size + (fresh ? around : 0);
        // Neighbours in the JSON with only the comma between are one slice; an event that a rule left out parts them.
        if (_slices.Count > 0 && _slices[^1] is var last && last.Part == Count - 1 && last.Document == document && OnlyCommaBetween(last.End, logEvent.Start))
        {
            _slices[^1] = last with { End = logEvent.End, Size = last.Size + size };
        }
        else
        {
            _slices.Add(new Slice(Count - 1, document, logEvent.Start, logEvent.End, size));
        }
    }

    /// <summary>The record is one part, as it is: it has no events to cut between.</summary>
    /// <param name="size">Bytes that it becomes in the output.</param>
    public void AddWhole(int size) => (Count, _wholeSize) = (1, size);

    /// <summary>Notes where a document lies; called for each, in order.</summary>
    public void EndDocument(in Envelope envelope) =>
        _documents.Add(new Bounds(envelope.Start, envelope.EventsStart + 1, envelope.EventsEnd - 1, envelope.End));

    /// <summary>Writes a part as the JSON of a subscription record, with one document for each document it has events of.</summary>
    /// <returns>Bytes that it becomes in the output.</returns>
    public int Write(int part, ByteBuffer output)
    {
        if (_wholeSize > 0)
        {
            output.Append(_json);
            return _wholeSize;
        }
        var (document, size) = (-1, 0);
        foreach (var slice in _slices)
        {
            if (slice.Part != part) continue;
            if (slice.Document != document)
            {
                if (document >= 0) output.Append(Json(_documents[document].EventsEnd, _documents[document].End));
                document = slice.Document;
                output.Append(Json(_documents[document].Start, _documents[document].EventsStart));
            }
            else
            {
                output.Append((byte)',');
            }
            output.Append(Json(slice.Start, slice.End));
            size += slice.Size;
        }
        output.Append(Json(_documents[document].EventsEnd, _documents[document].End));
        return size;
    }

    ReadOnlySpan<byte> Json(int start, int end) => _json.AsSpan(start, end - start);

    bool OnlyCommaBetween(int end, int start) => Json(end, start).Trim(" \t\r\n"u8) is [(byte)','];

    readonly record struct Slice(int Part, int Document, int Start, int End, int Size);

    readonly record struct Bounds(int Start, int EventsStart, int EventsEnd, int End);
}
