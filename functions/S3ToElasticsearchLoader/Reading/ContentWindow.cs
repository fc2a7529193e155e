namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The part of the content that is looked at: as much as the record in work and what was read with it.</summary>
sealed class ContentWindow(StoredContent content)
{
    const int ReadBytes = 64 << 10;
    const int UsualBytes = 256 << 10;

    readonly ByteBuffer _buffer = new(UsualBytes);
    int _start;

    /// <summary>Bytes read and not yet consumed. Valid until the next <see cref="FillAsync"/>.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.Written[_start..];

    /// <summary>Where <see cref="Unread"/> starts, bytes from the start of the content.</summary>
    public long Offset { get; private set; }

    /// <summary>Nothing comes behind <see cref="Unread"/>.</summary>
    public bool Ended { get; private set; }

    /// <summary>Goes on by <paramref name="count"/> bytes.</summary>
    public void Consume(int count)
    {
        _start += count;
        Offset += count;
    }

    /// <summary>Reads more, or sets <see cref="Ended"/>.</summary>
    /// <exception cref="BrokenContentException">With the offset where the content breaks off.</exception>
    public async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            // Move the rest to the front: the buffer grows with the longest record only, and shrinks behind it.
            var rest = _buffer.Written[_start..];
            rest.CopyTo(_buffer.Array);
            _buffer.Truncate(rest.Length);
            _start = 0;
            if (_buffer.Length < UsualBytes / 2) _buffer.ShrinkTo(UsualBytes);
        }
        try
        {
            var read = await content.ReadAsync(_buffer.GetMemory(ReadBytes), cancellation);
            if (read == 0) Ended = true;
            else _buffer.Advance(read);
        }
        catch (BrokenContentException broken)
        {
            throw new BrokenContentException(broken, Offset + _buffer.Length);
        }
    }
}
