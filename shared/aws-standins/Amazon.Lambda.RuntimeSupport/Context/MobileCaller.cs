using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Who the caller is if it is a mobile app. It is the caller's own text: what makes no sense in it is left out, never an error.</summary>
sealed class MobileClientContext : IClientContext
{
    public IDictionary<string, string> Environment { get; private init; }

    public IClientApplication Client { get; private init; }

    public IDictionary<string, string> Custom { get; private init; }

    public static IClientContext Read(string json) => CallerJson.Read(json, root => new MobileClientContext
    {
        Client = root.TryGetProperty("client", out var client) && client.ValueKind == JsonValueKind.Object ? new MobileApplication(client) : null,
        Custom = CallerJson.Texts(root, "custom"),
        Environment = CallerJson.Texts(root, "env"),
    });
}

sealed class MobileApplication(JsonElement client) : IClientApplication
{
    public string AppPackageName { get; } = CallerJson.Text(client, "app_package_name");

    public string AppTitle { get; } = CallerJson.Text(client, "app_title");

    public string AppVersionCode { get; } = CallerJson.Text(client, "app_version_code");

    public string AppVersionName { get; } = CallerJson.Text(client, "app_version_name");

    public string InstallationId { get; } = CallerJson.Text(client, "installation_id");
}

sealed class MobileIdentity : ICognitoIdentity
{
    public string IdentityId { get; private init; }

    public string IdentityPoolId { get; private init; }

    public static ICognitoIdentity Read(string json) => CallerJson.Read(json, root => new MobileIdentity
    {
        IdentityId = CallerJson.Text(root, "cognitoIdentityId"),
        IdentityPoolId = CallerJson.Text(root, "cognitoIdentityPoolId"),
    });
}

static class CallerJson
{
    public static T Read<T>(string json, Func<JsonElement, T> read)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(json)) return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;                                                // InvalidOperationException: a lone surrogate
        }
    }

    public static string Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? Text(value) : null;

    public static IDictionary<string, string> Texts(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Object) return null;
        var texts = new Dictionary<string, string>();
        foreach (var member in value.EnumerateObject()) texts[member.Name] = Text(member.Value);
        return texts;
    }

    static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };
}
