using System.Text.Json.Nodes;
using Sluice.Local;

namespace Permissions.Tests;

/// <summary>What AWS' own services may do to the suite's resources, and what the roles that they assume may do.</summary>
public class ServicePolicyTests
{
    static readonly Stack s_stack = Stack.All[0];

    static readonly Dictionary<string, string> s_nothing = [];

    static string Arn(string logicalId) => s_stack.Template.Resources[logicalId].Attributes["Arn"];

    [SkippableFact]
    public async Task S3_of_this_account_tells_the_queues_and_nobody_else_does()
    {
        var queues = new[] { "CopyQueue", "LoadQueue" };
        await AssertAsync(
            allowed: queues.Select(queue => Service("s3.amazonaws.com", "sqs:SendMessage", Arn(queue), Arn("LogBucket"))),
            denied: queues.SelectMany(queue => (Question[])
            [
                Service("s3.amazonaws.com", "sqs:SendMessage", Arn(queue), "arn:aws:s3:::somebody-elses", "444455556666"),
                Service("events.amazonaws.com", "sqs:SendMessage", Arn(queue), Arn("ReplayRule")),
                Service("s3.amazonaws.com", "sqs:ReceiveMessage", Arn(queue), Arn("LogBucket")),
                Service("s3.amazonaws.com", "sqs:DeleteMessage", Arn(queue), Arn("LogBucket")),
                Role("arn:aws:iam::444455556666:role/somebody-else", "sqs:SendMessage", Arn(queue), Everything),
            ]));
    }

    [SkippableFact]
    public Task The_rule_puts_what_it_cannot_deliver_into_its_queue_and_no_other_rule_does() => AssertAsync(
        allowed: [Service("events.amazonaws.com", "sqs:SendMessage", Arn("ReplayFailures"), Arn("ReplayRule"))],
        denied:
        [
            Service("events.amazonaws.com", "sqs:SendMessage", Arn("ReplayFailures"), "arn:aws:events:us-east-1:444455556666:rule/somebody-elses", "444455556666"),
            Service("events.amazonaws.com", "sqs:SendMessage", Arn("ReplayFailures"), "arn:aws:events:us-east-1:123456789012:rule/another"),
            Service("s3.amazonaws.com", "sqs:SendMessage", Arn("ReplayFailures"), Arn("LogBucket")),
            Service("events.amazonaws.com", "sqs:ReceiveMessage", Arn("ReplayFailures"), Arn("ReplayRule")),
        ]);

    [SkippableFact]
    public async Task The_rules_for_findings_fill_the_routers_queues_and_no_other_rule_does()
    {
        string[] queues = [Arn("FindingQueue"), Arn("FindingFailures")], rules = [Arn("FindingRule"), Arn("FindingArchiveRule"), Arn("ForwardedFindingRule")];
        await AssertAsync(
            allowed: from queue in queues from rule in rules select Service("events.amazonaws.com", "sqs:SendMessage", queue, rule),
            denied: queues.SelectMany(queue => (Question[])
            [
                Service("events.amazonaws.com", "sqs:SendMessage", queue, "arn:aws:events:us-east-1:123456789012:rule/another"),
                Service("events.amazonaws.com", "sqs:SendMessage", queue, Arn("ReplayRule")),
                Service("events.amazonaws.com", "sqs:SendMessage", queue, Arn("ForwardFindingRule")),
                Service("events.amazonaws.com", "sqs:SendMessage", queue, Arn("FindingRule").Replace(Deployment.Account, "444455556666", StringComparison.Ordinal), "444455556666"),
                Service("s3.amazonaws.com", "sqs:SendMessage", queue, Arn("FindingRule")),
                Service("events.amazonaws.com", "sqs:ReceiveMessage", queue, Arn("FindingRule")),
                Service("events.amazonaws.com", "sqs:DeleteMessage", queue, Arn("FindingRule")),
                Role("arn:aws:iam::444455556666:role/somebody-else", "sqs:SendMessage", queue, Everything),
            ]));
    }

    [SkippableFact]
    public async Task The_bucket_of_the_export_tells_the_routers_queue_and_no_other_bucket_does()
    {
        var bucket = "arn:aws:s3:::" + s_stack.Parameter("FindingExportBucketName");
        await AssertAsync(
            allowed: [Service("s3.amazonaws.com", "sqs:SendMessage", Arn("FindingQueue"), bucket)],
            denied:
            [
                Service("s3.amazonaws.com", "sqs:SendMessage", Arn("FindingQueue"), bucket + "-of-somebody-else"),
                Service("s3.amazonaws.com", "sqs:SendMessage", Arn("FindingFailures"), bucket),
                Service("s3.amazonaws.com", "sqs:ReceiveMessage", Arn("FindingQueue"), bucket),
            ]);
    }

    [SkippableFact]
    public Task The_rule_that_forwards_findings_puts_what_it_cannot_forward_into_its_queue_and_no_other_rule_does() => AssertAsync(
        allowed: [Service("events.amazonaws.com", "sqs:SendMessage", Arn("ForwardFailures"), Arn("ForwardFindingRule"))],
        denied:
        [
            Service("events.amazonaws.com", "sqs:SendMessage", Arn("ForwardFailures"), Arn("FindingRule")),
            Service("events.amazonaws.com", "sqs:SendMessage", Arn("ForwardFailures"), "arn:aws:events:us-east-1:444455556666:rule/somebody-elses", "444455556666"),
            Service("events.amazonaws.com", "sqs:ReceiveMessage", Arn("ForwardFailures"), Arn("ForwardFindingRule")),
        ]);

    [SkippableFact]
    public async Task Log_delivery_writes_this_accounts_WAF_logs_to_their_place()
    {
        const string Waf = "delivery.logs.amazonaws.com", Source = "arn:aws:logs:us-east-1:123456789012:delivery-source:waf";
        Dictionary<string, string> full = new() { ["s3:x-amz-acl"] = "bucket-owner-full-control" };
        var bucket = Arn("WafLogBucket");
        await AssertAsync(
            allowed: [Service(Waf, "s3:PutObject", bucket + "/AWSLogs/123456789012/WAFLogs/x", Source, more: full), Service(Waf, "s3:GetBucketAcl", bucket, Source)],
            denied:
            [
                Service(Waf, "s3:PutObject", bucket + "/AWSLogs/444455556666/WAFLogs/x", Source, more: full),
                Service(Waf, "s3:PutObject", bucket + "/elsewhere", Source, more: full),
                Service(Waf, "s3:PutObject", bucket + "/AWSLogs/123456789012/WAFLogs/x", Source),
                Service(Waf, "s3:PutObject", bucket + "/AWSLogs/123456789012/WAFLogs/x", "arn:aws:logs:us-east-1:444455556666:delivery-source:waf", "444455556666", full),
                Service(Waf, "s3:GetObject", bucket + "/AWSLogs/123456789012/WAFLogs/x", Source),
                Service(Waf, "s3:GetBucketAcl", bucket, "arn:aws:logs:us-east-1:444455556666:delivery-source:waf", "444455556666"),
                Service("s3.amazonaws.com", "s3:PutObject", bucket + "/AWSLogs/123456789012/WAFLogs/x", Source, more: full),
                Service(Waf, "s3:PutObject", bucket + "/AWSLogs/123456789012/WAFLogs/x", Source, more: new() { ["s3:x-amz-acl"] = "bucket-owner-full-control", ["aws:SecureTransport"] = "false" }),
            ]);
    }

    [SkippableFact]
    public async Task No_bucket_is_read_or_written_without_TLS_whatever_an_identity_allows()
    {
        var buckets = s_stack.Template.Resources.Values.Where(one => one.Type == "AWS::S3::Bucket").Select(one => one.Attributes["Arn"]).ToList();
        (string Action, string Path)[] calls = [("s3:GetObject", "/a"), ("s3:PutObject", "/a"), ("s3:DeleteObject", "/a"), ("s3:ListBucket", ""), ("s3:PutBucketPolicy", "")];
        const string Own = "arn:aws:iam::123456789012:role/administrator";
        await AssertAsync(
            allowed: from bucket in buckets from call in calls select Role(Own, call.Action, bucket + call.Path, Everything),
            denied: from bucket in buckets from call in calls select Role(Own, call.Action, bucket + call.Path, Everything, new() { ["aws:SecureTransport"] = "false" }));
    }

    [SkippableFact]
    public async Task Each_permission_to_call_a_function_is_for_one_source_of_this_account()
    {
        var permissions = s_stack.Template.Resources.Values.Where(one => one.Type == "AWS::Lambda::Permission").ToList();
        Assert.NotEmpty(permissions);
        List<Question> allowed = [], denied = [];
        foreach (var permission in permissions.Select(one => one.Properties))
        {
            var function = s_stack.Template.Functions.Values.Single(one => one.Name == (string?)permission["FunctionName"] || one.Arn == (string?)permission["FunctionName"]).Arn;
            var (service, source) = ((string)permission["Principal"]!, (string)permission["SourceArn"]!);
            // What Lambda makes of the resource.
            var policy = new JsonObject
            {
                ["Version"] = "2012-10-17",
                ["Statement"] = new JsonArray(new JsonObject
                {
                    ["Effect"] = "Allow", ["Principal"] = new JsonObject { ["Service"] = service }, ["Action"] = (string)permission["Action"]!, ["Resource"] = function,
                    ["Condition"] = new JsonObject { ["ArnLike"] = new JsonObject { ["AWS:SourceArn"] = source } },
                }),
            };
            Question Ask(string who, string action, string from, string account = Deployment.Account) => Service(who, action, function, from, account) with { ResourcePolicy = policy };
            var met = source.Replace("*", "any", StringComparison.Ordinal);
            allowed.Add(Ask(service, "lambda:InvokeFunction", met));
            denied.Add(Ask(service, "lambda:InvokeFunction", met.Replace(Deployment.Account, "444455556666", StringComparison.Ordinal), "444455556666"));
            denied.Add(Ask(service, "lambda:InvokeFunction", $"arn:aws:{source.Split(':')[2]}:us-east-1:123456789012:somebody-elses/any"));
            denied.Add(Ask(service, "lambda:UpdateFunctionCode", met));
            denied.Add(Ask("s3.amazonaws.com", "lambda:InvokeFunction", met));
        }
        await AssertAsync(allowed, denied);
    }

    /// <summary>What Firehose, CloudWatch Logs, Aurora and EventBridge do with the roles they assume. Source: "Controlling access" in the Firehose guide, with the parts that the template does not use left out.</summary>
    static readonly (string Role, string Action, string On, Dictionary<string, string> Context)[] s_services =
    [
        ("SubscriptionRole", "firehose:PutRecord", "LogStream", s_nothing), ("SubscriptionRole", "firehose:PutRecordBatch", "LogStream", s_nothing),
        ("SubscriptionRole", "firehose:PutRecord", "SplunkStream", s_nothing), ("SubscriptionRole", "firehose:PutRecordBatch", "SplunkStream", s_nothing),
        .. Delivers("DeliveryRole", "LogBucket"), .. Delivers("ChangeDeliveryRole", "ChangeBucket"),
        ("DeliveryRole", "lambda:InvokeFunction", "CloudWatchLogsDecompressor", s_nothing), ("DeliveryRole", "lambda:InvokeFunction", "SplunkTransform", s_nothing),
        ("DeliveryRole", "secretsmanager:GetSecretValue", "=SplunkTokenSecretArn", s_nothing),
        ("DeliveryRole", "kms:Decrypt", "=SplunkTokenKeyArn", new() { ["kms:ViaService"] = "secretsmanager.us-east-1.amazonaws.com" }),
        ("DeliveryRole", "logs:PutLogEvents", "=DeliveryErrors", s_nothing), ("ChangeDeliveryRole", "logs:PutLogEvents", "=DeliveryErrors", s_nothing),
        ("ClusterInvokeRole", "lambda:InvokeFunction", "AuroraCdcForwarder", s_nothing),
        ("ForwardFindingRole", "events:PutEvents", "=ForwardFindingsTo", s_nothing),
    ];

    [SkippableFact]
    public async Task The_roles_of_AWS_services_allow_what_those_do_and_nothing_else()
    {
        await Simulator.SkipIfAbsentAsync();
        await AssertAsync(s_services.Select(one => Role(one)), []);

        var roles = s_services.Select(one => one.Role).Distinct().ToList();
        var places = s_stack.Targets.Select(one => one.Arn).Concat(s_stack.Targets.Where(one => Stack.Service(one.Arn) == "s3").Select(one => one.Arn + "/any"))
            .Append(s_stack.Parameter("SplunkTokenSecretArn")!).Append(s_stack.Parameter("SplunkTokenKeyArn")!).Append(s_stack.Parameter("ForwardFindingsTo")!).Distinct().ToList();
        var asked = (from role in roles from place in places select (role, place)).ToList();
        var (_, sweeps) = await Simulator.AskAsync([], asked.Select(one => new Sweep(Arn(one.role), [Stack.Service(one.place)], one.place, Deployment.Account, Identity(one.role), s_stack.ResourcePolicy(one.place))));
        var extra = asked.Zip(sweeps).SelectMany(one => one.Second.Allowed.Where(action => !s_services.Any(need => need.Role == one.First.role && action == $"{need.Action} on {Place(need.On)}")).Select(action => $"{one.First.role}: {action}")).ToList();
        Assert.True(extra.Count == 0, $"Allowed, though nobody needs it:\n{string.Join('\n', extra)}");

        var stale = roles.SelectMany(role => Access.Allowed(Identity(role)).Where(granted => !s_services.Any(need => need.Role == role && Access.Matches(granted.Action, need.Action) && Access.Matches(granted.Resource, Place(need.On))))
            .Select(granted => $"{role}: {granted.Action} on {granted.Resource}")).ToList();
        Assert.True(stale.Count == 0, $"Granted, though nobody needs it:\n{string.Join('\n', stale)}");
    }

    [Fact]
    public void Every_role_of_a_service_is_judged() => Assert.Equal(
        s_stack.Template.Resources.Values.Where(one => one.Type == "AWS::IAM::Role" && (string?)one.Properties["AssumeRolePolicyDocument"]!["Statement"]![0]!["Principal"]!["Service"] != "lambda.amazonaws.com").Select(one => one.LogicalId).Order(StringComparer.Ordinal),
        s_services.Select(one => one.Role).Distinct().Order(StringComparer.Ordinal));

    static IEnumerable<(string, string, string, Dictionary<string, string>)> Delivers(string role, string bucket) =>
    [
        .. new[] { "s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads" }.Select(action => (role, action, bucket, s_nothing)),
        .. new[] { "s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload" }.Select(action => (role, action, bucket + "/any", s_nothing)),
    ];

    static string Place(string on) => on == "=DeliveryErrors" ? Arn("DeliveryErrors")[..^1] + "log-stream:any" : on.StartsWith('=') ? s_stack.Parameter(on[1..])! : on.Split('/', 2) is [var id, var path] ? $"{Arn(id)}/{path}" : Arn(on);

    static IReadOnlyList<JsonNode> Identity(string role) => s_stack.IdentityPolicies(s_stack.Template.Resources[role]);

    static JsonNode Everything { get; } = JsonNode.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""")!;

    static Question Role((string Role, string Action, string On, Dictionary<string, string> Context) one) => new(Arn(one.Role), one.Action, Place(one.On), Deployment.Account,
        Access.Context(Arn(one.Role), Deployment.Account, one.Context), Identity(one.Role), s_stack.ResourcePolicy(Place(one.On)));

    static Question Role(string principal, string action, string arn, JsonNode identity, Dictionary<string, string>? more = null) => new(principal, action, arn, Deployment.Account,
        Access.Context(principal, Deployment.Account, more ?? s_nothing), [identity], s_stack.ResourcePolicy(arn));

    static Question Service(string service, string action, string arn, string source, string account = Deployment.Account, Dictionary<string, string>? more = null)
    {
        Dictionary<string, string> context = new() { ["aws:SecureTransport"] = "true", ["aws:SourceArn"] = source, ["aws:SourceAccount"] = account, ["aws:PrincipalIsAWSService"] = "true" };
        foreach (var (name, value) in more ?? s_nothing) context[name] = value;
        return new Question(service, action, arn, Deployment.Account, context, [], s_stack.ResourcePolicy(arn));
    }

    static async Task AssertAsync(IEnumerable<Question> allowed, IEnumerable<Question> denied)
    {
        await Simulator.SkipIfAbsentAsync();
        List<(Question Question, bool Allowed)> asked = [.. allowed.Select(one => (one, true)), .. denied.Select(one => (one, false))];
        var wrong = asked.Zip(await Simulator.AskAsync(asked.Select(one => one.Question))).Where(one => one.First.Allowed ? !one.Second.IsAllowed : !one.Second.IsDenied)
            .Select(one => $"{one.First.Question.Principal}: {one.First.Question.Action} on {one.First.Question.Resource} [{string.Join(", ", one.First.Question.Context.Select(pair => $"{pair.Key}={pair.Value}"))}]: {one.Second.Result} {one.Second.Error}");
        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }
}
