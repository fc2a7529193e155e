using System.Security.Cryptography;

namespace Sluice.FieldLevelDecryptor;

/// <summary>A key that is named in the settings.</summary>
/// <param name="Provider">The key provider that messages must name.</param>
/// <param name="Name">The name of the key that they must carry.</param>
/// <param name="Reference">A parameter, the ARN of a secret, or the ARN of a key of KMS.</param>
sealed record KeyReference(string Provider, string Name, string Reference);

/// <summary>Where keys are, and how they are used.</summary>
/// <param name="Named">Keys by name (<c>KEYS</c>).</param>
/// <param name="Path">Parameters below it are keys, <c>path/provider/name</c>; empty for none (<c>KEY_PATH</c>).</param>
/// <param name="Padding">How data keys are wrapped with RSA (<c>RSA_PADDING</c>).</param>
/// <param name="RefreshAfter">Age at which keys are read again (<c>KEY_REFRESH_MINUTES</c>).</param>
sealed record KeySettings(IReadOnlyList<KeyReference> Named, string Path, RSAEncryptionPadding Padding, TimeSpan RefreshAfter)
{
    /// <summary>Reads the environment.</summary>
    public static KeySettings From(EnvironmentReader env)
    {
        var named = ReadNamed(env);
        var path = env.Text("KEY_PATH", "").TrimEnd('/');
        if (path.Length > 0 && path[0] != '/') env.Problem($"KEY_PATH='{path}' is not a path of Parameter Store, such as /sluice/field-keys");
        if (named.Count == 0 && path.Length == 0) env.Problem("KEYS or KEY_PATH is missing, expected where the private keys are");
        var word = env.Text("RSA_PADDING", "oaep-sha256");
        var padding = Paddings.All.FirstOrDefault(one => one.Word == word).Padding;
        if (padding is null) env.Problem($"RSA_PADDING='{word}' is not one of {string.Join(", ", Paddings.All.Select(one => one.Word))}");
        return new(named, path, padding ?? RSAEncryptionPadding.OaepSHA256, TimeSpan.FromMinutes(env.WholeNumber("KEY_REFRESH_MINUTES", fallback: 60, min: 1, max: 1440)));
    }

    static List<KeyReference> ReadNamed(EnvironmentReader env)
    {
        var named = new List<KeyReference>();
        foreach (var entry in env.Text("KEYS", "").Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // A provider may have colons, a name has neither slash nor equals sign; a reference may have both.
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            var slash = equals < 0 ? -1 : entry.LastIndexOf('/', equals);
            if (slash <= 0 || slash == equals - 1 || equals == entry.Length - 1)
                env.Problem($"KEYS has '{entry}', expected provider/key-name=reference, the reference being a parameter, or the ARN of a secret or of a key of KMS");
            else named.Add(new(entry[..slash], entry[(slash + 1)..equals], entry[(equals + 1)..]));
        }
        return named;
    }
}
