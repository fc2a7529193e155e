using System.Text;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>What is really made of notices, sent to the played services and looked at by the strict checkers of forms; and what is really read, kept and read again.</summary>
public class RealMessageTests
{
    public static TheoryData<string> Services => new("Slack", "Teams", "PagerDuty", "Jira", "Opsgenie", "Webhook");

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Every_kind_of_notice_is_taken_by_each_service(string service)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Render = (notice, destination, secret, now) =>
        {
            var message = MessageFormats.Render(notice, destination, secret, now);
            Assert.Empty(StrictFormats.Problems(destination.Kind, message));
            return message;
        };

        foreach (var (name, notice) in Some.Notices)
            foreach (var kind in Enum.GetValues<NoticeKind>().Where(kind => (kind == NoticeKind.Summary) == notice.Flood is not null))
            {
                var outcome = await scene.SendAsync(Enum.Parse<DestinationKind>(service), notice with { Kind = kind }, left: TimeSpan.FromHours(1));
                Assert.True(outcome.Delivered, $"{name} {kind}: {outcome.Reason}");
            }

        Assert.Empty(scene.Server.Problems);
    }

    [Fact]
    public async Task An_incident_opens_and_closes_at_PagerDuty_and_Opsgenie_under_one_key()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Render = MessageFormats.Render;

        foreach (var service in new[] { DestinationKind.PagerDuty, DestinationKind.Opsgenie })
            foreach (var kind in new[] { NoticeKind.New, NoticeKind.Update, NoticeKind.Resolve })
                Assert.True((await scene.SendAsync(service, Some.New(Some.BruteForce) with { Kind = kind })).Delivered);

        var (key, told) = Assert.Single(scene.Server.Services.Incidents);
        Assert.Equal(5, told);      // three of PagerDuty, the last of which resolves; two of Opsgenie
        Assert.Equal([key], scene.Server.Services.Closed);
    }

    [Fact]
    public void Every_finding_of_the_sample_events_comes_back_from_the_failure_queue()
    {
        var count = 0;
        foreach (var file in Directory.GetFiles(Sluice.Tests.Repo.File("events", "GuardDutyFindingRouter"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            foreach (var arrival in EventReader.Read(File.ReadAllBytes(file), "request").Arrivals.Where(arrival => arrival.Finding is not null))
            {
                var finding = arrival.Finding!;
                var kept = KeptDelivery.Of("on-call", new(NoticeKind.New, finding, AccountInfo.Unknown, []), "answered 503", Some.Now, 1).Write(256 << 10, out _)!;

                var back = KeptDelivery.Read(Encoding.UTF8.GetBytes(kept), FindingReader.Reread, out var problem);

                Assert.Equal("", problem);
                Assert.Equal((finding.Key, finding.Type, finding.Severity, finding.ActionText, finding.UpdatedAt, finding.Archived), (back!.Finding!.Key, back.Finding.Type, back.Finding.Severity, back.Finding.ActionText, back.Finding.UpdatedAt, back.Finding.Archived));
                Assert.Equal(finding.Remotes, back.Finding.Remotes);
                count++;
            }
        Assert.True(count >= 10, $"{count} findings");
    }

    [Fact]
    public void A_finding_that_is_known_without_its_JSON_comes_back_by_what_is_known()
    {
        var finding = Some.BruteForce with { Raw = default, Archived = true };

        var back = KeptDelivery.Read(Encoding.UTF8.GetBytes(KeptDelivery.Of("on-call", Some.New(finding), "no", Some.Now, 1).Write(256 << 10, out _)!), FindingReader.Reread, out var problem)!.Finding!;

        Assert.Equal("", problem);
        Assert.Equal((finding.Key, finding.Type, finding.Severity, finding.Title, finding.Count, finding.Role, finding.FirstSeen, true), (back.Key, back.Type, back.Severity, back.Title, back.Count, back.Role, back.FirstSeen, back.Archived));
    }

    [Fact]
    public void Intake_knows_a_kept_delivery_as_one()
    {
        var kept = KeptDelivery.Of("on-call", Some.New(Some.BruteForce), "no", Some.Now, 1).Write(256 << 10, out _)!;
        var @event = $$"""{"Records":[{"messageId":"m","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-west-1:1:q","body":{{JsonSerializer.Serialize(kept, Loose.Default.String)}}}]}""";

        var arrival = Assert.Single(EventReader.Read(Encoding.UTF8.GetBytes(@event), "request").Arrivals);

        Assert.Equal(ArrivalKind.Kept, arrival.Kind);
        Assert.Equal("on-call", KeptDelivery.Read(arrival.Kept, FindingReader.Reread, out _)!.Destination);
    }
}
