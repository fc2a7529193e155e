using System.Text.RegularExpressions;
using Sluice.Local;

namespace Local.Tests;

/// <summary>template.yaml as it would be deployed with every part on.</summary>
static class Suite
{
    public static ResolvedTemplate Everything { get; } = With([]);

    /// <summary>With every part on.</summary>
    public static TemplateContext Context(Dictionary<string, string> parameters) => Deployment.Context(Some.Root, "rehearsal", parameters, null);

    public static ResolvedTemplate With(Dictionary<string, string> parameters) => Deployment.Resolve(Some.Root, Context(parameters));

    /// <summary>With these parameters alone.</summary>
    public static ResolvedTemplate Only(Dictionary<string, string> parameters) => Deployment.Resolve(Some.Root, new TemplateContext("alone", "eu-west-1", Deployment.Account, parameters));

    public static IEnumerable<ResolvedResource> Of(string type) => Everything.Resources.Values.Where(one => one.Type == type);

    public static ResolvedResource Named(string physicalName, string type) => Of(type).Single(one => one.PhysicalName == physicalName);

    /// <summary>What the code of a project counts: the names in its <c>Field.Count("...")</c> and the like.</summary>
    public static HashSet<string> MetricsOf(string project)
    {
        string[] folders = [Path.Combine(Some.Root, "functions", project), Path.Combine(Some.Root, "shared", "Records"), Path.Combine(Some.Root, "shared", "Hosting")];
        var code = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText);
        return [.. code.SelectMany(text => Regex.Matches(text, "Field\\.(?:Count|Bytes|Milliseconds)\\(\"([A-Za-z]+)\"").Select(match => match.Groups[1].Value))];
    }
}
