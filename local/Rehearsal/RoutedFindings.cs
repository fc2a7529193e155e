using System.Globalization;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What is around the router of findings: rules that name every destination of the parameters, their secrets, chat and paging; and what came there.</summary>
sealed class RoutedFindings : IAsyncDisposable
{
    const string RoutingKey = "rehearsal-routing-key", Mail = "rehearsal-finding-mail";
    static readonly string[] s_web = ["chat", "management", "on-call"];

    readonly RehearsedParts _parts;
    readonly WebhookEndpoint _webhooks;

    RoutedFindings(RehearsedParts parts, WebhookEndpoint webhooks) => (_parts, _webhooks) = (parts, webhooks);

    IReadOnlyDictionary<string, string> Parameters => _parts.Stack.Context.Parameters;

    /// <summary>Before the router is called for the first time: it reads its rules then.</summary>
    /// <returns>Null: the parameters deploy no router.</returns>
    public static async Task<RoutedFindings?> StartAsync(RehearsedParts parts, CancellationToken cancellation)
    {
        var parameters = parts.Stack.Context.Parameters;
        var (parameter, @object) = (parameters.GetValueOrDefault("FindingRules", ""), parameters.GetValueOrDefault("FindingRulesObject", ""));
        if (parameter.Length == 0 && @object.Length == 0) return null;
        var findings = new RoutedFindings(parts, await WebhookEndpoint.StartAsync(RoutingKey));
        await findings.PutSecretsAsync(cancellation);
        var rules = findings.Rules();
        if (parameter.Length > 0) await parts.Administrator.CallAsync("ssm", "put_parameter", new() { ["Name"] = parameter, ["Value"] = rules, ["Type"] = "String" }, cancellation);
        if (@object.Split('/', 4) is [_, _, var bucket, var key])
            await parts.Administrator.CallAsync("s3", "put_object", new() { ["Bucket"] = bucket, ["Key"] = key, ["Body"] = AwsCall.Bytes(System.Text.Encoding.UTF8.GetBytes(rules)) }, cancellation);
        return findings;
    }

    /// <summary>How much came to each destination, after everything was sent.</summary>
    public async Task<TriggerResult> JudgeAsync(RehearsedFunction function, RuleTakes rules, CancellationToken cancellation)
    {
        var came = new List<(string Name, long Count)>();
        came.AddRange(s_web.Zip(["/slack/", "/teams/", "/pagerduty/"], (name, path) => (name, _webhooks.Calls.LongCount(call => call.Status < 300 && call.Path.StartsWith(path, StringComparison.Ordinal)))));
        foreach (var topic in Listed("FindingTopicArns")) came.Add(("topic", await _parts.WaitingAsync(_parts.UrlOf(MailOf(topic)), cancellation)));
        foreach (var queue in Listed("FindingQueueArns")) came.Add(("queue", await _parts.WaitingAsync(_parts.UrlOf(queue), cancellation)));
        foreach (var stream in _parts.Wiring.Streams.Where(one => Listed("FindingStreamArns").Contains(one.Arn))) came.Add(("stream", _parts.AccountOf(stream).RecordsIn));
        foreach (var bus in Listed("FindingTargetBusArns")) came.Add(("bus", rules.Watched(bus)));
        List<string> problems =
        [
            .. came.Where(one => one.Count == 0).Select(one => $"nothing came to the destination {one.Name}"),
            .. _webhooks.Calls.Where(call => call.Status >= 300).Select(call => $"{call.Path} refused a message ({call.Status})"),
        ];
        return new(function.LogicalId, null, "rules → destinations", string.Join(", ", came.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} {one.Count}"))), problems, Arrived: false);
    }

    public ValueTask DisposeAsync() => _webhooks.DisposeAsync();

    async Task PutSecretsAsync(CancellationToken cancellation)
    {
        var secrets = new Dictionary<string, string>
        {
            [Secret("chat")] = _webhooks.Address + "/slack/security",
            [Secret("management")] = _webhooks.Address + "/teams/management",
            [Secret("on-call")] = RoutingKey,
        };
        foreach (var (place, text) in secrets)
            await (place.StartsWith("arn:", StringComparison.Ordinal)
                ? _parts.Administrator.CallAsync("secretsmanager", "put_secret_value", new() { ["SecretId"] = place, ["SecretString"] = text }, cancellation)
                : _parts.Administrator.CallAsync("ssm", "put_parameter", new() { ["Name"] = place, ["Value"] = text, ["Type"] = "SecureString" }, cancellation));
        foreach (var topic in Listed("FindingTopicArns"))
        {
            await _parts.Administrator.CallAsync("sqs", "create_queue", new() { ["QueueName"] = Mail }, cancellation);
            await _parts.Administrator.CallAsync("sns", "subscribe", new() { ["TopicArn"] = topic, ["Protocol"] = "sqs", ["Endpoint"] = MailOf(topic) }, cancellation);
        }
    }

    /// <summary>The first secret of Secrets Manager that the parameters name, for chat; parameters for the others, by default where the template says.</summary>
    string Secret(string destination) => destination == "chat" && Listed("FindingSecretArns").FirstOrDefault() is { } arn
        ? arn : $"{Parameters.GetValueOrDefault("FindingSecretPath", FindingRules.Secrets)}/{destination}";

    /// <summary>Everything goes everywhere: whether a destination can be reached is what is looked for.</summary>
    string Rules()
    {
        var destinations = new JsonObject
        {
            ["chat"] = new JsonObject { ["type"] = "slack", ["urlFrom"] = Secret("chat") },
            ["management"] = new JsonObject { ["type"] = "teams", ["urlFrom"] = Secret("management") },
            ["on-call"] = new JsonObject { ["type"] = "pagerduty", ["routingKeyFrom"] = Secret("on-call"), ["url"] = _webhooks.Address + "/pagerduty/v2/enqueue" },
        };
        foreach (var (name, type, member, parameter) in new[] { ("topic", "sns", "topic", "FindingTopicArns"), ("stream", "firehose", "stream", "FindingStreamArns"), ("bus", "eventbridge", "bus", "FindingTargetBusArns") })
            foreach (var (i, arn) in Listed(parameter).Index()) destinations[$"{name}-{i}"] = new JsonObject { ["type"] = type, [member] = type == "firehose" ? arn.Split('/')[^1] : arn };
        foreach (var (i, arn) in Listed("FindingQueueArns").Index()) destinations[$"queue-{i}"] = new JsonObject { ["type"] = "sqs", ["queue"] = _parts.UrlOf(arn) };
        return new JsonObject { ["version"] = 1, ["destinations"] = destinations, ["routes"] = new JsonArray(), ["default"] = new JsonArray([.. destinations.Select(one => (JsonNode)one.Key)]) }.ToJsonString();
    }

    /// <summary>The queue that takes what is published to a topic.</summary>
    static string MailOf(string topic) => string.Join(':', [.. topic.Replace(":sns:", ":sqs:", StringComparison.Ordinal).Split(':')[..5], Mail]);

    string[] Listed(string parameter) => Parameters.GetValueOrDefault(parameter, "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
