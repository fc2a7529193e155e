using System.Text;

namespace Sluice.Local;

/// <summary>One line of a list, taken apart.</summary>
static class CsvLine
{
    /// <summary>What stands most often between the columns of a list's first line: <c>; , tab</c>.</summary>
    public static char Separator(string line)
    {
        var outside = string.Concat(line.Split('"').Where((_, i) => i % 2 == 0));
        return ";,\t".MaxBy(letter => outside.Count(one => one == letter));
    }

    /// <returns>The fields without quotes and without blanks around them; null where quotes do not fit together.</returns>
    public static IReadOnlyList<string>? Fields(string line, char separator)
    {
        var (fields, field, quoted, closed) = (new List<string>(), new StringBuilder(), false, false);
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (quoted && letter == '"' && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[++i]);
            else if (quoted && letter == '"') (quoted, closed) = (false, true);
            else if (quoted) field.Append(letter);
            else if (letter == separator) Finish();
            else if (letter == '"' && !closed && string.IsNullOrWhiteSpace(field.ToString())) (_, quoted) = (field.Clear(), true);
            else if (closed && !char.IsWhiteSpace(letter)) return null;
            else if (!closed) field.Append(letter);
        }
        if (quoted) return null;
        Finish();
        return fields;

        void Finish()
        {
            fields.Add(field.ToString().Trim());
            (_, closed) = (field.Clear(), false);
        }
    }
}
