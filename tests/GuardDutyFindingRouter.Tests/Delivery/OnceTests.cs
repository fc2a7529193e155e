namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>An answer that is lost: the notice is sent again, and the service's own key makes one of it where there is one.</summary>
public class OnceTests
{
    [Theory]
    [InlineData("PagerDuty")]
    [InlineData("Opsgenie")]
    public async Task An_incident_whose_answer_was_lost_is_still_one(string service)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script(service.ToLowerInvariant(), Fault.Lost, Fault.Lost);

        Assert.True((await scene.SendAsync(Enum.Parse<DestinationKind>(service))).Delivered);

        var (key, told) = Assert.Single(scene.Server.Services.Incidents);
        Assert.Equal((SomeDelivery.Notice().IncidentKey, 3), (key, told));
    }

    [Fact]
    public async Task An_issue_whose_answer_was_lost_is_found_and_is_still_one()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("jira", null, Fault.Lost);

        Assert.True((await scene.SendAsync(DestinationKind.Jira)).Delivered);

        Assert.Empty(Assert.Single(scene.Server.Services.Issues).Comments);
        Assert.Equal(["/rest/api/3/search/jql", "/rest/api/3/issue", "/rest/api/3/search/jql"], scene.Server.Calls.Select(call => call.Path));
    }

    [Theory]
    [InlineData("Slack")]
    [InlineData("Teams")]
    [InlineData("Webhook")]
    public async Task A_message_whose_answer_was_lost_comes_twice_rather_than_never(string service)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script(service.ToLowerInvariant(), Fault.Lost);

        Assert.True((await scene.SendAsync(Enum.Parse<DestinationKind>(service))).Delivered);

        Assert.Equal(2, scene.Server.Services.Posted.Count);
    }

    [Fact]
    public async Task An_alert_is_closed_by_its_alias()
    {
        await using var scene = await DeliveryScene.StartAsync();

        Assert.True((await scene.SendAsync(DestinationKind.Opsgenie, SomeDelivery.Notice(NoticeKind.Resolve))).Delivered);

        Assert.Equal([SomeDelivery.Notice().IncidentKey], scene.Server.Services.Closed);
    }

    [Theory]
    [InlineData("PagerDuty", "/v2/enqueue")]
    [InlineData("PagerDuty", "/")]
    [InlineData("Opsgenie", "/v2/alerts")]
    [InlineData("Opsgenie", "/v2/alerts/")]
    [InlineData("Jira", "/rest/api/3/issue")]
    public async Task A_path_that_the_rules_have_too_is_not_there_twice(string service, string path)
    {
        await using var scene = await DeliveryScene.StartAsync();

        Assert.Equal(DeliveryOutcome.Done, await scene.SendAsync(SomeDelivery.On(scene.Server, Enum.Parse<DestinationKind>(service)) with { Target = scene.Server.Url + path }));
    }

    [Fact]
    public async Task Jira_has_one_issue_an_incident_and_comments_for_what_follows()
    {
        await using var scene = await DeliveryScene.StartAsync();

        foreach (var kind in new[] { NoticeKind.New, NoticeKind.Update, NoticeKind.New, NoticeKind.Resolve }) Assert.True((await scene.SendAsync(DestinationKind.Jira, SomeDelivery.Notice(kind))).Delivered);
        await scene.SendAsync(DestinationKind.Jira, SomeDelivery.Notice(id: "another"));

        Assert.Equal([("SEC-1", 3), ("SEC-2", 0)], scene.Server.Services.Issues.Select(issue => (issue.Key, issue.Comments.Count)));
    }

    [Fact]
    public async Task An_issue_that_is_done_is_left_alone_and_an_update_of_none_makes_one()
    {
        await using var scene = await DeliveryScene.StartAsync();
        await scene.SendAsync(DestinationKind.Jira);
        scene.Server.Services.Issues[0].IsDone = true;

        await scene.SendAsync(DestinationKind.Jira, SomeDelivery.Notice(NoticeKind.Update));
        await scene.SendAsync(DestinationKind.Jira, SomeDelivery.Notice(NoticeKind.Resolve, id: "never-told"));

        Assert.Equal(["SEC-1", "SEC-2"], scene.Server.Services.Issues.Select(issue => issue.Key));
        Assert.All(scene.Server.Services.Issues, issue => Assert.Empty(issue.Comments));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"issues":[{}]}""")]
    [InlineData("""{"issues":[7]}""")]
    public async Task A_search_that_is_not_answered_with_issues_makes_none(string answer)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("jira", [.. Enumerable.Repeat(new Fault(200, answer), 4)]);

        var outcome = await scene.SendAsync(DestinationKind.Jira);

        Assert.Contains("answered the search for an issue with something else than issues", outcome.Reason, StringComparison.Ordinal);
        Assert.True(outcome.MayPass);
        Assert.Empty(scene.Server.Services.Issues);
    }

    [Fact]
    public async Task One_destination_that_fails_or_hangs_is_nothing_to_the_others()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Settings = scene.Settings with { HttpTimeout = TimeSpan.FromSeconds(30) };
        using var deadline = new CancellationTokenSource();
        scene.Server.Script("slack", new Fault(200, "ok") { Delay = TimeSpan.FromMinutes(5) });
        scene.Server.Script("pagerduty", new Fault(400, "no"));
        scene.Texts.Remove("/sluice/teams-url");

        var hanging = scene.SendAsync(DestinationKind.Slack, deadline: deadline.Token);
        var others = await Task.WhenAll(new[] { DestinationKind.PagerDuty, DestinationKind.Teams, DestinationKind.Jira, DestinationKind.Opsgenie, DestinationKind.Webhook }.Select(kind => scene.SendAsync(kind)));

        Assert.Equal([false, false, true, true, true], others.Select(outcome => outcome.Delivered));
        Assert.False(hanging.IsCompleted);
        await deadline.CancelAsync();
        Assert.Equal((false, true), ((await hanging).Delivered, (await hanging).MayPass));
    }
}
