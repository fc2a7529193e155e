namespace Sluice.Local;

/// <summary>A rule of EventBridge that took an event; see local/moto/bus_patches.py.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Bus">Name of its bus, in <paramref name="Account"/> and <paramref name="Region"/>.</param>
/// <param name="Targets">ARNs; empty: it only watches.</param>
sealed record RuleTake(string Rule, string Bus, string Account, string Region, IReadOnlyList<string> Targets);

/// <summary>Which rules have taken events, and how many: one that takes none of the samples is as wrong as a function that nothing reaches.</summary>
sealed class RuleTakes(RehearsedParts parts)
{
    readonly List<RuleTake> _all = [];

    /// <summary>Asks moto for those since the last time.</summary>
    public async Task<IReadOnlyList<RuleTake>> TakeAsync(CancellationToken cancellation)
    {
        var fresh = await parts.RuleTakesAsync(cancellation);
        _all.AddRange(fresh);
        return fresh;
    }

    /// <summary>In words: the way on which an event came to a function.</summary>
    public string WayOf(RehearsedFunction function, Trip.BusEvent trip, IReadOnlyList<RuleTake> takes)
    {
        var queues = parts.Wiring.QueuesOf(function.Wired).Select(one => one.Queue).ToHashSet(StringComparer.Ordinal);
        var own = takes.Where(one => one.Targets.Any(target => target == function.Wired.Arn || queues.Contains(target))).ToList();
        if (own.Count == 0) return "EventBridge";
        var from = trip.IsForwarded ? $"bus of account {trip.Account} → rule there → bus {own[0].Bus} → " : "EventBridge → ";
        var direct = own[0].Targets.Contains(function.Wired.Arn);
        return $"{from}rule {string.Join(", ", own.Select(one => NameOf(one.Rule)).Distinct())}{(direct ? "" : " → SQS queue → event source mapping")}";
    }

    /// <summary>The rules that bring events to functions, and those that hand them to another bus, after everything was sent.</summary>
    /// <param name="functions">Whose samples were sent.</param>
    /// <param name="isAll">Whether these are all functions.</param>
    public IEnumerable<TriggerResult> Judge(IReadOnlyList<RehearsedFunction> functions, bool isAll)
    {
        foreach (var function in functions)
            foreach (var rule in parts.Wiring.RulesOf(function.Wired).Where(one => one.Pattern is not null && Count(one) == 0))
                yield return new(function.LogicalId, null, "", "", [$"no sample takes rule {NameOf(rule.Name)}"], Arrived: false);
        if (!isAll) yield break;
        foreach (var rule in parts.Wiring.Rules.Where(one => one.Enabled && one.Pattern is not null))
            foreach (var bus in rule.Targets.Where(one => one.Arn.Split(':') is [_, _, "events", ..]))
                yield return new("", null, $"EventBridge → rule {NameOf(rule.Name)} → bus {bus.Arn.Split('/')[^1]} in {bus.Arn.Split(':')[3]}", Events(Watched(bus.Arn)),
                    Watched(bus.Arn) == Count(rule) && Count(rule) > 0 ? [] : [$"rule {NameOf(rule.Name)} took {Events(Count(rule))}, and {Watched(bus.Arn)} came to {bus.Arn}"], Arrived: false);
    }

    /// <summary>Events that came to a bus outside of the stack, which has a rule that only watches (local/moto/outside.py).</summary>
    public int Watched(string bus) => bus.Split(':') is [_, _, _, var region, var account, var name]
        ? _all.Count(one => one.Targets.Count == 0 && one.Region == region && one.Account == account && one.Bus == name.Split('/')[^1]) : 0;

    int Count(WiredRule rule) => _all.Count(one => one.Rule == rule.Name && one.Bus == rule.Bus && one.Region == parts.Stack.Aws.Region && one.Account == rule.Arn.Split(':')[4]);

    string NameOf(string rule) => parts.Stack.Report.LogicalIdOf(rule) ?? rule;

    static string Events(int count) => count == 1 ? "1 event" : $"{count} events";
}
