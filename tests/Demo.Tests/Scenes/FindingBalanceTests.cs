using System.Text;
using System.Text.Json.Nodes;
using Sluice.GuardDutyFindingRouter;

namespace Sluice.Local.Tests;

/// <summary>The demo's scene of findings says so when somebody was not told, or told twice.</summary>
public class FindingBalanceTests
{
    static readonly byte[] s_document = Encoding.UTF8.GetBytes(FindingRules.Document(
        "http://127.0.0.1:65535/pagerduty/v2/enqueue", "https://sqs.us-east-1.amazonaws.com/123456789012/sluice-siem", "arn:aws:sns:us-east-1:123456789012:sluice-security-mail"));

    static readonly RuleSet s_rules = RuleReader.Read(s_document, "demo");

    static readonly IReadOnlyList<FindingOutcome> s_expected = Outcomes();
    static readonly FindingCounts s_counts = new(All().Count, Suppressed: 1, Copies: 2, Kept: 1, LedgerUnavailable: 0);

    static IReadOnlyList<FindingOutcome> Outcomes()
    {
        var expectation = new FindingExpectation(s_rules, new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        return [.. FindingPlan.First().Concat(FindingPlan.Later()).Select(expectation.Of)];
    }

    static List<FindingMessage> All() => [.. s_expected.SelectMany(one => one.To)];

    static List<string> Check(Action<List<FindingMessage>>? change = null, FindingCounts? counts = null, int kept = 1)
    {
        var arrived = All();
        change?.Invoke(arrived);
        return [.. FindingBalance.Check(s_expected, arrived, kept, counts ?? s_counts with { Notices = arrived.Count })];
    }

    [Fact]
    public void What_the_rules_and_once_ask_for_is_a_balance() => Assert.Empty(Check());

    [Fact]
    public void The_demo_s_rules_fit_a_standard_parameter_and_have_no_oddity()
    {
        Assert.InRange(s_document.Length, 1, 4096);
        Assert.Empty(RuleReader.Check(s_document, "demo", new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero)).Warnings);
    }

    [Fact]
    public void The_demo_shows_ten_findings_and_every_way_that_one_can_go()
    {
        Assert.Equal(10, s_expected.Where(one => one.Put.Arrival.Finding is not null).DistinctBy(one => one.Finding.Key).Count());
        Assert.Equal(["new", "repeat", "resolve", "update"], All().Select(one => one.Kind).Distinct().Order());
        Assert.Equal(["mail", "management", "on-call", "security-chat", "siem"], All().Select(one => one.Destination).Distinct().Order());
        Assert.Equal(["a copy of what was told", "suppressed by our-scanner: The vulnerability scanner, SEC-412."], s_expected.Select(one => one.WhyNot).Where(why => why.Length > 0).Distinct().Order());
        Assert.Contains(s_expected, one => one.Routes == "default");
    }

    [Fact]
    public void People_are_told_of_nothing_twice_and_machines_of_every_state()
    {
        var repeat = s_expected.Single(one => one.Put.Name.StartsWith("the attack goes on", StringComparison.Ordinal));
        var raised = s_expected.Single(one => one.Put.Name.StartsWith("the bastion", StringComparison.Ordinal));

        Assert.Equal(["siem repeat"], repeat.To.Select(one => $"{one.Destination} {one.Kind}"));
        Assert.Equal(["on-call new", "security-chat update", "siem update"], raised.To.Select(one => $"{one.Destination} {one.Kind}"));
    }

    [Fact]
    public void Somebody_who_was_not_told_is_none() =>
        Assert.Equal(["management was not told of an attack sequence (1aa1f06c1a2d34e5f8a9b0c1d2e3f4b1, new)"], Check(arrived => arrived.RemoveAll(one => one.Destination == "management")));

    [Fact]
    public void Somebody_who_was_told_twice_is_none() =>
        Assert.Equal(["management was told of 1aa1f06c1a2d34e5f8a9b0c1d2e3f4b1 (new), which was not to be, or twice"], Check(arrived => arrived.Add(arrived.Find(one => one.Destination == "management"))));

    [Fact]
    public void A_message_about_nothing_that_was_put_is_none() =>
        Assert.Equal(["siem was told of  (new), which was not to be, or twice"], Check(arrived => arrived.Add(new("siem", "", "new"))));

    [Fact]
    public void Counts_of_the_function_that_tell_something_else_are_none()
    {
        Assert.Single(Check(counts: s_counts with { Suppressed = 0 }));
        Assert.Single(Check(counts: s_counts with { Copies = 3 }));
        Assert.Single(Check(counts: s_counts with { Notices = 1 }));
        Assert.Single(Check(counts: s_counts with { LedgerUnavailable = 1 }));
        Assert.Single(Check(kept: 0));
    }

    [Theory]
    [InlineData("on-call", """{"event_action":"resolve","dedup_key":"guardduty/1/us-east-1/abc"}""", "resolve")]
    [InlineData("on-call", """{"event_action":"trigger","dedup_key":"guardduty/1/us-east-1/abc","payload":{"summary":"UPDATE · HIGH: x"}}""", "update")]
    [InlineData("security-chat", """{"text":"🔴 HIGH: x","blocks":[{"text":"*Finding:* abc"}]}""", "new")]
    [InlineData("mail", """{"Subject":"RESOLVED (was High): x","Message":"Finding    abc"}""", "resolve")]
    [InlineData("siem", """{"kind":"repeat","id":"abc"}""", "repeat")]
    public void A_message_is_read_back(string destination, string json, string kind) =>
        Assert.Equal(new FindingMessage(destination, "abc", kind), FindingMessages.Of(destination, JsonNode.Parse(json)!.AsObject(), ["xyz", "abc"]));

    [Fact]
    public void A_message_of_Slack_is_shown_as_its_reader_sees_it() => Assert.Equal(["HIGH: a & b", "Severity High   Region eu", "[Open in GuardDuty]"], FindingMessages.Slack(JsonNode.Parse("""
        {"text":"x","blocks":[{"type":"header","text":{"text":"HIGH: a &amp; b"}}],"attachments":[{"blocks":[
          {"type":"section","fields":[{"text":"*Severity*\nHigh"},{"text":"*Region*\neu"}]},{"type":"section","text":{"text":"<https://x/?a&amp;b|*Open in GuardDuty*>"}}]}]}
        """)!.AsObject()));
}
