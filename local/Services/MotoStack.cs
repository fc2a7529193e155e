using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace Sluice.Local;

/// <summary>What provision.py did with one resource.</summary>
/// <param name="Reason">Why it was left out; null: it was made.</param>
sealed record ProvisionedResource(string LogicalId, string Type, string? Reason);

/// <summary>What the scripts of local/moto do to a running moto.</summary>
sealed class MotoStack(PythonScript scripts, LocalAws aws)
{
    public async Task<IReadOnlyList<ProvisionedResource>> CreateAsync(IEnumerable<ResolvedResource> resources, CancellationToken cancellation)
    {
        var asked = new JsonArray([.. resources.Select(resource => (JsonNode)new JsonObject
        {
            ["logicalId"] = resource.LogicalId,
            ["type"] = resource.Type,
            ["physicalName"] = resource.PhysicalName,
            ["properties"] = resource.Properties.DeepClone(),
        })]);
        var lines = await scripts.RunAsync("provision.py", aws.Environment, [asked.ToJsonString()], cancellation);
        return [.. lines.Select(line => JsonNode.Parse(line)!).Select(line =>
            new ProvisionedResource(line["logicalId"]!.ToString(), line["type"]!.ToString(), line["reason"]?.ToString()))];
    }

    /// <summary>The same AWS as somebody of another account sees it.</summary>
    public async Task<LocalAws> OfAccountAsync(string account, CancellationToken cancellation)
    {
        // Moto asks for no such role; its ARN is what names the account.
        AwsCall assume = new("sts", "assume_role", new() { ["RoleArn"] = $"arn:aws:iam::{account}:role/Runner", ["RoleSessionName"] = "sluice" });
        var keys = (await CallAsync([assume], cancellation))[0]["Credentials"]!;
        return aws with { Keys = new ImmutableCredentials(keys["AccessKeyId"]!.ToString(), keys["SecretAccessKey"]!.ToString(), keys["SessionToken"]!.ToString()) };
    }

    /// <summary>Makes AWS calls one after the other.</summary>
    /// <returns>One answer a call, same order.</returns>
    /// <exception cref="UserError">A call was refused.</exception>
    public async Task<IReadOnlyList<JsonNode>> CallAsync(IReadOnlyList<AwsCall> calls, CancellationToken cancellation)
    {
        var lines = await scripts.RunAsync("calls.py", aws.Environment, calls.Select(call => call.ToLine()), cancellation);
        if (lines.Count != calls.Count) throw new UserError($"local/moto/calls.py answered {lines.Count} of {calls.Count} calls.", ExitCode.Failure);
        var answers = lines.Select(line => JsonNode.Parse(line)!).ToList();
        foreach (var (call, answer) in calls.Zip(answers))
            if (answer["error"] is { } error) throw new UserError($"{call.Service} {call.Operation}: {error}: {answer["message"]}", ExitCode.Failure);
        return answers;
    }
}

/// <summary>One AWS call in the words of boto3.</summary>
sealed record AwsCall(string Service, string Operation, JsonObject Parameters)
{
    public string ToLine() => new JsonObject { ["service"] = Service, ["operation"] = Operation, ["parameters"] = Parameters.DeepClone() }.ToJsonString();

    /// <summary>Bytes, as calls.py wants them.</summary>
    public static JsonObject Bytes(ReadOnlySpan<byte> bytes) => new() { ["$base64"] = Convert.ToBase64String(bytes) };
}
