using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <param name="Lines">Of all objects in the bucket that is loaded.</param>
/// <param name="PutAside">Lines of all objects in the bucket of what was rejected.</param>
sealed record LoadInput(IReadOnlyList<string> Lines, IReadOnlyList<string> PutAside);

/// <summary>What lies in the central bucket, held against what the cluster has.</summary>
static class LoadBalance
{
    /// <param name="first">What the function says after it loaded all.</param>
    /// <param name="again">What it says after a message came a second time.</param>
    /// <param name="counts">What the cluster counted, before and after that.</param>
    /// <param name="found">What the cluster says of all client addresses.</param>
    /// <returns>What does not fit; nothing if all is well.</returns>
    public static IEnumerable<string> Check(LoadInput input, LoadCounts first, LoadCounts again, (long Before, long After) counts, IReadOnlyList<ClientRequests> found, QueueAccount queue)
    {
        var records = input.Lines.Select(JsonLine.Parse).OfType<JsonObject>().ToList();
        var broken = input.Lines.Where(line => JsonLine.Parse(line) is null).ToList();
        if ((first.Documents, first.Delivered, first.AlreadyThere, first.Rejected, first.ObjectsFailed) != (input.Lines.Count, records.Count, 0, broken.Count, 0))
            yield return $"S3ToElasticsearchLoader says {first.Documents} records, {first.Delivered} delivered, {first.AlreadyThere} already there, {first.Rejected} rejected, {first.ObjectsFailed} objects failed, "
                + $"and {input.Lines.Count}, {records.Count}, 0, {broken.Count} and 0 were to be";
        if (counts.Before != records.Count) yield return $"the cluster has {counts.Before} documents, and the bucket {records.Count} records";
        if (counts.After != counts.Before) yield return $"a message that came a second time made {counts.After} documents of {counts.Before}";
        var more = again.AlreadyThere - first.AlreadyThere;
        if (more == 0 || again.Delivered - first.Delivered != more) yield return $"of a message that came a second time {more} documents were there already, and {again.Delivered - first.Delivered} were delivered";

        var wanted = records.CountBy(one => ((string)one["httpRequest"]!["clientIp"]!, (string)one["action"]!)).ToDictionary();
        foreach (var one in found)
            if (one.Blocked != wanted.GetValueOrDefault((one.Address, "BLOCK")) || one.Allowed != wanted.GetValueOrDefault((one.Address, "ALLOW")))
                yield return $"the cluster says {one.Blocked} blocked and {one.Allowed} allowed of {one.Address}";
        if (found.Sum(one => one.Requests) != records.Count) yield return $"the cluster's client addresses have {found.Sum(one => one.Requests)} requests in all";

        var letters = input.PutAside.Select(line => (string?)JsonLine.Parse(line)?["raw"]).ToHashSet(StringComparer.Ordinal);
        foreach (var line in broken.Where(line => !letters.Contains(line))) yield return $"a broken line of {line.Length} characters is not put aside as it came";
        if (queue.Failed != 0 || queue.Deleted != queue.Received) yield return $"the loader's queue delivered {queue.Received} messages, of which {queue.Deleted} are deleted and {queue.Failed} come again";
    }
}
