using System.Text.Json.Nodes;
using Amazon.SQS;
using Amazon.SQS.Model;
using Sluice.GuardDutyFindingRouter;

namespace Sluice.Local;

/// <summary>What is around the router of a demo's stack: its rules and secrets, the services that people use, the SIEM's queue, and the mailbox.</summary>
sealed class FindingDesk : IAsyncDisposable
{
    const string SiemName = "sluice-siem", MailName = "sluice-security-mail", RoutingKey = "demo-routing-key-of-pagerduty";
    const string Slack = "/slack/security", Teams = "/teams/management", PagerDuty = "/pagerduty/v2/enqueue";

    readonly DemoStack _stack;
    readonly AmazonSQSClient _sqs;

    FindingDesk(DemoStack stack, WebhookEndpoint webhooks, RuleSet rules) => (_stack, _sqs, Webhooks, Rules) = (stack, stack.Aws.Sqs(), webhooks, rules);

    /// <summary>ARNs that the template's role needs, by parameter.</summary>
    public static IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string>
    {
        ["FindingRules"] = FindingRules.Parameter,
        ["FindingSecretPath"] = FindingRules.Secrets,
        ["FindingQueueArns"] = $"arn:aws:sqs:us-east-1:{Deployment.Account}:{SiemName}",
        ["FindingTopicArns"] = $"arn:aws:sns:us-east-1:{Deployment.Account}:{MailName}",
    };

    /// <summary>Chat and paging.</summary>
    public WebhookEndpoint Webhooks { get; }

    /// <summary>As the router has them.</summary>
    public RuleSet Rules { get; }

    /// <summary>Of the SIEM's queue.</summary>
    public string SiemUrl => QueueUrl(_stack, SiemName);

    /// <summary>Before the router is called for the first time: it reads its rules then.</summary>
    public static async Task<FindingDesk> StartAsync(DemoStack stack, CancellationToken cancellation)
    {
        var webhooks = await WebhookEndpoint.StartAsync(RoutingKey);
        webhooks.SetBusy(Slack, calls: 1);
        webhooks.SetGone(Teams, isGone: true);
        var (account, region) = (Deployment.Account, stack.Aws.Region);
        var topic = $"arn:aws:sns:{region}:{account}:{MailName}";
        var document = FindingRules.Document(webhooks.Address + PagerDuty, QueueUrl(stack, SiemName), topic);
        await stack.Calls.CallAsync(
        [
            new("sqs", "create_queue", new() { ["QueueName"] = SiemName }),
            new("sqs", "create_queue", new() { ["QueueName"] = MailName }),
            new("sns", "create_topic", new() { ["Name"] = MailName }),
            new("sns", "subscribe", new() { ["TopicArn"] = topic, ["Protocol"] = "sqs", ["Endpoint"] = $"arn:aws:sqs:{region}:{account}:{MailName}" }),
            Put(FindingRules.Parameter, document, "String"),
            Put(FindingRules.Secrets + "/slack-security", webhooks.Address + Slack, "SecureString"),
            Put(FindingRules.Secrets + "/teams-management", webhooks.Address + Teams, "SecureString"),
            Put(FindingRules.Secrets + "/pagerduty-key", RoutingKey, "SecureString"),
        ], cancellation);
        return new(stack, webhooks, RuleReader.Read(System.Text.Encoding.UTF8.GetBytes(document), FindingRules.Parameter));

        static AwsCall Put(string name, string value, string type) => new("ssm", "put_parameter", new() { ["Name"] = name, ["Value"] = value, ["Type"] = type });
    }

    /// <summary>Puts events onto the default bus of the account of each.</summary>
    public async Task PutAsync(IReadOnlyList<FindingPut> events, CancellationToken cancellation)
    {
        foreach (var (isMember, some) in events.GroupBy(one => one.ByMember).Select(group => (group.Key, group.ToList())))
            await (isMember ? _stack.CentralCalls : _stack.Calls).CallAsync([.. some.Chunk(10).Select(ten => new AwsCall("events", "put_events", new() { ["Entries"] = new JsonArray([.. ten.Select(one => Entry(one.Event))]) }))], cancellation);

        static JsonNode Entry(JsonObject @event) => new JsonObject
        {
            ["Source"] = @event["source"]!.ToString(), ["DetailType"] = @event["detail-type"]!.ToString(), ["Detail"] = @event["detail"]!.ToJsonString(),
        };
    }

    /// <summary>Somebody makes the webhook of management anew.</summary>
    public void Repair() => Webhooks.SetGone(Teams, isGone: false);

    /// <summary>What chat and paging took, in order: destination and message.</summary>
    public IReadOnlyList<(string Destination, JsonObject Message)> Posted => [.. Webhooks.Calls.Where(call => call.Status < 300)
        .Select(call => (call.Path switch { Slack => "security-chat", Teams => "management", _ => "on-call" }, call.Body!))];

    /// <summary>Calls that were answered 429.</summary>
    public int BusyAnswers => Webhooks.Calls.Count(call => call.Status == 429);

    /// <summary>Takes what the SIEM got.</summary>
    public async Task<IReadOnlyList<JsonObject>> TakeSiemAsync(CancellationToken cancellation) =>
        [.. (await TakeAsync(SiemUrl, cancellation)).Select(message => JsonNode.Parse(message.Body)!.AsObject())];

    /// <summary>Takes what SNS sent by mail: <c>Subject</c> and <c>Message</c>.</summary>
    public async Task<IReadOnlyList<JsonObject>> TakeMailAsync(CancellationToken cancellation) =>
        [.. (await TakeAsync(QueueUrl(_stack, MailName), cancellation)).Select(message => JsonNode.Parse(message.Body)!.AsObject())];

    /// <summary>Moves what is in the failure queue back to the router's own, as "Start DLQ redrive" of the console does; moto has no StartMessageMoveTask.</summary>
    /// <returns>What was moved.</returns>
    public async Task<IReadOnlyList<JsonObject>> MoveBackAsync(CancellationToken cancellation)
    {
        var kept = await TakeAsync(_stack.Resource("FindingFailures").Ref, cancellation);
        foreach (var one in kept) await _sqs.SendMessageAsync(new SendMessageRequest(_stack.Resource("FindingQueue").Ref, one.Body), cancellation);
        return [.. kept.Select(one => JsonNode.Parse(one.Body)!.AsObject())];
    }

    public async ValueTask DisposeAsync()
    {
        _sqs.Dispose();
        await Webhooks.DisposeAsync();
    }

    static string QueueUrl(DemoStack stack, string name) => $"https://sqs.{stack.Aws.Region}.amazonaws.com/{Deployment.Account}/{name}";

    async Task<IReadOnlyList<Message>> TakeAsync(string url, CancellationToken cancellation)
    {
        var all = new List<Message>();
        while (true)
        {
            var some = (await _sqs.ReceiveMessageAsync(new ReceiveMessageRequest(url) { MaxNumberOfMessages = 10 }, cancellation)).Messages ?? [];
            if (some.Count == 0) return all;
            await _sqs.DeleteMessageBatchAsync(new DeleteMessageBatchRequest(url, [.. some.Select((one, i) => new DeleteMessageBatchRequestEntry($"{i}", one.ReceiptHandle))]), cancellation);
            all.AddRange(some);
        }
    }
}
