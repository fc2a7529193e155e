using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Which documents a query means: <c>match_all term terms range exists bool</c>.</summary>
static class SearchQuery
{
    /// <exception cref="SearchFault">It is not a query, or not one that is played here.</exception>
    public static Func<StoredDocument, bool> Read(JsonNode? query, Func<string, string, FieldType?> typeOf)
    {
        if (query is null) return _ => true;
        if (query is not JsonObject { Count: 1 } only) throw new SearchFault(400, "parsing_exception", "[_na] query malformed, must start with start_object");
        var (name, body) = only.Single();
        var about = body as JsonObject ?? throw new SearchFault(400, "parsing_exception", $"[{name}] query malformed, no start_object after query name");
        return name switch
        {
            "match_all" => _ => true,
            "exists" => document => document.Values.ContainsKey(Text(about["field"])),
            "term" => Term(about.Single().Key, [Value(about.Single().Value)]),
            "terms" => Term(about.Single().Key, [.. about.Single().Value!.AsArray()]),
            "range" => Range(about.Single().Key, about.Single().Value!.AsObject()),
            "bool" => Bool(about),
            "match" or "query_string" or "prefix" or "wildcard" or "ids" => throw SearchFault.NotPlayed($"the query '{name}'"),
            _ => throw new SearchFault(400, "parsing_exception", $"unknown query [{name}]"),
        };

        Func<StoredDocument, bool> Term(string field, IReadOnlyList<JsonNode?> wanted) => document =>
            typeOf(document.Index, field) is { } type && document.Values.TryGetValue(field, out var values) && wanted.Any(one => values.Any(value => Means(type, field, one!, value)));

        Func<StoredDocument, bool> Range(string field, JsonObject bounds) => document =>
        {
            if (typeOf(document.Index, field) is not { } type || !document.Values.TryGetValue(field, out var values)) return false;
            if (type.Name is "ip" or "text") throw SearchFault.NotPlayed($"a range of {type.Name}");
            return values.Any(value => bounds.All(bound => Compared(value, type.Read(field, bound.Value!)!) is var order && bound.Key switch
            {
                "gte" => order >= 0,
                "gt" => order > 0,
                "lte" => order <= 0,
                "lt" => order < 0,
                _ => throw SearchFault.NotPlayed($"'{bound.Key}' of a range"),
            }));
        };

        Func<StoredDocument, bool> Bool(JsonObject clauses)
        {
            foreach (var (clause, _) in clauses)
                if (clause is not ("filter" or "must" or "must_not" or "should")) throw SearchFault.NotPlayed($"'{clause}' of a bool query");
            List<Func<StoredDocument, bool>> all = [.. Of("filter"), .. Of("must")], none = Of("must_not"), some = Of("should");
            // Without anything that must be, one of what should be must.
            return document => all.All(one => one(document)) && !none.Any(one => one(document)) && (some.Count == 0 || all.Count > 0 || some.Any(one => one(document)));

            List<Func<StoredDocument, bool>> Of(string clause) => clauses[clause] switch
            {
                null => [],
                JsonArray several => [.. several.Select(one => Read(one, typeOf))],
                var one => [Read(one, typeOf)],
            };
        }
    }

    /// <summary>Texts by their characters, numbers by their size.</summary>
    public static int Compared(IComparable one, IComparable other) =>
        one is string text && other is string another ? string.CompareOrdinal(text, another) : one.CompareTo(other);

    static bool Means(FieldType type, string field, JsonNode wanted, IComparable value)
    {
        if (type.Name == "text") throw SearchFault.NotPlayed($"a term of the analysed text {field} (take {field}.keyword)");
        if (type.Name == "ip" && IPNetwork.TryParse(wanted.ToString(), out var network)) return network.Contains(IPAddress.Parse((string)value));
        return type.Read(field, wanted) is { } read && Compared(value, read) == 0;
    }

    static JsonNode? Value(JsonNode? term) => term is JsonObject long_ ? long_["value"] : term;

    static string Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.ToString() : throw new SearchFault(400, "parsing_exception", "a text was expected");
}
