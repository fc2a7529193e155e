namespace Sluice.S3ToElasticsearchLoader;

/// <summary>A record among the bytes that were read.</summary>
/// <param name="Start">Its first byte, from the first unread one.</param>
/// <param name="Length">Its bytes, without what separates records.</param>
/// <param name="Next">Where the next one may start.</param>
readonly record struct Frame(int Start, int Length, int Next);

/// <summary>How looking for a record went.</summary>
enum Found : byte
{
    /// <summary>More must be read to tell.</summary>
    NeedMore,
    /// <summary>Here is one.</summary>
    Record,
    /// <summary>The content is over.</summary>
    End,
}

/// <summary>Finds where records start and end. Remembers how far it has looked, so that no byte is looked at twice.</summary>
abstract class Splitter
{
    /// <summary>The next record of <paramref name="unread"/>, which starts where the last one's <see cref="Frame.Next"/> pointed to, or
    /// with more bytes behind the same first one.</summary>
    /// <param name="unread">What was read.</param>
    /// <param name="ended">Nothing comes behind it.</param>
    /// <param name="frame">The record; where more is needed, only <see cref="Frame.Next"/>: what may be taken off already.</param>
    public abstract Found Next(ReadOnlySpan<byte> unread, bool ended, out Frame frame);

    /// <summary>The next call is for other bytes: forgets how far it has looked.</summary>
    public abstract void Moved();

    /// <summary>Of a record that is too long: how many bytes of <paramref name="unread"/> belong to it.</summary>
    /// <param name="unread">Starts inside the record, behind what earlier calls took.</param>
    /// <param name="over">Whether the record ends there.</param>
    public abstract int Skip(ReadOnlySpan<byte> unread, out bool over);
}
