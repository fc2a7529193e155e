namespace Sluice.Local;

/// <summary>What plays CloudFront before the form of a demo's stack; its private key is where the decryptor looks for it.</summary>
static class FormEdge
{
    public const string KeyPath = "/sluice/field-keys", Field = "phone";

    const string Provider = "sluice", OriginHeader = "x-origin-verify";

    /// <summary>Where the private key is.</summary>
    public static string Parameter(DemoStack stack) => $"{KeyPath}/{Provider}/{KeyName(stack)}";

    public static async Task<EdgeEndpoint> StartAsync(DemoStack stack, CancellationToken cancellation)
    {
        var answers = await stack.Calls.CallAsync(
        [
            new("ssm", "put_parameter", new() { ["Name"] = Parameter(stack), ["Value"] = stack.FieldKey.ExportPkcs8PrivateKeyPem(), ["Type"] = "SecureString" }),
            new("secretsmanager", "get_secret_value", new() { ["SecretId"] = stack.Resource("FormOriginSecret").PhysicalName }),
        ], cancellation);
        var profile = new EdgeProfile([Field], new FieldEncryption(Provider, KeyName(stack), stack.FieldKey));
        return await EdgeEndpoint.StartAsync(Invoke(stack.Function("FormIntake")), (OriginHeader, answers[1]["SecretString"]!.ToString()), profile);
    }

    static string KeyName(DemoStack stack) => stack.Resource("FormFieldKey").Properties["PublicKeyConfig"]!["Name"]!.ToString();

    static Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]?>> Invoke(PlayedFunction function) => async (@event, cancellation) =>
        await function.InvokeAsync(@event, cancellation) is { Kind: OutcomeKind.Succeeded } outcome ? outcome.Payload : null;
}
