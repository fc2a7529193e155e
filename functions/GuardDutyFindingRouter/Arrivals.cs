namespace Sluice.GuardDutyFindingRouter;

/// <summary>Routes arrivals several at a time, those of one finding one after the other.</summary>
static class Arrivals
{
    /// <summary>Routes all.</summary>
    /// <param name="arrivals">In the order in which they came.</param>
    /// <param name="concurrency">Findings at a time.</param>
    /// <param name="route">Routes one; says whether it is accounted for.</param>
    /// <param name="settle">Is told of each.</param>
    /// <param name="deadline">Handed on. Each arrival is asked for all the same, and says what becomes of it.</param>
    /// <returns>How many are accounted for.</returns>
    public static async Task<int> RouteAsync(
        IReadOnlyList<Arrival> arrivals, int concurrency, Func<Arrival, CancellationToken, Task<bool>> route, Action<Arrival, bool> settle, CancellationToken deadline)
    {
        var accounted = 0;
        // States of one finding at the same time would only wait for each other's turn in the ledger.
        var findings = arrivals.GroupBy(one => one.Finding?.Key ?? one.Id, StringComparer.Ordinal).Select(group => group.ToList()).ToList();
        await Parallel.ForAsync(0, findings.Count, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (i, _) =>
        {
            foreach (var arrival in findings[i])
            {
                var isAccounted = await route(arrival, deadline);
                if (isAccounted) Interlocked.Increment(ref accounted);
                settle(arrival, isAccounted);
            }
        });
        return accounted;
    }
}
