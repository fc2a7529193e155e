namespace Sluice.GuardDutyFindingRouter;

/// <summary>What an invocation has to do with a state of a finding.</summary>
/// <param name="Kind">Why it is told.</param>
/// <param name="Changes">Phrases for people.</param>
/// <param name="To">Whom to tell.</param>
/// <param name="Sent">Those of them that are done already, by an earlier attempt of the same event.</param>
/// <param name="Copy">Why nothing is to be done: somebody else tells this state, or did. <c>null</c> otherwise.</param>
/// <param name="State">Names the state, to complete it; empty where nothing is kept of it.</param>
sealed record Claim(NoticeKind Kind, IReadOnlyList<string> Changes, IReadOnlyList<NoticeTarget> To, IReadOnlyList<string> Sent, string? Copy, string State)
{
    /// <summary>Where no ledger can be asked: everyone is told, for twice is better than never.</summary>
    public static Claim Unasked(Finding finding, RouteDecision decision)
    {
        var kind = finding.Archived ? NoticeKind.Resolve : NoticeKind.New;
        return new(kind, [], [.. decision.Destinations.Select(one => new NoticeTarget(one.Name, kind))], [], null, "");
    }
}

/// <summary>Each state of a finding is told once, whoever brings it and however often.</summary>
/// <remarks>A state is claimed by the source event that brings it first, with a conditional write, and marked as done when each destination has it or the
/// failure queue. A copy that meets a claim is left out: if the claim's invocation dies, its own event comes again (Lambda, SQS and EventBridge
/// repeat what was not acknowledged), meets its own claim and goes on with what is left. After the lease anyone goes on.</remarks>
/// <param name="store">Keeps the entries.</param>
/// <param name="time">The clock.</param>
sealed class FindingLedger(ILedgerStore store, TimeProvider time)
{
    /// <summary>States that are remembered for a finding. GuardDuty sends a new one every 15 minutes at most.</summary>
    public const int MaxClaims = 16;

    /// <summary>Times that a faster one is given way to.</summary>
    const int Tries = 20;

    /// <summary>What finding it is in the table.</summary>
    public static string IdOf(string region, string findingId) => $"{region}/{findingId}";

    /// <summary>Claims a state.</summary>
    /// <param name="finding">The state.</param>
    /// <param name="decision">Where the rules send it; not suppressed.</param>
    /// <param name="owner">Id of the event that brings it.</param>
    /// <param name="window">See <see cref="RuleSet.RepeatWindow"/>.</param>
    /// <param name="lease">How long it may take to tell it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Amazon.DynamoDBv2.AmazonDynamoDBException">The table cannot be used.</exception>
    /// <exception cref="TimeoutException">Others were faster each time.</exception>
    public async Task<Claim> ClaimAsync(Finding finding, RouteDecision decision, string owner, TimeSpan window, TimeSpan lease, CancellationToken cancellation)
    {
        var (id, state) = (IdOf(finding.Region, finding.Id), Novelty.StateOf(finding));
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var now = time.GetUtcNow();
            var stored = await store.ReadAsync(id, finding.AccountId, cancellation);
            var known = stored?.Entry is { Claims.Count: > 0 } entry ? entry : null;
            var claim = known?.Claims.FirstOrDefault(one => one.State == state);
            var isOwn = claim?.Owner == owner;
            if (claim is { Done: true }) return Left(claim, isOwn ? "told already" : "a copy of what was told");
            if (claim is not null && !isOwn && claim.LeaseUntil > now.ToUnixTimeSeconds()) return Left(claim, "a copy of what is being told");

            LedgerClaim next;
            LedgerEntry merged;
            if (claim is not null) (next, merged) = (claim with { Owner = owner, LeaseUntil = now.Add(lease).ToUnixTimeSeconds() }, known!);
            else
            {
                var (kind, changes) = Novelty.Decide(known, finding, now, window);
                var to = Targets(kind, finding, decision, known?.Told ?? []);
                merged = Novelty.Merge(known, finding, kind, now);
                // Whoever is about to be told counts as told: should this attempt fail, its event goes on with it.
                merged = merged with { Told = [.. merged.Told.Union(to.Where(one => one.Kind is NoticeKind.New or NoticeKind.Update).Select(one => one.Destination), StringComparer.Ordinal)] };
                next = new(state, owner, now.Add(lease).ToUnixTimeSeconds(), Done: to.Count == 0, kind, changes, to, []);
            }
            var isNewest = merged.UpdatedAt == (finding.UpdatedAt?.ToUnixTimeMilliseconds() ?? 0) || stored is null || stored.Finding.IsEmpty;
            var write = new StoredEntry(finding.AccountId, (stored?.Version ?? 0) + 1, merged with { Claims = With(merged.Claims, next) }, isNewest ? finding.Raw : stored!.Finding);
            if (await store.WriteAsync(id, write, cancellation)) return new(next.Kind, next.Changes, next.To, next.Sent, null, state);
        }
        throw new TimeoutException($"the ledger's entry of finding {finding.Id} changed at each of {Tries} tries");
    }

    /// <summary>Whom to tell. Pure.</summary>
    static List<NoticeTarget> Targets(NoticeKind kind, Finding finding, RouteDecision decision, IReadOnlyList<string> told)
    {
        var to = new List<NoticeTarget>();
        // What was opened is closed where it was opened, whatever the rules say of archived findings.
        if (kind == NoticeKind.Resolve) to.AddRange(told.Select(name => new NoticeTarget(name, NoticeKind.Resolve)));
        foreach (var destination in decision.Destinations)
        {
            var knows = told.Contains(destination.Name);
            NoticeKind? tell = kind switch
            {
                NoticeKind.New => NoticeKind.New,
                NoticeKind.Update => knows || destination.EveryUpdate ? NoticeKind.Update : NoticeKind.New,
                NoticeKind.Resolve => knows || !destination.EveryUpdate ? null : NoticeKind.Resolve,
                // The rules have changed since, or a suppression has expired: it is new to those who never heard of it.
                _ => destination.EveryUpdate ? NoticeKind.Repeat : knows || finding.Archived ? null : NoticeKind.New,
            };
            if (tell is { } wanted) to.Add(new(destination.Name, wanted));
        }
        return to;
    }

    /// <summary>Notes what became of a claim.</summary>
    /// <param name="region">Of the finding.</param>
    /// <param name="findingId">Its id.</param>
    /// <param name="account">Its account.</param>
    /// <param name="claim">As it was given.</param>
    /// <param name="sent">Destinations that are done, by name; the failure queue keeps what others did not take, and they are done too.</param>
    /// <param name="isDone">Whether nothing is left to do.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Amazon.DynamoDBv2.AmazonDynamoDBException">The table cannot be used. It may then be told again.</exception>
    public async Task CompleteAsync(string region, string findingId, string account, Claim claim, IEnumerable<string> sent, bool isDone, CancellationToken cancellation)
    {
        if (claim.State.Length == 0) return;
        var id = IdOf(region, findingId);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var stored = await store.ReadAsync(id, account, cancellation);
            if (stored?.Entry.Claims.FirstOrDefault(one => one.State == claim.State) is not { } kept) return;     // pushed out by newer ones, or expired
            var entry = stored.Entry with
            {
                // A lease that is given back lets the event's repeat, or a copy, go on at once.
                Claims = With(stored.Entry.Claims, kept with { Done = isDone, Sent = [.. kept.Sent.Union(sent, StringComparer.Ordinal)], LeaseUntil = 0 }),
            };
            if (await store.WriteAsync(id, stored with { Version = stored.Version + 1, Entry = entry }, cancellation)) return;
        }
        throw new TimeoutException($"the ledger's entry of finding {findingId} changed at each of {Tries} tries");
    }

    /// <summary>What is known of a finding of which only the id is told, in every account that has one.</summary>
    public Task<IReadOnlyList<StoredEntry>> FindAsync(string region, string findingId, CancellationToken cancellation) => store.ReadAllAsync(IdOf(region, findingId), cancellation);

    static Claim Left(LedgerClaim claim, string why) => new(claim.Kind, claim.Changes, [], claim.Sent, why, claim.State);

    /// <summary>The claims with one of them new or changed. Those that are done go first when there are too many.</summary>
    static List<LedgerClaim> With(IReadOnlyList<LedgerClaim> claims, LedgerClaim next)
    {
        List<LedgerClaim> all = [.. claims.Where(one => one.State != next.State), next];
        while (all.Count > MaxClaims) all.RemoveAt(all.FindIndex(one => one.Done) is >= 0 and var done && done < all.Count - 1 ? done : 0);
        return all;
    }
}
