using System.Globalization;

namespace Sluice.GuardDutyFindingRouter.Tests;

public class RetryAfterTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_pause_in_seconds_is_kept(int status)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("pagerduty", new Fault(status, "", ("Retry-After", "37")));

        Assert.True((await scene.SendAsync(DestinationKind.PagerDuty)).Delivered);

        Assert.Contains(TimeSpan.FromSeconds(37), scene.Time.Waits);
    }

    [Fact]
    public async Task A_pause_until_a_date_is_kept()
    {
        await using var scene = await DeliveryScene.StartAsync();
        var date = (scene.Time.GetUtcNow() + TimeSpan.FromSeconds(21)).ToString("R", CultureInfo.InvariantCulture);
        scene.Server.Script("slack", new Fault(429, "", ("Retry-After", date)));

        Assert.True((await scene.SendAsync(DestinationKind.Slack)).Delivered);

        Assert.Contains(TimeSpan.FromSeconds(21), scene.Time.Waits);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT")]
    [InlineData("99999999999999999999")]
    public async Task A_pause_that_says_nothing_is_as_none(string pause)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("opsgenie", new Fault(429, "", ("Retry-After", pause)));

        Assert.True((await scene.SendAsync(DestinationKind.Opsgenie)).Delivered);

        Assert.All(scene.Time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_pause_longer_than_the_time_left_ends_it_at_once_and_is_handed_on()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("pagerduty", new Fault(429, "too many", ("Retry-After", "3600")));

        var outcome = await scene.SendAsync(DestinationKind.PagerDuty, left: TimeSpan.FromSeconds(30));

        Assert.Equal((false, true, TimeSpan.FromHours(1)), (outcome.Delivered, outcome.MayPass, outcome.RetryAfter));
        Assert.Equal("'pagerduty' (pagerduty, 127.0.0.1) answered 429: too many; it asks to wait 3600 s, and 30 s are left", outcome.Reason);
        Assert.Empty(scene.Time.Waits);
        Assert.Single(scene.Server.Calls);
    }

    [Fact]
    public async Task A_pause_holds_for_all_notices_to_the_destination_and_for_no_other()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("pagerduty", new Fault(429, "", ("Retry-After", "3600")));
        await scene.SendAsync(DestinationKind.PagerDuty, left: TimeSpan.FromSeconds(30));

        var next = await scene.SendAsync(DestinationKind.PagerDuty, left: TimeSpan.FromSeconds(30));
        var other = await scene.SendAsync(DestinationKind.Opsgenie, left: TimeSpan.FromSeconds(30));

        Assert.Contains("is not asked before 3600 s have passed: it asked to be left alone", next.Reason, StringComparison.Ordinal);
        Assert.Equal((true, TimeSpan.FromHours(1)), (next.MayPass, next.RetryAfter));
        Assert.True(other.Delivered);
        Assert.Single(scene.Server.Calls, call => call.Service == "pagerduty");
    }

    [Fact]
    public async Task At_the_deadline_the_outcome_says_what_went_before()
    {
        await using var scene = await DeliveryScene.StartAsync();
        using var deadline = new CancellationTokenSource();
        scene.Server.Script("pagerduty", new Fault(500, "oops"), new Fault(200) { Delay = TimeSpan.FromMinutes(5) });
        scene.Server.Check = (_, _) =>
        {
            if (scene.Server.Calls.Count == 1) deadline.Cancel();
            return null;
        };

        var outcome = await scene.SendAsync(DestinationKind.PagerDuty, deadline: deadline.Token);

        Assert.Equal((false, true), (outcome.Delivered, outcome.MayPass));
        Assert.Contains("answered 500: oops; then no time was left", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Slack")]
    [InlineData("Jira")]
    public async Task After_the_deadline_nothing_is_sent(string service)
    {
        await using var scene = await DeliveryScene.StartAsync();

        var outcome = await scene.SendAsync(Enum.Parse<DestinationKind>(service), deadline: new CancellationToken(true));

        Assert.Equal(DeliveryOutcome.Later($"'{service.ToLowerInvariant()}' ({service.ToLowerInvariant()}): no time was left"), outcome);
        Assert.Empty(scene.Server.Calls);
    }

    [Fact]
    public async Task A_message_that_had_to_wait_is_signed_anew()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("webhook", new Fault(429, "", ("Retry-After", "600")));

        Assert.True((await scene.SendAsync(DestinationKind.Webhook, left: TimeSpan.FromMinutes(15))).Delivered);

        Assert.Equal([429, 204], scene.Server.Calls.Select(call => call.Status));
    }
}
