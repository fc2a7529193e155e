using System.Text;

namespace Sluice.Local;

/// <summary>What samconfig.toml says about one environment: <c>./sluice ... --config-env prod</c> sees what <c>sam deploy --config-env prod</c> would.</summary>
sealed record SamConfig(string? StackName, string? Region, IReadOnlyDictionary<string, string> Parameters)
{
    static readonly SamConfig s_none = new(null, null, new Dictionary<string, string>());

    /// <param name="environment">A table of the file; "default" may be absent.</param>
    /// <exception cref="TemplateException">The file is no TOML that we read, or has no such environment.</exception>
    public static SamConfig Load(string path, string environment)
    {
        var file = Path.GetFileName(path);
        if (!File.Exists(path))
            return environment == "default" ? s_none : throw new TemplateException(file, 0, "", $"--config-env {environment} needs this file, and it is missing.");
        return Parse(file, File.ReadAllText(path), environment);
    }

    public static SamConfig Parse(string file, string text, string environment)
    {
        var values = Toml.Parse(file, text);
        var environments = values.Keys.Where(key => key.Contains('.', StringComparison.Ordinal)).Select(key => key.Split('.')[0]).Distinct().ToList();
        if (environment != "default" && !environments.Contains(environment))
            throw new TemplateException(file, 0, "", $"there is no environment '{environment}'; there are: {string.Join(", ", environments)}.");

        // The table of the command goes before the table `global`, as in SAM.
        TomlValue? Value(string key) =>
            values.GetValueOrDefault($"{environment}.deploy.parameters.{key}") ?? values.GetValueOrDefault($"{environment}.global.parameters.{key}");

        var overrides = Value("parameter_overrides");
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in overrides?.List ?? [])
            foreach (var (name, value) in ParameterOverrides.Parse(part, message => new TemplateException(file, overrides!.Line, "parameter_overrides", message)))
                parameters[name] = value;
        return new SamConfig(Value("stack_name")?.Text, Value("region")?.Text, parameters);
    }
}

/// <summary><c>A=B C='d e' ParameterKey=E,ParameterValue=f</c>, as <c>sam --parameter-overrides</c> takes it.</summary>
static class ParameterOverrides
{
    /// <param name="mistake">Makes the exception for a message.</param>
    public static IEnumerable<KeyValuePair<string, string>> Parse(string text, Func<string, Exception> mistake)
    {
        foreach (var word in Words(text, mistake))
        {
            if (word.StartsWith("ParameterKey=", StringComparison.Ordinal))
            {
                var parts = word["ParameterKey=".Length..].Split(",ParameterValue=", 2);
                yield return parts.Length == 2 ? new(parts[0], parts[1]) : throw mistake($"'{word}' has no ParameterValue.");
            }
            else
            {
                var equals = word.IndexOf('=', StringComparison.Ordinal);
                yield return equals > 0 ? new(word[..equals], word[(equals + 1)..]) : throw mistake($"'{word}' is not Name=Value.");
            }
        }
    }

    static List<string> Words(string text, Func<string, Exception> mistake)
    {
        var (words, word, quote, inWord) = (new List<string>(), new StringBuilder(), '\0', false);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter == '\\' && quote != '\'' && i + 1 < text.Length && text[i + 1] is '"' or '\'' or '\\' or ' ') word.Append(text[++i]);
            else if (letter == quote) quote = '\0';
            else if (quote == '\0' && letter is '"' or '\'') (quote, inWord) = (letter, true);
            else if (quote == '\0' && char.IsWhiteSpace(letter)) Finish();
            else (_, inWord) = (word.Append(letter), true);
        }
        if (quote != '\0') throw mistake($"a {quote} is not closed in: {text}");
        Finish();
        return words;

        void Finish()
        {
            if (inWord) words.Add(word.ToString());
            (_, inWord) = (word.Clear(), false);
        }
    }
}
