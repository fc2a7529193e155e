using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>The functions among the resources, with what Lambda would refuse about them.</summary>
static partial class FunctionSpecs
{
    const int LargestEnvironment = 4096;
    const string LogicalPath = "Properties.Environment.Variables";

    /// <summary>Names that Lambda sets itself and refuses in a template.</summary>
    static readonly HashSet<string> s_reserved =
    [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    ];

    public static bool IsFunction(ResolvedResource resource) => resource.Type is "AWS::Serverless::Function" or "AWS::Lambda::Function";

    public static FunctionSpec Of(ResolvedResource resource, MapNode declaration, TemplateContext context, Problems problems)
    {
        var properties = resource.Properties;
        var path = $"Resources.{resource.LogicalId}";
        var own = Variables(properties["Environment"]?["Variables"], declaration, path, problems);
        return new FunctionSpec(
            resource.LogicalId,
            resource.PhysicalName,
            ((declaration["Metadata"] as MapNode)?["Project"] as ScalarNode)?.Text ?? resource.LogicalId,
            TimeSpan.FromSeconds(Whole("Timeout", fallback: 3, least: 1, most: 900)),
            Whole("MemorySize", fallback: 128, least: 128, most: 10240),
            own.Concat(Derived(resource, context)).ToDictionary(StringComparer.Ordinal),
            resource.Attributes["Arn"]);

        int Whole(string name, int fallback, int least, int most)
        {
            if (properties[name] is not { } value) return fallback;
            if (value is JsonValue scalar && int.TryParse(Evaluator.TextOf(scalar), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most) return number;
            problems.Add(declaration, $"{path}.Properties.{name}", $"{value.ToJsonString()} is no whole number from {least} to {most}.");
            return fallback;
        }
    }

    static Dictionary<string, string> Variables(JsonNode? variables, MapNode declaration, string path, Problems problems)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        if (variables is null) return result;
        if (variables is not JsonObject map)
        {
            problems.Add(declaration, $"{path}.{LogicalPath}", "a map of names and texts is expected here.");
            return result;
        }
        foreach (var (name, value) in map)
        {
            var mistake = value is JsonValue scalar ? Mistake(name, Evaluator.TextOf(scalar)) : "an environment variable is text, not a list or a map.";
            if (mistake is null) result[name] = Evaluator.TextOf(value!.AsValue());
            else problems.Add(LineOf(declaration, name), $"{path}.{LogicalPath}.{name}", mistake);
        }
        var bytes = result.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value));
        if (bytes > LargestEnvironment)
            problems.Add(declaration, $"{path}.{LogicalPath}", $"the variables have {bytes} bytes, and Lambda takes {LargestEnvironment} at most.");
        return result;
    }

    static string? Mistake(string name, string value)
    {
        if (s_reserved.Contains(name)) return "Lambda sets this variable itself and refuses it in a template.";
        if (!VariableName.IsMatch(name)) return "a name starts with a letter and has two or more letters, digits or underscores.";
        return value.Contains("{{resolve:", StringComparison.Ordinal)
            ? $"{value} is looked up by AWS at deployment, which the runner cannot do: make it a parameter."
            : null;
    }

    /// <summary>What Lambda itself sets from the template.</summary>
    static IEnumerable<KeyValuePair<string, string>> Derived(ResolvedResource resource, TemplateContext context)
    {
        var logging = resource.Properties["LoggingConfig"];
        var format = logging?["LogFormat"]?.ToString() ?? "Text";
        yield return new("AWS_REGION", context.Region);
        yield return new("AWS_DEFAULT_REGION", context.Region);
        yield return new("AWS_LAMBDA_LOG_GROUP_NAME", logging?["LogGroup"]?.ToString() ?? $"/aws/lambda/{resource.PhysicalName}");
        yield return new("AWS_LAMBDA_LOG_FORMAT", format);
        // Lambda sets the level for JSON only.
        if (format == "JSON") yield return new("AWS_LAMBDA_LOG_LEVEL", logging?["ApplicationLogLevel"]?.ToString() ?? "INFO");
    }

    static TemplateNode LineOf(MapNode declaration, string variable)
    {
        var variables = ((declaration["Properties"] as MapNode)?["Environment"] as MapNode)?["Variables"] as MapNode;
        return variables?[variable] ?? declaration;
    }

    [GeneratedRegex(@"\A[a-zA-Z][a-zA-Z0-9_]+\z", RegexOptions.CultureInvariant)]
    static partial Regex VariableName { get; }
}
