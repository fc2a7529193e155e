using FsCheck;
using FsCheck.Fluent;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>The schema and the reader are of one opinion, as far as a schema can say it.</summary>
public sealed class SchemaTests
{
    [Fact]
    public void The_example_is_right_in_both_and_has_no_oddities()
    {
        var read = SomeRules.Check(SomeRules.Example);

        Assert.True(SomeRules.SchemaTakes(SomeRules.Example));
        Assert.Empty(read.Warnings);
        Assert.Equal(Enum.GetValues<DestinationKind>(), read.Rules.Destinations.Values.Select(one => one.Kind).Distinct().Order());
    }

    [Fact]
    public void Generated_rules_are_right_in_both() => Prop.ForAll(Generated.Documents.ToArbitrary(), json =>
    {
        SomeRules.Read(json);
        Assert.True(SomeRules.SchemaTakes(json), json);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Members_and_defaults_become_the_destination()
    {
        var destinations = SomeRules.Check(SomeRules.Example).Rules.Destinations;

        Assert.Equal((true, false, "/sluice/guardduty/slack-security"), Of("security-chat", one => one.UrlFrom));
        Assert.Equal((false, false, "/sluice/guardduty/slack-test"), Of("test-chat", one => one.UrlFrom));
        Assert.Equal((true, false, "https://events.eu.pagerduty.com"), Of("on-call", one => one.Target));
        Assert.Equal((true, false, "https://example.atlassian.net sluice@example.com SEC Bug guardduty,sluice /sluice/guardduty/jira-token"),
            Of("tickets", one => $"{one.Target} {one.User} {one.Project} {one.IssueType} {string.Join(',', one.Labels)} {one.SecretFrom}"));
        Assert.Equal((true, false, "https://api.eu.opsgenie.com data-platform guardduty /sluice/guardduty/opsgenie-key"),
            Of("data-on-call", one => $"{one.Target} {one.Teams[0]} {one.Labels[0]} {one.SecretFrom}"));
        Assert.Equal((false, true, "Hec /sluice/guardduty/hec-token index=security"), Of("splunk", one => $"{one.Form} {one.SecretFrom} {one.Fields[0].Key}={one.Fields[0].Value}"));
        Assert.Equal((false, true, "X-Source=guardduty /sluice/guardduty/case-signing-key X-Sluice-Signature-256"),
            Of("case-system", one => $"{one.Headers[0].Key}={one.Headers[0].Value} {one.SecretFrom} {one.SignatureHeader}"));
        Assert.Equal((false, false, "arn:aws:events:eu-west-1:111122223333:event-bus/security Raw"), Of("bus", one => $"{one.Target} {one.Form}"));
        Assert.Equal((true, false, "arn:aws:sns:eu-west-1:111122223333:security-mail"), Of("mail", one => one.Target));

        (bool, bool, string) Of(string name, Func<Destination, string> seen) => (destinations[name].GroupsFloods, destinations[name].EveryUpdate, seen(destinations[name]));
    }

    [Fact]
    public void Defaults_of_the_document_are_those_of_the_schema()
    {
        var rules = SomeRules.Read(SomeRules.Document("'p':{'type':'pagerduty','routingKeyFrom':'ssm:key'},'o':{'type':'opsgenie','keyFrom':'/k'},'q':{'type':'pagerduty','routingKeyFrom':'/k','url':'https://events.eu.pagerduty.com'}", @default: "'p'"));

        Assert.Equal((TimeSpan.FromHours(6), 10, TimeSpan.FromMinutes(15), false), (rules.RepeatWindow, rules.FloodThreshold, rules.FloodWindow, rules.FirstMatchOnly));
        Assert.Equal(("https://events.pagerduty.com", "key"), (rules.Destinations["p"].Target, rules.Destinations["p"].SecretFrom));
        Assert.Equal(("https://api.opsgenie.com", "https://events.eu.pagerduty.com"), (rules.Destinations["o"].Target, rules.Destinations["q"].Target));
    }
}
