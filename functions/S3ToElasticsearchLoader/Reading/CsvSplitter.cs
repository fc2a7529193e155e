namespace Sluice.S3ToElasticsearchLoader;

/// <summary>A record is a line, but a line end between quotes belongs to a field (RFC 4180).</summary>
/// <remarks>Where a quote is never closed the line is one by itself: a stray quote must not take the rest of the file with it.</remarks>
sealed class CsvSplitter : Splitter
{
    int _looked;
    bool _quoted;

    /// <inheritdoc/>
    public override Found Next(ReadOnlySpan<byte> unread, bool ended, out Frame frame)
    {
        frame = default;
        while (true)
        {
            var found = _quoted ? unread[_looked..].IndexOf((byte)'"') : unread[_looked..].IndexOfAny((byte)'"', (byte)'\n');
            if (found < 0) break;
            var at = _looked + found;
            _looked = at + 1;
            if (unread[at] == '"')
            {
                // A doubled quote inside quotes closes and opens: the same in the end.
                _quoted = !_quoted;
                continue;
            }
            frame = FrameTo(unread, at);
            Moved();
            return Found.Record;
        }
        _looked = unread.Length;
        if (!ended) return Found.NeedMore;
        if (unread.IsEmpty) return Found.End;
        frame = _quoted ? FirstLine(unread) : new(0, unread.Length, unread.Length);
        Moved();
        return Found.Record;
    }

    /// <inheritdoc/>
    public override void Moved() => (_looked, _quoted) = (0, false);

    /// <summary>Where the next line begins in a record whose quotes are wrong: one that stands in the middle of a field, or is never closed,
    /// would take the lines behind it along.</summary>
    /// <returns>0 where the quotes are right, or there is one line only.</returns>
    public static int Resync(ReadOnlySpan<byte> record)
    {
        var (quoted, before) = (false, (byte)',');
        for (var at = 0; at < record.Length; at++)
        {
            var letter = record[at];
            if (letter == '"')
            {
                // A quote opens behind a comma, and behind one that has just closed: a doubled one.
                if (!quoted && before is not ((byte)',' or (byte)'"')) return SecondLine(record);
                quoted = !quoted;
            }
            else if (!quoted && before == '"' && letter != ',') return SecondLine(record);
            before = letter;
        }
        return quoted ? SecondLine(record) : 0;
    }

    static int SecondLine(ReadOnlySpan<byte> record) => FirstLine(record).Next is var next && next < record.Length ? next : 0;

    static Frame FirstLine(ReadOnlySpan<byte> unread)
    {
        var end = unread.IndexOf((byte)'\n');
        return end < 0 ? new(0, unread.Length, unread.Length) : FrameTo(unread, end);
    }

    static Frame FrameTo(ReadOnlySpan<byte> unread, int end) => new(0, end > 0 && unread[end - 1] == '\r' ? end - 1 : end, end + 1);

    /// <inheritdoc/>
    public override int Skip(ReadOnlySpan<byte> unread, out bool over)
    {
        Moved();
        var end = unread.IndexOf((byte)'\n');
        over = end >= 0;
        return over ? end + 1 : unread.Length;
    }
}
