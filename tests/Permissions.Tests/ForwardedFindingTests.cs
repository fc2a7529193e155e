using System.Text.Json.Nodes;
using Sluice.Local;
using Sluice.Tests;

namespace Permissions.Tests;

/// <summary>Findings from another account onto the bus of the stack with the router: the role that forwards them and the bus' policy must both say yes.</summary>
public class ForwardedFindingTests
{
    const string Listed = "111122223333", Unlisted = "777788889999";

    /// <summary>One lists accounts, the other takes every account of the organization.</summary>
    static readonly Stack s_listing = Stack.All.Single(stack => stack.Name == "rehearsal"), s_everybody = Stack.All.Single(stack => stack.Name != "rehearsal");

    static string Bus(Stack stack) => stack.Template.Resources["FindingBus"].Attributes["Arn"];

    /// <summary>The stack of an account that forwards to <paramref name="to"/>.</summary>
    static ResolvedTemplate Sender(string account, string to) => Deployment.Resolve(Repo.Root, new TemplateContext("sluice-member", Stack.Region, account, new Dictionary<string, string>
    {
        ["ForwardCloudWatchLogs"] = "false", ["ForwardFindingsTo"] = to,
    }));

    [SkippableFact]
    public Task A_listed_account_of_the_organization_may_put_findings_there() => AssertAsync(allowed: true, Ask(s_listing, Listed));

    [SkippableFact]
    public Task Where_every_account_of_the_organization_may_it_need_not_be_listed() => AssertAsync(allowed: true, Ask(s_everybody, Listed), Ask(s_everybody, Unlisted));

    [SkippableFact]
    public Task An_account_that_is_not_listed_may_not() => AssertAsync(allowed: false, Ask(s_listing, Unlisted));

    [SkippableFact]
    public Task An_account_outside_the_organization_may_not_listed_or_not() => AssertAsync(allowed: false,
        Ask(s_listing, Listed, organization: "o-zzzzzzzzzz"), Ask(s_everybody, Unlisted, organization: "o-zzzzzzzzzz"),
        Ask(s_listing, Listed, organization: ""), Ask(s_everybody, Unlisted, organization: ""));

    [SkippableFact]
    public Task Events_of_another_source_may_not() => AssertAsync(allowed: false,
        Ask(s_listing, Listed, source: "aws.s3"), Ask(s_listing, Listed, source: "sluice.guardduty"), Ask(s_everybody, Unlisted, source: "com.example.shop"));

    [SkippableFact]
    public async Task What_the_sender_may_not_do_at_home_it_may_not_do_here() => await AssertAsync(allowed: false,
        Ask(s_listing, Listed) with { Identity = [] },
        Ask(s_listing, Listed) with { Identity = Identity(Sender(Listed, "arn:aws:events:us-east-1:999999999999:event-bus/another")) });

    [SkippableFact]
    public async Task Without_the_bus_policy_there_is_nothing() => await AssertAsync(allowed: false, Ask(s_listing, Listed) with { ResourcePolicy = null });

    [SkippableFact]
    public Task A_sender_may_not_change_the_bus_nor_look_at_it_whatever_its_own_account_allows()
    {
        var everything = JsonNode.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""")!;
        string[] actions = ["events:DeleteEventBus", "events:DescribeEventBus", "events:UpdateEventBus"];
        return AssertAsync(allowed: false, [.. actions.Select(action => Ask(s_listing, Listed) with { Action = action, Identity = [everything] })]);
    }

    /// <summary>What EventBridge asks with the role of the sender's rule.</summary>
    static Question Ask(Stack stack, string account, string organization = Stack.Organization, string source = "aws.guardduty")
    {
        var sender = Sender(account, Bus(stack));
        var role = sender.Resources["ForwardFindingRole"].Attributes["Arn"];
        var context = Access.Context(role, Deployment.Account, new Dictionary<string, string> { ["events:source"] = source, ["aws:PrincipalOrgID"] = organization });
        if (organization.Length == 0) context.Remove("aws:PrincipalOrgID");
        return new Question(role, "events:PutEvents", Bus(stack), Deployment.Account, context, Identity(sender), stack.ResourcePolicy(Bus(stack)));
    }

    static IReadOnlyList<JsonNode> Identity(ResolvedTemplate sender) => [.. sender.Resources["ForwardFindingRole"].Properties["Policies"]!.AsArray().Select(one => one!["PolicyDocument"]!)];

    static async Task AssertAsync(bool allowed, params Question[] questions)
    {
        await Simulator.SkipIfAbsentAsync();
        var wrong = questions.Zip(await Simulator.AskAsync(questions)).Where(one => allowed ? !one.Second.IsAllowed : !one.Second.IsDenied)
            .Select(one => $"{one.First.Principal}: {one.First.Action} on {one.First.Resource} [{string.Join(", ", one.First.Context.Select(pair => $"{pair.Key}={pair.Value}"))}]: {one.Second.Result} {one.Second.Error}");
        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }
}
