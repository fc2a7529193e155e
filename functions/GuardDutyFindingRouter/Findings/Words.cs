using System.Globalization;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Puts words together, leaving out what is empty.</summary>
static class Words
{
    /// <summary>The parts that say something, with <paramref name="separator"/> between.</summary>
    public static string Join(string separator, params ReadOnlySpan<string> parts)
    {
        var (count, last) = (0, "");
        foreach (var part in parts)
        {
            if (part.Length > 0) (count, last) = (count + 1, part);
        }
        return count switch
        {
            0 => "",
            1 => last,
            _ => string.Join(separator, parts.ToArray().Where(part => part.Length > 0)),
        };
    }

    /// <summary>The text between <paramref name="before"/> and <paramref name="after"/>; nothing where the text is empty.</summary>
    public static string Around(string before, string text, string after = "") => text.Length == 0 ? "" : before + text + after;

    /// <summary>The first <paramref name="most"/> of them, and how many more there are.</summary>
    public static string List(IReadOnlyList<string> all, int most) => all.Count <= most
        ? string.Join(", ", all)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", all.Take(most))} and {all.Count - most} more");

    /// <summary><c>1 file</c>, <c>2 files</c>.</summary>
    public static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>What stands behind the last of <paramref name="separator"/>, such as the name in an ARN.</summary>
    public static string Behind(char separator, string text) => text[(text.LastIndexOf(separator) + 1)..];
}
