using System.Xml.Linq;

namespace Sluice.Local;

/// <param name="Failures">Name and message of each.</param>
/// <param name="Skips">Name and reason of each.</param>
sealed record TestReport(int Passed, IReadOnlyList<TestNote> Failures, IReadOnlyList<TestNote> Skips)
{
    public static TestReport None { get; } = new(0, [], []);

    /// <summary>Reads the TRX file that `dotnet test` writes.</summary>
    public static TestReport Read(string trx)
    {
        var results = XDocument.Load(trx).Descendants().Where(element => element.Name.LocalName == "UnitTestResult").ToList();
        return new TestReport(
            results.Count(result => Outcome(result) == "Passed"),
            [.. results.Where(result => Outcome(result) is not ("Passed" or "NotExecuted")).Select(Note)],
            [.. results.Where(result => Outcome(result) == "NotExecuted").Select(Note)]);
    }

    public static TestReport operator +(TestReport left, TestReport right) =>
        new(left.Passed + right.Passed, [.. left.Failures, .. right.Failures], [.. left.Skips, .. right.Skips]);

    /// <summary>The last line of ./sluice test.</summary>
    public override string ToString() =>
        $"{Passed} passed, {Failures.Count} failed" + (Skips.Count == 0 ? "" : $", {Skips.Count} skipped");

    static string? Outcome(XElement result) => result.Attribute("outcome")?.Value;

    static TestNote Note(XElement result)
    {
        string Text(string name) => result.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim() ?? "";
        return new TestNote(result.Attribute("testName")?.Value ?? "?", Text("Message") is { Length: > 0 } message ? message : Text("StdOut"), Text("StackTrace"));
    }
}

/// <summary>A test that failed or was skipped, and why.</summary>
sealed record TestNote(string Test, string Message, string StackTrace);
