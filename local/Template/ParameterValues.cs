using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>The values of the template's parameters and of the pseudo parameters, checked as CloudFormation checks them.</summary>
static class ParameterValues
{
    /// <returns>Null as a value: the parameter is declared, but its value is a mistake, already reported.</returns>
    public static IReadOnlyDictionary<string, JsonNode?> Read(MapNode parameters, TemplateContext context, Problems problems)
    {
        var values = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["AWS::Region"] = context.Region,
            ["AWS::AccountId"] = context.AccountId,
            ["AWS::Partition"] = context.Partition,
            ["AWS::StackName"] = context.StackName,
            ["AWS::StackId"] = context.StackId,
            ["AWS::URLSuffix"] = context.UrlSuffix,
            ["AWS::NotificationARNs"] = new JsonArray(),
        };
        foreach (var (name, node) in parameters.Entries)
        {
            var path = $"Parameters.{name}";
            if (node is MapNode declaration) values[name] = Value(name, declaration, path, context, problems);
            else problems.Add(node, path, "a parameter is a map with a Type.");
        }
        foreach (var name in context.Parameters.Keys.Where(name => parameters[name] is null))
            problems.Add(0, "", $"a value is given for the parameter '{name}', which the template does not have{Nearest.DidYouMean(name, parameters.Entries.Keys)}");
        return values;
    }

    static JsonNode? Value(string name, MapNode declaration, string path, TemplateContext context, Problems problems)
    {
        var type = Scalar(declaration, "Type") ?? "";
        var given = context.Parameters.GetValueOrDefault(name);
        var text = given ?? Scalar(declaration, "Default");
        if (text is null)
            return Fail($"it has no Default and no value is given: --parameter-overrides {name}=..., or samconfig.toml.");
        // The Default of such a parameter is the name of an SSM parameter, which is not the value.
        if (type.StartsWith("AWS::SSM::Parameter::Value<", StringComparison.Ordinal) && given is null)
            return Fail($"its value lies in the SSM parameter '{text}', which only AWS knows: give the value itself, --parameter-overrides {name}=...");

        return Shape(type) switch
        {
            ParameterShape.Text => Check(text) ? JsonValue.Create(text) : null,
            ParameterShape.Number => Check(text) ? Number(text) : null,
            ParameterShape.List => new JsonArray([.. Items(text).Select(item => JsonValue.Create(item))]),
            ParameterShape.NumberList => Items(text).Select(Number).ToList() is var numbers && !numbers.Contains(null) ? new JsonArray([.. numbers]) : null,
            _ => Fail($"'{type}' is no type of a parameter."),
        };

        bool Check(string value)
        {
            var mistake = ParameterChecks.Mistake(declaration, value, Shape(type) == ParameterShape.Number);
            if (mistake is not null) Fail(mistake);
            return mistake is null;
        }

        JsonNode? Number(string value) =>
            decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture))
                : Fail($"'{value}' is not a number.");

        JsonNode? Fail(string message)
        {
            problems.Add(declaration, path, message);
            return null;
        }
    }

    static ParameterShape Shape(string type) => type switch
    {
        "String" or "AWS::SSM::Parameter::Name" or "AWS::SSM::Parameter::Value<String>" => ParameterShape.Text,
        "Number" => ParameterShape.Number,
        "CommaDelimitedList" or "List<String>" or "AWS::SSM::Parameter::Value<List<String>>" or "AWS::SSM::Parameter::Value<CommaDelimitedList>" => ParameterShape.List,
        "List<Number>" => ParameterShape.NumberList,
        _ when type.StartsWith("List<AWS::", StringComparison.Ordinal) => ParameterShape.List,
        _ when type.StartsWith("AWS::SSM::Parameter::Value<List<", StringComparison.Ordinal) => ParameterShape.List,
        _ when type.StartsWith("AWS::", StringComparison.Ordinal) => ParameterShape.Text,
        _ => ParameterShape.Unknown,
    };

    static string[] Items(string text) => text.Length == 0 ? [] : text.Split(',', StringSplitOptions.TrimEntries);

    static string? Scalar(MapNode declaration, string key) => (declaration[key] as ScalarNode)?.Text;

    enum ParameterShape { Unknown, Text, Number, List, NumberList }
}

/// <summary>AllowedValues, AllowedPattern and the limits of one parameter.</summary>
static class ParameterChecks
{
    public static string? Mistake(MapNode declaration, string value, bool isNumber)
    {
        if (declaration["AllowedValues"] is ListNode allowed && !allowed.Items.OfType<ScalarNode>().Any(item => item.Text == value))
            return $"'{value}' is none of {string.Join(", ", allowed.Items.OfType<ScalarNode>().Select(item => item.Text))}.";
        if (declaration["AllowedPattern"] is ScalarNode pattern && !Regex.IsMatch(value, $@"\A(?:{pattern.Text})\z", RegexOptions.CultureInvariant))
            return $"'{value}' does not match {pattern.Text}.";
        if (isNumber && Decimal(value) is null) return $"'{value}' is not a number.";
        var (measure, unit, least, most) = isNumber
            ? (Decimal(value)!.Value, "", Limit(declaration, "MinValue"), Limit(declaration, "MaxValue"))
            : (value.Length, " characters", Limit(declaration, "MinLength"), Limit(declaration, "MaxLength"));
        if (measure < least) return string.Create(CultureInfo.InvariantCulture, $"'{value}' is less than the least allowed, {least}{unit}.");
        if (measure > most) return string.Create(CultureInfo.InvariantCulture, $"'{value}' is more than the most allowed, {most}{unit}.");
        return null;
    }

    static decimal? Limit(MapNode declaration, string key) => declaration[key] is ScalarNode limit ? Decimal(limit.Text) : null;

    static decimal? Decimal(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
