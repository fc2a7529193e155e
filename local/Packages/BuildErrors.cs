using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>Of all that MSBuild prints, the errors: each once, with paths from the root of the repository.</summary>
static partial class BuildErrors
{
    public static string Of(IReadOnlyList<string> lines)
    {
        var errors = lines.Where(line => Error.IsMatch(line))
            .Select(line => Project.Replace(line, "").Trim().Replace(Repository.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))
            .Distinct().ToList();
        return string.Join('\n', errors.Count > 0 ? errors : lines.TakeLast(20));
    }

    [GeneratedRegex(@"(^|: )(fatal )?error( [A-Z]+[0-9]+)? ?:", RegexOptions.CultureInvariant)]
    static partial Regex Error { get; }

    /// <summary>The project behind each line, in brackets.</summary>
    [GeneratedRegex(@" \[[^\[\]]+proj(::[^\[\]]*)?\]$", RegexOptions.CultureInvariant)]
    static partial Regex Project { get; }
}
