namespace Sluice;

/// <summary>Hands gzip data to <see cref="System.IO.Compression.GZipStream"/> so that it can be told whether all of it was used.</summary>
/// <remarks>GZipStream ends quietly where a member is followed by what is not gzip, and everything behind is lost without a word. So
/// the last 8 bytes, a member's trailer, are given in a read of their own: a decoder that stopped at something else before them never
/// asks for them. Fewer than 8 foreign bytes at the end are not noticed.</remarks>
public sealed class GzipSourceStream(Stream stored) : Stream
{
    const int TrailerBytes = 8;

    readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(64 << 10);
    int _start, _end;
    bool _ended;

    /// <summary>Whether the last byte was asked for.</summary>
    public bool CameToTheTrailer => _ended && _start == _end;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_end - _start <= TrailerBytes && !_ended)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var read = await stored.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0) _ended = true;
            else _end += read;
        }
        var available = _end - _start;
        var count = Math.Min(buffer.Length, available > TrailerBytes ? available - TrailerBytes : available);
        _buffer.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
