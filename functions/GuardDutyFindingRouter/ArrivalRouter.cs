namespace Sluice.GuardDutyFindingRouter;

/// <summary>Routes what arrived: findings, calls that archive, kept deliveries, and what is none of these.</summary>
/// <param name="router">Of findings.</param>
/// <param name="ledger">Knows findings of which only the id is told; <c>null</c> where there is none.</param>
/// <param name="keep">Into the failure queue: what cannot be read.</param>
/// <param name="time">The clock.</param>
sealed class ArrivalRouter(FindingRouter router, FindingLedger? ledger, KeepDelivery keep, TimeProvider time)
{
    /// <summary>Routes one.</summary>
    /// <param name="rules">Those of this invocation.</param>
    /// <param name="arrival">What arrived.</param>
    /// <param name="turn">The event that brings it.</param>
    /// <param name="tally">Counts what becomes of it.</param>
    /// <param name="deadline">Ends calls.</param>
    /// <returns>Whether it is accounted for, so that its sender may forget it.</returns>
    public async Task<bool> RouteAsync(RuleSet rules, Arrival arrival, Turn turn, RouteTally tally, CancellationToken deadline)
    {
        try
        {
            switch (arrival.Kind)
            {
                case ArrivalKind.Finding:
                    return await router.RouteAsync(rules, arrival.Finding!, turn, tally, deadline);
                case ArrivalKind.Archive:
                    return await ArchiveAsync(rules, arrival, turn, tally, deadline);
                case ArrivalKind.Kept:
                    return await DeliverKeptAsync(rules, arrival, turn, tally, deadline);
                case ArrivalKind.NotAFinding:
                    tally.Drop(arrival.Id, $"no finding: {arrival.Name}", Counted.NotFindings);
                    return true;
                default:
                    return await KeepAsync(KeptDelivery.OfArrival(arrival.Raw, Reason(arrival), time.GetUtcNow(), attempts: 1), arrival.Id, tally, deadline);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            tally.Fail(arrival.Id, "the time was up before it was done");
            return false;
        }
    }

    static string Reason(Arrival arrival) => arrival.Name.Length > 0 ? $"{arrival.Name}: {arrival.Problem}" : arrival.Problem;

    /// <summary>An archive names ids; what they were is in the ledger.</summary>
    async Task<bool> ArchiveAsync(RuleSet rules, Arrival arrival, Turn turn, RouteTally tally, CancellationToken deadline)
    {
        var call = arrival.Archive!;
        var isDone = true;
        foreach (var id in call.FindingIds)
        {
            IReadOnlyList<StoredEntry> known = [];
            try
            {
                if (ledger is not null) known = await ledger.FindAsync(call.Region, id, deadline);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !deadline.IsCancellationRequested)
            {
                tally.MissLedger(failure);
                tally.Fail(id, "the ledger could not be asked who was told of it");
                isDone = false;
                continue;
            }
            var findings = known.Select(entry => Read(entry.Finding)).OfType<Finding>().ToList();
            if (findings.Count == 0) tally.Drop(id, $"{(call.Archived ? "archived" : "no longer archived")}, and nobody was told of it", Counted.Repeats);
            foreach (var finding in findings)
            {
                // Newer than what is known, and than every other call.
                var changed = finding with { Archived = call.Archived, UpdatedAt = call.Time ?? time.GetUtcNow() };
                isDone &= await router.RouteAsync(rules, changed, turn, tally, deadline);
            }
        }
        return isDone;
    }

    /// <summary>What the failure queue kept goes to the one destination that did not take it, past rules and ledger.</summary>
    async Task<bool> DeliverKeptAsync(RuleSet rules, Arrival arrival, Turn turn, RouteTally tally, CancellationToken deadline)
    {
        var kept = KeptDelivery.Read(arrival.Kept, FindingReader.Reread, out var problem);
        if (kept is null) return await KeepAsync(KeptDelivery.OfArrival(arrival.Kept, problem, time.GetUtcNow(), attempts: 1), arrival.Id, tally, deadline);
        if (kept.Finding is not { } finding) return await ReadAgainAsync(rules, kept, arrival, turn, tally, deadline);

        var notice = kept.ToNotice(rules.Account(finding.AccountId))!;
        var (isDone, reason) = await router.DeliverAsync(rules, kept.Destination, notice, turn, tally, deadline, kept);
        if (reason.Length > 0) tally.Fail(finding.Id, reason);
        else tally.Count(Counted.Delivered);
        return isDone;
    }

    /// <summary>What could not be read before may be readable now, by a newer version.</summary>
    async Task<bool> ReadAgainAsync(RuleSet rules, KeptDelivery kept, Arrival arrival, Turn turn, RouteTally tally, CancellationToken deadline)
    {
        try
        {
            var again = EventReader.Read(kept.Arrival, arrival.Id);
            if (again.Exports.Count == 0 && again.Arrivals.Count > 0 && again.Arrivals.All(one => one.Kind is not (ArrivalKind.Unreadable or ArrivalKind.Kept)))
            {
                var isDone = true;
                foreach (var one in again.Arrivals) isDone &= await RouteAsync(rules, one, turn with { Owner = one.Id }, tally, deadline);
                return isDone;
            }
        }
        catch (InvalidDataException)
        {
            // Still unreadable: kept with the reason it came with.
        }
        return await KeepAsync(kept.Again(kept.Reason), arrival.Id, tally, deadline);
    }

    async Task<bool> KeepAsync(KeptDelivery kept, string id, RouteTally tally, CancellationToken deadline)
    {
        var problem = await keep(kept, deadline);
        tally.Fail(id, problem is null ? kept.Reason : $"{kept.Reason} ({problem})");
        if (problem is null) tally.Count(Counted.Kept);
        return problem is null;
    }

    static Finding? Read(ReadOnlyMemory<byte> json) => json.IsEmpty ? null : FindingReader.Reread(json, FindingOrigin.Event, out _);
}
