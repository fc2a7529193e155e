namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Each member of a condition, where it holds and where it does not.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData("{}", true, "")]
    [InlineData("{'severity':8}", true, "severity 8 is from 8")]
    [InlineData("{'severity':8.1}", false, "severity 8 is not from 8.1")]
    [InlineData("{'severity':'high'}", true, "severity 8 is from 7")]
    [InlineData("{'severity':'critical'}", false, "severity 8 is not from 9")]
    [InlineData("{'severity':{'from':'medium'}}", true, "severity 8 is from 4")]
    [InlineData("{'severity':{'from':7,'below':8}}", false, "severity 8 is not from 7 to below 8")]
    [InlineData("{'severity':{'from':7,'below':8.01}}", true, "severity 8 is from 7 to below 8.01")]
    [InlineData("{'severity':{'below':'critical'}}", true, "severity 8 is below 9")]
    [InlineData("{'types':['Backdoor:*','unauthorizedaccess:*']}", true, "type UnauthorizedAccess:EC2/SSHBruteForce is unauthorizedaccess:*")]
    [InlineData("{'types':'*:EC2/*Brute*'}", true, "type UnauthorizedAccess:EC2/SSHBruteForce is *:EC2/*Brute*")]
    [InlineData("{'types':['Backdoor:*','UnauthorizedAccess:EC2/SSH']}", false, "type UnauthorizedAccess:EC2/SSHBruteForce is not Backdoor:*, UnauthorizedAccess:EC2/SSH")]
    [InlineData("{'accounts':['111122223333','222233334444']}", true, "account 222233334444 is 222233334444")]
    [InlineData("{'accounts':'111122223333'}", false, "account 222233334444 is not 111122223333")]
    [InlineData("{'ou':['Workloads/*']}", true, "organisational unit Workloads/Production is Workloads/*")]
    [InlineData("{'ou':['Workloads']}", false, "organisational unit Workloads/Production is not Workloads")]
    [InlineData("{'accountTags':{'team':'shop'}}", true, "the account has team=shop")]
    [InlineData("{'accountTags':{'team':['data','s*p']}}", true, "the account has team=data, s*p")]
    [InlineData("{'accountTags':{'team':'data'}}", false, "account tag team=shop is not data")]
    [InlineData("{'accountTags':{'team':'shop','pci':'*'}}", false, "the account has no tag pci")]
    [InlineData("{'regions':['eu-*']}", true, "region eu-west-1 is eu-*")]
    [InlineData("{'regions':['us-*','ap-*']}", false, "region eu-west-1 is not us-*, ap-*")]
    [InlineData("{'resourceTypes':['Instance']}", true, "resource type Instance is Instance")]
    [InlineData("{'resourceTypes':['AccessKey']}", false, "resource type Instance is not AccessKey")]
    [InlineData("{'resources':['i-00bb*']}", true, "resource i-00bb62b69b7004a4c is i-00bb*")]
    [InlineData("{'resources':['arn:*:instance/i-00bb62b69b7004a4c']}", true, "resource arn:aws:ec2:eu-west-1:222233334444:instance/i-00bb62b69b7004a4c is arn:*:instance/i-00bb62b69b7004a4c")]
    [InlineData("{'resources':['i-11*']}", false, "resource i-00bb62b69b7004a4c is not i-11*")]
    [InlineData("{'resourceTags':{'env':'PROD'}}", true, "the resource has env=PROD")]
    [InlineData("{'resourceTags':{'team':'shop'}}", false, "the resource has no tag team")]
    [InlineData("{'resourceTags':{'env':'test','Team':'*'}}", false, "resource tag env=prod is not test")]
    [InlineData("{'actionTypes':['NETWORK_CONNECTION']}", true, "action type NETWORK_CONNECTION is NETWORK_CONNECTION")]
    [InlineData("{'actionTypes':['DNS_REQUEST']}", false, "action type NETWORK_CONNECTION is not DNS_REQUEST")]
    [InlineData("{'remoteCountries':['RU']}", true, "remote country Russia is RU")]
    [InlineData("{'remoteCountries':['russian federation']}", true, "remote country Russia is russian federation")]
    [InlineData("{'remoteCountries':['KP','Syria']}", false, "remote country Russia is not KP, Syria")]
    [InlineData("{'remoteAsns':['AS64500']}", true, "remote ASN 64500 is 64500")]
    [InlineData("{'remoteAsns':[64501,64502]}", false, "remote ASN 64500 is not 64501, 64502")]
    [InlineData("{'remoteNetworks':['198.51.100.0/24']}", true, "remote address 198.51.100.7 is in 198.51.100.0/24")]
    [InlineData("{'remoteNetworks':['198.51.100.8','::/0']}", false, "remote address 198.51.100.7 is not in 198.51.100.8, ::/0")]
    [InlineData("{'role':'actor'}", true, "role actor is actor")]
    [InlineData("{'role':'target'}", false, "role actor is not target")]
    [InlineData("{'sample':false}", true, "it is not a sample")]
    [InlineData("{'sample':true}", false, "it is not a sample")]
    [InlineData("{'archived':false}", true, "it is not archived")]
    [InlineData("{'archived':true}", false, "it is not archived")]
    [InlineData("{'origin':'event'}", true, "it came as an event")]
    [InlineData("{'origin':'export'}", false, "it came as an event")]
    [InlineData("{'any':[{'severity':9},{'role':'actor'}]}", true, "any[1] holds")]
    [InlineData("{'any':[{'severity':9},{'role':'target'}]}", false, "none of any holds: severity 8 is not from 9; role actor is not target")]
    [InlineData("{'none':[{'severity':9},{'role':'target'}]}", true, "nothing of none holds")]
    [InlineData("{'none':[{'severity':9},{'role':'actor','severity':7}]}", false, "none[1] holds: severity 8 is from 7 and role actor is actor")]
    public void A_member_holds_or_not_and_says_why(string when, bool holds, string why)
    {
        var condition = SomeRules.When(when);

        Assert.Equal(holds, condition.Matches(SomeRules.Finding, SomeRules.Account));
        Assert.Equal(why, string.Join("|", condition.Explain(SomeRules.Finding, SomeRules.Account).Select(check => check.Text)));
        Assert.All(condition.Explain(SomeRules.Finding, SomeRules.Account), check => Assert.Equal(holds, check.Holds));
    }

    [Theory]
    [InlineData("{'sample':true}")]
    [InlineData("{'archived':true}")]
    [InlineData("{'origin':'export'}")]
    public void Flags_of_the_finding_are_seen(string when)
    {
        var finding = SomeRules.Finding with { Sample = true, Archived = true, Origin = FindingOrigin.Export };

        Assert.True(SomeRules.When(when).Matches(finding, SomeRules.Account));
    }

    [Fact]
    public void An_account_that_the_rules_do_not_know_has_no_unit_that_a_star_could_hold_for()
    {
        var condition = SomeRules.When("{'ou':['*']}");

        Assert.False(condition.Matches(SomeRules.Finding, AccountInfo.Unknown));
        Assert.Equal("account 222233334444 has no organisational unit in the rules", condition.Explain(SomeRules.Finding, AccountInfo.Unknown)[0].Text);
    }

    [Theory]
    [InlineData("{'remoteNetworks':['198.51.100.0/24']}")]
    [InlineData("{'remoteCountries':['RU']}")]
    [InlineData("{'remoteAsns':[64500]}")]
    public void A_route_asks_for_one_remote_party_and_a_suppression_for_all(string when)
    {
        var condition = SomeRules.When(when);
        var (known, stranger) = (SomeRules.Remote("198.51.100.7", "Russia", 64500), SomeRules.Remote("203.0.113.9", "France", 64501));

        Assert.Equal((true, false), Asked(known, stranger));
        Assert.Equal((true, true), Asked(known, known));
        Assert.Equal((false, false), Asked(stranger));
        Assert.Equal((false, false), Asked());

        // In none the two change places: an exclusion hides less, too.
        var without = SomeRules.When($"{{'none':[{when}]}}");
        Assert.Equal((true, false), (without.Matches(With(known, stranger), SomeRules.Account), without.Matches(With(known, stranger), SomeRules.Account, RemoteParties.All)));

        (bool One, bool All) Asked(params RemoteParty[] remotes) =>
            (condition.Matches(With(remotes), SomeRules.Account), condition.Matches(With(remotes), SomeRules.Account, RemoteParties.All));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "10.0.0.1", false)]
    [InlineData("::/0", "::ffff:10.0.0.1", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("::ffff:10.0.0.0/104", "10.9.9.9", true)]
    [InlineData("::ffff:10.0.0.0/104", "11.9.9.9", false)]
    [InlineData("2001:db8::/32", "2001:DB8:ffff::7", true)]
    [InlineData("2001:db8::/32", "2001:db9::7", false)]
    [InlineData("2001:db8::1", "2001:db8:0:0::1", true)]
    [InlineData("0.0.0.0/0", "", false)]
    [InlineData("0.0.0.0/0", "10.0.0.256", false)]
    [InlineData("0.0.0.0/0", "010.0.0.1", false)]
    [InlineData("0.0.0.0/0", "10.1", false)]
    [InlineData("0.0.0.0/0", "example.com", false)]
    public void Networks_of_both_families_hold_for_their_addresses(string network, string address, bool holds)
    {
        Assert.True(AddressRange.TryParse(network, out var range, out _));
        Assert.Equal(holds, range.Contains(address));
    }

    [Theory]
    [InlineData("Backdoor:*", "backdoor:EC2/C&CActivity.B!DNS", true)]
    [InlineData("*", "", true)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*a", "aa", true)]
    [InlineData("*ab*ab*", "xabab", true)]
    [InlineData("*ab*ab*", "xab", false)]
    [InlineData("a**b", "ab", true)]
    [InlineData("a*b*c", "aXcYb", false)]
    public void A_star_stands_for_any_text(string pattern, string text, bool holds) => Assert.Equal(holds, new TextPattern(pattern).Matches(text));

    [Fact]
    public void Matching_allocates_nothing()
    {
        var rules = SomeRules.Read(SomeRules.Example);
        var finding = SomeRules.Finding;
        var condition = rules.Routes.First(route => route.Name == "production-compromise").When;
        condition.Matches(finding, SomeRules.Account);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) condition.Matches(finding, SomeRules.Account);
        for (var i = 0; i < rules.Suppressions.Count; i++) rules.Suppressions[i].When.Matches(finding, SomeRules.Account, RemoteParties.All);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    static Finding With(params RemoteParty[] remotes) => SomeRules.Finding with { Remotes = remotes };
}
