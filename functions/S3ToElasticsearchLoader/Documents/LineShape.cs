namespace Sluice.S3ToElasticsearchLoader;

/// <summary>A line of text, as <c>message</c>. The time is the one that it begins with, if it is ISO 8601.</summary>
sealed class LineShape : Shape
{
    /// <inheritdoc/>
    public override string? Write(ReadOnlySpan<byte> record, DocumentWriter document)
    {
        var first = record.IndexOf((byte)' ');
        var word = first < 0 ? record : record[..first];
        if (word.Length >= 19 && word[4] == '-' && TimeText.TryParse(word, out var ticks)) document.Time = ticks;
        // Date and time with a space between.
        else if (word.Length == 10 && record.Length >= 19 && TimeText.TryParse(record[..19], out ticks)) document.Time = ticks;
        document.Text("message"u8, record);
        return null;
    }
}
