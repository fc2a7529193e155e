using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>The template as a deployment would see it: nothing in it is left to be looked up.</summary>
/// <param name="Resources">Only those whose Condition holds.</param>
/// <param name="Outputs">Only those whose Condition holds.</param>
/// <param name="Functions">Those among the resources.</param>
/// <param name="LeftOut">The functions whose Condition does not hold, with its name.</param>
sealed record ResolvedTemplate(
    IReadOnlyDictionary<string, ResolvedResource> Resources,
    IReadOnlyDictionary<string, string> Outputs,
    IReadOnlyDictionary<string, FunctionSpec> Functions,
    IReadOnlyDictionary<string, string> LeftOut)
{
    /// <exception cref="TemplateException">There is no such function; the message names those that there are.</exception>
    public FunctionSpec Function(string logicalId)
    {
        if (Functions.TryGetValue(logicalId, out var function)) return function;
        if (LeftOut.TryGetValue(logicalId, out var condition))
            throw new TemplateException("template.yaml", 0, "", $"function '{logicalId}' is left out, since its condition {condition} does not hold: give the parameters that make it hold with --parameter-overrides Name=Value …");
        var known = Functions.Count == 0 ? "the template has none" : "there are: " + string.Join(", ", Functions.Keys.Order(StringComparer.Ordinal));
        throw new TemplateException("template.yaml", 0, "", $"no function '{logicalId}'; {known}.");
    }
}

/// <param name="PhysicalName">The name in AWS (of a queue its name, not its URL).</param>
/// <param name="Ref">What <c>!Ref</c> gives: of a queue its URL, of a topic its ARN.</param>
/// <param name="Attributes">What <c>!GetAtt</c> gives.</param>
/// <param name="Properties">Fully resolved. A Number parameter is a JSON number here (CloudFormation makes it a string and converts it back).</param>
/// <param name="Condition">Name of the condition that holds for it; null for what is always there.</param>
sealed record ResolvedResource(
    string LogicalId, string Type, string PhysicalName, string Ref, IReadOnlyDictionary<string, string> Attributes, JsonObject Properties, string? Condition = null);

/// <param name="ProjectName">The project under functions/: the logical id, or <c>Metadata.Project</c> where one project serves two functions.</param>
/// <param name="Environment">The template's variables, and those that Lambda derives from the template (region, log format and level, log group).</param>
sealed record FunctionSpec(
    string LogicalId, string Name, string ProjectName, TimeSpan Timeout, int MemoryMegabytes,
    IReadOnlyDictionary<string, string> Environment, string Arn)
{
    /// <summary>By which an AWS that is played here knows the function: its SDK says it in User-Agent, <c>app/WafLogCopier</c>. Lambda sets none.</summary>
    public KeyValuePair<string, string> SaysWhoItIs => new("AWS_SDK_UA_APP_ID", LogicalId);
}
