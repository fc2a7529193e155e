namespace Sluice.FormIntake;

/// <summary>What the environment asks of the function.</summary>
/// <param name="Table">The DynamoDB table that submissions go to; its key is <c>id</c> (<c>TABLE</c>).</param>
/// <param name="Encrypted">Fields that CloudFront encrypts, in the order of the form (<c>ENCRYPTED_FIELDS</c>).</param>
/// <param name="OriginHeader">The header by which CloudFront shows who it is, in lower case (<c>ORIGIN_HEADER</c>).</param>
/// <param name="OriginSecret">Where that header's value is kept; empty asks for none (<c>ORIGIN_SECRET</c>).</param>
/// <param name="Title">Of the page (<c>FORM_TITLE</c>).</param>
/// <param name="MaxBodyBytes">Longer requests are refused unread (<c>MAX_BODY_KILOBYTES</c>).</param>
sealed record Settings(string Table, IReadOnlyList<FormField> Encrypted, string OriginHeader, string OriginSecret, string Title, int MaxBodyBytes)
{
    /// <summary>Reads the environment.</summary>
    /// <exception cref="SettingsException">Every mistake, once.</exception>
    public static Settings From(EnvironmentReader env)
    {
        var encrypted = new List<FormField>();
        foreach (var name in env.Text("ENCRYPTED_FIELDS", "phone").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (FormField.All.FirstOrDefault(field => field.Name == name) is not { } field) env.Problem($"ENCRYPTED_FIELDS has '{name}', which is none of {string.Join(", ", FormField.All.Select(one => one.Name))}");
            else if (!encrypted.Contains(field)) encrypted.Add(field);
        }
        var header = env.Text("ORIGIN_HEADER", "x-origin-verify");
        if (!header.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) env.Problem($"ORIGIN_HEADER='{header}' is not the name of a header");
        return env.Complete(new Settings(
            Table: env.Text("TABLE"),
            Encrypted: encrypted,
            OriginHeader: header.ToLowerInvariant(),
            OriginSecret: env.Text("ORIGIN_SECRET", ""),
            Title: env.Text("FORM_TITLE", "Contact us"),
            MaxBodyBytes: env.WholeNumber("MAX_BODY_KILOBYTES", fallback: 256, min: 8, max: 1024) << 10));
    }
}
