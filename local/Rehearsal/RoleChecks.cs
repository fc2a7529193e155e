using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Whether a service may do with its role what the runner does for it: Firehose calls functions, CloudWatch Logs puts records.</summary>
sealed class RoleChecks(RehearsedParts parts)
{
    public async Task<IReadOnlyList<TriggerResult>> RunAsync(CancellationToken cancellation)
    {
        var results = new List<TriggerResult>();
        foreach (var stream in parts.Wiring.Streams)
            if (stream.Settings.Lambda is { } lambda)
                results.Add(await CheckAsync(NameOf(lambda.FunctionArn), $"role of stream {stream.Name} → Invoke", stream.Role, new("lambda", "invoke", new() { ["FunctionName"] = lambda.FunctionArn, ["InvocationType"] = "DryRun" }), cancellation));
        foreach (var subscription in parts.Wiring.Subscriptions.Where(one => one.Role is not null))
        {
            // A stream that is not there: IAM is asked first, and nothing is put.
            var nowhere = new JsonObject { ["DeliveryStreamName"] = "nowhere", ["Record"] = new JsonObject { ["Data"] = AwsCall.Bytes([0]) } };
            results.Add(await CheckAsync("", $"role of subscription {subscription.Name} → PutRecord", subscription.Role!, new("firehose", "put_record", nowhere), cancellation));
        }
        return results;
    }

    async Task<TriggerResult> CheckAsync(string function, string wiring, string role, AwsCall call, CancellationToken cancellation)
    {
        if (!parts.Stack.Roles.ContainsKey(role)) return new(function, null, wiring, "", [$"the stack has no role {role}"], Arrived: false);
        await parts.CallerOf(role).TryAsync(call, cancellation);
        return new(function, null, wiring, "allowed", await parts.RefusalsAsync(cancellation), Arrived: false);
    }

    string NameOf(string arn) => parts.Functions.FirstOrDefault(one => one.Wired.Arn == arn)?.LogicalId ?? arn;
}
