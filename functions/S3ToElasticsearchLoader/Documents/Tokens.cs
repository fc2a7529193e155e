namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Walks the columns of a line: separated by spaces or tabs; between quotes or brackets a column may have spaces.</summary>
/// <param name="line">The line.</param>
/// <param name="separator">A space or a tab.</param>
/// <param name="quoting">Whether quotes and brackets mean anything.</param>
ref struct Tokens(ReadOnlySpan<byte> line, byte separator, bool quoting)
{
    readonly ReadOnlySpan<byte> _line = line;
    int _at = line.IsEmpty ? -1 : 0;

    /// <summary>The next column without its quotes or brackets.</summary>
    public bool Next(out ReadOnlySpan<byte> token)
    {
        token = default;
        if (_at < 0) return false;
        var rest = _line[_at..];
        var start = 0;
        var end = quoting && rest is [(byte)'"', ..] ? ClosingQuote(rest) : quoting && rest is [(byte)'[', ..] ? ClosingBracket(rest) : 0;
        if (end > 0) start = 1;
        else end = rest.IndexOf(separator);
        if (end < 0) end = rest.Length;
        token = rest[start..end];
        var next = end + start;
        _at = next >= rest.Length ? -1 : _at + next + 1;
        return true;
    }

    /// <summary>The bracket that ends the column: that of an IPv6 address has its port behind it.</summary>
    readonly int ClosingBracket(ReadOnlySpan<byte> rest) =>
        rest.IndexOf((byte)']') is > 0 and var end && (end + 1 == rest.Length || rest[end + 1] == separator) ? end : 0;

    /// <summary>The quote that ends the column: neither escaped nor followed by more of it. S3 writes user agents as they came, quotes
    /// and all; one with a quote before a space cannot be told from two columns.</summary>
    readonly int ClosingQuote(ReadOnlySpan<byte> rest)
    {
        for (var at = 1; ; at++)
        {
            var found = rest[at..].IndexOf((byte)'"');
            if (found < 0) return 0;
            at += found;
            if (at + 1 != rest.Length && rest[at + 1] != separator) continue;
            var backslashes = 0;
            while (rest[at - 1 - backslashes] == '\\') backslashes++;
            if (backslashes % 2 == 0) return at;
        }
    }
}
