using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Gives every piece of the template its value.</summary>
/// <remarks>A result of <c>null</c> means: not resolvable, and already reported. So one mistake gives one message.</remarks>
sealed class Evaluator(IReadOnlyDictionary<string, JsonNode?> parameters, MapNode mappings, Problems problems)
{
    /// <summary>The value of <c>!Ref AWS::NoValue</c>: whatever holds it drops it.</summary>
    public static readonly JsonNode NoValue = JsonValue.Create("AWS::NoValue")!;

    public required Func<TemplateNode, string, string, bool?> Condition { get; init; }

    /// <summary>Null while the conditions are evaluated, when no resource exists yet.</summary>
    public required ResourceNames? Resources { get; init; }

    public JsonNode? Resolve(TemplateNode node, string path) => node switch
    {
        ScalarNode { Kind: ScalarKind.Null } => Fail(node, path, "a template may hold no null: leave the key out, or use !Ref AWS::NoValue."),
        ScalarNode scalar => scalar.Json,
        ListNode list => List(list, path),
        MapNode map => Map(map, path),
        CallNode call => Call(call, path),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    /// <summary>The value as text; lists and maps are a mistake there.</summary>
    public string? Text(TemplateNode node, string path) => Resolve(node, path) switch
    {
        null => null,
        JsonValue value when !ReferenceEquals(value, NoValue) => TextOf(value),
        _ => FailText(node, path, "text is expected here, not a list, a map or AWS::NoValue."),
    };

    public static string TextOf(JsonValue value) => value.TryGetValue<string>(out var text) ? text : value.ToJsonString();

    JsonArray? List(ListNode list, string path)
    {
        var items = list.Items.Select((item, i) => Resolve(item, $"{path}[{i}]")).ToList();
        return items.Contains(null) ? null : new JsonArray([.. items.Where(item => !ReferenceEquals(item, NoValue))]);
    }

    JsonObject? Map(MapNode map, string path)
    {
        var (result, whole) = (new JsonObject(), true);
        foreach (var (key, node) in map.Entries)
        {
            var value = Resolve(node, $"{path}.{key}");
            whole &= value is not null;
            if (value is not null && !ReferenceEquals(value, NoValue)) result[key] = value;
        }
        return whole ? result : null;
    }

    JsonNode? Call(CallNode call, string path) => call.Function switch
    {
        "Ref" => call.Argument is ScalarNode name ? Ref(name.Text, call, path) : Fail(call, path, "Ref takes one name."),
        "GetAtt" => GetAtt(call, path),
        "Sub" => Sub(call, path),
        "If" => If(call, path),
        "FindInMap" => FindInMap(call, path),
        "Join" => Join(call, path),
        "Select" => Select(call, path),
        "Split" => Split(call, path),
        "Base64" => Text(call.Argument, path) is { } text ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : null,
        "Equals" or "And" or "Or" or "Not" or "Condition" =>
            Fail(call, path, $"{call.Function} belongs in the section Conditions; a value chooses with !If [condition, then, else]."),
        "ImportValue" => Fail(call, path, "ImportValue needs the exports of other stacks, which only AWS knows: make it a parameter."),
        _ => Fail(call, path, $"{call.Function} is not computed by the runner: make the value a parameter or write it out."),
    };

    JsonNode? Ref(string name, TemplateNode at, string path)
    {
        if (name == "AWS::NoValue") return NoValue;
        if (parameters.TryGetValue(name, out var value)) return value?.DeepClone();
        if (Resources is null) return Fail(at, path, $"a condition may refer to parameters only, and there is none '{name}'{Nearest.DidYouMean(name, parameters.Keys)}");
        if (Resources.Declares(name)) return Resources.Ref(name, at, path);
        return Fail(at, path, $"Ref '{name}' names neither a parameter nor a resource{Nearest.DidYouMean(name, parameters.Keys.Concat(Resources.Ids))}");
    }

    JsonNode? GetAtt(CallNode call, string path)
    {
        var parts = call.Argument switch
        {
            ScalarNode name => name.Text.Split('.', 2),
            ListNode { Items: [ScalarNode id, { } attribute] } => Text(attribute, path) is { } name ? [id.Text, name] : [],
            _ => ["?"],
        };
        return parts switch
        {
            [] => null,
            [var id, var attribute] => Attribute(id, attribute, call, path),
            _ => Fail(call, path, "GetAtt takes Resource.Attribute or [Resource, Attribute]."),
        };
    }

    JsonNode? Attribute(string id, string attribute, TemplateNode at, string path)
    {
        if (Resources is null) return Fail(at, path, "a condition may refer to parameters only.");
        if (Resources.Declares(id)) return Resources.Attribute(id, attribute, at, path);
        return Fail(at, path, $"GetAtt '{id}.{attribute}' names no resource{Nearest.DidYouMean(id, Resources.Ids)}");
    }

    JsonNode? Sub(CallNode call, string path)
    {
        var (template, locals) = call.Argument switch
        {
            ScalarNode text => (text.Text, MapNode.Empty),
            ListNode { Items: [ScalarNode text, MapNode map] } => (text.Text, map),
            _ => ("", null),
        };
        if (locals is null) return Fail(call, path, "Sub takes a text, or [text, {Name: value}].");
        return SubText.Fill(template, name => SubValue(name, locals, call, path), message => Fail(call, path, message));
    }

    string? SubValue(string name, MapNode locals, CallNode call, string path)
    {
        if (locals[name] is { } local) return Text(local, path);
        var value = parameters.ContainsKey(name) || !name.Contains('.', StringComparison.Ordinal) || name.StartsWith("AWS::", StringComparison.Ordinal)
            ? Ref(name, call, path)
            : Attribute(name.Split('.', 2)[0], name.Split('.', 2)[1], call, path);
        return value switch
        {
            null => null,
            JsonValue text when !ReferenceEquals(text, NoValue) => TextOf(text),
            _ => FailText(call, path, $"${{{name}}} is a list or AWS::NoValue, and Sub needs text: join it first."),
        };
    }

    JsonNode? If(CallNode call, string path) => call.Argument is ListNode { Items: [ScalarNode name, { } then, { } otherwise] }
        ? Condition(call, path, name.Text) switch { true => Resolve(then, path), false => Resolve(otherwise, path), null => null }
        : Fail(call, path, "If takes [condition, then, else].");

    JsonNode? FindInMap(CallNode call, string path)
    {
        if (call.Argument is not ListNode { Items: [{ } mapName, { } firstKey, { } secondKey] })
            return Fail(call, path, "FindInMap takes [map, key, key].");
        if (Text(mapName, path) is not { } map || Text(firstKey, path) is not { } first || Text(secondKey, path) is not { } second) return null;
        if (mappings[map] is not MapNode table) return Fail(call, path, $"FindInMap: Mappings has no '{map}'{Nearest.DidYouMean(map, mappings.Entries.Keys)}");
        if (table[first] is not MapNode row) return Fail(call, path, $"FindInMap: Mappings.{map} has no '{first}'{Nearest.DidYouMean(first, table.Entries.Keys)}");
        return row[second] is { } value
            ? Resolve(value, $"Mappings.{map}.{first}.{second}")
            : Fail(call, path, $"FindInMap: Mappings.{map}.{first} has no '{second}'{Nearest.DidYouMean(second, row.Entries.Keys)}");
    }

    JsonNode? Join(CallNode call, string path)
    {
        if (call.Argument is not ListNode { Items: [ScalarNode delimiter, { } list] }) return Fail(call, path, "Join takes [delimiter, list].");
        return Resolve(list, path) switch
        {
            null => null,
            JsonArray items when items.All(item => item is JsonValue) => string.Join(delimiter.Text, items.Select(item => TextOf(item!.AsValue()))),
            _ => Fail(call, path, "Join needs a list of texts."),
        };
    }

    JsonNode? Select(CallNode call, string path)
    {
        if (call.Argument is not ListNode { Items: [{ } indexNode, { } list] }) return Fail(call, path, "Select takes [index, list].");
        if (Text(indexNode, path) is not { } text || Resolve(list, path) is not { } items) return null;
        if (items is not JsonArray array) return Fail(call, path, "Select needs a list.");
        return int.TryParse(text, out var index) && index >= 0 && index < array.Count
            ? array[index]!.DeepClone()
            : Fail(call, path, $"Select {text}: the list has {array.Count} items, counted from 0.");
    }

    JsonNode? Split(CallNode call, string path) => call.Argument is ListNode { Items: [ScalarNode { Text.Length: > 0 } delimiter, { } source] }
        ? Text(source, path) is { } text ? new JsonArray([.. text.Split(delimiter.Text).Select(part => JsonValue.Create(part))]) : null
        : Fail(call, path, "Split takes [delimiter, text].");

    JsonNode? Fail(TemplateNode at, string path, string message)
    {
        problems.Add(at, path, message);
        return null;
    }

    string? FailText(TemplateNode at, string path, string message)
    {
        problems.Add(at, path, message);
        return null;
    }
}
