namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>Values that are what code put in, or a JsonElement: the text of either is the same, except for the case of booleans.</summary>
static class AuthorizerValues
{
    public static string Text(Dictionary<string, object> values, string key) =>
        values.TryGetValue(key, out var value) ? value?.ToString() : null;

    public static int? Number(Dictionary<string, object> values, string key) =>
        int.TryParse(Text(values, key), out var number) ? number : null;

    public static bool? Flag(Dictionary<string, object> values, string key) =>
        bool.TryParse(Text(values, key), out var flag) ? flag : null;
}
