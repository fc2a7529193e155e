using System.Diagnostics;
using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Permissions.Tests;

/// <summary>A question to IAM.</summary>
/// <param name="Principal">ARN of a role, or a service such as <c>s3.amazonaws.com</c>.</param>
/// <param name="Action">Such as <c>s3:GetObject</c>.</param>
/// <param name="Resource">Its ARN.</param>
/// <param name="Account">Of the resource.</param>
/// <param name="Context">Of the request, by condition key.</param>
/// <param name="Identity">Policies of the principal.</param>
/// <param name="ResourcePolicy">Of the resource.</param>
sealed record Question(string Principal, string Action, string Resource, string Account, IReadOnlyDictionary<string, string> Context, IReadOnlyList<JsonNode> Identity, JsonNode? ResourcePolicy)
{
    /// <summary>Policies of the organization; empty for one that forbids nothing.</summary>
    public IReadOnlyList<JsonNode> Organization { get; init; } = [];
}

/// <summary>Every action of some services, asked of one resource; without one, of what is somebody else's.</summary>
sealed record Sweep(string Principal, IReadOnlyList<string> Services, string? Resource, string Account, IReadOnlyList<JsonNode> Identity, JsonNode? ResourcePolicy);

/// <summary>What IAM says.</summary>
sealed record Verdict(string Result, string? Error, IReadOnlyList<string> IgnoredKeys)
{
    public bool IsAllowed => Result == "Allowed";

    /// <summary>A question that cannot be evaluated is no denial.</summary>
    public bool IsDenied => Result is "ImplicitlyDenied" or "ExplicitlyDenied";
}

/// <param name="Tried">Actions.</param>
/// <param name="Allowed">Those that are allowed, and on what.</param>
/// <param name="Unjudged">Those that the simulator cannot evaluate, and why.</param>
sealed record SweepOutcome(int Tried, IReadOnlyList<string> Allowed, IReadOnlyList<string> Unjudged);

/// <summary>@cloud-copilot/iam-simulate, all questions in one process.</summary>
static class Simulator
{
    static readonly Lazy<Task<bool>> s_isThere = new(async () => await RunAsync(["-e", "require('module').createRequire(process.env.SLUICE_NODE_MODULES + '/')('@cloud-copilot/iam-simulate')"], "", throws: false) is not null);

    static string NodeModules => Environment.GetEnvironmentVariable("SLUICE_NODE_MODULES") is { Length: > 0 } set ? set : Repo.File(".sluice", "node", "node_modules");

    /// <summary>First line of every test that needs it.</summary>
    public static async Task SkipIfAbsentAsync() =>
        Skip.IfNot(await s_isThere.Value, "@cloud-copilot/iam-simulate is missing: './sluice test' installs it where Node and npm are.");

    public static async Task<IReadOnlyList<Verdict>> AskAsync(IEnumerable<Question> questions) => (await AskAsync(questions, [])).Verdicts;

    public static async Task<(IReadOnlyList<Verdict> Verdicts, IReadOnlyList<SweepOutcome> Sweeps)> AskAsync(IEnumerable<Question> questions, IEnumerable<Sweep> sweeps)
    {
        var documents = new List<string>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int Number(JsonNode policy)
        {
            var text = policy.ToJsonString();
            if (numbers.TryGetValue(text, out var known)) return known;
            documents.Add(text);
            return numbers[text] = documents.Count - 1;
        }
        JsonArray Numbers(IEnumerable<JsonNode> policies) => new([.. policies.Select(one => (JsonNode)Number(one))]);
        var cases = new JsonArray([.. questions.Select(one => (JsonNode)new JsonObject
        {
            ["principal"] = one.Principal, ["action"] = one.Action, ["resource"] = one.Resource, ["account"] = one.Account,
            ["context"] = new JsonObject(one.Context.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["identity"] = Numbers(one.Identity), ["resourcePolicy"] = one.ResourcePolicy is { } policy ? Number(policy) : null, ["organization"] = Numbers(one.Organization),
        })]);
        var all = new JsonArray([.. sweeps.Select(one => (JsonNode)new JsonObject
        {
            ["principal"] = one.Principal, ["services"] = new JsonArray([.. one.Services.Select(service => (JsonNode)service)]), ["resource"] = one.Resource, ["account"] = one.Account,
            ["context"] = new JsonObject { ["aws:SecureTransport"] = "true" },
            ["identity"] = Numbers(one.Identity), ["resourcePolicy"] = one.ResourcePolicy is { } policy ? Number(policy) : null,
        })]);
        var asked = new JsonObject { ["documents"] = new JsonArray([.. documents.Select(one => JsonNode.Parse(one))]), ["cases"] = cases, ["sweeps"] = all };
        var answer = JsonNode.Parse((await RunAsync([Repo.File("tests", "Permissions.Tests", "Simulation", "simulate.mjs")], asked.ToJsonString(), throws: true))!)!;
        return (
            [.. answer["cases"]!.AsArray().Select(one => new Verdict((string)one!["result"]!, (string?)one["error"], Texts(one["ignored"])))],
            [.. answer["sweeps"]!.AsArray().Select(one => new SweepOutcome((int)one!["tried"]!, Texts(one["allowed"]), Texts(one["unjudged"])))]);
    }

    static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list?.AsArray() ?? []).Select(one => (string)one!)];

    static async Task<string?> RunAsync(string[] arguments, string input, bool throws)
    {
        var start = new ProcessStartInfo("node", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLUICE_NODE_MODULES"] = NodeModules;
        try
        {
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            if (process.ExitCode == 0) return await output;
            if (throws) throw new InvalidOperationException($"node {string.Join(' ', arguments)}: {await error}");
        }
        catch (System.ComponentModel.Win32Exception) when (!throws)
        {
            // No Node: the same as one without the package.
        }
        return null;
    }
}
