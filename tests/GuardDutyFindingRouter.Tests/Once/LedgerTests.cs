namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Each state is told once, whoever brings it, in whatever order, and whatever fails.</summary>
public class LedgerTests
{
    static readonly TimeSpan s_window = TimeSpan.FromHours(6);
    static readonly TimeSpan s_lease = TimeSpan.FromSeconds(90);

    readonly ManualTime _time = new(States.Start);
    readonly MemoryLedger _store = new();

    FindingLedger Ledger => new(_store, _time);

    Task<Claim> ClaimAsync(Finding finding, string owner, params Destination[] to) =>
        Ledger.ClaimAsync(finding, States.To(to.Length > 0 ? to : [States.Chat, States.Lake]), owner, s_window, s_lease, default);

    Task CompleteAsync(Finding finding, Claim claim, bool isDone = true, params string[] sent) =>
        Ledger.CompleteAsync(finding.Region, finding.Id, finding.AccountId, claim, sent.Length > 0 ? sent : claim.To.Select(one => one.Destination), isDone, default);

    [Fact]
    public async Task The_copy_of_another_account_is_left_out_while_the_first_is_told_and_after()
    {
        var first = await ClaimAsync(States.Of(), "member's event");
        Assert.Equal((NoticeKind.New, null), (first.Kind, first.Copy));
        Assert.Equal("a copy of what is being told", (await ClaimAsync(States.Of(), "administrator's event")).Copy);
        await CompleteAsync(States.Of(), first);
        Assert.Equal("a copy of what was told", (await ClaimAsync(States.Of(), "administrator's event")).Copy);
        Assert.Equal("told already", (await ClaimAsync(States.Of(), "member's event")).Copy);
    }

    [Fact]
    public async Task An_event_that_comes_again_goes_on_with_what_is_left()
    {
        var first = await ClaimAsync(States.Of(), "event");
        await CompleteAsync(States.Of(), first, isDone: false, "lake");
        var again = await ClaimAsync(States.Of(), "event");
        Assert.Null(again.Copy);
        Assert.Equal(["lake"], again.Sent);
        Assert.Equal([new NoticeTarget("chat", NoticeKind.New), new NoticeTarget("lake", NoticeKind.New)], again.To);
    }

    [Fact]
    public async Task An_event_whose_invocation_died_goes_on_at_once_and_a_copy_of_it_after_the_lease()
    {
        await ClaimAsync(States.Of(), "event");
        Assert.Null((await ClaimAsync(States.Of(), "event")).Copy);
        Assert.NotNull((await ClaimAsync(States.Of(), "copy")).Copy);
        _time.Pass(s_lease + TimeSpan.FromSeconds(1));
        Assert.Null((await ClaimAsync(States.Of(), "copy")).Copy);
    }

    [Fact]
    public async Task A_repeat_goes_to_those_alone_that_want_every_update()
    {
        await CompleteAsync(States.Of(), await ClaimAsync(States.Of(), "1"));
        var repeat = await ClaimAsync(States.Of(minute: 15, count: 2), "2");
        Assert.Equal([new NoticeTarget("lake", NoticeKind.Repeat)], repeat.To);
        // Nobody to tell: done with one write.
        Assert.Empty((await ClaimAsync(States.Of(minute: 30, count: 3), "3", States.Chat)).To);
        Assert.NotNull((await ClaimAsync(States.Of(minute: 30, count: 3), "4", States.Chat)).Copy);
    }

    [Fact]
    public async Task A_destination_that_never_heard_of_it_gets_it_as_new()
    {
        await CompleteAsync(States.Of(), await ClaimAsync(States.Of(), "1", States.Chat));
        var raised = await ClaimAsync(States.Of(minute: 15, severity: 8), "2", States.Chat, States.Paging);
        Assert.Equal([new NoticeTarget("chat", NoticeKind.Update), new NoticeTarget("paging", NoticeKind.New)], raised.To);
        // The rules have changed: a repeat is new to the ticket system, and to nobody else.
        var tickets = new Destination("tickets", DestinationKind.Jira);
        Assert.Equal([new NoticeTarget("tickets", NoticeKind.New)], (await ClaimAsync(States.Of(minute: 30, count: 2, severity: 8), "3", States.Chat, tickets)).To);
    }

    [Fact]
    public async Task What_was_opened_is_closed_where_it_was_opened_whatever_the_rules_say_now()
    {
        await CompleteAsync(States.Of(), await ClaimAsync(States.Of(), "1", States.Paging));
        var archived = await ClaimAsync(States.Of(minute: 15, archived: true), "2", States.Chat, States.Lake);
        Assert.Equal([new NoticeTarget("paging", NoticeKind.Resolve), new NoticeTarget("lake", NoticeKind.Resolve)], archived.To);
    }

    [Fact]
    public async Task Two_accounts_whose_findings_have_one_id_are_two()
    {
        Assert.Equal(NoticeKind.New, (await ClaimAsync(States.Of(), "1")).Kind);
        Assert.Equal(NoticeKind.New, (await ClaimAsync(States.Of(account: "444455556666"), "2")).Kind);
        Assert.Equal(["111122223333", "444455556666"], (await Ledger.FindAsync("eu-west-1", "f1", default)).Select(one => one.Account).Order());
    }

    [Fact]
    public async Task A_state_that_others_tell_at_the_same_time_is_claimed_once()
    {
        using var together = new Barrier(8);
        var store = new MemoryLedger { AfterRead = () => Task.Run(() => together.SignalAndWait(TimeSpan.FromMilliseconds(200))) };
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            new FindingLedger(store, _time).ClaimAsync(States.Of(), States.To(States.Chat), $"event {i}", s_window, s_lease, default))));
        Assert.Single(claims, claim => claim.Copy is null);
    }

    [Fact]
    public async Task States_that_come_at_the_same_time_all_find_their_place()
    {
        var store = new MemoryLedger { AfterRead = async () => await Task.Yield() };
        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() =>
            new FindingLedger(store, _time).ClaimAsync(States.Of(minute: i, count: i + 1), States.To(States.Chat), $"event {i}", s_window, s_lease, default))));
        Assert.Single(claims, claim => claim.Kind == NoticeKind.New);
        Assert.Equal(10, (await store.ReadAsync("eu-west-1/f1", "111122223333", default))!.Entry.Claims.Count);
    }

    [Fact]
    public async Task States_that_are_remembered_have_an_end_and_open_ones_stay_longest()
    {
        await ClaimAsync(States.Of(), "open");
        for (var i = 1; i < 40; i++) await CompleteAsync(States.Of(i, i + 1), await ClaimAsync(States.Of(i, i + 1), $"{i}"));
        var entry = (await _store.ReadAsync("eu-west-1/f1", "111122223333", default))!.Entry;
        Assert.Equal(FindingLedger.MaxClaims, entry.Claims.Count);
        Assert.Null((await ClaimAsync(States.Of(), "open")).Copy);
    }
}

/// <summary>A clock that stands until it is moved.</summary>
sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Pass(TimeSpan time) => _now += time;
}
