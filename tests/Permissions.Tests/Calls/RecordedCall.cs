using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Tests;

namespace Permissions.Tests;

/// <summary>One AWS call as a test run made it.</summary>
/// <param name="By">A function where a process made it, otherwise the project under test.</param>
/// <param name="Service">The prefix of its IAM actions.</param>
/// <param name="Operation">As the AWS SDK for .NET names it.</param>
/// <param name="Caller">Types on the stack, innermost first; <c>process</c> where moto wrote it down.</param>
/// <param name="Parameters">What it named, by parameter.</param>
sealed record RecordedCall(string By, string Service, string Operation, string Caller, IReadOnlyDictionary<string, string> Parameters)
{
    public string Shown => $"{Service}.{Operation} {string.Join(", ", Parameters.Select(one => $"{one.Key}={one.Value}"))}";
}

/// <summary>What the test projects left in <c>artifacts/calls</c>.</summary>
static class Recordings
{
    public const string Absent = "The recordings of AWS calls in artifacts/calls are not there or not whole: './sluice test' makes them before it runs these tests, where moto and versitygw are.";

    static readonly Lazy<IReadOnlyList<RecordedCall>> s_all = new(Read);

    public static IReadOnlyList<RecordedCall> All => s_all.Value;

    /// <summary>The files that there are, by name without ending.</summary>
    public static IReadOnlyList<string> Files => Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder, "*.jsonl").Select(file => Path.GetFileNameWithoutExtension(file)!)] : [];

    /// <summary>Whether every project that records has run, and none lacked the server that it calls; not where the tests are started alone.</summary>
    public static bool AreComplete => FunctionTable.Functions.Select(one => one.Project).Append("EndToEnd").All(Files.Contains) && !Directory.EnumerateFiles(Folder, "*.missing").Any();

    static string Folder => Repo.File("artifacts", "calls");

    static List<RecordedCall> Read()
    {
        var aliases = ActionTable.Aliases;
        var found = new List<RecordedCall>();
        foreach (var line in Files.SelectMany(file => File.ReadLines(Path.Combine(Folder, file + ".jsonl"))).Distinct())
        {
            var call = JsonNode.Parse(line)!;
            var service = (string)call["service"]!;
            found.Add(new RecordedCall((string)call["function"]!, aliases.GetValueOrDefault(service, service), (string)call["operation"]!, (string)call["caller"]!,
                call["parameters"]!.AsObject().ToDictionary(one => one.Key, one => (string)one.Value!, StringComparer.Ordinal)));
        }
        return found;
    }

    /// <summary>Of one function: where its project serves two, those whose callers are its own.</summary>
    public static IEnumerable<RecordedCall> Of(FunctionEntry function) => All.Where(call => call.Caller == "process"
        ? call.By == function.Name
        : call.By == function.Project && (function.Callers is null || Regex.IsMatch(call.Caller, function.Callers)));
}
