using System.Text.Json;

namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>What the authorizer left for the integration: any keys it likes.</summary>
public class APIGatewayCustomAuthorizerContext : Dictionary<string, object>
{
    Dictionary<string, string> _claims;

    [Obsolete("Read the key itself: authorizer[\"principalId\"].")]
    public string PrincipalId
    {
        get => AuthorizerValues.Text(this, "principalId");
        set => this["principalId"] = value;
    }

    [Obsolete("Read the key itself: authorizer[\"stringKey\"].")]
    public string StringKey
    {
        get => AuthorizerValues.Text(this, "stringKey");
        set => this["stringKey"] = value;
    }

    [Obsolete("Read the key itself: authorizer[\"numKey\"].")]
    public int? NumKey
    {
        get => AuthorizerValues.Number(this, "numKey");
        set => this["numKey"] = value;
    }

    [Obsolete("Read the key itself: authorizer[\"boolKey\"].")]
    public bool? BoolKey
    {
        get => AuthorizerValues.Flag(this, "boolKey");
        set => this["boolKey"] = value;
    }

    /// <summary>The claims of a Cognito user pool token; those that are no strings are left out.</summary>
    public Dictionary<string, string> Claims
    {
        get => _claims ??= ReadClaims();
        set => _claims = value;
    }

    Dictionary<string, string> ReadClaims()
    {
        var claims = new Dictionary<string, string>();
        if (TryGetValue("claims", out var value) && value is JsonElement { ValueKind: JsonValueKind.Object } json)
            foreach (var claim in json.EnumerateObject())
                if (claim.Value.ValueKind is JsonValueKind.String)
                    claims[claim.Name] = claim.Value.GetString();
        return claims;
    }
}
