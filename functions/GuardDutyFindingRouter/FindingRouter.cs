namespace Sluice.GuardDutyFindingRouter;

/// <summary>Sends a notice to one destination. Never throws for the destination's sake.</summary>
delegate Task<DeliveryOutcome> SendNotice(Destination destination, Notice notice, DateTimeOffset until, CancellationToken deadline);

/// <summary>Keeps a notice that a destination did not take.</summary>
/// <returns><c>null</c> when it is kept; else why not.</returns>
delegate Task<string?> KeepDelivery(KeptDelivery kept, CancellationToken deadline);

/// <summary>Routes one finding after the other: rules, ledger, floods, destinations, failure queue.</summary>
/// <param name="ledger">Tells copies and repeats; <c>null</c> where there is none, and everything is told.</param>
/// <param name="floods">Counts findings; <c>null</c> where there is none, and each is told by itself.</param>
/// <param name="send">To a destination.</param>
/// <param name="keep">Into the failure queue.</param>
/// <param name="time">The clock.</param>
sealed class FindingRouter(FindingLedger? ledger, FloodTable? floods, SendNotice send, KeepDelivery keep, TimeProvider time)
{
    /// <summary>Lambda's own deadline comes this much later than ours at the most, and clocks differ.</summary>
    static readonly TimeSpan s_leaseMargin = TimeSpan.FromSeconds(30);

    /// <summary>Routes a finding.</summary>
    /// <param name="rules">Those of this invocation.</param>
    /// <param name="finding">The finding.</param>
    /// <param name="turn">The event that brings it.</param>
    /// <param name="tally">Counts what becomes of it.</param>
    /// <param name="deadline">Ends calls.</param>
    /// <returns>Whether it is accounted for, so that its sender may forget it.</returns>
    public async Task<bool> RouteAsync(RuleSet rules, Finding finding, Turn turn, RouteTally tally, CancellationToken deadline)
    {
        var decision = RouteTable.Decide(rules, finding, time.GetUtcNow());
        if (decision.Suppressed is { } suppression)
        {
            tally.Drop(finding.Id, $"suppressed by '{suppression.Name}'", Counted.Suppressed);
            return true;
        }
        if (decision.IsDefault) tally.Count(Counted.ByDefault);
        var claim = await ClaimAsync(rules, finding, decision, turn, tally, deadline);
        if (claim.Copy is { } copy)
        {
            tally.Drop(finding.Id, copy, Counted.Copies);
            return true;
        }
        if (claim.To.Count == 0)
        {
            tally.Drop(finding.Id, finding.Archived ? "archived, and nobody was told of it" : "a repeat that tells nothing new", Counted.Repeats);
            return true;
        }
        var notices = await NoticesAsync(rules, finding, claim, tally, deadline);
        var ends = await Task.WhenAll(notices.Select(one => DeliverAsync(rules, one.Destination, one.Notice, turn, tally, deadline)));
        var done = notices.Zip(ends).Where(one => one.Second.IsDone).Select(one => one.First.Destination).ToList();
        var isDone = done.Count == notices.Count;
        await CompleteAsync(finding, claim, done, isDone, tally);

        if (ends.FirstOrDefault(end => end.Reason.Length > 0) is { Reason: { Length: > 0 } reason }) tally.Fail(finding.Id, reason);
        else tally.Count(Counted.Delivered);
        return isDone;
    }

    /// <summary>Sends a notice, and keeps it where that fails for good, or for the last time.</summary>
    /// <param name="rules">Those of this invocation.</param>
    /// <param name="name">Of the destination.</param>
    /// <param name="notice">What it is told; <c>null</c>: nothing now, a summary tells it.</param>
    /// <param name="turn">The event that brings it.</param>
    /// <param name="tally">Counts what becomes of it.</param>
    /// <param name="deadline">Ends calls.</param>
    /// <param name="before">As the failure queue kept it before.</param>
    /// <returns>Whether it is at its destination or in the failure queue, and what went wrong.</returns>
    public async Task<(bool IsDone, string Reason)> DeliverAsync(
        RuleSet rules, string name, Notice? notice, Turn turn, RouteTally tally, CancellationToken deadline, KeptDelivery? before = null)
    {
        if (notice is null) return (true, "");      // grouped
        var outcome = rules.Destinations.TryGetValue(name, out var destination)
            ? await send(destination, notice, turn.Until, deadline)
            : DeliveryOutcome.Refused($"{name}: the rules name no such destination any more");
        if (outcome.Delivered)
        {
            tally.Count(Counted.Notices);
            if (notice.Kind == NoticeKind.Summary) tally.Count(Counted.Summaries);
            return (true, "");
        }
        if (outcome.MayPass && turn.ComesAgain) return (false, outcome.Reason);
        var kept = before?.Again(outcome.Reason) ?? KeptDelivery.Of(name, notice, outcome.Reason, time.GetUtcNow(), attempts: 1);
        if (await keep(kept, deadline) is { } problem) return (false, $"{outcome.Reason} ({problem})");
        tally.Count(Counted.Kept);
        return (true, outcome.Reason);
    }

    /// <summary>What each destination is told; <c>null</c>: it is told of the finding by a summary.</summary>
    async Task<IReadOnlyList<(string Destination, Notice? Notice)>> NoticesAsync(RuleSet rules, Finding finding, Claim claim, RouteTally tally, CancellationToken deadline)
    {
        var account = rules.Account(finding.AccountId);
        var left = claim.To.Where(target => !claim.Sent.Contains(target.Destination)).ToList();
        var groups = claim.Kind == NoticeKind.New && claim.State.Length > 0 && rules.FloodThreshold > 0
            ? left.Where(target => target.Kind == NoticeKind.New && rules.Destinations.TryGetValue(target.Destination, out var known) && known.GroupsFloods).Select(target => target.Destination).ToList()
            : [];
        var flood = groups.Count > 0 ? await CountAsync(rules, finding, groups, tally, deadline) : null;
        var notices = new List<(string, Notice?)>(left.Count);
        foreach (var target in left)
        {
            var isGrouped = flood is not null && flood.Count > rules.FloodThreshold && groups.Contains(target.Destination);
            notices.Add((target.Destination,
                !isGrouped ? new Notice(target.Kind, finding, account, claim.Changes)
                : flood!.Count == rules.FloodThreshold + 1 ? new Notice(NoticeKind.Summary, finding, account, [], flood)
                : null));
        }
        if (flood is not null && flood.Count > rules.FloodThreshold) tally.Count(Counted.Grouped);
        return notices;
    }

    async Task<Flood?> CountAsync(RuleSet rules, Finding finding, List<string> groups, RouteTally tally, CancellationToken deadline)
    {
        if (floods is null) return null;
        try
        {
            return (await floods.AddAsync(finding, groups, rules.FloodThreshold, rules.FloodWindow, deadline)).Flood;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !deadline.IsCancellationRequested)
        {
            tally.MissLedger(failure);      // told by itself, then
            return null;
        }
    }

    async Task<Claim> ClaimAsync(RuleSet rules, Finding finding, RouteDecision decision, Turn turn, RouteTally tally, CancellationToken deadline)
    {
        if (ledger is null) return Claim.Unasked(finding, decision);
        try
        {
            return await ledger.ClaimAsync(finding, decision, turn.Owner, rules.RepeatWindow, turn.Until - time.GetUtcNow() + s_leaseMargin, deadline);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !deadline.IsCancellationRequested)
        {
            tally.MissLedger(failure);
            return Claim.Unasked(finding, decision);
        }
    }

    async Task CompleteAsync(Finding finding, Claim claim, List<string> done, bool isDone, RouteTally tally)
    {
        if (ledger is null || claim.State.Length == 0) return;
        try
        {
            // Also when the time is up: what was sent should not be sent again. Lambda leaves us half a second for it.
            using var last = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
            await ledger.CompleteAsync(finding.Region, finding.Id, finding.AccountId, claim, done, isDone, last.Token);
        }
        catch (Exception failure)
        {
            tally.MissLedger(failure);      // told again when the event comes again, then
        }
    }
}

/// <summary>The event that brings a finding.</summary>
/// <param name="Owner">Its id, the same when it comes again.</param>
/// <param name="ComesAgain">Whether its sender repeats it for sure when it is not acknowledged: what may pass is then left to it.</param>
/// <param name="Until">When the invocation's deadline token is cancelled.</param>
readonly record struct Turn(string Owner, bool ComesAgain, DateTimeOffset Until);
