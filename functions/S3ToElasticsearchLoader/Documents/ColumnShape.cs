using System.Text;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>A line of columns. <c>-</c> and empty columns are left out; a column that should be a number or a time and is none makes the
/// line refused, for a field of another type would make the cluster refuse it.</summary>
/// <param name="columns">Their names and kinds, in order.</param>
/// <param name="required">A line of fewer columns is refused.</param>
/// <param name="separator">A space or a tab.</param>
/// <param name="quoting">Whether quotes and brackets hold columns together.</param>
/// <param name="exact">Whether a line of more columns is refused; else they stay, as texts in <c>additional_columns</c>: AWS appends
/// columns to its logs.</param>
class ColumnShape(Column[] columns, int required, byte separator = (byte)' ', bool quoting = true, bool exact = false) : Shape
{
    long _day;

    /// <inheritdoc/>
    public override string? Write(ReadOnlySpan<byte> record, DocumentWriter document)
    {
        var tokens = new Tokens(record, separator, quoting);
        var count = 0;
        _day = -1;
        while (tokens.Next(out var token))
        {
            if (count == columns.Length) return WriteMore(token, ref tokens, document);
            var column = columns[count++];
            if (token is [] or [(byte)'-']) continue;
            if (!TryWrite(column, token, document)) return $"column {count}, {column.Name}, is not {Expected(column.Kind)}";
        }
        return count < required ? $"it has {count} columns of {required}" : null;
    }

    bool TryWrite(Column column, ReadOnlySpan<byte> token, DocumentWriter document)
    {
        switch (column.Kind)
        {
            case ColumnKind.Number:
                if (!Columns.IsNumber(token, out var number)) return false;
                document.Raw(column.Utf8Name, number);
                return true;
            case ColumnKind.Ip:
                if (Columns.IsIp(token)) document.Text(column.Utf8Name, token);
                return true;
            case ColumnKind.IpPort:
                WriteIpPort(column, token, document);
                return true;
            case ColumnKind.Request:
                WriteRequest(column, token, document);
                return true;
            case ColumnKind.Time or ColumnKind.ClfTime:
                if (!(column.Kind == ColumnKind.Time ? TimeText.TryParse(token, out var ticks) : TimeText.TryClf(token, out ticks))) return false;
                document.Time = ticks;
                return true;
            case ColumnKind.EpochTime or ColumnKind.LaterEpochTime:
                if (!Columns.IsNumber(token, out var epoch) || !TimeText.TryParse(token, out var seconds)) return false;
                document.Raw(column.Utf8Name, epoch);
                if (column.Kind == ColumnKind.EpochTime || document.Time == 0) document.Time = seconds;
                return true;
            case ColumnKind.Date or ColumnKind.TimeOfDay:
                return TryDay(column.Kind, token, document);
            default:
                document.Text(column.Utf8Name, token);
                return true;
        }
    }

    bool TryDay(ColumnKind kind, ReadOnlySpan<byte> token, DocumentWriter document)
    {
        Span<byte> whole = stackalloc byte[19];
        "0001-01-01T00:00:00"u8.CopyTo(whole);
        if (token.Length != (kind == ColumnKind.Date ? 10 : 8)) return false;
        token.CopyTo(kind == ColumnKind.Date ? whole : whole[11..]);
        if (!TimeText.TryParse(whole, out var ticks)) return false;
        if (kind == ColumnKind.Date) _day = ticks;
        else if (_day >= 0) document.Time = _day + ticks;
        return true;
    }

    static void WriteIpPort(Column column, ReadOnlySpan<byte> token, DocumentWriter document)
    {
        Span<byte> name = stackalloc byte[column.Utf8Name.Length + 5];
        column.Utf8Name.CopyTo(name);
        var colon = token.LastIndexOf((byte)':');
        var ip = (colon < 0 ? token : token[..colon]).Trim("[]"u8);
        var port = colon < 0 ? default : token[(colon + 1)..];
        // The targets of Lambda functions have no address, and a text in a field of type ip loses the line.
        if (Columns.IsIp(ip))
        {
            "_ip"u8.CopyTo(name[^5..]);
            document.Text(name[..^2], ip);
        }
        if (port.IsEmpty || !Columns.IsNumber(port, out var number)) return;
        "_port"u8.CopyTo(name[^5..]);
        document.Raw(name, number);
    }

    static void WriteRequest(Column column, ReadOnlySpan<byte> token, DocumentWriter document)
    {
        document.Text(column.Utf8Name, token);
        var first = token.IndexOf((byte)' ');
        var last = token.LastIndexOf((byte)' ');
        if (first <= 0 || first == last || last == token.Length - 1) return;
        document.Text("request_method"u8, token[..first]);
        document.Text("request_url"u8, token[(first + 1)..last]);
        document.Text("request_protocol"u8, token[(last + 1)..]);
    }

    string? WriteMore(ReadOnlySpan<byte> token, ref Tokens tokens, DocumentWriter document)
    {
        if (exact) return $"it has more than {columns.Length} columns";
        document.Name("additional_columns"u8);
        document.Output.Append((byte)'[');
        DocumentWriter.AppendText(token, document.Output);
        while (tokens.Next(out var more))
        {
            document.Output.Append((byte)',');
            DocumentWriter.AppendText(more, document.Output);
        }
        document.Output.Append((byte)']');
        return null;
    }

    /// <summary>Other columns from here on: a header was met.</summary>
    protected void Become(Column[] other) => (columns, required) = (other, other.Length);

    /// <summary>Whether there are columns yet.</summary>
    protected bool HasColumns => columns.Length > 0;

    /// <summary>The words of a header line as text.</summary>
    protected static string[] Words(ReadOnlySpan<byte> header, byte separator)
    {
        var words = new List<string>();
        var tokens = new Tokens(header, separator, quoting: false);
        while (tokens.Next(out var token))
            if (!token.IsEmpty) words.Add(Encoding.UTF8.GetString(token));
        return [.. words];
    }

    static string Expected(ColumnKind kind) => kind == ColumnKind.Number ? "a number" : "a time";
}
