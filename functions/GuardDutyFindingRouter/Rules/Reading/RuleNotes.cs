using System.Globalization;
using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Something to say of a place in the rules.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Path">Such as <c>routes[2].when.severity.from</c>; empty for the document.</param>
/// <param name="Problem">What is wrong and what to do; shows no value that may be a secret.</param>
readonly record struct RuleNote(int Line, int Column, string Path, string Problem)
{
    /// <summary><c>line 12, column 18, routes[2].when.severity.from: 'high' is not a number from 0 to 10</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"line {Line}, column {Column}{(Path.Length > 0 ? ", " : "")}{Path}: {Problem}");
}

/// <summary>Gathers what is wrong with a document, and what is only odd.</summary>
/// <param name="document">UTF-8, without a byte order mark.</param>
sealed class RuleNotes(ReadOnlyMemory<byte> document)
{
    readonly List<(int Offset, string Path, string Problem)> _mistakes = [];
    readonly List<(int Offset, string Path, string Problem)> _warnings = [];

    /// <summary>Whether the document can be used.</summary>
    public bool AreFine => _mistakes.Count == 0;

    /// <summary>So far: tells whether a part that was read just now has any.</summary>
    public int MistakeCount => _mistakes.Count;

    /// <summary>In the order of the document.</summary>
    public IReadOnlyList<RuleNote> Mistakes => Placed(_mistakes);

    /// <summary>In the order of the document.</summary>
    public IReadOnlyList<RuleNote> Warnings => Placed(_warnings);

    /// <summary>A value that cannot be used.</summary>
    public void Mistake(RuleNode at, string problem) => Mistake(at.Offset, at.Path, problem);

    /// <summary>A place that cannot be used.</summary>
    public void Mistake(int offset, string path, string problem) => _mistakes.Add((offset, path, problem));

    /// <summary>A value that can be used, but is hardly meant so.</summary>
    public void Warning(RuleNode at, string problem) => _warnings.Add((at.Offset, at.Path, problem));

    List<RuleNote> Placed(List<(int Offset, string Path, string Problem)> notes)
    {
        // One walk through the document for all of them: a document of a megabyte may have a mistake on each line.
        var bytes = document.Span;
        var (placed, line, start, seen) = (new List<RuleNote>(notes.Count), 1, 0, 0);
        foreach (var (offset, path, problem) in notes.OrderBy(note => note.Offset))
        {
            for (; seen < offset && seen < bytes.Length; seen++)
            {
                if (bytes[seen] != (byte)'\n') continue;
                line++;
                start = seen + 1;
            }
            placed.Add(new(line, Encoding.UTF8.GetCharCount(bytes[start..Math.Min(offset, bytes.Length)]) + 1, path, problem));
        }
        return placed;
    }
}

/// <summary>The rules cannot be used.</summary>
/// <param name="document">The document's name, such as <c>rules.json</c>.</param>
/// <param name="mistakes">All of them, in the order of the document.</param>
sealed class RulesException(string document, IReadOnlyList<RuleNote> mistakes) : Exception(Text(document, mistakes))
{
    /// <summary>What a message lists; the rest is counted.</summary>
    const int Listed = 100;

    /// <summary>All of them, in the order of the document.</summary>
    public IReadOnlyList<RuleNote> Mistakes => mistakes;

    static string Text(string document, IReadOnlyList<RuleNote> mistakes)
    {
        var lines = mistakes.Take(Listed).Select(mistake => $"{document}: {mistake}");
        return string.Join('\n', mistakes.Count <= Listed ? lines : lines.Append(string.Create(CultureInfo.InvariantCulture, $"{document}: and {mistakes.Count - Listed} more")));
    }
}
