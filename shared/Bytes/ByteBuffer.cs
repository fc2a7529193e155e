using System.Buffers;
using System.Diagnostics;

namespace Sluice;

/// <summary>A growing array of bytes that is written, read, cut back and reused: the memory of one invocation after another.</summary>
/// <remarks>Unlike <see cref="ArrayBufferWriter{T}"/> it can be cut back to an earlier length, grows without clearing, and gives its
/// array away, so that bytes can be changed where they lie.</remarks>
public sealed class ByteBuffer(int initialCapacity = 4096) : IBufferWriter<byte>
{
    byte[] _bytes = GC.AllocateUninitializedArray<byte>(initialCapacity);

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>The array behind; valid up to <see cref="Length"/>, and only until the next write that grows it.</summary>
    public byte[] Array => _bytes;

    /// <summary>What is written, to read or to change in place.</summary>
    public Span<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>What is written, as memory.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    /// <summary>Forgets everything; keeps the memory.</summary>
    public void Clear() => Length = 0;

    /// <summary>Cuts back to <paramref name="length"/> bytes.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length);
        Length = length;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        Debug.Assert(count >= 0 && Length + count <= _bytes.Length, "more advanced than was asked for");
        Length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Appends <paramref name="bytes"/>.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Appends one byte.</summary>
    public void Append(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    /// <summary>Makes room for <paramref name="count"/> bytes behind those written.</summary>
    /// <exception cref="InvalidDataException">More than an array can hold.</exception>
    public void Reserve(int count)
    {
        count = Math.Max(count, 1);
        if (_bytes.Length - Length >= count) return;
        var needed = (long)Length + count;
        if (needed > System.Array.MaxLength) throw new InvalidDataException($"{needed} bytes do not fit into one buffer.");
        // Half more each time: doubling a buffer of megabytes would cost a function of 128 MB dearly.
        var capacity = (int)Math.Clamp(Math.Max(needed, _bytes.Length + (_bytes.Length / 2L)), 256, System.Array.MaxLength);
        var larger = GC.AllocateUninitializedArray<byte>(capacity);
        Written.CopyTo(larger);
        _bytes = larger;
    }

    /// <summary>Gives memory back to the collector if an unusual invocation left the buffer larger than <paramref name="capacity"/>.</summary>
    public void ShrinkTo(int capacity)
    {
        if (_bytes.Length <= capacity || Length > capacity) return;
        var smaller = GC.AllocateUninitializedArray<byte>(capacity);
        Written.CopyTo(smaller);
        _bytes = smaller;
    }
}
