using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>A POST to any URL: a form, or the template of the rules, signed.</summary>
static class WebhookFormat
{
    /// <summary>Header with the moment of signing, seconds since 1970.</summary>
    public const string TimestampHeader = "X-Sluice-Timestamp";

    /// <summary>Of a body without a template: what most receivers take.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Renders a notice. Where there is a secret, the signature is <c>sha256=</c> and the lower-case hexadecimal HMAC-SHA256 of timestamp, a full stop and the body.
    /// A receiver computes the same over the bytes that it got, compares in constant time, and refuses a timestamp of more than five minutes ago: nobody can send a
    /// message again later. Splunk's event collector takes no signature: in its form the secret is its token.</summary>
    public static OutMessage Render(Notice notice, Destination destination, string secret, DateTimeOffset now)
    {
        var given = destination.Headers.FirstOrDefault(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value ?? "";
        var headers = destination.Headers.Where(header => !header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).ToList();
        var contentType = given.Length > 0 ? given : DefaultType(destination.Template);
        var body = destination.Template.Length > 0
            ? Encoding.UTF8.GetBytes(WebhookTemplate.Fill(destination.Template, notice, destination, TextOf(contentType), now))
            : PayloadForms.Write(notice, destination, now, MaxBytes);
        if (secret.Length > 0 && destination.Form == PayloadForm.Hec && destination.Template.Length == 0) headers.Add(new("Authorization", $"Splunk {secret}"));
        else if (secret.Length > 0)
        {
            var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            headers.Add(new(TimestampHeader, timestamp));
            headers.Add(new(destination.SignatureHeader, Sign(secret, timestamp, body)));
        }
        return new OutMessage(contentType, body) { Attributes = headers };
    }

    /// <summary><c>sha256=</c> and 64 hexadecimal digits.</summary>
    public static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes($"{timestamp}."));
        hmac.AppendData(body);
        return $"sha256={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }

    static string DefaultType(string template) =>
        template.Length == 0 || template.AsSpan().TrimStart() is ['{' or '[', ..] && !template.AsSpan().TrimStart().StartsWith("{{") ? "application/json" : "text/plain; charset=utf-8";

    static TemplateText TextOf(string contentType)
    {
        if (contentType.Contains("json", StringComparison.OrdinalIgnoreCase)) return TemplateText.Json;
        if (contentType.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)) return TemplateText.Form;
        return contentType.Contains("xml", StringComparison.OrdinalIgnoreCase) || contentType.Contains("html", StringComparison.OrdinalIgnoreCase) ? TemplateText.Markup : TemplateText.Plain;
    }
}
