using FsCheck;
using FsCheck.Fluent;

namespace Sluice.GuardDutyFindingRouter.Tests;

public class SecretTests
{
    [Fact]
    public async Task A_token_that_was_rotated_is_read_again_and_the_notice_is_delivered()
    {
        await using var scene = await DeliveryScene.StartAsync();
        await scene.SendAsync(DestinationKind.Jira);
        scene.Texts["/sluice/jira-token"] = scene.Server.Services.JiraToken = "jira-token-of-tomorrow";

        var outcome = await scene.SendAsync(DestinationKind.Jira, SomeDelivery.Notice(NoticeKind.Update));

        Assert.Equal(DeliveryOutcome.Done, outcome);
        Assert.Equal([200, 201, 401, 200, 201], scene.Server.Calls.Select(call => call.Status));
        Assert.Equal(2, scene.Parameters.Reads);
        Assert.Single(scene.Server.Services.Issues[0].Comments);
    }

    [Fact]
    public async Task A_webhook_that_was_made_anew_is_read_again_and_the_notice_is_delivered()
    {
        await using var scene = await DeliveryScene.StartAsync();
        await scene.SendAsync(DestinationKind.Slack);
        scene.Server.Services.SlackPath = "/services/T00000000/B00000001/anotherSlackUrl";
        scene.Texts["/sluice/slack-url"] = scene.Server.Url + scene.Server.Services.SlackPath;

        Assert.Equal(DeliveryOutcome.Done, await scene.SendAsync(DestinationKind.Slack));

        Assert.Equal([200, 404, 200], scene.Server.Calls.Select(call => call.Status));
    }

    [Fact]
    public async Task A_secret_that_stays_wrong_is_asked_for_once_and_not_for_each_notice()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Services.JiraToken = "another";

        var outcomes = new[] { await scene.SendAsync(DestinationKind.Jira), await scene.SendAsync(DestinationKind.Jira), await scene.SendAsync(DestinationKind.Jira) };

        Assert.All(outcomes, outcome => Assert.Equal((false, false), (outcome.Delivered, outcome.MayPass)));
        Assert.All(outcomes, outcome => Assert.Contains("answered 401: you sent […]", outcome.Reason, StringComparison.Ordinal));
        Assert.Equal(3, scene.Server.Calls.Count);
        Assert.Equal(2, scene.Parameters.Reads);
    }

    [Fact]
    public async Task A_secret_is_kept_for_a_while_and_then_read_again()
    {
        await using var scene = await DeliveryScene.StartAsync();
        for (var i = 0; i < 3; i++) await scene.SendAsync(DestinationKind.Webhook);
        Assert.Equal(1, scene.Parameters.Reads);

        await Task.Delay(TimeSpan.FromMinutes(5), scene.Time, CancellationToken.None);
        await scene.SendAsync(DestinationKind.Webhook);

        Assert.Equal(2, scene.Parameters.Reads);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_fails_its_destination_alone_and_says_what_is_missing()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Texts.Remove("/sluice/slack-url");

        var slack = await scene.SendAsync(DestinationKind.Slack);
        var teams = await scene.SendAsync(DestinationKind.Teams);

        Assert.Equal("'slack' (slack): /sluice/slack-url cannot be read (ParameterNotFound): the function's role needs ssm:GetParameter on it, and kms:Decrypt for a key of your own.", slack.Reason);
        Assert.False(slack.MayPass);
        Assert.True(teams.Delivered);
    }

    [Fact]
    public async Task A_parameter_store_that_throttles_is_asked_again()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Parameters.Failure = new Amazon.SimpleSystemsManagement.AmazonSimpleSystemsManagementException("slow", Amazon.Runtime.ErrorType.Sender, "ThrottlingException", "1", System.Net.HttpStatusCode.BadRequest);

        var outcome = await scene.SendAsync(DestinationKind.Slack);

        Assert.Equal((false, true, scene.Settings.Attempts), (outcome.Delivered, outcome.MayPass, scene.Parameters.Reads));
    }

    [Fact]
    public async Task A_client_that_breaks_in_any_way_fails_its_destination_and_throws_nothing()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Parameters.Failure = new InvalidOperationException("no region");

        Assert.Equal(DeliveryOutcome.Refused("'slack' (slack) is not asked: InvalidOperationException: no region"), await scene.SendAsync(DestinationKind.Slack));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("{\"url\":\"\"}")]
    public async Task An_empty_secret_is_said_so(string text)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Texts["/sluice/slack-url"] = text;

        Assert.Equal("'slack' (slack): /sluice/slack-url is empty.", (await scene.SendAsync(DestinationKind.Slack)).Reason);
    }

    [Fact]
    public async Task A_text_that_is_no_URL_is_not_shown()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Texts["/sluice/slack-url"] = "xoxb-a-token-in-the-wrong-place";

        Assert.Equal("'slack' (slack) is not asked: the text behind /sluice/slack-url is no absolute URL.", (await scene.SendAsync(DestinationKind.Slack)).Reason);
    }

    [Fact]
    public async Task A_secret_as_the_console_of_Secrets_Manager_makes_it_is_taken()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Texts["/sluice/opsgenie-key"] = $$"""{"key":"{{WebhookServer.OpsgenieKey}}"}""";

        Assert.True((await scene.SendAsync(DestinationKind.Opsgenie)).Delivered);
    }

    [Fact]
    public async Task A_secret_of_Secrets_Manager_is_read_where_its_ARN_is_named()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Secret = $$"""{"key":"{{WebhookServer.OpsgenieKey}}"}""";

        var outcome = await scene.SendAsync(SomeDelivery.On(scene.Server, DestinationKind.Opsgenie) with { SecretFrom = "arn:aws:secretsmanager:us-east-1:123456789012:secret:sluice/opsgenie-AbCdEf" });

        Assert.Equal(DeliveryOutcome.Done, outcome);
        Assert.Equal(0, scene.Parameters.Reads);
    }

    [Theory]
    [InlineData("Slack")]
    [InlineData("Teams")]
    [InlineData("PagerDuty")]
    [InlineData("Jira")]
    [InlineData("Opsgenie")]
    [InlineData("Webhook")]
    public async Task A_server_that_quotes_what_it_was_sent_gives_no_secret_away(string service)
    {
        await using var scene = await DeliveryScene.StartAsync();
        var destination = SomeDelivery.On(scene.Server, Enum.Parse<DestinationKind>(service));
        string[] own = service switch
        {
            "Slack" => [WebhookServer.SlackPath, "s3cr3tPartOfTheSlackUrl"],
            "Teams" => [WebhookServer.TeamsPath, "s3cr3tSignatureOfTeams"],
            "PagerDuty" => [WebhookServer.RoutingKey],
            "Jira" => [scene.Server.Services.JiraToken],
            "Opsgenie" => [WebhookServer.OpsgenieKey],
            _ => [WebhookServer.SigningKey, "path-that-nobody-may-see"],
        };

        foreach (var text in own)
        {
            scene.Server.Script(service.ToLowerInvariant(), new Fault(422, $"you sent {text}, {text.ToUpperInvariant()}, {text.Replace("/", "\\/", StringComparison.Ordinal)} and {text[..2]}\u200b{text[2..]}"));
            var reason = (await scene.SendAsync(destination)).Reason;
            Assert.Contains("you sent […], […], […] and", reason, StringComparison.Ordinal);
            Assert.DoesNotContain(text, reason, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Whatever a server says around, before and after a secret, cut wherever the reading stopped.</summary>
    [Fact]
    public void No_cleaned_text_holds_a_secret_or_a_part_of_a_webhooks_path() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<NonNull<string>>().Generator.Two().Zip(ArbMap.Default.ArbFor<NonEmptyString>().Generator.Two(), (texts, secrets) =>
                (Before: texts.Item1.Get, After: texts.Item2.Get, Secret: "sec" + secrets.Item1.Get + "ret", Path: Uri.EscapeDataString(Safe(secrets.Item2.Get) + "-path"))).ToArbitrary(),
            one =>
            {
                var url = new Uri($"https://hooks.example.com/{one.Path}/x?sig={one.Path}");
                var confidential = Confidential.Of(url, isUrlSecret: true, [one.Secret]);
                var said = $"{one.Before}{one.Secret}{one.After}{url}{one.Before}{one.Path} {url.AbsolutePath}";
                for (var length = said.Length; length >= 0; length -= Math.Max(1, said.Length / 7))
                {
                    var clean = confidential.Clean(said[..length], 150, isCut: true);
                    if (clean.Contains(one.Secret, StringComparison.OrdinalIgnoreCase) || clean.Contains(Confidential.Plain(one.Secret), StringComparison.OrdinalIgnoreCase)) return false;
                    if (clean.Contains(one.Path, StringComparison.Ordinal) || clean.Contains(url.PathAndQuery, StringComparison.Ordinal)) return false;
                    if (clean.Length > 150 || clean.Any(char.IsControl)) return false;
                }
                return true;
            }).QuickCheckThrowOnFailure();

    static string Safe(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));

    [Fact]
    public void Where_a_secret_is_as_short_as_a_word_nothing_is_shown() =>
        Assert.Equal("", Confidential.Of(null, false, ["abc"]).Clean("the key abc is wrong"));
}
