using System.Buffers;

namespace Sluice.AuroraCdcForwarder;

/// <summary>A change as a record of RFC 4180: the table's columns in the order of the settings, then <c>cdc_op</c>, <c>cdc_id</c>, <c>cdc_sequence</c>,
/// <c>cdc_changed_at</c>, <c>cdc_schema</c>.</summary>
/// <remarks>Readers that know but the article's columns read them as before: what is new stands behind. Records end with a line feed alone,
/// which RFC 4180's readers take as well and those of Hive ask for.</remarks>
static class CsvLine
{
    static readonly SearchValues<byte> s_needsQuotes = SearchValues.Create(",\"\r\n\\"u8);

    /// <summary>Whether a token for NULL can be told from every text by a reader that sees escapes and no quotes.</summary>
    public static bool CanEscape(string nullToken) => nullToken is not ['n' or 'r', ..]
        && !nullToken.Contains("\\n", StringComparison.Ordinal) && !nullToken.Contains("\\r", StringComparison.Ordinal) && !nullToken.Contains("\\\\", StringComparison.Ordinal);

    /// <summary>Appends one record.</summary>
    public static void Write(RowChange change, TableLayout layout, LineWriter writer, LineStyle style, ByteBuffer output)
    {
        var nullToken = style.NullBytes;
        var text = writer.Scratch;
        var members = new ColumnCursor(change.Shown);
        foreach (var column in layout.Columns)
        {
            var cell = writer.CellOf(change, column.Name, members.Find(column));
            text.Clear();
            cell.AppendText(text);
            if (cell.Kind == CellKind.Null) output.Append(nullToken);
            else Field(text.Written, nullToken, style.Newlines, output);
            output.Append((byte)',');
        }
        output.Append((byte)change.Letter);
        output.Append((byte)',');
        text.Clear();
        LineWriter.Append(change.Id, text);
        Field(text.Written, nullToken, style.Newlines, output);
        output.Append((byte)',');
        LineWriter.Append(change.Sequence, output);
        output.Append((byte)',');
        LineWriter.Append(change.ChangedAt, output);
        output.Append((byte)',');
        LineWriter.Append(change.SchemaVersion, output);
        output.Append((byte)'\n');
    }

    static void Field(ReadOnlySpan<byte> text, ReadOnlySpan<byte> nullToken, Newlines newlines, ByteBuffer output)
    {
        // An empty text has quotes too: some readers take nothing at all for NULL. Blanks at the ends are cut by some without.
        var plain = text.Length > 0 && text.IndexOfAny(s_needsQuotes) < 0 && !text.SequenceEqual(nullToken) && text[0] > ' ' && text[^1] > ' ';
        if (plain)
        {
            output.Append(text);
            return;
        }
        output.Append((byte)'"');
        // Hive's reader shows no quotes: where there are escapes, one tells the text from NULL.
        if (newlines == Newlines.Escape && text.SequenceEqual(nullToken) && !text.Contains((byte)'\\')) output.Append((byte)'\\');
        while (text.IndexOfAny(s_needsQuotes) is var at and >= 0)
        {
            output.Append(text[..at]);
            Special(text[at], text[(at + 1)..], newlines, output);
            text = text[(at + 1)..];
        }
        output.Append(text);
        output.Append((byte)'"');
    }

    static void Special(byte special, ReadOnlySpan<byte> rest, Newlines newlines, ByteBuffer output)
    {
        switch (special)
        {
            case (byte)'"': output.Append("\"\""u8); break;
            case (byte)'\\' when newlines == Newlines.Escape: output.Append("\\\\"u8); break;
            case (byte)'\n' when newlines == Newlines.Escape: output.Append("\\n"u8); break;
            case (byte)'\r' when newlines == Newlines.Escape: output.Append("\\r"u8); break;
            case (byte)'\r' when newlines == Newlines.Space && rest is [(byte)'\n', ..]: break;       // one space for the two
            case (byte)'\r' or (byte)'\n' when newlines == Newlines.Space: output.Append((byte)' '); break;
            default: output.Append(special); break;
        }
    }
}
