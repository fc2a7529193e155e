namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>What becomes of a finding: told once, to whom the rules say; kept where it could not be told; never nothing.</summary>
public class RouterTests
{
    readonly RouterStage _stage = new();

    [Fact]
    public async Task A_finding_its_copy_and_its_repeat_are_told_people_once()
    {
        Assert.True(await _stage.RouteAsync(States.Of(severity: 8), "member"));
        Assert.Equal("chat:New lake:New paging:New", _stage.Told());
        Assert.True(await _stage.RouteAsync(States.Of(severity: 8), "administrator"));
        Assert.Equal(("", 1), (_stage.Told(), _stage.Tally[Counted.Copies]));
        Assert.True(await _stage.RouteAsync(States.Of(minute: 15, count: 2, severity: 8), "repeat"));
        Assert.Equal("lake:Repeat", _stage.Told());
    }

    [Fact]
    public async Task A_raised_severity_reaches_those_it_now_concerns()
    {
        await _stage.RouteAsync(States.Of(severity: 5), "1");
        // No route but the lake's: the lake is told, and that is a route.
        Assert.Equal("lake:New", _stage.Told());
        await _stage.RouteAsync(States.Of(minute: 15, severity: 8), "2");
        Assert.Equal("chat:New lake:Update paging:New", _stage.Told());
    }

    [Fact]
    public async Task Archiving_resolves_what_was_opened()
    {
        await _stage.RouteAsync(States.Of(severity: 8), "1");
        _stage.Told();
        await _stage.RouteAsync(States.Of(minute: 15, severity: 8, archived: true), "2");
        Assert.Equal("chat:Resolve lake:Resolve paging:Resolve", _stage.Told());
    }

    [Fact]
    public async Task A_suppressed_finding_is_dropped_with_the_name_of_the_rule()
    {
        Assert.True(await _stage.RouteAsync(States.Of(remotes: "192.0.2.9"), "1"));
        Assert.Equal(("", "1 x suppressed by 'scanner' (id f1)"), (_stage.Told(), _stage.Tally.DroppedWhy));
    }

    [Fact]
    public async Task What_one_destination_refuses_is_kept_with_its_reason_and_the_others_have_it()
    {
        _stage.Answers = (destination, _) => destination.Name == "chat" ? DeliveryOutcome.Refused("'chat': 404, the webhook is gone") : DeliveryOutcome.Done;
        Assert.True(await _stage.RouteAsync(States.Of(severity: 8), "1"));
        Assert.Equal("lake:New paging:New", _stage.Told());
        var kept = Assert.Single(_stage.Kept);
        Assert.Equal(("chat", "'chat': 404, the webhook is gone", NoticeKind.New), (kept.Destination, kept.Reason, kept.Kind));
        Assert.Equal((0, 1), (_stage.Tally[Counted.Delivered], _stage.Tally.Failed));
    }

    [Fact]
    public async Task What_may_pass_is_left_to_the_queue_and_only_that_is_sent_again()
    {
        _stage.Answers = (destination, _) => destination.Name == "chat" ? DeliveryOutcome.Later("'chat': 429") : DeliveryOutcome.Done;
        Assert.False(await _stage.RouteAsync(States.Of(severity: 8), "1", comesAgain: true));
        Assert.Equal(("lake:New paging:New", 0), (_stage.Told(), _stage.Kept.Count));
        _stage.Answers = (_, _) => DeliveryOutcome.Done;
        Assert.True(await _stage.RouteAsync(States.Of(severity: 8), "1", comesAgain: true));
        Assert.Equal("chat:New", _stage.Told());
    }

    [Fact]
    public async Task The_last_time_it_is_kept()
    {
        _stage.Answers = (_, _) => DeliveryOutcome.Later("down");
        Assert.True(await _stage.RouteAsync(States.Of(severity: 8), "1", comesAgain: false));
        Assert.Equal(["chat", "lake", "paging"], _stage.Kept.Select(one => one.Destination).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_the_failure_queue_takes_nothing_the_event_has_to_come_again()
    {
        (_stage.Answers, _stage.KeepAnswers) = ((_, _) => DeliveryOutcome.Refused("no"), () => "the failure queue is down");
        Assert.False(await _stage.RouteAsync(States.Of(severity: 8), "1"));
        (_stage.Answers, _stage.KeepAnswers) = ((_, _) => DeliveryOutcome.Done, () => null);
        Assert.True(await _stage.RouteAsync(States.Of(severity: 8), "1"));
        Assert.Equal("chat:New lake:New paging:New", _stage.Told());
    }

    [Fact]
    public async Task Where_the_ledger_is_down_people_are_told_rather_than_not()
    {
        _stage.Store.IsDown = true;
        Assert.True(await _stage.RouteAsync(States.Of(severity: 8), "1"));
        Assert.Equal("chat:New lake:New paging:New", _stage.Told());
        Assert.Equal((1, "IOException: the table is down"), (_stage.Tally[Counted.LedgerUnavailable], _stage.Tally.LedgerProblem));
    }

    [Fact]
    public async Task What_the_rules_have_forgotten_meanwhile_is_kept_with_that_reason()
    {
        _stage.Answers = (_, _) => DeliveryOutcome.Later("down");
        Assert.False(await _stage.RouteAsync(States.Of(severity: 8), "1", comesAgain: true));
        _stage.Answers = (_, _) => DeliveryOutcome.Done;
        var without = RouterStage.Rules with { Destinations = RouterStage.Rules.Destinations.Where(one => one.Key != "paging").ToDictionary(), Routes = [RouterStage.Rules.Routes[0]] };
        Assert.True(await _stage.RouteAsync(States.Of(severity: 8), "1", rules: without));
        Assert.Equal("chat:New lake:New", _stage.Told());
        Assert.Contains("no such destination", Assert.Single(_stage.Kept).Reason, StringComparison.Ordinal);
    }
}
