using System.Text.Json;

namespace Sluice.FormIntake;

/// <summary>An answer, and the headers that every answer has.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Page">HTML.</param>
/// <param name="Extra">More headers.</param>
sealed record HttpAnswer(int Status, string Page, params IReadOnlyList<(string Name, string Value)> Extra)
{
    /// <summary>Nothing may run, load, frame or be sent elsewhere. The style is in the page, so its hash stands here.</summary>
    /// <remarks>Source: OWASP Secure Headers Project; CSP Level 3.</remarks>
    static readonly (string Name, string Value)[] s_always =
    [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("content-security-policy", $"default-src 'none'; style-src 'sha256-{PageStyle.Hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
        ("referrer-policy", "no-referrer"),
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
    ];

    /// <summary>Writes it as API Gateway takes it.</summary>
    /// <param name="output">Gets the JSON.</param>
    /// <param name="withBody">Not for HEAD.</param>
    public void WriteTo(ByteBuffer output, bool withBody)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteNumber("statusCode"u8, Status);
        json.WriteStartObject("headers"u8);
        foreach (var (name, value) in s_always) json.WriteString(name, value);
        foreach (var (name, value) in Extra) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteBoolean("isBase64Encoded"u8, false);
        json.WriteString("body"u8, withBody ? Page : "");
        json.WriteEndObject();
    }
}
