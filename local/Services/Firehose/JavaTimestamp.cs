using System.Globalization;
using System.Text;

namespace Sluice.Local;

/// <summary>The part of Java's DateTimeFormatter patterns that keys of objects are made of.</summary>
static class JavaTimestamp
{
    /// <exception cref="FormatException">The pattern has a letter that we do not know, or an open quote.</exception>
    public static string Format(string pattern, DateTimeOffset time)
    {
        var text = new StringBuilder();
        for (var at = 0; at < pattern.Length;)
        {
            var letter = pattern[at];
            if (letter == '\'')
            {
                at = Quoted(pattern, at, text);
                continue;
            }
            var end = at + 1;
            if (char.IsAsciiLetter(letter))
            {
                while (end < pattern.Length && pattern[end] == letter) end++;
                text.Append(Field(letter, end - at, time.UtcDateTime, pattern));
            }
            else
            {
                text.Append(letter);
            }
            at = end;
        }
        return text.ToString();
    }

    static string Field(char letter, int count, DateTime time, string pattern)
    {
        int? value = letter switch
        {
            'y' or 'u' => count == 2 ? time.Year % 100 : time.Year,
            'M' when count <= 2 => time.Month,
            'd' when count <= 2 => time.Day,
            'D' when count <= 3 => time.DayOfYear,
            'H' when count <= 2 => time.Hour,
            'm' when count <= 2 => time.Minute,
            's' when count <= 2 => time.Second,
            _ => null,
        };
        return value is { } number
            ? number.ToString(CultureInfo.InvariantCulture).PadLeft(count, '0')
            : throw new FormatException($"timestamp pattern '{pattern}': the local player does not know '{new string(letter, count)}'.");
    }

    // Two quotes are a quote, inside of a quoted text and outside.
    static int Quoted(string pattern, int at, StringBuilder text)
    {
        if (at + 1 < pattern.Length && pattern[at + 1] == '\'')
        {
            text.Append('\'');
            return at + 2;
        }
        for (var i = at + 1; i < pattern.Length; i++)
        {
            if (pattern[i] != '\'') text.Append(pattern[i]);
            else if (i + 1 < pattern.Length && pattern[i + 1] == '\'') text.Append(pattern[i++]);
            else return i + 1;
        }
        throw new FormatException($"timestamp pattern '{pattern}': a quote is not closed.");
    }
}
