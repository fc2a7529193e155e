using System.Buffers.Binary;

namespace Sluice;

/// <summary>Takes a message apart from front to back. Every read is checked against what is really left, before anything is allocated.</summary>
/// <param name="message">The message.</param>
/// <param name="start">Where to begin.</param>
public struct MessageCursor(ReadOnlyMemory<byte> message, int start = 0)
{
    /// <summary>Bytes taken.</summary>
    public int Position { get; private set; } = start;

    /// <summary>Bytes left.</summary>
    public readonly int Remaining => message.Length - Position;

    /// <summary>The next bytes, where they lie.</summary>
    /// <param name="length">As the message tells: any number.</param>
    /// <param name="what">For the error.</param>
    /// <exception cref="MessageException">There are not so many.</exception>
    public ReadOnlyMemory<byte> Take(ulong length, string what)
    {
        if (length > (ulong)Remaining) throw new MessageException($"{what} at byte {Position} would take {length} bytes, and {Remaining} are left: the message is truncated or damaged");
        var taken = message.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    /// <summary>The next bytes, behind a length of two bytes.</summary>
    /// <exception cref="MessageException">There are not so many.</exception>
    public ReadOnlyMemory<byte> TakeCounted(string what) => Take(TakeUInt16("the length of " + what), what);

    /// <summary>One byte.</summary>
    /// <exception cref="MessageException">There is none.</exception>
    public byte TakeByte(string what) => Take(1, what).Span[0];

    /// <summary>Two bytes, the higher first; so in all numbers.</summary>
    /// <exception cref="MessageException">There are not so many.</exception>
    public ushort TakeUInt16(string what) => BinaryPrimitives.ReadUInt16BigEndian(Take(2, what).Span);

    /// <summary>Four bytes.</summary>
    /// <exception cref="MessageException">There are not so many.</exception>
    public uint TakeUInt32(string what) => BinaryPrimitives.ReadUInt32BigEndian(Take(4, what).Span);

    /// <summary>Eight bytes.</summary>
    /// <exception cref="MessageException">There are not so many.</exception>
    public ulong TakeUInt64(string what) => BinaryPrimitives.ReadUInt64BigEndian(Take(8, what).Span);
}
