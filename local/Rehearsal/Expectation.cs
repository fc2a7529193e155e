using System.Text.Json;

namespace Sluice.Local;

/// <summary>What a sample comes to in the rehearsal. Without a word in expected.json: it arrives, and all of it is taken.</summary>
/// <param name="Stays">Why nothing of the stack can bring it to the function; null: something does.</param>
/// <param name="Error">A part of the error that the function answers with.</param>
/// <param name="Status">Of HTTP; null: below 400.</param>
/// <param name="FailedMessages">Messages that come again.</param>
/// <param name="PutAside">Records that Firehose puts aside, at least.</param>
/// <param name="Kept">Whether the event ends where the stack keeps events that failed each time.</param>
/// <param name="Gone">Whether its first object is deleted before the event of it arrives.</param>
/// <param name="BucketOf">The function's variable that names the bucket of its objects; null: one that the stack brings objects from.</param>
/// <param name="Failures">Messages that the function itself puts into its queue of failures.</param>
/// <param name="Forwarded">Whether the account that the event names forwards it to a bus of the stack.</param>
/// <param name="Answer">A part of what who waits for an answer gets.</param>
sealed record Expectation(
    string? Stays = null, string? Error = null, int? Status = null, int FailedMessages = 0, int PutAside = 0, bool Kept = false, bool Gone = false, string? BucketOf = null,
    int Failures = 0, bool Forwarded = false, string? Answer = null)
{
    static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>In the order in which they are sent. By sample; a function that has the samples of another's project may have its own: <c>Function:sample</c>.</summary>
    public static IReadOnlyDictionary<string, Expectation> All { get; } =
        JsonSerializer.Deserialize<Dictionary<string, Expectation>>(File.ReadAllBytes(Path.Combine(Repository.Root, "local", "Rehearsal", "expected.json")), s_options)!;

    /// <summary>Samples that need one another stand in expected.json in their order; the others come first.</summary>
    public static IEnumerable<RehearsalSample> InOrder(IEnumerable<RehearsalSample> samples)
    {
        var names = All.Keys.ToList();
        return samples.OrderBy(one => names.IndexOf(one.Name)).ThenBy(one => one.Name, StringComparer.Ordinal);
    }

    /// <summary>Functions in the order in which expected.json comes to their samples: one may read what another wrote.</summary>
    public static IEnumerable<RehearsedFunction> InOrder(IEnumerable<RehearsedFunction> functions)
    {
        var projects = All.Keys.Select(name => name.Split(':')[^1].Split('/')[0]).Distinct().ToList();
        return functions.OrderBy(one => projects.IndexOf(one.Project)).ThenBy(one => one.LogicalId, StringComparer.Ordinal);
    }

    public static Expectation Of(string logicalId, RehearsalSample sample) =>
        All.GetValueOrDefault($"{logicalId}:{sample.Name}") ?? All.GetValueOrDefault(sample.Name) ?? new Expectation();
}
