using System.Text.RegularExpressions;

namespace Local.Tests;

/// <summary>The environment <c>rehearsal</c> of samconfig.toml, which the checks of template.yaml use.</summary>
public class RehearsalEnvironmentTests
{
    // Where one part rules another out, this is the other way.
    static readonly Dictionary<string, string> s_otherWay = new(StringComparer.Ordinal) { ["OutboxSecretArn"] = "arn:aws:secretsmanager:us-east-1:123456789012:secret:sluice/outbox-AbCdEf" };

    [Fact]
    public void It_makes_every_resource_of_the_template()
    {
        var text = File.ReadAllText(Path.Combine(Some.Root, "template.yaml"));
        var resources = text[text.IndexOf("\nResources:\n", StringComparison.Ordinal)..text.IndexOf("\nOutputs:\n", StringComparison.Ordinal)];
        var named = Regex.Matches(resources, "^  ([A-Za-z0-9]+):$", RegexOptions.Multiline).Select(match => match.Groups[1].Value);

        var made = Suite.Everything.Resources.Keys.Union(Suite.With(s_otherWay).Resources.Keys);

        Assert.Empty(named.Except(made));
    }
}
