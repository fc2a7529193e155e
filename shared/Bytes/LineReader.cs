namespace Sluice;

/// <summary>One line of a stream.</summary>
/// <param name="Bytes">The line without its end (LF or CRLF). Valid until the next line is read.</param>
/// <param name="Number">1 for the first.</param>
/// <param name="Offset">Where it starts, in bytes from the start of the stream.</param>
public readonly record struct Line(ReadOnlyMemory<byte> Bytes, long Number, long Offset);

/// <summary>Reads lines of a stream in constant memory: as much as the longest line, and no more.</summary>
/// <param name="source">Read forward once; not disposed.</param>
/// <param name="maxLineBytes">A longer line is an error that says where it is.</param>
public sealed class LineReader(Stream source, int maxLineBytes)
{
    readonly ByteBuffer _buffer = new(64 << 10);
    int _start;                 // first byte not yet given out
    int _searched;              // bytes behind _start known to hold no line end
    long _offset, _number;
    bool _ended;

    /// <summary>Whether it stands before a line that is longer than allowed.</summary>
    public bool IsAtTooLongLine => _searched > maxLineBytes;

    /// <summary>The next line, or <c>null</c> at the end. A last line without line end is a line; nothing behind a line end is none.</summary>
    /// <exception cref="InvalidDataException">The line is longer than allowed; <see cref="SkipAsync"/> passes over it.</exception>
    public async ValueTask<Line?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var end = _buffer.Written[(_start + _searched)..].IndexOf((byte)'\n');
            _searched += end >= 0 ? end : _buffer.Length - _start - _searched;
            if (IsAtTooLongLine)
                throw new InvalidDataException($"line {_number + 1} at offset {_offset} is longer than {maxLineBytes} bytes");
            if (end >= 0) return Take(_searched, ending: 1);
            if (_ended) return _searched == 0 ? null : Take(_searched, ending: 0);
            await FillAsync(cancellation);
        }
    }

    /// <summary>Passes over the line that <see cref="ReadAsync"/> refused, whatever its length; the next one can be read then.</summary>
    /// <returns>Its number.</returns>
    public async ValueTask<long> SkipAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var end = _buffer.Written[_start..].IndexOf((byte)'\n');
            var passed = end >= 0 ? end + 1 : _buffer.Length - _start;
            _start += passed;
            _offset += passed;
            _searched = 0;
            if (end >= 0 || _ended) return ++_number;
            await FillAsync(cancellation);
        }
    }

    Line Take(int length, int ending)
    {
        var line = _buffer.WrittenMemory.Slice(_start, length);
        var taken = new Line(line.Span is [.., (byte)'\r'] && ending > 0 ? line[..^1] : line, ++_number, _offset);
        _start += length + ending;
        _offset += length + ending;
        _searched = 0;
        return taken;
    }

    async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            // Move the rest to the front: the buffer grows with the longest line only.
            var rest = _buffer.Written[_start..];
            rest.CopyTo(_buffer.Array);
            _buffer.Truncate(rest.Length);
            _start = 0;
        }
        var read = await source.ReadAsync(_buffer.GetMemory(32 << 10), cancellation);
        if (read == 0) _ended = true;
        else _buffer.Advance(read);
    }
}
