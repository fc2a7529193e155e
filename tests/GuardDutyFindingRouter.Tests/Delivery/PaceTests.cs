namespace Sluice.GuardDutyFindingRouter.Tests;

public class PaceTests
{
    [Theory]
    [InlineData("Slack", 1000)]
    [InlineData("Teams", 250)]
    [InlineData("PagerDuty", 500)]
    public async Task Messages_go_out_as_far_apart_as_the_service_wants(string service, int milliseconds)
    {
        await using var scene = await DeliveryScene.StartAsync();

        for (var i = 0; i < 4; i++) Assert.True((await scene.SendAsync(Enum.Parse<DestinationKind>(service))).Delivered);

        Assert.Equal(Enumerable.Repeat(TimeSpan.FromMilliseconds(milliseconds), 3), scene.Time.Waits);
    }

    [Fact]
    public async Task Messages_at_once_go_out_as_far_apart_too()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Settings = scene.Settings with { Concurrency = 3 };
        var from = scene.Time.GetUtcNow();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => scene.SendAsync(DestinationKind.Slack)));

        Assert.All(outcomes, outcome => Assert.True(outcome.Delivered, outcome.Reason));
        Assert.True(scene.Time.GetUtcNow() - from >= TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task What_has_no_turn_in_time_is_told_at_once()
    {
        await using var scene = await DeliveryScene.StartAsync();
        await scene.SendAsync(DestinationKind.Slack);

        var outcome = await scene.SendAsync(DestinationKind.Slack, left: TimeSpan.FromMilliseconds(500));

        Assert.Equal("'slack' (slack) is not asked before 1 s have passed: its pace leaves no turn in time", outcome.Reason);
        Assert.True(outcome.MayPass);
        Assert.Single(scene.Server.Calls);
    }

    [Fact]
    public async Task No_more_calls_are_made_at_once_than_set()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Settings = scene.Settings with { Concurrency = 3 };
        var (now, most) = (0, 0);
        scene.Server.Check = (_, _) =>
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            SpinWait.SpinUntil(() => Volatile.Read(ref most) > 3, TimeSpan.FromMilliseconds(20));
            Interlocked.Decrement(ref now);
            return null;
        };

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => scene.SendAsync(DestinationKind.Webhook)));

        Assert.Equal(30, scene.Server.Calls.Count);
        Assert.InRange(most, 1, 3);
    }

    static void InterlockedMax(ref int most, int value)
    {
        int before;
        while ((before = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, before) != before)
        {
            // Somebody else wrote: look again.
        }
    }

    [Fact]
    public async Task A_destination_that_is_down_is_left_alone_for_a_while_and_then_asked_again()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("webhook", [.. Enumerable.Repeat(new Fault(503), 12)]);
        for (var i = 0; i < 3; i++) Assert.Contains("answered 503", (await scene.SendAsync(DestinationKind.Webhook)).Reason, StringComparison.Ordinal);

        var rested = await scene.SendAsync(DestinationKind.Webhook);
        Assert.Equal(12, scene.Server.Calls.Count);
        await Task.Delay(TimeSpan.FromSeconds(15), scene.Time, CancellationToken.None);
        var asked = await scene.SendAsync(DestinationKind.Webhook);

        Assert.Contains("is not asked before 15 s have passed: 3 notices in a row failed", rested.Reason, StringComparison.Ordinal);
        Assert.True(rested.MayPass);
        Assert.True(asked.Delivered);
    }

    [Fact]
    public async Task Many_for_HTTP_go_one_after_the_other_with_an_outcome_each()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("webhook", null, new Fault(400, "no"), null);

        var outcomes = await scene.Deliverer.SendManyAsync(
            SomeDelivery.On(scene.Server, DestinationKind.Webhook), [.. Enumerable.Range(0, 4).Select(i => SomeDelivery.Notice(id: $"f{i}"))], DateTimeOffset.MaxValue, default);

        Assert.Equal([true, false, true, true], outcomes.Select(outcome => outcome.Delivered));
        Assert.Equal(["f0", "f1", "f2", "f3"], scene.Server.Calls.Select(call => (string)System.Text.Json.Nodes.JsonNode.Parse(call.Body)!["id"]!));
    }
}
