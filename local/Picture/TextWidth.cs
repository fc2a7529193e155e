namespace Sluice.Local;

/// <summary>How wide a text is at most, in the sans-serif fonts that a page may be shown with.</summary>
static class TextWidth
{
    /// <summary>Of Verdana, the widest of the common ones, less a little; em.</summary>
    static double Of(char letter) => letter switch
    {
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '|' or '\'' => 0.30,
        'f' or 't' or 'r' or '(' or ')' or '/' or ' ' or '-' => 0.38,
        'm' or 'M' or 'w' or 'W' or '→' => 0.88,
        >= 'A' and <= 'Z' => 0.68,
        _ => 0.57,
    };

    /// <param name="size">Of the font; the width is in the same unit.</param>
    public static double Of(string text, double size, bool bold) => text.Sum(Of) * size * (bold ? 1.18 : 1);

    /// <summary>Broken before capitals and after blanks, hyphens, dots and slashes where a line would be too wide; by force where nothing else helps.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size, bool bold)
    {
        var lines = new List<string> { "" };
        foreach (var piece in Pieces(text))
        {
            var rest = piece;
            if (lines[^1].Length > 0 && Of((lines[^1] + rest).TrimEnd(), size, bold) > width) lines.Add("");
            while (Of(rest.TrimEnd(), size, bold) > width)
            {
                var fits = Enumerable.Range(1, rest.Length - 1).Last(length => length == 1 || Of(rest[..length], size, bold) <= width);
                lines[^1] = rest[..fits];
                lines.Add("");
                rest = rest[fits..];
            }
            lines[^1] += rest;
        }
        return [.. lines.Select(line => line.Trim())];
    }

    static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var i = 1; i < text.Length; i++)
            if ((char.IsUpper(text[i]) && char.IsLower(text[i - 1])) || text[i - 1] is ' ' or '-' or '.' or '/')
            {
                yield return text[start..i];
                start = i;
            }
        yield return text[start..];
    }
}
