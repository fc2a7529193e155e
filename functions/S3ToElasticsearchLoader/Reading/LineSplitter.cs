namespace Sluice.S3ToElasticsearchLoader;

/// <summary>A record is a line. A last line without line end is one; nothing behind a line end is none.</summary>
sealed class LineSplitter : Splitter
{
    int _looked;

    /// <inheritdoc/>
    public override Found Next(ReadOnlySpan<byte> unread, bool ended, out Frame frame)
    {
        frame = default;
        var end = unread[_looked..].IndexOf((byte)'\n');
        if (end >= 0)
        {
            end += _looked;
            frame = new(0, end > 0 && unread[end - 1] == '\r' ? end - 1 : end, end + 1);
            _looked = 0;
            return Found.Record;
        }
        _looked = unread.Length;
        if (!ended) return Found.NeedMore;
        frame = new(0, unread.Length, unread.Length);
        _looked = 0;
        return unread.IsEmpty ? Found.End : Found.Record;
    }

    /// <inheritdoc/>
    public override void Moved() => _looked = 0;

    /// <inheritdoc/>
    public override int Skip(ReadOnlySpan<byte> unread, out bool over)
    {
        _looked = 0;
        var end = unread.IndexOf((byte)'\n');
        over = end >= 0;
        return over ? end + 1 : unread.Length;
    }
}
