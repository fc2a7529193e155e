using System.Text;

namespace Sluice.Local;

/// <summary>A profile of field-level encryption: which fields of a form are encrypted, and with which key.</summary>
/// <param name="Patterns">Names, or beginnings of names with <c>*</c> behind; letters count as they are.</param>
sealed record EdgeProfile(IReadOnlyList<string> Patterns, FieldEncryption Encryption)
{
    const int LongestField = 16 << 10, LongestBody = 1 << 20, MostFields = 10;

    /// <summary>The body as it leaves CloudFront: each value of a field that a pattern means has become a message in base64.</summary>
    /// <param name="body"><c>application/x-www-form-urlencoded</c></param>
    /// <returns>Null: more than CloudFront takes.</returns>
    /// <remarks>AWS does not say whether the value is percent-decoded before it is encrypted, nor whether its base64 is percent-encoded: here both
    /// are. Source: CloudFront developer guide, "Use field-level encryption to help protect sensitive data", and its quotas.</remarks>
    public byte[]? Encrypt(byte[] body)
    {
        if (body.Length > LongestBody) return null;
        var pairs = Encoding.UTF8.GetString(body).Split('&');
        if (pairs.Length > MostFields) return null;
        for (var i = 0; i < pairs.Length; i++)
        {
            var end = pairs[i].IndexOf('=', StringComparison.Ordinal);
            if (end < 0 || !IsMeant(Decoded(pairs[i][..end]))) continue;
            var value = Encoding.UTF8.GetBytes(Decoded(pairs[i][(end + 1)..]));
            if (value.Length > LongestField) return null;
            pairs[i] = $"{pairs[i][..end]}={Uri.EscapeDataString(Encryption.Encrypt(value))}";
        }
        return Encoding.UTF8.GetBytes(string.Join('&', pairs));
    }

    bool IsMeant(string name) => Patterns.Any(pattern => pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern);

    static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
