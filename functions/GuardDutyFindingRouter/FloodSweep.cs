namespace Sluice.GuardDutyFindingRouter;

/// <summary>Sends the last summary of floods that are over.</summary>
/// <param name="floods">The table.</param>
/// <param name="router">Delivers.</param>
/// <param name="read">Reads a finding from its JSON; <c>null</c> where it is none.</param>
sealed class FloodSweep(FloodTable floods, FindingRouter router, Func<ReadOnlyMemory<byte>, Finding?> read)
{
    /// <summary>Sends them.</summary>
    /// <returns>What went wrong, a sentence each; such a flood stays on the list.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(RuleSet rules, Turn turn, RouteTally tally, CancellationToken deadline)
    {
        var problems = new List<string>();
        foreach (var (flood, raw, destinations) in await floods.EndedAsync(rules.FloodThreshold, deadline))
        {
            // The first summary told of one more than the threshold; without others there is nothing to add.
            if (flood.Grouped > 1 && read(raw) is { } finding)
            {
                var notice = new Notice(NoticeKind.Summary, finding, rules.Account(flood.AccountId), [], flood);
                var ends = await Task.WhenAll(destinations.Select(name => router.DeliverAsync(rules, name, notice, turn, tally, deadline)));
                foreach (var (_, reason) in ends.Where(end => end.Reason.Length > 0)) tally.Fail(flood.Key, reason);
                if (ends.Any(end => !end.IsDone))
                {
                    problems.Add($"the summary of {flood.Key}: {string.Join("; ", ends.Where(end => !end.IsDone).Select(end => end.Reason))}");
                    continue;
                }
            }
            await floods.CloseAsync(flood, deadline);
        }
        return problems;
    }
}
