namespace Sluice.Local.Tests;

/// <summary>A mistake in the template shows in its rehearsal, by name.</summary>
public class BrokenRehearsalTests(BrokenRehearsal broken) : IClassFixture<BrokenRehearsal>
{
    [SkippableFact]
    public void A_rule_whose_pattern_does_not_take_the_sample_lets_it_not_arrive()
    {
        MotoFixture.SkipWithoutMoto();

        Assert.Contains("Replay, CloudWatchLogsDecompressor/replay/eventbridge-object-created: it did not arrive at Replay", broken.Problems);
        Assert.Contains("Replay: no trigger of the stack reaches it", broken.Problems);
    }

    [SkippableFact]
    public void A_role_that_lacks_an_action_is_told_with_the_action()
    {
        MotoFixture.SkipWithoutMoto();

        Assert.Contains(broken.Problems, problem => problem.StartsWith("FormIntake, FormIntake/form: ", StringComparison.Ordinal) && problem.EndsWith(" may not dynamodb:PutItem", StringComparison.Ordinal));
        Assert.DoesNotContain(broken.Problems, problem => problem.StartsWith("FormIntake, FormIntake/page", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_queue_whose_policy_lacks_S3_gets_no_notification()
    {
        MotoFixture.SkipWithoutMoto();

        Assert.Contains(broken.Problems, problem => problem.StartsWith("WafLogCopier, WafLogCopier/s3-notification: the policy of queue ", StringComparison.Ordinal) && problem.Contains(" does not let s3.amazonaws.com send for arn:aws:s3:::aws-waf-logs-", StringComparison.Ordinal));
        Assert.Contains("WafLogCopier, WafLogCopier/s3-notification: it did not arrive at WafLogCopier", broken.Problems);
        // What an operator sends there comes through.
        Assert.DoesNotContain("WafLogCopier, WafLogCopier/sqs: it did not arrive at WafLogCopier", broken.Problems);
    }

    [SkippableFact]
    public void A_function_whose_policy_lacks_the_rule_is_not_invoked()
    {
        MotoFixture.SkipWithoutMoto();

        Assert.Contains(broken.Problems, problem => problem.StartsWith("AuroraCdcForwarder, AuroraCdcForwarder/scheduled-sweep: the resource policy of ", StringComparison.Ordinal) && problem.Contains(" does not let events.amazonaws.com invoke it for arn:aws:events:", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void An_event_that_a_rule_brings_to_the_wrong_function_fails_there_and_is_lost()
    {
        MotoFixture.SkipWithoutMoto();

        Assert.Contains(broken.Problems, problem => problem.StartsWith("WafLogCopier, WafLogCopier/not-an-event-of-objects: WafLogCopier failed 3 times, and nothing keeps the event", StringComparison.Ordinal));
        Assert.Contains("WafLogCopier, WafLogCopier/not-an-event-of-objects: expected.json says that nothing of the stack brings it", broken.Problems);
    }

    [SkippableFact]
    public void A_bus_whose_policy_lacks_an_account_gets_nothing_from_it()
    {
        MotoFixture.SkipWithoutMoto();

        Assert.Contains("GuardDutyFindingRouter, GuardDutyFindingRouter/eventbridge-iam: the policy of bus sluice-rehearsal-findings lets account 444455556666 put no events", broken.Problems);
        Assert.Contains("GuardDutyFindingRouter, GuardDutyFindingRouter/eventbridge-iam: it did not arrive at GuardDutyFindingRouter", broken.Problems);
        Assert.Contains("GuardDutyFindingRouter: no sample takes rule ForwardedFindingRule", broken.Problems);
    }

    [SkippableFact]
    public void A_rule_that_takes_no_sample_is_named_though_other_rules_reach_its_function()
    {
        MotoFixture.SkipWithoutMoto();

        Assert.Contains("GuardDutyFindingRouter: no sample takes rule FindingArchiveRule", broken.Problems);
        Assert.DoesNotContain("GuardDutyFindingRouter: no sample takes rule FindingRule", broken.Problems);
        Assert.DoesNotContain("GuardDutyFindingRouter: no trigger of the stack reaches it", broken.Problems);
    }

    [SkippableFact]
    public void A_rule_whose_role_may_not_put_events_forwards_none()
    {
        MotoFixture.SkipWithoutMoto();

        Assert.Contains(broken.Problems, problem => problem.StartsWith("GuardDutyFindingRouter, GuardDutyFindingRouter/eventbridge-s3: role ", StringComparison.Ordinal) && problem.EndsWith(" may not events:PutEvents on arn:aws:events:eu-west-1:123456789012:event-bus/sluice-findings", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_destination_that_the_role_does_not_reach_gets_nothing_and_the_finding_is_kept()
    {
        MotoFixture.SkipWithoutMoto();

        Assert.Contains(broken.Problems, problem => problem.StartsWith("GuardDutyFindingRouter, GuardDutyFindingRouter/eventbridge-s3: ", StringComparison.Ordinal) && problem.EndsWith(" may not firehose:PutRecordBatch", StringComparison.Ordinal));
        Assert.Contains("GuardDutyFindingRouter, GuardDutyFindingRouter/eventbridge-s3: it should put 0 messages into its queue of failures, and puts 1", broken.Problems);
        Assert.Contains("GuardDutyFindingRouter: nothing came to the destination stream", broken.Problems);
        Assert.DoesNotContain("GuardDutyFindingRouter: nothing came to the destination topic", broken.Problems);
    }

    [SkippableFact]
    public async Task A_resource_that_nobody_knows_how_to_make_is_named()
    {
        MotoFixture.SkipWithoutMoto();
        var template = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "template.yaml"));

        var rehearsal = await BrokenRehearsal.RehearseAsync(template.Replace("\nResources:\n", "\nResources:\n  Wishes:\n    Type: AWS::Wishes::List\n    Properties: {Name: many}\n", StringComparison.Ordinal), stackOnly: true);

        Assert.Equal(["Wishes (AWS::Wishes::List) is left over: moto's CloudFormation does not make it, and the finisher does not know how"], rehearsal.Problems);
        Assert.All(rehearsal.Stack.Resources.Where(one => one.State == ResourceState.LeftOver && one.LogicalId != "Wishes"), one => Assert.True(one.Expected && one.Reason!.Length > 0, one.LogicalId));
        Assert.Equal(rehearsal.Stack.Resources.Count, rehearsal.Stack.Resources.Select(one => one.LogicalId).Distinct().Count());
    }
}
