namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Turns records of one kind into documents. Of the same bytes it makes the same document, however often it is asked.</summary>
abstract class Shape
{
    /// <summary>Whether <paramref name="record"/> is no record but says what the columns are, or is a comment; if so it is remembered.</summary>
    public virtual bool TryHeader(ReadOnlySpan<byte> record) => false;

    /// <summary>Writes the members of the document, without braces, and sets its time.</summary>
    /// <param name="record">Valid UTF-8, not blank.</param>
    /// <param name="document">Begun; after a refusal it is taken back.</param>
    /// <returns><c>null</c>, or why the record is refused, without its content.</returns>
    public abstract string? Write(ReadOnlySpan<byte> record, DocumentWriter document);
}
