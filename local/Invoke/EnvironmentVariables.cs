namespace Sluice.Local;

/// <summary>What a function finds beyond the template: <c>--env</c>, and the caller's way to AWS.</summary>
static class EnvironmentVariables
{
    /// <summary>The names by which the AWS SDKs find credentials and endpoints.</summary>
    static readonly string[] s_credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> given)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new UserError($"--env '{text}' is not NAME=VALUE.");
            variables[text[..equals]] = text[(equals + 1)..];
        }
        return variables;
    }

    /// <summary>Without credentials of the caller, ones that open nothing: a client that has none would look for an EC2 instance first, for seconds.</summary>
    public static IEnumerable<KeyValuePair<string, string>> WayToAws(IEnumerable<KeyValuePair<string, string>> ofCaller)
    {
        var caller = ofCaller.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in caller)
            if (name == "AWS_ENDPOINT_URL" || name.StartsWith("AWS_ENDPOINT_URL_", StringComparison.Ordinal)) yield return new(name, value);
        if (caller.ContainsKey("AWS_ACCESS_KEY_ID"))
        {
            foreach (var name in s_credentials)
                if (caller.TryGetValue(name, out var value)) yield return new(name, value);
        }
        else
        {
            yield return new("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
            yield return new("AWS_SECRET_ACCESS_KEY", "none");
        }
    }
}
