using FsCheck;
using FsCheck.Fluent;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Which destinations a finding reaches.</summary>
public sealed class RouteTableTests
{
    static readonly Config s_thorough = Config.QuickThrowOnFailure.WithMaxTest(500);

    const string ThreeRoutes = "{'name':'a','when':{'severity':7},'to':['one','two']},{'name':'b','when':{'severity':9},'to':['three']},{'name':'c','to':['two','three']}";

    [Theory]
    [InlineData("", "one,two,three", "a,c")]
    [InlineData(",'match':'all'", "one,two,three", "a,c")]
    [InlineData(",'match':'first'", "one,two", "a")]
    public void All_that_match_or_the_first_and_each_destination_once_in_order(string match, string destinations, string routes)
    {
        var decision = RouteTable.Decide(Rules(ThreeRoutes, match), SomeRules.Finding, SomeRules.Now);

        Assert.Equal(destinations, string.Join(',', decision.Destinations.Select(one => one.Name)));
        Assert.Equal(routes, string.Join(',', decision.Routes));
        Assert.False(decision.IsDefault);
    }

    [Fact]
    public void Stop_ends_the_walk_only_where_the_route_matches()
    {
        var stops = ThreeRoutes.Replace("'to':['one','two']", "'to':['one','two'],'stop':true", StringComparison.Ordinal);

        Assert.Equal(["a"], RouteTable.Decide(Rules(stops), SomeRules.Finding, SomeRules.Now).Routes);
        Assert.Equal(["c"], RouteTable.Decide(Rules(stops), SomeRules.Finding with { Severity = 2 }, SomeRules.Now).Routes);
    }

    [Fact]
    public void What_no_route_matches_goes_to_the_default()
    {
        var decision = RouteTable.Decide(Rules("{'name':'a','when':{'severity':9},'to':['one']}"), SomeRules.Finding, SomeRules.Now);

        Assert.True(decision.IsDefault);
        Assert.Equal("three", Assert.Single(decision.Destinations).Name);
    }

    [Fact]
    public void A_suppression_counts_until_its_moment_and_no_longer()
    {
        var rules = Rules(ThreeRoutes, suppressions: "{'name':'old','when':{'severity':1},'until':'2026-11-21','reason':'over'},{'name':'quiet','when':{'role':'actor'},'until':'2026-11-22T13:00:00+01:00','reason':'a test'}");
        var end = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

        var before = RouteTable.Decide(rules, SomeRules.Finding, end.AddTicks(-1));
        Assert.Equal(("quiet", "a test", 0), (before.Suppressed!.Name, before.Suppressed.Reason, before.Destinations.Count));
        Assert.Null(RouteTable.Decide(rules, SomeRules.Finding, end).Suppressed);
        Assert.Equal(3, RouteTable.Decide(rules, SomeRules.Finding, end).Destinations.Count);
        Assert.Null(RouteTable.Decide(rules, SomeRules.Finding with { Role = ResourceRole.Target }, end.AddDays(-0.5)).Suppressed);
    }

    [Fact]
    public void A_known_scanner_among_strangers_does_not_hide_the_strangers()
    {
        var rules = Rules(ThreeRoutes, suppressions: "{'name':'scanner','when':{'remoteNetworks':['198.51.100.0/24']},'until':'2027-01-01','reason':'ours'}");
        var scanner = SomeRules.Finding;
        var both = scanner with { Remotes = [.. scanner.Remotes, SomeRules.Remote("203.0.113.9")] };

        Assert.Equal("scanner", RouteTable.Decide(rules, scanner, SomeRules.Now).Suppressed!.Name);
        Assert.Null(RouteTable.Decide(rules, both, SomeRules.Now).Suppressed);
        Assert.Equal("remote address 203.0.113.9 is not in 198.51.100.0/24 (all of them must be)", RouteTable.Explain(rules, both, SomeRules.Now).Suppressions[0].Why);
    }

    [Fact]
    public void An_explanation_tells_of_every_rule_also_of_those_that_were_not_asked()
    {
        var explained = RouteTable.Explain(SomeRules.Read(SomeRules.Example), SomeRules.Finding with { Sample = true }, SomeRules.Now);

        Assert.Equal(2, explained.Suppressions.Count);
        Assert.Equal(RuleOutcome.Matched, explained.Routes[0].Outcome);
        Assert.Equal("it is a sample", explained.Routes[0].Why);
        Assert.All(explained.Routes.Skip(1), route => Assert.Equal(RuleOutcome.NotAsked, route.Outcome));
        Assert.Equal("shop-prod", explained.Account.Name);

        var later = RouteTable.Explain(SomeRules.Read(SomeRules.Example), SomeRules.Finding, new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.All(later.Suppressions, suppression => Assert.Equal(RuleOutcome.Expired, suppression.Outcome));
        Assert.Equal("severity 8 is not from 9", later.Routes.Single(route => route.Name == "critical").Why);
    }

    [Fact]
    public void Whatever_the_rules_and_the_finding_it_reaches_a_destination_or_a_suppression_that_has_a_name() =>
        Prop.ForAll(Generated.Cases.ToArbitrary(), one =>
        {
            var rules = SomeRules.Read(one.Json);
            var decision = RouteTable.Decide(rules, one.Finding, SomeRules.Now);
            Assert.Equal(decision.Suppressed is null, decision.Destinations.Count > 0);
            Assert.All(decision.Destinations, destination => Assert.Same(rules.Destinations[destination.Name], destination));
            Assert.Equal(decision.Destinations.Distinct().Count(), decision.Destinations.Count);
            if (decision.Suppressed is { } suppression)
            {
                Assert.True(suppression.Until > SomeRules.Now);
                Assert.Same(suppression, rules.Suppressions.First(other => other.Until > SomeRules.Now && other.When.Matches(one.Finding, rules.Account(one.Finding.AccountId), RemoteParties.All)));
                return;
            }
            // The law of routes, said without a loop that ends early.
            var matching = rules.Routes.Where(route => route.When.Matches(one.Finding, rules.Account(one.Finding.AccountId))).ToList();
            var asked = matching.Take(rules.FirstMatchOnly ? 1 : matching.FindIndex(route => route.Stop) is >= 0 and var stop ? stop + 1 : matching.Count).ToList();
            Assert.Equal(asked.Select(route => route.Name), decision.Routes);
            Assert.Equal((asked.Count > 0 ? asked.SelectMany(route => route.To) : rules.Default).Distinct(), decision.Destinations.Select(destination => destination.Name));
        }).Check(s_thorough);

    [Fact]
    public void Explaining_and_deciding_agree_on_every_rule() =>
        Prop.ForAll(Generated.Cases.ToArbitrary(), one =>
        {
            var rules = SomeRules.Read(one.Json);
            var (decision, explained) = (RouteTable.Decide(rules, one.Finding, SomeRules.Now), RouteTable.Explain(rules, one.Finding, SomeRules.Now));
            Assert.Equal(decision.Destinations, explained.Decision.Destinations);
            Assert.Equal((decision.Routes, decision.Suppressed), (explained.Decision.Routes, explained.Decision.Suppressed), Pairs);
            Assert.Equal(decision.Routes, explained.Routes.Where(route => route.Outcome == RuleOutcome.Matched).Select(route => route.Name));
            foreach (var rule in explained.Suppressions.Concat(explained.Routes).Where(rule => rule.Outcome is RuleOutcome.Matched or RuleOutcome.NotMatched))
            {
                Assert.Equal(rule.Outcome == RuleOutcome.Matched, rule.Checks.All(check => check.Holds));
                Assert.NotEmpty(rule.Why);
            }
        }).Check(s_thorough);

    static bool Pairs((IReadOnlyList<string> Routes, Suppression? Suppressed) a, (IReadOnlyList<string> Routes, Suppression? Suppressed) b) =>
        a.Routes.SequenceEqual(b.Routes) && ReferenceEquals(a.Suppressed, b.Suppressed);

    static RuleSet Rules(string routes, string more = "", string suppressions = "") => SomeRules.Read(SomeRules.Document(
        "'one':{'type':'slack','urlFrom':'/one'},'two':{'type':'sqs','queue':'https://sqs.eu-west-1.amazonaws.com/111122223333/two'},'three':{'type':'email','topic':'arn:aws:sns:eu-west-1:111122223333:mail'}",
        routes, suppressions, "['three']", more));
}
