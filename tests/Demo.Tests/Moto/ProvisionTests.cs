using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

public class ProvisionTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    static ResolvedResource Resource(string type, string name, string properties = "{}") =>
        new(name, type, name, name, new Dictionary<string, string>(), JsonNode.Parse(properties)!.AsObject());

    [SkippableFact]
    public async Task The_resources_of_the_template_are_made_or_left_out_with_a_reason()
    {
        MotoFixture.SkipWithoutMoto();
        var context = new TemplateContext($"test-{Guid.NewGuid():N}"[..20], "us-east-1", "123456789012", new Dictionary<string, string>());
        var template = SamTemplate.Load(Path.Combine(MotoFixture.Scripts, "..", "..", "template.yaml")).Resolve(context);

        var made = await moto.Stack.CreateAsync(template.Resources.Values, default);

        Assert.Equal(template.Resources.Keys.Order(), made.Select(one => one.LogicalId).Order());
        string[] needed = ["LogBucket", "FlowLogs", "FlowLogsSubscription", "SubscriptionRolePolicy", "LogStream", "DeliveryErrorsStream", "DeliveryRole"];
        Assert.All(needed, name => Assert.Null(made.Single(one => one.LogicalId == name).Reason));
        Assert.NotNull(made.Single(one => one.LogicalId == "LogBucketPolicy").Reason);
        var stream = template.Resources["LogStream"];
        var described = await moto.FirehoseAsync("DescribeDeliveryStream", new JsonObject { ["DeliveryStreamName"] = stream.PhysicalName });
        Assert.Equal(stream.Attributes["Arn"], described.Answer["DeliveryStreamDescription"]!["DeliveryStreamARN"]!.ToString());
        using var s3 = moto.Aws.S3();
        Assert.Equal("Enabled", (await s3.GetBucketVersioningAsync(template.Resources["LogBucket"].PhysicalName)).VersioningConfig.Status.Value);
        // The control message of the subscription.
        Assert.Single(await moto.WaitingAsync(stream.PhysicalName));
    }

    [SkippableFact]
    public async Task Both_sides_of_the_account_border_are_made_each_in_its_account()
    {
        MotoFixture.SkipWithoutMoto();
        var accounts = TwoAccounts.Resolve(Path.GetFullPath(Path.Combine(MotoFixture.Scripts, "..", "..")), new Dictionary<string, string>(), new Uri("http://127.0.0.1:9200"));
        var aws = await moto.Stack.OfAccountAsync(TwoAccounts.CentralAccount, default);
        var central = new MotoStack(new PythonScript(MotoFixture.Python!, MotoFixture.Scripts), aws);

        var inCentral = await central.CreateAsync(accounts.Central.Resources.Values, default);
        var copying = accounts.Resource.Resources.Values.Where(one => one.LogicalId is "WafLogBucket" or "CopyQueue" or "CopyFailures");
        var made = await moto.Stack.CreateAsync(copying, default);

        Assert.Equal(["CentralKey", "LoadFailures", "ForwardFailures", "LoadQueue", "CentralBucket", "RejectedLogs", "ForwardFindingRule"], inCentral.Where(one => one.Reason is null && one.Type is not ("AWS::Logs::LogGroup" or "AWS::IAM::Role")).Select(one => one.LogicalId));
        Assert.Equal(["CopyFailures", "CopyQueue", "WafLogBucket"], made.Select(one => one.LogicalId));
        using var here = moto.Aws.S3();
        using var there = aws.S3();
        Assert.Contains(accounts.Resource.Resources["WafLogBucket"].PhysicalName, (await here.ListBucketsAsync()).Buckets.Select(one => one.BucketName));
        var bucket = accounts.Central.Resources["CentralBucket"].PhysicalName;
        Assert.Equal([bucket, accounts.Central.Resources["RejectedLogs"].PhysicalName], (await there.ListBucketsAsync()).Buckets.Select(one => one.BucketName));
        var encryption = (await there.GetBucketEncryptionAsync(new() { BucketName = bucket })).ServerSideEncryptionConfiguration.ServerSideEncryptionRules[0];
        Assert.Equal(accounts.Central.Resources["CentralKey"].Attributes["Arn"], encryption.ServerSideEncryptionByDefault.ServerSideEncryptionKeyManagementServiceKeyId);
        Assert.True(encryption.BucketKeyEnabled);
    }

    [SkippableFact]
    public async Task A_finding_reaches_the_queue_of_the_router_from_its_own_account_and_from_a_member_s()
    {
        MotoFixture.SkipWithoutMoto();
        var accounts = TwoAccounts.Resolve(Path.GetFullPath(Path.Combine(MotoFixture.Scripts, "..", "..")), FindingDesk.Parameters, new Uri("http://127.0.0.1:9200"));
        var member = new MotoStack(new PythonScript(MotoFixture.Python!, MotoFixture.Scripts), await moto.Stack.OfAccountAsync(TwoAccounts.CentralAccount, default));
        string[] needed = ["FindingQueue", "FindingFailures", "FindingBus", "FindingBusPolicy", "FindingRule", "FindingArchiveRule", "ForwardedFindingRule", "FindingFloodSchedule"];

        var made = await moto.Stack.CreateAsync(accounts.Resource.Resources.Values.Where(one => needed.Contains(one.LogicalId)), default);
        await member.CreateAsync(accounts.Central.Resources.Values.Where(one => one.LogicalId is "ForwardFindingRule"), default);
        AwsCall Put(string source) => new("events", "put_events", new()
        {
            ["Entries"] = new JsonArray(new JsonObject { ["Source"] = source, ["DetailType"] = "GuardDuty Finding", ["Detail"] = """{"id":"a"}""" }),
        });
        await moto.Stack.CallAsync([Put("aws.guardduty"), Put("aws.ec2")], default);
        await member.CallAsync([Put("aws.guardduty"), Put("aws.ec2")], default);

        Assert.Equal(["FindingFloodSchedule"], made.Where(one => one.Reason is not null).Select(one => one.LogicalId));
        using var sqs = moto.Aws.Sqs();
        var messages = (await sqs.ReceiveMessageAsync(new Amazon.SQS.Model.ReceiveMessageRequest(accounts.Resource.Resources["FindingQueue"].Ref) { MaxNumberOfMessages = 10 })).Messages;
        Assert.Equal([("aws.guardduty", Deployment.Account), ("aws.guardduty", TwoAccounts.CentralAccount)],
            messages.Select(one => JsonNode.Parse(one.Body)!).Select(one => (one["source"]!.ToString(), one["account"]!.ToString())).Order());
    }

    [SkippableFact]
    public async Task A_type_that_is_not_known_is_an_error_that_names_it_and_nothing_is_made()
    {
        MotoFixture.SkipWithoutMoto();
        var group = $"group-{Guid.NewGuid():N}";

        var error = await Assert.ThrowsAsync<UserError>(() => moto.Stack.CreateAsync([Resource("AWS::Logs::LogGroup", group), Resource("AWS::Nothing::Here", "Strange")], default));

        Assert.Contains("Strange (AWS::Nothing::Here)", error.Message, StringComparison.Ordinal);
        var groups = await moto.LogsAsync("DescribeLogGroups", new JsonObject { ["logGroupNamePrefix"] = group });
        Assert.Empty(groups.Answer["logGroups"]!.AsArray());
    }

    [SkippableFact]
    public async Task A_resource_that_cannot_be_made_is_an_error_that_names_it()
    {
        MotoFixture.SkipWithoutMoto();

        var error = await Assert.ThrowsAsync<UserError>(() => moto.Stack.CreateAsync([Resource("AWS::Logs::LogStream", "Orphan", """{"LogGroupName":"nowhere"}""")], default));

        Assert.Contains("Orphan (AWS::Logs::LogStream)", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_call_that_is_refused_is_an_error_with_the_words_of_the_service()
    {
        MotoFixture.SkipWithoutMoto();

        var error = await Assert.ThrowsAsync<UserError>(() => moto.Stack.CallAsync(
            [new("firehose", "put_record", new() { ["DeliveryStreamName"] = "nowhere", ["Record"] = new JsonObject { ["Data"] = AwsCall.Bytes([1, 2]) } })], default));

        Assert.Equal("firehose put_record: ResourceNotFoundException: Firehose nowhere under account 123456789012 not found.", error.Message);
    }
}
