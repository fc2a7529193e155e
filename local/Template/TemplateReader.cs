using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sluice.Local;

/// <summary>YAML (or JSON, which is YAML too) to <see cref="TemplateNode"/>s, with the line of each.</summary>
static partial class TemplateReader
{
    const int DeepestNesting = 100;     // an alias may point at its own parent

    static readonly HashSet<string> s_functions =
    [
        "Ref", "Condition", "GetAtt", "Sub", "If", "FindInMap", "Equals", "And", "Or", "Not", "Join", "Select", "Split",
        "Base64", "ImportValue", "Cidr", "GetAZs", "Transform", "Length", "ToJsonString", "ForEach", "Contains",
    ];

    public static MapNode Read(string file, string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException failure)
        {
            throw new TemplateException(file, (int)failure.Start.Line, "", "this is not YAML: " + failure.Message.TrimEnd('.') + ".");
        }
        var problems = new Problems(file);
        if (yaml.Documents.Count != 1)
            throw new TemplateException(file, 0, "", yaml.Documents.Count == 0 ? "the file is empty." : "the file has more than one YAML document.");
        var root = Node(yaml.Documents[0].RootNode, "", 0, problems);
        problems.ThrowIfAny();
        return root as MapNode ?? throw new TemplateException(file, 1, "", "a template is a map with a section Resources.");
    }

    static TemplateNode Node(YamlNode yaml, string path, int depth, Problems problems)
    {
        var line = (int)yaml.Start.Line;
        if (depth > DeepestNesting)
        {
            problems.Add(line, path, $"nested deeper than {DeepestNesting}.");
            return MapNode.Empty;
        }
        var content = Content(yaml, line, path, depth, problems);
        if (yaml.Tag.IsEmpty || !yaml.Tag.IsLocal) return content;

        var function = yaml.Tag.Value[1..];
        if (!s_functions.Contains(function)) problems.Add(line, path, $"!{function} is no intrinsic function of CloudFormation.");
        return new CallNode(line, function, content);
    }

    static TemplateNode Content(YamlNode yaml, int line, string path, int depth, Problems problems) => yaml switch
    {
        YamlScalarNode scalar => Scalar(scalar, line),
        YamlSequenceNode list => new ListNode(line, [.. list.Children.Select((item, i) => Node(item, $"{path}[{i}]", depth + 1, problems))]),
        YamlMappingNode map => Map(map, line, path, depth, problems),
        _ => throw new InvalidOperationException($"YAML node {yaml.NodeType}"),
    };

    static TemplateNode Map(YamlMappingNode map, int line, string path, int depth, Problems problems)
    {
        var entries = new Dictionary<string, TemplateNode>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Children)
        {
            if (key is not YamlScalarNode { Value: { } name })
            {
                problems.Add((int)key.Start.Line, path, "a key must be text.");
                continue;
            }
            if (name == "<<") problems.Add((int)key.Start.Line, path, "CloudFormation knows no YAML merge key (<<).");
            if (!entries.TryAdd(name, Node(value, path.Length == 0 ? name : $"{path}.{name}", depth + 1, problems)))
                problems.Add((int)key.Start.Line, path, $"'{name}' stands here twice.");
        }
        return entries.Count == 1 ? (TemplateNode?)LongForm(line, entries.Single(), path, problems) ?? new MapNode(line, entries) : new MapNode(line, entries);
    }

    /// <summary>A map with the one key Ref or Fn::X. Condition is left alone: in a policy statement it is an ordinary key.</summary>
    static CallNode? LongForm(int line, KeyValuePair<string, TemplateNode> entry, string path, Problems problems)
    {
        if (entry.Key == "Ref") return new CallNode(line, "Ref", entry.Value);
        if (!entry.Key.StartsWith("Fn::", StringComparison.Ordinal)) return null;
        if (!s_functions.Contains(entry.Key[4..])) problems.Add(line, path, $"{entry.Key} is no intrinsic function of CloudFormation.");
        return new CallNode(line, entry.Key[4..], entry.Value);
    }

    /// <summary>CloudFormation reads YAML 1.1, except that a date is a string; a number with a leading zero is one too (account ids).</summary>
    static ScalarNode Scalar(YamlScalarNode scalar, int line)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || scalar.Tag is { IsEmpty: false, IsLocal: true })
            return new ScalarNode(line, text, ScalarKind.String);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => new ScalarNode(line, text, ScalarKind.Null),
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => new ScalarNode(line, "true", ScalarKind.Boolean),
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => new ScalarNode(line, "false", ScalarKind.Boolean),
            _ => new ScalarNode(line, text, JsonNumber.IsMatch(text) ? ScalarKind.Number : ScalarKind.String),
        };
    }

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    static partial Regex JsonNumber { get; }
}
