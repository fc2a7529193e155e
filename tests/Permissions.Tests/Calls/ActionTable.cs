using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Permissions.Tests;

/// <summary>One action that a call needs.</summary>
/// <param name="Action">The action.</param>
/// <param name="What">What the call names, with / between its parts.</param>
/// <param name="OnBucket">Asked of the bucket, with the rest as <c>s3:prefix</c>.</param>
/// <param name="OnKey">Actions on the key that the resource is encrypted with.</param>
/// <param name="Why">Where it does not follow from the operation's name.</param>
sealed record NeededAction(string Action, string What, bool OnBucket, IReadOnlyList<string> OnKey, string? Why);

/// <summary>data/actions.json: which IAM actions a call needs.</summary>
static class ActionTable
{
    static readonly JsonObject s_data = JsonNode.Parse(File.ReadAllText(Repo.File("tests", "Permissions.Tests", "data", "actions.json")))!.AsObject();

    public static IReadOnlyDictionary<string, string> Aliases { get; } = s_data["aliases"]!.AsObject().ToDictionary(one => one.Key, one => (string)one.Value!);

    public static bool Knows(RecordedCall call) => s_data[call.Service]?[call.Operation] is not null;

    public static IEnumerable<NeededAction> Of(RecordedCall call)
    {
        var entries = s_data[call.Service]?[call.Operation]?.AsArray()
            ?? throw new InvalidOperationException($"{call.Shown}: tests/Permissions.Tests/data/actions.json does not know which IAM actions {call.Service}.{call.Operation} needs. Add it there.");
        foreach (var entry in entries.Select(one => one!))
        {
            if ((string?)entry["when"] is { } when && !call.Parameters.ContainsKey(when)) continue;
            if ((string?)entry["unless"] is { } unless && call.Parameters.ContainsKey(unless)) continue;
            var parts = ((string)entry["of"]!).Split('/').Select(part => call.Parameters.GetValueOrDefault(part, char.IsUpper(part[0]) ? "" : part));
            yield return new NeededAction((string)entry["action"]!, string.Join('/', parts), (string?)entry["on"] == "bucket",
                [.. (entry["kms"]?.AsArray() ?? []).Select(one => (string)one!)], (string?)entry["why"]);
        }
    }
}
