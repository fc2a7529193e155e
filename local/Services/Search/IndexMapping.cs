using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>The fields of an index: those of its template, and those that documents brought.</summary>
/// <remarks>Source: OpenSearch documentation, "Mappings" and "Dynamic mapping".</remarks>
sealed class IndexMapping
{
    const int UsualFieldLimit = 1000;
    const string Object = "object";

    readonly Dictionary<string, FieldType?> _fields = new(StringComparer.Ordinal);      // by path; null: an object
    readonly List<(string? Path, string Kind, JsonObject Mapping)> _dynamic = [];
    readonly int _limit = UsualFieldLimit;

    /// <param name="template"><c>{"settings","mappings"}</c></param>
    /// <exception cref="SearchFault">It has what this endpoint does not play.</exception>
    public IndexMapping(JsonObject? template)
    {
        if (template?["settings"]?["index.mapping.total_fields.limit"] is { } limit) _limit = int.Parse(limit.ToString(), System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, _) in template?["mappings"]?.AsObject() ?? [])
            if (name is not ("properties" or "dynamic_templates" or "_meta")) throw SearchFault.NotPlayed($"'{name}' of mappings");
        foreach (var one in template?["mappings"]?["dynamic_templates"]?.AsArray() ?? [])
        {
            var rule = one!.AsObject().Single().Value!.AsObject();
            _dynamic.Add(((string?)rule["path_match"], (string?)rule["match_mapping_type"] ?? "*", rule["mapping"]!.AsObject()));
        }
        if (template?["mappings"]?["properties"] is JsonObject properties) Declare("", properties);
    }

    /// <summary>Its type; null where there is no such field, or it is an object.</summary>
    public FieldType? Type(string field) => _fields.GetValueOrDefault(field);

    /// <summary>Takes a document's fields, or none of them.</summary>
    /// <returns>What it is found by: the values of each field.</returns>
    /// <exception cref="SearchFault">It does not fit.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<IComparable>> Take(JsonObject document)
    {
        var brought = new Dictionary<string, FieldType?>(StringComparer.Ordinal);
        var values = new Dictionary<string, List<IComparable>>(StringComparer.Ordinal);
        TakeObject("", document, brought, values);
        if (_fields.Count + brought.Count > _limit) throw new SearchFault(400, "illegal_argument_exception", $"Limit of total fields [{_limit}] has been exceeded");
        foreach (var (path, type) in brought) _fields[path] = type;
        return values.ToDictionary(one => one.Key, one => (IReadOnlyList<IComparable>)one.Value, StringComparer.Ordinal);
    }

    void Declare(string above, JsonObject properties)
    {
        foreach (var (name, definition) in properties)
        {
            var (path, fields) = (above + name, definition!.AsObject());
            var isObject = fields["properties"] is not null || (string?)fields["type"] == Object;
            _fields[path] = isObject ? null : FieldType.Read(fields);
            if (fields["properties"] is JsonObject below) Declare(path + ".", below);
        }
    }

    void TakeObject(string above, JsonObject document, Dictionary<string, FieldType?> brought, Dictionary<string, List<IComparable>> values)
    {
        foreach (var (name, value) in document)
        {
            if (name.Length == 0) throw new SearchFault(400, "mapper_parsing_exception", "failed to parse", "field name cannot be an empty string");
            // A name with dots is a path.
            TakeValue(above + name, value, brought, values);
        }
    }

    void TakeValue(string path, JsonNode? value, Dictionary<string, FieldType?> brought, Dictionary<string, List<IComparable>> values)
    {
        switch (value)
        {
            case null:
                return;
            case JsonArray array:
                foreach (var one in array) TakeValue(path, one, brought, values);
                return;
        }
        var known = _fields.TryGetValue(path, out var type) || brought.TryGetValue(path, out type);
        if (value is JsonObject below)
        {
            if (known && type is not null) type.Read(path, below);     // throws
            if (!known) brought[path] = null;
            TakeObject(path + ".", below, brought, values);
            return;
        }
        if (known && type is null) throw new SearchFault(400, "mapper_parsing_exception", $"object mapping for [{path}] tried to parse field [{path[(path.LastIndexOf('.') + 1)..]}] as object, but found a concrete value");
        if (!known) Bring(path, type = Dynamic(path, value.AsValue()), brought);
        if (type!.Read(path, value) is not { } found) return;
        Add(path, found);
        if (type.Name == "text" && FieldOf(path + ".keyword", brought) is { } sub && sub.Read(path, value) is { } whole) Add(path + ".keyword", whole);

        void Add(string field, IComparable one)
        {
            if (!values.TryGetValue(field, out var list)) values[field] = list = [];
            list.Add(one);
        }
    }

    FieldType? FieldOf(string path, Dictionary<string, FieldType?> brought) => brought.GetValueOrDefault(path) ?? _fields.GetValueOrDefault(path);

    static void Bring(string path, FieldType type, Dictionary<string, FieldType?> brought)
    {
        for (var dot = path.IndexOf('.'); dot > 0; dot = path.IndexOf('.', dot + 1)) brought.TryAdd(path[..dot], null);
        brought[path] = type;
        // What OpenSearch makes of a text that nothing is said about.
        if (type.Name == "text") brought[path + ".keyword"] = new FieldType("keyword", 256);
    }

    FieldType Dynamic(string path, JsonValue value)
    {
        var kind = value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => value.ToJsonString().AsSpan().ContainsAny(".eE") ? "double" : "long",
        };
        foreach (var rule in _dynamic)
            if (rule.Kind is "*" || rule.Kind == kind)
                if (rule.Path is null || Regex.IsMatch(path, "^" + Regex.Escape(rule.Path).Replace("\\*", ".*", StringComparison.Ordinal) + "$"))
                    return FieldType.Read(rule.Mapping);
        return kind switch
        {
            "string" => new FieldType(value.GetValue<string>().Contains('-', StringComparison.Ordinal) && FieldType.Milliseconds(value.GetValue<string>()) is not null ? "date" : "text"),
            "double" => new FieldType("float"),
            _ => new FieldType(kind),
        };
    }
}
