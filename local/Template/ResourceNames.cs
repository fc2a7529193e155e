using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>What the resources of the stack are called, and what Ref and GetAtt of them give.</summary>
sealed partial class ResourceNames(IReadOnlyDictionary<string, MapNode> resources, TemplateContext context, Problems problems)
{
    readonly Dictionary<string, string?> _names = new(StringComparer.Ordinal);
    readonly List<string> _open = [];       // those being named, to find circles

    /// <summary>Set once: the evaluator needs the names, and a name may be an intrinsic.</summary>
    public Evaluator Evaluator { get; set; } = null!;

    public IEnumerable<string> Ids => resources.Keys;

    public bool Declares(string id) => resources.ContainsKey(id);

    public string? Ref(string id, TemplateNode at, string path) =>
        Exists(id, at, path) ? Fill(TypeOf(id).Ref, id, at, path) : null;

    public string? Attribute(string id, string attribute, TemplateNode at, string path)
    {
        if (!Exists(id, at, path)) return null;
        var type = TypeOf(id);
        if (type.Attributes.TryGetValue(attribute, out var text)) return Fill(text, id, at, path);
        problems.Add(at, path, type.Attributes.Count == 0
            ? $"the runner knows no attributes of {TypeName(id)}, so '{id}.{attribute}' is unknown: add them in local/Template/ResourceTypes.cs."
            : $"{TypeName(id)} has no attribute '{attribute}'; the runner knows {string.Join(", ", type.Attributes.Keys)}.");
        return null;
    }

    /// <summary>Every attribute that can be filled; those which need a property that is not set are left out.</summary>
    public IReadOnlyDictionary<string, string> Attributes(string id, TemplateNode at, string path) =>
        TypeOf(id).Attributes
            .Select(attribute => (attribute.Key, Value: Fill(attribute.Value, id, at, path)))
            .Where(attribute => attribute.Value is not null)
            .ToDictionary(attribute => attribute.Key, attribute => attribute.Value!, StringComparer.Ordinal);

    public string? Name(string id, TemplateNode at, string path)
    {
        if (_names.TryGetValue(id, out var name)) return name;
        if (_open.Contains(id))
        {
            problems.Add(at, path, $"the names go in a circle: {string.Join(" -> ", _open)} -> {id}.");
            return null;
        }
        _open.Add(id);
        var type = TypeOf(id);
        name = type.NameProperty is { } property && Property(id, property) is { } set
            ? Evaluator.Text(set, $"Resources.{id}.Properties.{property}")
            : Generated(id, type);
        _open.Remove(id);
        return _names[id] = name;
    }

    string Generated(string id, ResourceType type)
    {
        var seed = $"{context.StackName}/{id}";
        var ending = IsTrue(id, "FifoQueue") || IsTrue(id, "FifoTopic") ? ".fifo" : "";
        var suffix = Made.Suffix(seed);
        var room = type.LongestName - suffix.Length - ending.Length - 1;
        var stem = $"{context.StackName}-{id}";
        var name = type.Name
            .Replace("{stack}-{id}", stem.Length <= room ? stem : stem[..room].TrimEnd('-'), StringComparison.Ordinal)
            .Replace("{suffix}", suffix, StringComparison.Ordinal)
            .Replace("{guid}", Made.Guid(seed), StringComparison.Ordinal)
            .Replace("{hex17}", Made.Hex(seed, 17), StringComparison.Ordinal)
            .Replace("{hex32}", Made.Hex(seed, 32), StringComparison.Ordinal) + ending;
        return TypeName(id) is "AWS::S3::Bucket" or "AWS::OpenSearchService::Domain" ? name.ToLower(CultureInfo.InvariantCulture) : name;
    }

    bool IsTrue(string id, string property) => Property(id, property) is ScalarNode { Text: "true" };

    string? Fill(string text, string id, TemplateNode at, string path)
    {
        var missing = false;
        var filled = Placeholder.Replace(text, match =>
        {
            var value = Value(match.Groups[1].Value, id, at, path);
            missing |= value is null;
            return value ?? "";
        });
        return missing ? null : filled;
    }

    string? Value(string placeholder, string id, TemplateNode at, string path) => placeholder switch
    {
        "name" => Name(id, at, path),
        "id" => id,
        "region" => context.Region,
        "account" => context.AccountId,
        "partition" => context.Partition,
        "dns" => context.UrlSuffix,
        "path" => Property(id, "Path") is { } given ? Evaluator.Text(given, $"Resources.{id}.Properties.Path") : "/",
        "guid" => Made.Guid($"{context.StackName}/{id}"),
        "suffix6" => Made.Suffix($"{context.StackName}/{id}")[..6],
        "hex17" => Made.Hex($"{context.StackName}/{id}", 17),
        "hex26" => Made.Hex($"{context.StackName}/{id}", 26),
        _ => Property(id, placeholder["property:".Length..]) is { } set ? Evaluator.Text(set, path) : null,
    };

    bool Exists(string id, TemplateNode at, string path)
    {
        if (resources[id]["Condition"] is not ScalarNode condition) return true;
        var holds = Evaluator.Condition(condition, $"Resources.{id}.Condition", condition.Text);
        if (holds == false) problems.Add(at, path, $"'{id}' is not created: its condition {condition.Text} does not hold. Choose with !If.");
        return holds == true;
    }

    TemplateNode? Property(string id, string property) => (resources[id]["Properties"] as MapNode)?[property];

    string TypeName(string id) => (resources[id]["Type"] as ScalarNode)?.Text ?? "";

    ResourceType TypeOf(string id) => ResourceTypes.Of(TypeName(id));

    [GeneratedRegex(@"\{([a-zA-Z0-9:]+)\}", RegexOptions.CultureInvariant)]
    static partial Regex Placeholder { get; }
}
