using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What was put, held against what is in the bucket.</summary>
static class FlowLogBalance
{
    /// <param name="lines">Put into the log group.</param>
    /// <param name="broken">Put straight into the delivery stream.</param>
    /// <param name="delivered">All delivered objects, decompressed, one after the other.</param>
    /// <param name="failures">All lines of all objects about failures.</param>
    /// <returns>What does not fit; nothing if all is well.</returns>
    public static IEnumerable<string> Check(IEnumerable<string> lines, byte[] broken, byte[] delivered, IReadOnlyList<JsonNode> failures, FirehoseAccount account)
    {
        var text = Encoding.UTF8.GetString(delivered);
        if (text.Length > 0 && text[^1] != '\n') yield return "the last delivered line has no end";
        // Firehose promises no order, and a line may well occur twice.
        var missing = Counted(lines);
        var strange = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (missing.GetValueOrDefault(line) == 0) strange.Add(line);
            else missing[line]--;
        }
        if (missing.Values.Sum() is > 0 and var lost) yield return $"{lost} lines were put and not delivered, the first: {missing.First(one => one.Value > 0).Key}";
        if (strange.Count > 0) yield return $"{strange.Count} lines were delivered that nobody put, or twice, the first: {strange[0]}";

        if (failures.Count != 1) yield return $"{failures.Count} records failed, and 1 was broken";
        else if (!Convert.FromBase64String(failures[0]["rawData"]!.ToString()).AsSpan().SequenceEqual(broken)) yield return "the failed record is not what was put";

        if (account.RecordsIn != account.Ok + account.Dropped + account.Failed)
            yield return $"{account.RecordsIn} records went in, and {account.Ok} + {account.Dropped} + {account.Failed} were delivered, dropped or failed";
        if (account.Dropped != 1) yield return $"{account.Dropped} records were dropped, and there was 1 control message";
    }

    static Dictionary<string, int> Counted(IEnumerable<string> lines) =>
        lines.GroupBy(line => line, StringComparer.Ordinal).ToDictionary(line => line.Key, line => line.Count(), StringComparer.Ordinal);
}
