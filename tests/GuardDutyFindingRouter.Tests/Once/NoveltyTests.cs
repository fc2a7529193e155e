using FsCheck;
using FsCheck.Fluent;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>What tells people something new.</summary>
public class NoveltyTests
{
    static readonly TimeSpan s_window = TimeSpan.FromHours(6);

    static (NoticeKind Kind, IReadOnlyList<string> Changes) After(Finding told, Finding next, double hoursLater = 1) =>
        Novelty.Decide(Novelty.Merge(null, told, NoticeKind.New, States.Start), next, States.Start.AddHours(hoursLater), s_window);

    [Fact]
    public void A_finding_that_nobody_knows_is_new() => Assert.Equal(NoticeKind.New, Novelty.Decide(null, States.Of(), States.Start, s_window).Kind);

    [Fact]
    public void One_that_was_archived_before_anyone_was_told_disturbs_nobody() =>
        Assert.Equal(NoticeKind.Repeat, Novelty.Decide(null, States.Of(archived: true), States.Start, s_window).Kind);

    [Fact]
    public void A_repeat_whose_count_grew_tells_nothing_new_within_the_window() =>
        Assert.Equal(NoticeKind.Repeat, After(States.Of(), States.Of(minute: 15, count: 2)).Kind);

    [Fact]
    public void After_the_window_it_is_told_how_often_it_was_seen()
    {
        var (kind, changes) = After(States.Of(), States.Of(minute: 400, count: 14), hoursLater: 6);
        Assert.Equal(NoticeKind.Update, kind);
        Assert.Equal(["still going on, seen 14 times"], changes);
    }

    [Fact]
    public void A_raised_severity_is_told_and_a_lowered_one_is_not()
    {
        Assert.Equal(["severity 5 → 8.5"], After(States.Of(severity: 5), States.Of(minute: 5, severity: 8.5)).Changes);
        Assert.Equal(NoticeKind.Repeat, After(States.Of(severity: 8), States.Of(minute: 5, severity: 5)).Kind);
    }

    [Fact]
    public void A_new_remote_address_is_told_although_nothing_else_changed()
    {
        var (kind, changes) = After(States.Of(), States.Of(minute: 5, count: 2, remotes: ["198.51.100.7", "203.0.113.9"]));
        Assert.Equal(NoticeKind.Update, kind);
        Assert.Equal(["new remote address 203.0.113.9"], changes);
    }

    [Fact]
    public void An_older_state_that_comes_late_tells_its_remote_address_and_changes_nothing_else()
    {
        var known = Novelty.Merge(null, States.Of(minute: 30, count: 5, archived: true), NoticeKind.New, States.Start);
        Assert.Equal(NoticeKind.Repeat, Novelty.Decide(known, States.Of(minute: 10, count: 2), States.Start, s_window).Kind);
        var late = States.Of(minute: 10, count: 2, remotes: "203.0.113.9");
        Assert.Equal(["new remote address 203.0.113.9"], Novelty.Decide(known, late, States.Start, s_window).Changes);
        var merged = Novelty.Merge(known, late, NoticeKind.Update, States.Start);
        Assert.True(merged.Archived);
        Assert.Equal((5, known.UpdatedAt), (merged.Count, merged.UpdatedAt));
    }

    [Fact]
    public void Archiving_resolves_once_and_its_later_occurrences_disturb_nobody()
    {
        Assert.Equal(NoticeKind.Resolve, After(States.Of(), States.Of(minute: 5, archived: true)).Kind);
        Assert.Equal(NoticeKind.Repeat, After(States.Of(archived: true), States.Of(minute: 5, count: 2, archived: true)).Kind);
    }

    [Fact]
    public void One_that_is_no_longer_archived_is_told() =>
        Assert.Contains("no longer archived", After(States.Of(archived: true), States.Of(minute: 5)).Changes);

    [Fact]
    public void Without_times_the_count_tells_which_state_is_older()
    {
        var known = Novelty.Merge(null, States.Of(count: 5) with { UpdatedAt = null }, NoticeKind.New, States.Start);
        Assert.Equal(NoticeKind.Repeat, Novelty.Decide(known, States.Of(count: 3, archived: true) with { UpdatedAt = null }, States.Start, s_window).Kind);
        Assert.Equal(NoticeKind.Resolve, Novelty.Decide(known, States.Of(count: 6, archived: true) with { UpdatedAt = null }, States.Start, s_window).Kind);
    }

    [Fact]
    public void Two_copies_of_a_state_are_one_and_any_change_makes_another()
    {
        var state = Novelty.StateOf(States.Of());
        Assert.Equal(state, Novelty.StateOf(States.Of() with { Title = "the administrator's copy" }));
        Finding[] others = [States.Of(minute: 1), States.Of(count: 2), States.Of(severity: 5.1), States.Of(archived: true), States.Of(remotes: "203.0.113.9")];
        Assert.Equal(others.Length + 1, others.Select(Novelty.StateOf).Append(state).Distinct().Count());
    }

    /// <summary>Whatever comes in whatever order: people have heard of the highest severity and of every address.</summary>
    [Fact]
    public void Nothing_that_is_new_goes_untold()
    {
        var states = from minute in Gen.Choose(0, 20)
                     from severity in Gen.Choose(1, 10)
                     from remote in Gen.Choose(1, 6)
                     select States.Of(minute, minute + 1, severity, remotes: $"198.51.100.{remote}");
        Prop.ForAll(Arb.From(Gen.ListOf(states)), arrivals =>
        {
            LedgerEntry? known = null;
            var (highest, addresses) = (0.0, new HashSet<string>());
            foreach (var state in arrivals)
            {
                var (kind, _) = Novelty.Decide(known, state, States.Start, s_window);
                var isNew = state.Severity > highest | addresses.Add(state.Remotes[0].Address);
                if (isNew && kind is not (NoticeKind.New or NoticeKind.Update)) return false;
                if (!isNew && kind is not NoticeKind.Repeat) return false;
                highest = Math.Max(highest, state.Severity);
                known = Novelty.Merge(known, state, kind, States.Start);
            }
            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Addresses_that_are_remembered_have_an_end()
    {
        var known = Novelty.Merge(null, States.Of(), NoticeKind.New, States.Start);
        for (var i = 0; i < 1100; i++) known = Novelty.Merge(known, States.Of(remotes: $"10.0.{i / 250}.{i % 250}"), NoticeKind.Update, States.Start);
        Assert.Equal(Novelty.MaxRemotes, known.Remotes.Count);
        Assert.Equal("10.0.4.99", known.Remotes[^1]);
    }
}
