using System.Runtime.ExceptionServices;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Reads an object's records and fills bodies with their documents: forward once, in constant memory.</summary>
/// <param name="stored">The object as stored, from its first byte, compressed or not; not disposed.</param>
/// <param name="source">What it is.</param>
/// <param name="settings">How it is read.</param>
/// <param name="offset">Where to go on, bytes of decompressed content: the <see cref="Offset"/> of an earlier reader of the object, or
/// the offset of one of its records.</param>
/// <param name="line">The line there.</param>
sealed class DocumentReader(Stream stored, SourceObject source, ReadingSettings settings, long offset = 0, long line = 1) : IDisposable
{
    const int HeadBytes = 64 << 10;
    /// <summary>As much as is kept of a record that is too long, or of the rest of a line that broke off.</summary>
    const int MaxRawBytes = 64 << 10;
    /// <summary>Lines of JSON this long hold several objects, more likely than one.</summary>
    const int LongLineBytes = 256 << 10;

    readonly StoredContent _content = new(stored);
    readonly JsonSplitter _json = new();
    ContentWindow _window = null!;
    Splitter _splitter = null!;
    DocumentMaker? _maker;
    ExceptionDispatchInfo? _failure;
    int _rejectedBytes;

    /// <summary>The format as set or as found out; <see cref="LogFormat.Auto"/> before the first fill.</summary>
    public LogFormat Format { get; private set; } = settings.Format;

    /// <summary>Everything before is in the bodies that were filled: where another reader goes on. Bytes of decompressed content.</summary>
    /// <remarks>Inside an envelope of CloudWatch Logs it stays at the envelope's start: its first events come again, with the same ids.</remarks>
    public long Offset => _maker is null ? offset : _window.Offset;

    /// <summary>The line there, from 1.</summary>
    public long Line { get; private set; } = line;

    /// <summary>Documents written so far.</summary>
    public long Documents => _maker?.Documents ?? 0;

    /// <summary>Records rejected so far.</summary>
    public long Rejected { get; private set; }

    /// <summary>Lines and envelopes that hold no record: headers, comments, blank lines, control messages.</summary>
    public long Skipped { get; private set; }

    /// <summary>Bytes that were no UTF-8 and became U+FFFD.</summary>
    public long ReplacedBytes => _maker?.ReplacedBytes ?? 0;

    /// <summary>Fills <paramref name="body"/>.</summary>
    /// <param name="body">Empty. It may come back with rejected records only.</param>
    /// <param name="maxBytes">The body gets no longer, except by one document that is longer by itself.</param>
    /// <param name="cancellation">Ends the reading; the reader must not be used further.</param>
    /// <returns>Whether there is something in the body; <c>false</c> at the end of the object.</returns>
    /// <exception cref="BrokenContentException">The object cannot be read further. What comes before the break is in the bodies filled
    /// until now, and what is left of a record that breaks off is rejected in the last of them.</exception>
    /// <exception cref="IOException">The stream broke; another reader can go on at <see cref="Offset"/>.</exception>
    public async ValueTask<bool> FillAsync(BulkBody body, int maxBytes, CancellationToken cancellation)
    {
        _failure?.Throw();
        _rejectedBytes = 0;
        try
        {
            if (_maker is null) await OpenAsync(body, cancellation);
            await ReadAsync(body, maxBytes, cancellation);
        }
        catch (Exception failure) when (failure is BrokenContentException or IOException)
        {
            // What was read before is handed out first.
            if (failure is BrokenContentException && _maker is not null) RejectRest(body, failure.Message);
            _failure = ExceptionDispatchInfo.Capture(failure);
            if (body.Items.Count + body.Rejected.Count == 0) throw;
        }
        return body.Items.Count + body.Rejected.Count > 0;
    }

    async ValueTask OpenAsync(BulkBody body, CancellationToken cancellation)
    {
        _window = new ContentWindow(_content);
        BrokenContentException? broken = null;
        try
        {
            while (!_window.Ended && _window.Unread.Length < HeadBytes) await _window.FillAsync(cancellation);
        }
        catch (BrokenContentException early) when (_window.Unread.Length > 0)
        {
            broken = early;     // the next read says so again, behind the records that came
        }
        if (_window.Unread.StartsWith("\uFEFF"u8)) _window.Consume(3);
        var head = _window.Unread;
        if (Format == LogFormat.Auto) Format = FormatDetection.Of(head, source.Key);
        _splitter = Format == LogFormat.Csv ? new CsvSplitter()
            : Format.IsJson() && !FormatDetection.HasObjectsInLines(head, _window.Ended || broken is not null) ? _json
            : new LineSplitter();
        var maker = new DocumentMaker(source, Format, settings);
        if (offset > _window.Offset) await SkipToOffsetAsync(maker, cancellation);
        _maker = maker;
    }

    /// <summary>Goes to where another reader stopped; the headers before are read.</summary>
    async ValueTask SkipToOffsetAsync(DocumentMaker maker, CancellationToken cancellation)
    {
        while (_splitter.Next(_window.Unread, _window.Ended, out var frame) == Found.Record && _window.Offset + frame.Next <= offset)
        {
            var record = _window.Unread.Slice(frame.Start, frame.Length);
            if (!IsBlank(record) && (Format.IsJson() || !maker.TryHeader(record))) break;
            _window.Consume(frame.Next);
        }
        _splitter.Moved();
        while (_window.Offset < offset)
        {
            _window.Consume((int)Math.Min(_window.Unread.Length, offset - _window.Offset));
            if (_window.Offset == offset) break;
            if (_window.Ended) throw new BrokenContentException($"the content ends at {_window.Offset}, before offset {offset} to go on from");
            await _window.FillAsync(cancellation);
        }
    }

    async ValueTask ReadAsync(BulkBody body, int maxBytes, CancellationToken cancellation)
    {
        while (_rejectedBytes < maxBytes)
        {
            var found = _splitter.Next(_window.Unread, _window.Ended, out var frame);
            if (found == Found.Record)
            {
                if (!Take(frame, body, maxBytes)) return;
                continue;
            }
            GoOn(frame.Next);
            if (found == Found.End) return;
            if (_window.Unread.Length > LongLineBytes && Format.IsJson() && _splitter is LineSplitter) UseJsonSplitter();
            else if (_window.Unread.Length > settings.MaxRecordBytes) await SkipTooLongAsync(body, cancellation);
            else await _window.FillAsync(cancellation);
        }
    }

    /// <summary>Takes one record.</summary>
    /// <returns>Whether the body has room for more.</returns>
    bool Take(Frame frame, BulkBody body, int maxBytes)
    {
        GoOn(frame.Start);
        var record = _window.Unread[..frame.Length];
        var next = frame.Next - frame.Start;
        if (_splitter is LineSplitter && Format.IsJson())
        {
            var blanks = record.Length - record.TrimStart(" \t,"u8).Length;
            GoOn(blanks);
            record = record[blanks..];
            next -= blanks;
        }
        if (IsBlank(record)) Skipped++;
        else if (record.Length > settings.MaxRecordBytes) Reject(body, record, TooLong);
        else
        {
            switch (_maker!.Take(record, Line, _window.Offset, body, maxBytes))
            {
                case Taken.Full:
                    _splitter.Moved();
                    return false;
                case Taken.Skipped:
                    Skipped++;
                    break;
                case Taken.Loaded:
                    _json.Learn(record);
                    break;
                default:
                    if (NextInside(record) is > 0 and var inside) next = inside;
                    Reject(body, record[..Math.Min(next, record.Length)], _maker.Refusal);
                    GoOn(next);
                    _splitter.Moved();
                    return true;
            }
            // Firehose puts objects behind one another without a line end.
            if (_maker.Consumed < record.Length && !IsBlank(record[_maker.Consumed..])) next = _maker.Consumed;
        }
        GoOn(next);
        return true;
    }

    /// <summary>Where, in a record that is no JSON or no CSV, the next one begins.</summary>
    int NextInside(ReadOnlySpan<byte> broken) =>
        Format.IsJson() ? _json.Resync(broken)
        : _splitter is CsvSplitter ? CsvSplitter.Resync(broken) : 0;

    async ValueTask SkipTooLongAsync(BulkBody body, CancellationToken cancellation)
    {
        var next = NextInside(_window.Unread);
        Reject(body, next > 0 ? _window.Unread[..next] : _window.Unread, next > 0 ? "it does not end, or is not valid" : TooLong);
        if (next > 0)
        {
            GoOn(next);
            _splitter.Moved();
            return;
        }
        while (true)
        {
            GoOn(_splitter.Skip(_window.Unread, out var over));
            if (over || (_window.Ended && _window.Unread.IsEmpty)) return;
            if (_window.Unread.IsEmpty) await _window.FillAsync(cancellation);
        }
    }

    void UseJsonSplitter() => _splitter = _json;

    string TooLong => $"it is longer than {settings.MaxRecordBytes} bytes; as many as {MaxRawBytes} are kept";

    void RejectRest(BulkBody body, string reason)
    {
        if (!IsBlank(_window.Unread)) Reject(body, _window.Unread, $"it breaks off: {reason}");
    }

    void Reject(BulkBody body, ReadOnlySpan<byte> record, string reason)
    {
        var raw = record.Length > settings.MaxRecordBytes ? record[..MaxRawBytes] : record;
        body.Rejected.Add(new(Line, _window.Offset, reason, raw.ToArray()));
        _rejectedBytes += raw.Length + 64;
        Rejected++;
    }

    void GoOn(int count)
    {
        if (count == 0) return;
        Line += _window.Unread[..count].Count((byte)'\n');
        _window.Consume(count);
    }

    static bool IsBlank(ReadOnlySpan<byte> bytes) => bytes.IsEmpty || !bytes.ContainsAnyExcept(" \t\r\n"u8);

    /// <summary>Frees the decoder.</summary>
    public void Dispose() => _content.Dispose();
}
