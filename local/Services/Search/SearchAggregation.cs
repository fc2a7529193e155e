using System.Globalization;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Counts documents by the values of a field: <c>terms</c> and <c>cardinality</c>, one within the other.</summary>
static class SearchAggregation
{
    const int UsualSize = 10;

    /// <param name="asked"><c>{"name":{"terms":{"field","size"},"aggs":{…}}}</c></param>
    /// <param name="typeOf">By index and field.</param>
    /// <exception cref="SearchFault">It cannot be counted so.</exception>
    public static JsonObject Of(JsonObject asked, IReadOnlyList<StoredDocument> documents, Func<string, string, FieldType?> typeOf)
    {
        var answer = new JsonObject();
        foreach (var (name, definition) in asked)
        {
            var (kind, about) = definition!.AsObject().Single(one => one.Key is not ("aggs" or "aggregations"));
            var field = (string?)about?["field"] ?? throw new SearchFault(400, "illegal_argument_exception", $"Required one of fields [field, script], but none were specified. ");
            if (documents.Select(one => typeOf(one.Index, field)).FirstOrDefault(type => type is { HasValues: false }) is not null)
                throw new SearchFault(400, "search_phase_execution_exception", "all shards failed", $"Text fields are not optimised for operations that require per-document field data like aggregations and sorting: {field}");
            if (documents.Any(one => typeOf(one.Index, field)?.Name == "date")) throw SearchFault.NotPlayed("counting by a date");
            var groups = documents
                .SelectMany(document => document.Values.GetValueOrDefault(field, []).Distinct(), (document, value) => (document, value))
                .GroupBy(one => one.value, one => one.document);
            answer[name] = kind switch
            {
                "terms" => Terms(groups, about!.AsObject(), (definition["aggs"] ?? definition["aggregations"])?.AsObject(), typeOf),
                "cardinality" => new JsonObject { ["value"] = groups.Count() },
                _ => throw SearchFault.NotPlayed($"the aggregation '{kind}'"),
            };
        }
        return answer;
    }

    static JsonObject Terms(IEnumerable<IGrouping<IComparable, StoredDocument>> groups, JsonObject about, JsonObject? below, Func<string, string, FieldType?> typeOf)
    {
        foreach (var (member, _) in about)
            if (member is not ("field" or "size")) throw SearchFault.NotPlayed($"'{member}' of terms");
        var ordered = groups.OrderByDescending(one => one.Count()).ThenBy(one => one.Key, Comparer<IComparable>.Create(SearchQuery.Compared)).ToList();
        var shown = ordered.Take((int?)about["size"] ?? UsualSize).ToList();
        return new JsonObject
        {
            ["doc_count_error_upper_bound"] = 0,
            ["sum_other_doc_count"] = ordered.Skip(shown.Count).Sum(one => one.Count()),
            ["buckets"] = new JsonArray([.. shown.Select(one => Bucket(one))]),
        };

        JsonNode Bucket(IGrouping<IComparable, StoredDocument> group)
        {
            var bucket = new JsonObject { ["key"] = Key(group.Key) };
            if (group.Key is bool yes) bucket["key_as_string"] = yes ? "true" : "false";
            bucket["doc_count"] = group.Count();
            if (below is not null)
                foreach (var (name, one) in Of(below, [.. group], typeOf)) bucket[name] = one!.DeepClone();
            return bucket;
        }
    }

    static JsonNode Key(IComparable value) => value switch
    {
        string text => text,
        long whole => whole,
        bool yes => yes ? 1 : 0,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };
}
