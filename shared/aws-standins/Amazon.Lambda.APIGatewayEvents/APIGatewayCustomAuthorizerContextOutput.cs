namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>What the authorizer leaves for the integration: any keys it likes.</summary>
public class APIGatewayCustomAuthorizerContextOutput : Dictionary<string, object>
{
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
}
