using System.Text.Json.Nodes;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>Trigger by trigger: what it took, to which function, and what came of it.</summary>
static class TriggerTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<TriggerResult> results)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Function", "Sample", "Wiring", "Outcome");
        foreach (var one in results.Where(one => one.Wiring.Length > 0))
            table.AddRow(
                Markup.Escape(one.Function), Markup.Escape(one.Sample?.Split('/', 2)[^1] ?? ""), Markup.Escape(one.Wiring),
                one.Problems.Count == 0 ? Markup.Escape(one.Outcome) : $"[red]{(one.Arrived ? "not as expected" : "did not arrive")}[/]");
        console.Write(table);
        foreach (var stay in results.Where(one => one.Wiring.Length == 0 && one.Sample is not null && one.Problems.Count == 0).GroupBy(one => (one.Function, one.Outcome)))
            console.MarkupLineInterpolated($"     not sent to {stay.Key.Function}: {string.Join(", ", stay.Select(one => one.Sample!.Split('/', 2)[^1]))}: {stay.Key.Outcome}");
    }

    public static IEnumerable<string> Problems(IEnumerable<TriggerResult> results) =>
        results.SelectMany(one => one.Problems, (one, problem) => (one.Sample is null ? one.Function : $"{one.Function}, {one.Sample}") + (one.Function.Length > 0 ? ": " : "") + problem);

    public static JsonArray ToJson(IEnumerable<TriggerResult> results) => new([.. results.Select(one => (JsonNode)new JsonObject
    {
        ["function"] = one.Function,
        ["sample"] = one.Sample,
        ["wiring"] = one.Wiring,
        ["outcome"] = one.Outcome,
        ["problems"] = new JsonArray([.. one.Problems.Select(problem => (JsonNode)problem)]),
    })]);
}
