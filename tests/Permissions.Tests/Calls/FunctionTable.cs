using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Local;
using Sluice.Tests;

namespace Permissions.Tests;

/// <summary>What stands for a tests' resource in a deployment.</summary>
/// <param name="Names">Logical ids or parameters: the first that a deployment has.</param>
/// <param name="Path">What follows it, such as an object's key; <c>null</c> for none.</param>
/// <param name="Scope">The part of the path that the table fixes: what is under it is alike.</param>
sealed record PlayedPart(IReadOnlyList<string> Names, string? Path, string Scope)
{
    public Target? In(Stack stack) => Names.Select(stack.Find).FirstOrDefault(one => one is not null);

    /// <summary>What of it is asked for.</summary>
    public string ArnOf(Target target) => Path is null ? target.Arn : $"{target.Arn}/{Path}";
}

/// <summary>One function in data/functions.json.</summary>
sealed record FunctionEntry(string Name, string Project, string? Callers, IReadOnlyList<KeyValuePair<string, string[]>> Plays, IReadOnlyDictionary<string, string> Beyond, JsonArray Besides)
{
    /// <summary>Why the template grants nothing for a call, or <c>null</c>: the reason's name is a service, an operation or a parameter.</summary>
    public string? BeyondTheTemplate(RecordedCall call) =>
        Beyond.Where(one => one.Key == call.Service || one.Key == call.Operation || call.Parameters.ContainsKey(one.Key)).Select(one => one.Value).FirstOrDefault();

    /// <exception cref="InvalidOperationException">No pattern meets it.</exception>
    public IEnumerable<PlayedPart> PartsOf(string what, RecordedCall call)
    {
        foreach (var (pattern, parts) in Plays)
        {
            if (Regex.Match(what, pattern, RegexOptions.Singleline) is not { Success: true } match) continue;
            return parts.Select(part =>
            {
                var (names, rest) = part.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? (part[..slash], part[(slash + 1)..]) : (part, null);
                return new PlayedPart(names.Split('|'), rest is null ? null : match.Result(rest), rest?.Split('$', 2)[0] ?? "");
            });
        }
        throw new InvalidOperationException($"{Name} called {call.Shown}, and tests/Permissions.Tests/data/functions.json does not say what '{what}' is in a deployment. Add a pattern to its 'plays'.");
    }
}

/// <summary>data/functions.json, read with the template: a function that only one of them has is a mistake that a test names.</summary>
static class FunctionTable
{
    public static JsonObject Data { get; } = JsonNode.Parse(File.ReadAllText(Repo.File("tests", "Permissions.Tests", "data", "functions.json")))!.AsObject();

    /// <summary>Every function of the template that the table knows.</summary>
    public static IReadOnlyList<FunctionEntry> Functions { get; } =
        [.. Stack.All[0].Template.Functions.Values.Where(spec => Data["functions"]![spec.LogicalId] is not null).OrderBy(spec => spec.LogicalId, StringComparer.Ordinal).Select(Of)];

    public static IEnumerable<string> Names => Data["functions"]!.AsObject().Select(one => one.Key);

    static FunctionEntry Of(FunctionSpec spec)
    {
        var entry = Data["functions"]![spec.LogicalId]!;
        return new FunctionEntry(spec.LogicalId, spec.ProjectName, (string?)entry["callers"],
            [.. entry["plays"]!.AsObject().Select(one => KeyValuePair.Create(one.Key, one.Value!.AsArray().Select(part => (string)part!).ToArray()))],
            (entry["beyond"]?.AsObject() ?? []).ToDictionary(one => one.Key, one => (string)one.Value!),
            entry["besides"]?.AsArray() ?? []);
    }
}
