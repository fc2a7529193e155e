using System.Globalization;
using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Texts that an attacker may have chosen (a user agent, a tag, a file name) made fit to be read: nothing that hides, reorders or breaks lines.</summary>
static class CleanText
{
    /// <summary>One line of at most <paramref name="max"/> UTF-16 units. Control characters and white space become single spaces,
    /// invisible formatting characters (right-to-left marks, zero-width spaces, tags) vanish, a lone surrogate becomes U+FFFD.</summary>
    public static string Line(string text, int max)
    {
        text = text.AsSpan().Trim().Length == text.Length ? text : text.Trim();
        if (text.Length <= max && text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0) return text;
        return Rewrite(text, max, keepsLines: false);
    }

    /// <summary>The same with line feeds kept, at most two in a row.</summary>
    public static string Block(string text, int max) => Rewrite(text.Trim(), max, keepsLines: true);

    /// <summary>The text where it says something; empty for what stands for nothing in GuardDuty's fields: <c>null</c>, <c>undefined</c>, <c>-1</c>, <c>Unknown</c>.</summary>
    public static string Content(string text, int max)
    {
        var line = Line(text, Math.Max(max, "undefined".Length));      // what is cut would no more be known for what it is
        return line.Length <= "undefined".Length && (Is(line, "null") || Is(line, "undefined") || Is(line, "unknown") || Is(line, "none") || Is(line, "n/a") || line is "-1" or "-") ? "" : Cut(line, max);

        static bool Is(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Cuts to <paramref name="max"/> UTF-16 units, an ellipsis among them, never through a surrogate pair.</summary>
    public static string Cut(string text, int max)
    {
        if (text.Length <= max) return text;
        if (max <= 1) return max < 1 ? "" : "…";
        var end = max - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return string.Concat(text.AsSpan(0, end).TrimEnd(), "…");
    }

    static string Rewrite(string text, int max, bool keepsLines)
    {
        var clean = new StringBuilder(Math.Min(text.Length, max) + 2);
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length > max) break;      // one more than fits: Cut then sees that there was more
            if (keepsLines && rune.Value == '\n')
            {
                if (clean.Length < 2 || clean[^1] != '\n' || clean[^2] != '\n') clean.Append('\n');
                continue;
            }
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned:
                    break;
                case UnicodeCategory.Control or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    if (clean.Length > 0 && clean[^1] is not (' ' or '\n')) clean.Append(' ');
                    break;
                default:
                    Append(clean, rune);
                    break;
            }
        }
        return Cut(clean.ToString().TrimEnd(), max);
    }

    static void Append(StringBuilder clean, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        clean.Append(units[..rune.EncodeToUtf16(units)]);
    }
}
