using System.Text.Json.Nodes;
using Sluice.Local;

namespace Permissions.Tests;

/// <summary>Who may become which role.</summary>
public class TrustTests
{
    /// <summary>The service that each role is for, and whether AWS tells on whose behalf it asks.</summary>
    /// <remarks>Lambda names no source when it assumes an execution role. Source: "Cross-service confused deputy prevention" in the guides of CloudWatch Logs, Firehose, Aurora and EventBridge.</remarks>
    static readonly Dictionary<string, bool> s_services = new()
    {
        ["lambda.amazonaws.com"] = false, ["firehose.amazonaws.com"] = true, ["logs.amazonaws.com"] = true, ["rds.amazonaws.com"] = true, ["events.amazonaws.com"] = true,
    };

    static readonly string[] s_others = ["ec2.amazonaws.com", "s3.amazonaws.com", "scheduler.amazonaws.com", "cloudformation.amazonaws.com"];

    public static TheoryData<string> Roles => [.. Stack.All[0].Template.Resources.Values.Where(one => one.Type == "AWS::IAM::Role").Select(one => one.LogicalId)];

    [SkippableTheory]
    [MemberData(nameof(Roles))]
    public async Task A_role_is_assumed_by_its_service_and_for_this_account_alone(string logicalId)
    {
        await Simulator.SkipIfAbsentAsync();
        var role = Stack.All[0].Template.Resources[logicalId];
        var trust = role.Properties["AssumeRolePolicyDocument"]!;
        var service = (string)Assert.Single(trust["Statement"]!.AsArray())!["Principal"]!["Service"]!;
        var tells = Assert.Contains(service, (IReadOnlyDictionary<string, bool>)s_services);

        List<(string Who, Question Question, bool Allowed)> asked =
        [
            (service, Ask(role, trust, service), true),
            .. s_others.Concat(s_services.Keys.Where(one => one != service)).Select(other => (other, Ask(role, trust, other), false)),
            ("a role of this account", Ask(role, trust, "arn:aws:iam::123456789012:role/somebody-else"), false),
            ("a role of another account", Ask(role, trust, "arn:aws:iam::444455556666:role/somebody-else"), false),
        ];
        if (tells) asked.Add((service + " for another account", Ask(role, trust, service, "444455556666"), false));
        var verdicts = await Simulator.AskAsync(asked.Select(one => one.Question));
        var wrong = asked.Zip(verdicts).Where(one => one.First.Allowed ? !one.Second.IsAllowed : !one.Second.IsDenied).Select(one => $"{one.First.Who}: {one.Second.Result} {one.Second.Error}");
        Assert.True(!wrong.Any(), $"{logicalId}\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void Each_function_has_a_role_of_its_own_and_its_service_is_Lambda()
    {
        var stack = Stack.All[0];
        var roles = stack.Template.Functions.Keys.Select(stack.RoleOf).ToList();
        Assert.Equal(roles.Count, roles.DistinctBy(one => one.LogicalId).Count());
        Assert.All(roles, role => Assert.Equal("lambda.amazonaws.com", (string?)role.Properties["AssumeRolePolicyDocument"]!["Statement"]![0]!["Principal"]!["Service"]));
    }

    static Question Ask(ResolvedResource role, JsonNode trust, string principal, string behalf = Deployment.Account)
    {
        var context = new Dictionary<string, string> { ["aws:SecureTransport"] = "true" };
        if (principal.StartsWith("arn:", StringComparison.Ordinal)) context = Access.Context(principal, Deployment.Account, new Dictionary<string, string>());
        else (context["aws:SourceAccount"], context["aws:SourceArn"]) = (behalf, $"arn:aws:{principal.Split('.')[0]}:us-east-1:{behalf}:{(principal == "rds.amazonaws.com" ? "cluster:shop" : "log-group:any:*")}");
        return new Question(principal, "sts:AssumeRole", role.Attributes["Arn"], Deployment.Account, context, [], trust);
    }
}
