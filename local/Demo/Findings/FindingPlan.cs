using System.Text;
using System.Text.Json.Nodes;
using Sluice.GuardDutyFindingRouter;

namespace Sluice.Local;

/// <summary>One event that GuardDuty, or CloudTrail, puts onto a bus.</summary>
/// <param name="Name">For people: what it is an example of.</param>
/// <param name="Event">As EventBridge has it.</param>
/// <param name="ByMember">Whether it is put in the member's account, whose rule forwards it; else in the administrator's.</param>
sealed record FindingPut(string Name, JsonObject Event, bool ByMember)
{
    /// <summary>As the router reads it.</summary>
    public Arrival Arrival { get; } = EventReader.Read(Encoding.UTF8.GetBytes(Event.ToJsonString()), "plan").Arrivals.Single();

    /// <summary>Ids of the findings that it tells of.</summary>
    public IReadOnlyList<string> Ids => Arrival.Finding is { } finding ? [finding.Id] : Arrival.Archive!.FindingIds;
}

/// <summary>Ten findings out of events/GuardDutyFindingRouter, in the accounts of the demo, and what happens to some of them later.</summary>
static class FindingPlan
{
    const string Shop = TwoAccounts.CentralAccount, Data = "333344445555", Test = "444455556666", Sandbox = "555566667777";

    /// <summary>The account of the samples.</summary>
    const string SampleAccount = "444455556666";

    /// <summary>As they are found.</summary>
    public static IReadOnlyList<FindingPut> First()
    {
        var (attack, critical) = (Of("eventbridge-ec2-ssh-brute-force-actor", Shop), Of("eventbridge-attack-sequence-critical", Shop));
        return
        [
            new("an instance that attacks", attack, false),
            new("  the member's own copy", Copy(attack), true),
            new("an attack sequence", critical, false),
            new("  the member's own copy", Copy(critical), true),
            new("stolen credentials", Of("eventbridge-iam", Data), false),
            new("brute force against a bastion", Raised(0, 5), false),
            new("a cluster of a test account", Of("eventbridge-eks", Test), false),
            new("malware in an upload", Of("object-scan-threats-found", Deployment.Account), false),
            new("our own scanner", Of("eventbridge-ec2-port-probe", Shop), false),
            new("archived before anyone saw it", Of("archived-finding", Shop, "3f1f06c1a2d34e5f8a9b0c1d2e3f4a99"), false),
            new("CreateSampleFindings", Of("sample-finding", Data), false),
            new("no route takes it", Low(), false),
        ];
    }

    /// <summary>Some hours later.</summary>
    public static IReadOnlyList<FindingPut> Later() =>
    [
        new("the attack goes on: 2 → 37 times", Of("repeat-with-grown-count", Shop), false),
        new("the bastion: severity 5 → 8", Raised(1, 8), false),
        new("somebody archives two", Of("api-archive-findings", Data), false),
    ];

    static JsonObject Of(string sample, string account, string? id = null)
    {
        var json = Sample(sample, account).AsObject();
        if (id is not null) (json["detail"]!["id"], json["detail"]!["arn"]) = (id, "arn:aws:guardduty:us-east-1:" + account + ":detector/12cc51e1c99e833adf5924c71ac591b2/finding/" + id);
        return json;
    }

    static JsonNode Sample(string sample, string account)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "events", "GuardDutyFindingRouter", sample + ".json"));
        return JsonNode.Parse(text.Replace(SampleAccount, account, StringComparison.Ordinal))!;
    }

    static JsonObject Raised(int state, double severity)
    {
        var json = Sample("severity-raised", Shop)[state]!.DeepClone().AsObject();
        json["detail"]!["severity"] = severity;
        return json;
    }

    static JsonObject Low()
    {
        var json = Of("eventbridge-rds", Sandbox);
        (json["detail"]!["severity"], json["detail"]!["type"]) = (2, "CredentialAccess:RDS/AnomalousBehavior.FailedLogin");
        (json["detail"]!["title"], json["detail"]!["description"]) = ("Unusual failed logins to an RDS database.", "User admin failed to log into orders-1 212 times.");
        return json;
    }

    /// <summary>The same finding in another event: only EventBridge's own words differ.</summary>
    static JsonObject Copy(JsonObject json)
    {
        var copy = json.DeepClone().AsObject();
        (copy["id"], copy["account"]) = (Guid.NewGuid().ToString(), Shop);
        return copy;
    }
}
