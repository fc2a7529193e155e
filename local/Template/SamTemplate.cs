using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>A template.yaml as it stands in the file; <see cref="Resolve"/> gives it values.</summary>
sealed class SamTemplate
{
    static readonly HashSet<string> s_sections =
    [
        "AWSTemplateFormatVersion", "Transform", "Description", "Metadata", "Parameters", "Rules", "Mappings", "Conditions",
        "Globals", "Resources", "Outputs", "Hooks",
    ];

    static readonly HashSet<string> s_resourceKeys =
    [
        "Type", "Properties", "Condition", "DependsOn", "Metadata", "DeletionPolicy", "UpdateReplacePolicy", "CreationPolicy",
        "UpdatePolicy", "IgnoreGlobals", "Connectors",
    ];

    readonly string _file;
    readonly MapNode _root;

    SamTemplate(string file, MapNode root) => (_file, _root) = (file, root);

    /// <exception cref="TemplateException">There is no such file, or it is not YAML.</exception>
    public static SamTemplate Load(string path)
    {
        var file = Path.GetFileName(path);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TemplateException(path, 0, "", failure is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : failure.Message);
        }
        return Parse(text, file);
    }

    public static SamTemplate Parse(string text, string file = "template.yaml") => new(file, TemplateReader.Read(file, text));

    /// <exception cref="TemplateException">Something in it cannot be resolved; the message lists everything.</exception>
    public ResolvedTemplate Resolve(TemplateContext context)
    {
        var problems = new Problems(_file);
        foreach (var (section, node) in _root.Entries.Where(entry => !s_sections.Contains(entry.Key)))
            problems.Add(node, section, $"CloudFormation knows no such section{Nearest.DidYouMean(section, s_sections)}");

        var parameters = ParameterValues.Read(Section("Parameters", problems), context, problems);
        var resources = Resources(problems);
        var names = new ResourceNames(resources, context, problems);
        ConditionValues? conditions = null;
        var forConditions = new Evaluator(parameters, Section("Mappings", problems), problems)
        {
            Condition = (at, path, name) => conditions!.Holds(at, path, name),
            Resources = null,
        };
        conditions = new ConditionValues(Section("Conditions", problems), forConditions.Text, problems);
        var evaluator = new Evaluator(parameters, Section("Mappings", problems), problems) { Condition = conditions.Holds, Resources = names };
        names.Evaluator = evaluator;

        conditions.EvaluateAll();
        var resolved = resources
            .Where(entry => Applies(entry.Value, $"Resources.{entry.Key}", conditions))
            .Select(entry => Resource(entry.Key, entry.Value, names, evaluator))
            .OfType<ResolvedResource>()
            .ToDictionary(resource => resource.LogicalId, StringComparer.Ordinal);
        var functions = resolved.Values.Where(FunctionSpecs.IsFunction)
            .ToDictionary(resource => resource.LogicalId, resource => FunctionSpecs.Of(resource, resources[resource.LogicalId], context, problems), StringComparer.Ordinal);
        var outputs = Outputs(conditions, evaluator, problems);
        problems.ThrowIfAny();
        var leftOut = resources.Where(entry => !resolved.ContainsKey(entry.Key) && (entry.Value["Type"] as ScalarNode)?.Text is "AWS::Serverless::Function" or "AWS::Lambda::Function")
            .ToDictionary(entry => entry.Key, entry => (entry.Value["Condition"] as ScalarNode)?.Text ?? "", StringComparer.Ordinal);
        return new ResolvedTemplate(resolved, outputs, functions, leftOut);
    }

    Dictionary<string, MapNode> Resources(Problems problems)
    {
        var globals = Section("Globals", problems);
        Globals.Check(globals, problems);
        var resources = new Dictionary<string, MapNode>(StringComparer.Ordinal);
        if (_root["Resources"] is null) problems.Add(_root, "Resources", "a template needs at least one resource.");
        foreach (var (id, node) in Section("Resources", problems).Entries)
        {
            var path = $"Resources.{id}";
            if (node is not MapNode { Entries: var entries } map || map["Type"] is not ScalarNode)
            {
                problems.Add(node, path, "a resource is a map with a Type.");
                continue;
            }
            foreach (var key in entries.Where(entry => !s_resourceKeys.Contains(entry.Key)))
                problems.Add(key.Value, $"{path}.{key.Key}", $"a resource has no such key{Nearest.DidYouMean(key.Key, s_resourceKeys)}");
            resources[id] = Globals.MergeInto(map, globals);
        }
        foreach (var (id, role) in resources.Select(entry => RoleThatSamAdds(entry.Key, entry.Value)).OfType<KeyValuePair<string, MapNode>>().ToList())
            resources.TryAdd(id, role);
        CheckDependencies(resources, problems);
        return resources;
    }

    /// <summary>A function without a Role gets one of its own, which the template may refer to as FunctionRole.</summary>
    static KeyValuePair<string, MapNode>? RoleThatSamAdds(string id, MapNode resource)
    {
        if (resource["Type"] is not ScalarNode { Text: "AWS::Serverless::Function" } || (resource["Properties"] as MapNode)?["Role"] is not null) return null;
        var role = new Dictionary<string, TemplateNode>(StringComparer.Ordinal) { ["Type"] = new ScalarNode(resource.Line, "AWS::IAM::Role", ScalarKind.String) };
        if (resource["Condition"] is { } condition) role["Condition"] = condition;
        return new($"{id}Role", new MapNode(resource.Line, role));
    }

    static void CheckDependencies(Dictionary<string, MapNode> resources, Problems problems)
    {
        foreach (var (id, resource) in resources)
        {
            IReadOnlyList<TemplateNode> dependencies = resource["DependsOn"] switch { ListNode list => list.Items, { } one => [one], null => [] };
            foreach (var node in dependencies.Where(node => node is not ScalarNode name || !resources.ContainsKey(name.Text)))
                problems.Add(node, $"Resources.{id}.DependsOn", node is ScalarNode name
                    ? $"there is no resource '{name.Text}'{Nearest.DidYouMean(name.Text, resources.Keys)}"
                    : "the names of resources are expected here.");
        }
    }

    static ResolvedResource? Resource(string id, MapNode resource, ResourceNames names, Evaluator evaluator)
    {
        var path = $"Resources.{id}";
        var properties = resource["Properties"] is { } node ? evaluator.Resolve(node, $"{path}.Properties") : new JsonObject();
        var (name, reference) = (names.Name(id, resource, path), names.Ref(id, resource, path));
        if (properties is not JsonObject map || name is null || reference is null) return null;
        return new ResolvedResource(id, ((ScalarNode)resource["Type"]!).Text, name, reference, names.Attributes(id, resource, path), map, (resource["Condition"] as ScalarNode)?.Text);
    }

    Dictionary<string, string> Outputs(ConditionValues conditions, Evaluator evaluator, Problems problems)
    {
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, node) in Section("Outputs", problems).Entries)
        {
            var path = $"Outputs.{id}";
            if (node is not MapNode map || map["Value"] is not { } value) problems.Add(node, path, "an output is a map with a Value.");
            else if (Applies(map, path, conditions) && evaluator.Text(value, $"{path}.Value") is { } text) outputs[id] = text;
        }
        return outputs;
    }

    static bool Applies(MapNode map, string path, ConditionValues conditions) =>
        map["Condition"] is not ScalarNode condition || conditions.Holds(condition, $"{path}.Condition", condition.Text) == true;

    MapNode Section(string name, Problems problems)
    {
        if (_root[name] is not { } node) return MapNode.Empty;
        if (node is MapNode map) return map;
        problems.Add(node, name, "a map is expected here.");
        return MapNode.Empty;
    }
}
