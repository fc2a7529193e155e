using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Sluice.Local.Tests;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>One cause, many resources: the first are told one by one, then a summary, and a last one when it is over.</summary>
public sealed class FloodTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    static readonly string s_rules = RouterStage.RulesText.Replace("\"threshold\": 0", "\"threshold\": 3", StringComparison.Ordinal);

    static string Event(int number)
    {
        var finding = Samples.Node("eventbridge-ec2-port-probe");
        finding["id"] = $"e{number}";
        (finding["detail"]!["id"], finding["detail"]!["severity"]) = ($"f{number}", number == 4 ? 9 : 8);
        finding["detail"]!["resource"]!["instanceDetails"]!["instanceId"] = $"i-{number}";
        return finding.ToJsonString();
    }

    [SkippableFact]
    public async Task People_are_told_of_the_first_and_of_all_in_a_summary_and_machines_of_each()
    {
        MotoFixture.SkipWithoutMoto();
        using var client = new AmazonDynamoDBClient(new BasicAWSCredentials("AKIALOCAL00000000000", "local"), new AmazonDynamoDBConfig { ServiceURL = moto.Aws.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });
        var time = new ManualTime(States.Start);
        var stage = new RouterStage { Time = time, Floods = new FloodTable(client, await TableTests.MakeAsync(client), time) };
        for (var i = 1; i <= 3; i++) await stage.HandleAsync(Event(i), rules: s_rules);
        Assert.Equal(string.Join(' ', Enumerable.Repeat("chat:New", 3).Concat(Enumerable.Repeat("lake:New", 3)).Concat(Enumerable.Repeat("paging:New", 3))), stage.Told());

        await stage.HandleAsync(Event(4), rules: s_rules);
        var summary = stage.Sent.First(one => one.Destination == "chat").Notice;
        Assert.Equal((4, 1, "f4"), (summary.Flood!.Count, summary.Flood.Grouped, summary.Finding.Id));
        Assert.Equal("chat:Summary lake:New paging:Summary", stage.Told());

        for (var i = 5; i <= 7; i++) await stage.HandleAsync(Event(i), rules: s_rules);
        Assert.Equal("lake:New lake:New lake:New", stage.Told());
        await stage.HandleAsync("""{"flush":true}""", rules: s_rules);
        Assert.Equal("", stage.Told());

        time.Pass(TimeSpan.FromMinutes(16));
        // A destination that fails keeps the flood on the list; the next time it is told.
        (stage.Answers, stage.KeepAnswers) = ((destination, _) => destination.Name == "chat" ? DeliveryOutcome.Refused("no") : DeliveryOutcome.Done, () => "the failure queue is down");
        await Assert.ThrowsAsync<FindingsFailedException>(() => stage.HandleAsync("""{"flush":true}""", rules: s_rules));
        stage.Told();
        (stage.Answers, stage.KeepAnswers) = ((_, _) => DeliveryOutcome.Done, () => null);
        await stage.HandleAsync("""{"flush":true}""", rules: s_rules);
        var last = stage.Sent.First(one => one.Destination == "chat").Notice;
        Assert.Equal((7, 4, 9.0), (last.Flood!.Count, last.Flood.Grouped, last.Flood.HighestSeverity));
        Assert.Equal(["i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7"], last.Flood.Subjects.Order(StringComparer.Ordinal));
        Assert.Equal("chat:Summary paging:Summary", stage.Told());
        await stage.HandleAsync("""{"flush":true}""", rules: s_rules);
        Assert.Equal("", stage.Told());
    }
}
