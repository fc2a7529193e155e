using System.Globalization;

namespace Sluice.FieldLevelDecryptor;

/// <summary>What the environment asks of the function.</summary>
/// <param name="Keys">Where the private keys are.</param>
/// <param name="Suites">Ids of the suites that are accepted (<c>SUITES</c>).</param>
/// <param name="Limits">What a message may have at most (<c>MAX_MESSAGE_KILOBYTES</c>, <c>MAX_DATA_KEYS</c>).</param>
/// <param name="FormEncoded">Plain texts are percent-decoded (<c>FORM_ENCODED</c>).</param>
/// <param name="Table">The table that may be read; <c>null</c> for none.</param>
sealed record Settings(KeySettings Keys, IReadOnlySet<ushort> Suites, MessageLimits Limits, bool FormEncoded, TableSettings? Table)
{
    /// <summary>Lambda's limit of an answer, bytes.</summary>
    public const int MaxAnswerBytes = 6 << 20;

    /// <summary>Reads the environment.</summary>
    /// <exception cref="SettingsException">Every mistake, once.</exception>
    public static Settings From(EnvironmentReader env)
    {
        var limits = new MessageLimits(
            MessageBytes: env.WholeNumber("MAX_MESSAGE_KILOBYTES", fallback: 64, min: 1, max: 1024) << 10,
            DataKeys: env.WholeNumber("MAX_DATA_KEYS", fallback: 10, min: 1, max: 100));
        return env.Complete(new Settings(KeySettings.From(env), ReadSuites(env), limits, env.Switch("FORM_ENCODED", fallback: false), TableSettings.From(env)));
    }

    /// <summary>By default those that derive a key of 256 bits; the others are old, or no key derivation at all.</summary>
    static HashSet<ushort> ReadSuites(EnvironmentReader env)
    {
        var text = env.Text("SUITES", "0178,0378,0478,0578");
        if (text == "all") return [.. CipherSuite.All.Select(suite => suite.Id)];
        var suites = new HashSet<ushort>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (ushort.TryParse(word.StartsWith("0x", StringComparison.Ordinal) ? word[2..] : word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) && CipherSuite.Of(id) is not null) suites.Add(id);
            else env.Problem($"SUITES has '{word}', expected all, or some of {string.Join(", ", CipherSuite.All.Select(suite => suite.Id.ToString("x4", CultureInfo.InvariantCulture)))}");
        }
        return suites;
    }
}

/// <summary>The table that may be read.</summary>
/// <param name="Name">Its name (<c>TABLE_NAME</c>).</param>
/// <param name="Key">The attributes of its key, partition first (<c>TABLE_KEY</c>): they name an item in the audit lines.</param>
/// <param name="Encrypted">The attributes that are decrypted (<c>ENCRYPTED_ATTRIBUTES</c>).</param>
/// <param name="HashKeys">Audit lines have a hash of an item's key in its place (<c>AUDIT_HASH_KEYS</c>).</param>
sealed record TableSettings(string Name, IReadOnlyList<string> Key, IReadOnlyList<string> Encrypted, bool HashKeys)
{
    /// <summary>Reads the environment.</summary>
    public static TableSettings? From(EnvironmentReader env)
    {
        var name = env.Text("TABLE_NAME", "");
        var key = List(env.Text("TABLE_KEY", ""));
        var encrypted = List(env.Text("ENCRYPTED_ATTRIBUTES", ""));
        var hash = env.Switch("AUDIT_HASH_KEYS", fallback: false);
        if (name.Length == 0) return null;
        if (key.Length is not (1 or 2)) env.Problem($"TABLE_KEY='{string.Join(',', key)}' is not the one or two attributes of the table's key");
        if (encrypted.Length == 0) env.Problem("ENCRYPTED_ATTRIBUTES is missing, expected attributes with commas between");
        if (encrypted.Intersect(key).Any()) env.Problem("ENCRYPTED_ATTRIBUTES has an attribute of TABLE_KEY: each encryption of a value is another text, so that it can be no key");
        return new(name, key, encrypted, hash);
    }

    static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
