namespace Sluice.Local;

/// <summary>What GuardDutyFindingRouter says of its invocations.</summary>
sealed record FindingCounts(long Notices, long Suppressed, long Copies, long Kept, long LedgerUnavailable)
{
    public static FindingCounts Of(IEnumerable<string> logLines)
    {
        var log = new FunctionLog(logLines);
        return new(log.Sum(nameof(Notices)), log.Sum(nameof(Suppressed)), log.Sum(nameof(Copies)), log.Sum(nameof(Kept)), log.Sum(nameof(LedgerUnavailable)));
    }
}

/// <summary>What has to become of each event, held against what arrived at the destinations.</summary>
static class FindingBalance
{
    /// <param name="expected">Of each event.</param>
    /// <param name="arrived">Messages that destinations took.</param>
    /// <param name="kept">Messages that were seen in the failure queue.</param>
    /// <param name="counts">What the function says.</param>
    /// <returns>What does not fit; nothing if all is well.</returns>
    public static IEnumerable<string> Check(IReadOnlyList<FindingOutcome> expected, IReadOnlyList<FindingMessage> arrived, int kept, FindingCounts counts)
    {
        var left = arrived.ToList();
        foreach (var outcome in expected)
        {
            if (outcome.To.Count == 0 && outcome.WhyNot.Length == 0) yield return $"nobody was to be told of {Name(outcome)}, and nothing says why";
            foreach (var one in outcome.To)
                if (!left.Remove(one)) yield return $"{one.Destination} was not told of {Name(outcome)} ({one.FindingId}, {one.Kind})";
        }
        foreach (var one in left) yield return $"{one.Destination} was told of {one.FindingId} ({one.Kind}), which was not to be, or twice";

        var (suppressed, copies) = (Count("suppressed"), Count("a copy"));
        if ((counts.Suppressed, counts.Copies) != (suppressed, copies)) yield return $"GuardDutyFindingRouter says {counts.Suppressed} suppressed and {counts.Copies} copies, and {suppressed} and {copies} were to be";
        if (counts.Notices != arrived.Count) yield return $"GuardDutyFindingRouter says that {counts.Notices} messages were taken, and {arrived.Count} were";
        if (counts.Kept != kept) yield return $"GuardDutyFindingRouter says that {counts.Kept} messages were kept, and {kept} were in the failure queue";
        if (counts.LedgerUnavailable != 0) yield return $"the ledger could not be used {counts.LedgerUnavailable} times";

        int Count(string why) => expected.Count(one => one.WhyNot.StartsWith(why, StringComparison.Ordinal));
    }

    static string Name(FindingOutcome outcome) => outcome.Put.Name.Trim();
}
