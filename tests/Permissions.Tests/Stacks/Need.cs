using System.Text.RegularExpressions;
using Sluice.Local;

namespace Permissions.Tests;

/// <summary>Something that a function must be allowed.</summary>
/// <param name="Function">Its logical id.</param>
/// <param name="Action">Such as <c>s3:GetObject</c>.</param>
/// <param name="On">The resource.</param>
/// <param name="Scope">What of the resource is alike for it, such as keys below <c>logs/</c>.</param>
/// <param name="Arn">What is asked for.</param>
/// <param name="Context">Keys of the request's context that tell it from another.</param>
/// <param name="Why">The call, or what AWS does with the role.</param>
sealed partial record Need(string Function, string Action, Target On, string Scope, string Arn, IReadOnlyDictionary<string, string> Context, string Why)
{
    /// <summary>Names that differ in numbers alone are the same to a policy: tests copy thousands of objects.</summary>
    public string Identity => $"{Function} {Action} {On.Name} {Scope} {Numbers().Replace(Arn[On.Arn.Length..], "0")} {string.Join(' ', Context.Select(one => $"{one.Key}={Numbers().Replace(one.Value, "0")}"))}";

    public override string ToString() => $"{Function}: {Action} on {Arn}{(Context.Count == 0 ? "" : $" with {string.Join(", ", Context.Select(one => $"{one.Key}={one.Value}"))}")} ({Why})";

    [GeneratedRegex("[0-9a-fA-F]*[0-9][0-9a-fA-F]*")]
    private static partial Regex Numbers();
}

/// <summary>What the functions need in a deployment: what they were seen to call, and what AWS does in their name.</summary>
static class Needs
{
    /// <summary>Calls of a function, each once; those that the template leaves out are not among them.</summary>
    public static IReadOnlyList<Need> Recorded(Stack stack, FunctionEntry function)
    {
        var needs = new Dictionary<string, Need>(StringComparer.Ordinal);
        foreach (var call in Recordings.Of(function).Where(call => function.BeyondTheTemplate(call) is null))
            foreach (var need in OfCall(stack, function, call)) needs.TryAdd(need.Identity, need);
        return [.. needs.Values];
    }

    /// <summary>Actions of calls that the template leaves out: what the role must refuse.</summary>
    public static IEnumerable<(RecordedCall Call, NeededAction Action)> Beyond(FunctionEntry function) =>
        Recordings.Of(function).Where(call => function.BeyondTheTemplate(call) is not null).SelectMany(call => ActionTable.Of(call).Select(action => (call, action)));

    static IEnumerable<Need> OfCall(Stack stack, FunctionEntry function, RecordedCall call)
    {
        foreach (var action in ActionTable.Of(call))
            foreach (var part in function.PartsOf(action.What, call))
            {
                if (part.In(stack) is not { } target) continue;
                var why = $"{call.Service}.{call.Operation}{(action.Why is null ? "" : ": " + action.Why)}";
                var context = new Dictionary<string, string>();
                if (action.OnBucket) context["s3:prefix"] = part.Path ?? "";
                if (action.Action == "s3:PutObject" && call.Parameters.ContainsKey("ServerSideEncryptionKeyManagementServiceKeyId") && target.Key is { } asked) context["s3:x-amz-server-side-encryption-aws-kms-key-id"] = asked;
                yield return new Need(function.Name, action.Action, target, action.OnBucket ? "" : part.Scope, action.OnBucket ? target.Arn : part.ArnOf(target), context, why);
                if (target.Key is not { } key) continue;
                var via = new Dictionary<string, string> { ["kms:ViaService"] = $"{action.Action.Split(':')[0]}.{Stack.Region}.amazonaws.com" };
                foreach (var onKey in action.OnKey) yield return new Need(function.Name, onKey, new Target(target.Name + "'s key", key, key.Split(':')[4], null), "", key, via, $"{why}, through the service");
            }
    }

    /// <summary>What AWS does with the function's role, as the template's own properties of the function say.</summary>
    public static IEnumerable<Need> ByAws(Stack stack, FunctionEntry function)
    {
        var properties = stack.Template.Resources[function.Name].Properties;
        Need On(string action, string arn, string why) => new(function.Name, action, stack.Targets.FirstOrDefault(one => one.Arn == arn) ?? new Target(arn, arn, Deployment.Account, null), "", arn, new Dictionary<string, string>(), why);

        var logs = stack.Template.Resources.Values.Single(one => one.Type == "AWS::Logs::LogGroup" && one.PhysicalName == (string?)properties["LoggingConfig"]?["LogGroup"]).Attributes["Arn"];
        foreach (var action in (string[])["logs:CreateLogStream", "logs:PutLogEvents"]) yield return On(action, logs[..^1] + "log-stream:2026/11/22/[$LATEST]0", "Lambda writes the function's log");
        if ((string?)properties["Tracing"] == "Active")
            foreach (var action in (string[])["xray:PutTraceSegments", "xray:PutTelemetryRecords"]) yield return On(action, "*", "Lambda sends traces");
        foreach (var queue in (properties["Events"]?.AsObject() ?? []).Where(one => (string?)one.Value!["Type"] == "SQS").Select(one => (string)one.Value!["Properties"]!["Queue"]!))
            foreach (var action in (string[])["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]) yield return On(action, queue, "Lambda polls the queue with the function's role");
        foreach (var queue in new[] { (string?)properties["DeadLetterQueue"]?["TargetArn"], (string?)properties["EventInvokeConfig"]?["DestinationConfig"]?["OnFailure"]?["Destination"] }.OfType<string>())
            yield return On("sqs:SendMessage", queue, "Lambda puts there what it gives up");
        if (properties["VpcConfig"] is not null)
            foreach (var action in (string[])["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"])
                yield return On(action, "*", "Lambda makes the function's network interfaces");
        foreach (var more in function.Besides.Select(one => one!))
        {
            if (more["unless"] is { } unless && stack.Parameter((string)unless!) is not null) continue;
            var arn = Regex.Replace((string)more["arn"]!, @"\{(\w+)\}", match => stack.Parameter(match.Groups[1].Value) ?? "");
            yield return On((string)more["action"]!, arn, (string)more["why"]!);
        }
    }
}
