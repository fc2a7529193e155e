namespace Sluice.Local;

/// <summary>The template of this repository with the parameters of one environment: what would be deployed.</summary>
static class Deployment
{
    // The account of AWS's own examples: nobody's.
    public const string Account = "123456789012";

    /// <param name="overrides">Go before those of samconfig.toml, name by name.</param>
    /// <param name="region">Goes before samconfig.toml; without both, us-east-1.</param>
    public static TemplateContext Context(string root, string environment, IReadOnlyDictionary<string, string> overrides, string? region)
    {
        var config = SamConfig.Load(Path.Combine(root, "samconfig.toml"), environment);
        var parameters = new Dictionary<string, string>(config.Parameters, StringComparer.Ordinal);
        foreach (var (name, value) in overrides) parameters[name] = value;
        return new TemplateContext(config.StackName ?? "sluice-local", region ?? config.Region ?? "us-east-1", Account, parameters);
    }

    public static ResolvedTemplate Resolve(string root, TemplateContext context) =>
        SamTemplate.Load(Path.Combine(root, "template.yaml")).Resolve(context);
}
