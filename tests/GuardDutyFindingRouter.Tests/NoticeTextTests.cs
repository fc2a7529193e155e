namespace Sluice.GuardDutyFindingRouter.Tests;

public sealed class NoticeTextTests
{
    static NoticeText Text(Notice notice) => NoticeText.Of(notice, TextBounds.Roomy);

    static NoticeText Text(Finding finding) => Text(Some.New(finding));

    [Theory]
    [InlineData("Actor", "SSH brute force from i-00bb62b69b7004a4c", "This instance attacks others, or acts for an attacker.")]
    [InlineData("Target", "SSH brute force against i-00bb62b69b7004a4c", "This instance is being attacked.")]
    public void Headline_and_text_say_which_side_the_instance_is_on(string role, string headline, string meaning)
    {
        var text = Text(Some.BruteForce with { Role = Enum.Parse<ResourceRole>(role) });
        Assert.Contains(headline, text.Headline, StringComparison.Ordinal);
        Assert.EndsWith(meaning, text.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Informational (0)")]
    [InlineData(3.9, "Low (3.9)")]
    [InlineData(3.95, "Low (4)")]
    [InlineData(4, "Medium (4)")]
    [InlineData(6.9, "Medium (6.9)")]
    [InlineData(7, "High (7)")]
    [InlineData(8.9, "High (8.9)")]
    [InlineData(9, "Critical (9)")]
    [InlineData(9.3, "Critical (9.3)")]
    [InlineData(10, "Critical (10)")]
    [InlineData(-1, "Informational (0)")]
    [InlineData(double.NaN, "Informational (0)")]
    public void Severity_is_a_label_and_a_number(double severity, string text) => Assert.Equal(text, Text(Some.BruteForce with { Severity = severity }).Severity);

    [Fact]
    public void What_a_finding_says_of_nobody_is_left_out()
    {
        var remote = new RemoteParty("198.51.100.7", -1, "null", "undefined", "-1", 0, "Unknown", "");
        var text = Text(Some.BruteForce with { Remotes = [remote], Domain = "null", Subject = FindingSubject.Unknown, FirstSeen = null, LastSeen = null, Count = 1 });
        Assert.Equal("198.51.100.7", Assert.Single(text.Facts, fact => fact.Label == "Remote").Text);
        Assert.DoesNotContain(text.Facts, fact => fact.Label is "Domain" or "Resource" or "Seen" or "Tags" or "Changed");
        Assert.Contains("from a resource to 198.51.100.7", text.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_says_so_first_and_that_nothing_was_attacked()
    {
        var text = Text(Some.BruteForce with { Sample = true });
        Assert.StartsWith("SAMPLE · ", text.Headline, StringComparison.Ordinal);
        Assert.Contains("nothing was attacked", text.What, StringComparison.Ordinal);
        Assert.DoesNotContain("attacks others", text.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_says_how_many_and_how_many_were_told_one_by_one()
    {
        var text = Text(Some.Notices["flood"]);
        Assert.Equal("37 findings of one type in shop-prod within 15 minutes; the first 10 were told one by one. They probably have one cause.", text.What);
    }

    [Fact]
    public void A_resolved_finding_asks_for_nothing()
    {
        var text = Text(Some.Notices["resolve"]);
        Assert.StartsWith("RESOLVED (was High): ", text.Headline, StringComparison.Ordinal);
        Assert.Empty(text.Steps);
    }

    [Theory]
    [InlineData("aws", "eu-west-1", "https://eu-west-1.console.aws.amazon.com/guardduty/home?region=eu-west-1#/findings?macros=current&fId=f1")]
    [InlineData("aws-us-gov", "us-gov-west-1", "https://console.amazonaws-us-gov.com/guardduty/home?region=us-gov-west-1#/findings?macros=current&fId=f1")]
    [InlineData("aws-cn", "cn-north-1", "https://console.amazonaws.cn/guardduty/home?region=cn-north-1#/findings?macros=current&fId=f1")]
    [InlineData("aws", "evil.example/", "")]
    [InlineData("aws", "", "")]
    public void The_link_leads_to_the_console_of_the_partition(string partition, string region, string link) =>
        Assert.Equal(link, Text(Some.BruteForce with { Partition = partition, Region = region, Id = "f1" }).Link);

    [Fact]
    public void The_link_of_an_object_scan_leads_to_the_object() =>
        Assert.Equal("https://eu-west-1.console.aws.amazon.com/s3/object/shop-uploads?region=eu-west-1&prefix=2025%2Freport%20final.pdf", Text(Some.Notices["object-scan"]).Link);

    [Theory]
    [InlineData("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", "Stolen instance credentials used outside AWS as")]
    [InlineData("Backdoor:EC2/C&CActivity.B!DNS", "Command-and-control domain queried by")]
    [InlineData("Backdoor:Runtime/C&CActivity.B", "Contact with a command-and-control server by")]
    [InlineData("Impact:S3/AnomalousBehavior.Delete", "Unusual deletes in")]
    [InlineData("Discovery:S3/TorIPCaller", "Access from the Tor network to")]
    [InlineData("PrivilegeEscalation:Kubernetes/AnomalousBehavior.WorkloadDeployed!PrivilegedContainer", "Unusual workload deployed on")]
    [InlineData("Execution:EC2/MaliciousFile!Snapshot", "Malware found on")]
    [InlineData("Impact:EC2/BrandNewThing.Custom", "Brand new thing on")]
    [InlineData("JustWords", "Just words on")]
    [InlineData("", "GuardDuty finding on")]
    [InlineData(":/.!", "GuardDuty finding on")]
    public void A_type_has_words_known_or_not(string type, string words) => Assert.Equal(words, TypeWords.Of(type, ResourceRole.Unknown));

    [Theory]
    [InlineData("UnauthorizedAccess:EC2/SSHBruteForce", "Target", "Allow port 22")]
    [InlineData("UnauthorizedAccess:EC2/SSHBruteForce", "Actor", "Take the instance as compromised")]
    [InlineData("Backdoor:EC2/C&CActivity.B!DNS", "Target", "Take the instance as compromised")]
    [InlineData("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", "Target", "Revoke the role's active sessions")]
    [InlineData("Policy:S3/BucketPublicAccessGranted", "Target", "Ask the owner whether the bucket is meant to be public")]
    [InlineData("CredentialAccess:RDS/AnomalousBehavior.FailedLogin", "Target", "Allow the database's port")]
    [InlineData("AttackSequence:EKS/CompromisedCluster", "Unknown", "Treat it as a breach")]
    [InlineData("ObjectScan:S3/NoThreatsFound", "Unknown", "Nothing to do")]
    [InlineData("Whatever", "Unknown", "Ask the owner of the resource")]
    public void Each_family_has_first_steps(string type, string role, string begins) => Assert.StartsWith(begins, FirstSteps.Of(type, Enum.Parse<ResourceRole>(role))[0], StringComparison.Ordinal);
}
