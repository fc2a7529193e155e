using System.CommandLine;

namespace Sluice.Local;

/// <summary>The options that say what would be deployed: the same on every command that reads the template.</summary>
sealed class TemplateOptions
{
    readonly Option<string> _environment = new("--config-env") { Description = "Environment of samconfig.toml", DefaultValueFactory = _ => "default" };

    readonly Option<string[]> _overrides = new("--parameter-overrides")
    {
        Description = "Name=Value ...: before those of samconfig.toml",
        AllowMultipleArgumentsPerToken = true,
    };

    readonly Option<string?> _region = new("--region") { Description = "Region; otherwise that of samconfig.toml, or us-east-1" };

    public void AddTo(Command command)
    {
        command.Add(_environment);
        command.Add(_overrides);
        command.Add(_region);
    }

    /// <exception cref="TemplateException">The template or samconfig.toml cannot be used.</exception>
    public TemplateContext Context(ParseResult parsed)
    {
        var overrides = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in parsed.GetValue(_overrides) ?? [])
            foreach (var (name, value) in One(text)) overrides[name] = value;
        return Deployment.Context(Repository.Root, parsed.GetValue(_environment)!, overrides, parsed.GetValue(_region));
    }

    /// <summary>The shell has taken the quotes off already, so A="b c" comes as one word; only several in one word are taken apart.</summary>
    static IEnumerable<KeyValuePair<string, string>> One(string text)
    {
        if (text.Count(letter => letter == '=') == 1 && text.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            return [new(text[..equals], text[(equals + 1)..])];
        return ParameterOverrides.Parse(text, message => new UserError("--parameter-overrides: " + message));
    }
}
