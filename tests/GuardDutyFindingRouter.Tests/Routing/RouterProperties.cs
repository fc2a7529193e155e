using FsCheck;
using FsCheck.Fluent;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Whatever arrives, in whatever order, and whatever fails: each finding reaches its destinations, a suppression that has a name, or the
/// failure queue.</summary>
public class RouterProperties
{
    sealed record Arrived(Finding Finding, string Event, int Faults);

    static readonly Gen<Arrived> s_arrived =
        from id in Gen.Choose(1, 3)
        from minute in Gen.Choose(0, 4)
        from severity in Gen.Elements(3.0, 5, 8, 9.5)
        from remote in Gen.Elements("198.51.100.7", "203.0.113.9", "192.0.2.9")
        from archived in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        from @event in Gen.Choose(0, 1000)
        from faults in Gen.Choose(0, int.MaxValue)
        select new Arrived(States.Of(minute, minute + 1, severity, archived, $"f{id}", remotes: remote), $"event {@event}", faults);

    [Fact]
    public void Each_finding_is_told_suppressed_or_kept() => Prop.ForAll(Arb.From(Gen.ListOf(s_arrived)), arrivals => HoldsAsync([.. arrivals]).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    static async Task<bool> HoldsAsync(List<Arrived> arrivals)
    {
        var stage = new RouterStage();
        foreach (var arrived in arrivals)
        {
            // Up to three attempts with faults, then a calm one: what a queue does.
            for (var attempt = 1; ; attempt++)
            {
                var random = new Random(arrived.Faults + attempt);
                var calm = attempt > 3;
                stage.Answers = (_, _) => calm ? DeliveryOutcome.Done : random.Next(4) switch { 0 => DeliveryOutcome.Refused("no"), 1 => DeliveryOutcome.Later("later"), _ => DeliveryOutcome.Done };
                stage.KeepAnswers = () => !calm && random.Next(3) == 0 ? "the failure queue is down" : null;
                stage.Store.IsDown = !calm && random.Next(4) == 0;
                var isAccounted = await stage.RouteAsync(arrived.Finding, arrived.Event, comesAgain: attempt < 3);
                var tally = stage.Tally;
                // Each attempt counts it once.
                if (tally[Counted.Delivered] + tally.Dropped + tally.Failed != 1) return false;
                if (isAccounted) break;
                if (calm) return false;
            }
        }
        stage.Store.IsDown = false;
        return arrivals.All(arrived => IsToldAsFarAsRulesSay(stage, arrived.Finding, arrivals));
    }

    static bool IsToldAsFarAsRulesSay(RouterStage stage, Finding finding, List<Arrived> arrivals)
    {
        var decision = RouteTable.Decide(RouterStage.Rules, finding, stage.Time.GetUtcNow());
        if (decision.Suppressed is { Name: "scanner" }) return true;
        // What is archived at once disturbs nobody; the lake has it.
        if (finding.Archived) return Reached(stage, finding, "lake");
        return decision.Destinations.All(destination => Reached(stage, finding, destination.Name));
    }

    static bool Reached(RouterStage stage, Finding finding, string destination) =>
        stage.Sent.Any(one => one.Destination == destination && one.Notice.Finding.Id == finding.Id)
        || stage.Kept.Any(one => one.Destination == destination && one.Finding?.Id == finding.Id);

    [Fact]
    public void Without_faults_people_are_told_of_each_new_thing_once() => Prop.ForAll(Arb.From(Gen.ListOf(s_arrived)), arrivals => OnceAsync([.. arrivals]).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    static async Task<bool> OnceAsync(List<Arrived> arrivals)
    {
        var stage = new RouterStage();
        foreach (var arrived in arrivals) await stage.RouteAsync(arrived.Finding, arrived.Event);
        var firsts = stage.Sent.Where(one => one.Notice.Kind == NoticeKind.New).Select(one => (one.Destination, one.Notice.Finding.Id)).ToList();
        // All of it a second time, by other events: nothing is told, but what was archived or not by turns.
        var before = stage.Sent.Count;
        foreach (var arrived in arrivals.DistinctBy(one => (one.Finding.Id, Novelty.StateOf(one.Finding))).TakeLast(FindingLedger.MaxClaims))
            await stage.RouteAsync(arrived.Finding, "again " + arrived.Event);
        var claims = arrivals.Count == 0 ? 0 : arrivals.GroupBy(one => one.Finding.Id).Max(group => group.Select(one => Novelty.StateOf(one.Finding)).Distinct().Count());
        return firsts.Distinct().Count() == firsts.Count && (claims > FindingLedger.MaxClaims || stage.Sent.Count == before);
    }
}
