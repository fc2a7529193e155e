using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Tests;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>A file of saved objects, as Dashboards and Kibana export and import it: an object a line.</summary>
static class SavedObjects
{
    public static IReadOnlyList<JsonNode> Waf { get; } = [.. File.ReadLines(Repo.File("functions/S3ToElasticsearchLoader/dashboards/waf.ndjson")).Select(line => JsonNode.Parse(line)!)];

    public static IEnumerable<JsonNode> Visualizations => Waf.Where(one => (string?)one["type"] == "visualization");

    public static string Id(JsonNode saved) => $"{saved["type"]}:{saved["id"]}";

    /// <summary>A member that is JSON in a text.</summary>
    public static JsonNode Inner(JsonNode saved, string member) => JsonNode.Parse((string)saved["attributes"]![member]!)!;

    public static JsonNode Source(JsonNode saved) => JsonNode.Parse((string)saved["attributes"]!["kibanaSavedObjectMeta"]!["searchSourceJSON"]!)!;

    /// <summary>The fields that split its documents, outermost first.</summary>
    public static IReadOnlyList<(string Type, string Field, int Size)> Buckets(JsonNode visualization) =>
        [.. Inner(visualization, "visState")["aggs"]!.AsArray().Where(one => (string?)one!["schema"] != "metric").Select(one => ((string)one!["type"]!, (string)one["params"]!["field"]!, (int?)one["params"]!["size"] ?? 0))];

    /// <summary>The field whose values it counts, or none.</summary>
    public static string? Distinct(JsonNode visualization) =>
        (string?)Inner(visualization, "visState")["aggs"]!.AsArray().FirstOrDefault(one => (string?)one!["type"] == "cardinality")?["params"]!["field"];

    /// <summary>The one condition of its query, or none.</summary>
    public static (string Field, string Value)? Condition(JsonNode saved)
    {
        var query = Source(saved)["query"]!;
        Assert.Equal("kuery", (string?)query["language"]);
        if ((string?)query["query"] is not { Length: > 0 } text) return null;
        var match = Regex.Match(text, "^([\\w.]+) : \"([^\"]*)\"$");
        Assert.True(match.Success, $"a condition that the test cannot read: {text}");
        return (match.Groups[1].Value, match.Groups[2].Value);
    }

    /// <summary>What Dashboards asks the cluster to draw it.</summary>
    /// <param name="visualization">An object of that type.</param>
    /// <param name="interval">What the server calls the width of a column: one hour here, where Dashboards takes one by the time that is shown.</param>
    public static JsonObject Query(JsonNode visualization, string interval)
    {
        JsonObject? inner = Distinct(visualization) is { } field ? new() { ["distinct"] = new JsonObject { ["cardinality"] = new JsonObject { ["field"] = field } } } : null;
        foreach (var bucket in Buckets(visualization).Reverse())
        {
            var one = bucket.Type switch
            {
                "terms" => new JsonObject { ["terms"] = new JsonObject { ["field"] = bucket.Field, ["size"] = bucket.Size, ["order"] = new JsonObject { ["_count"] = "desc" } } },
                "date_histogram" => new JsonObject { ["date_histogram"] = new JsonObject { ["field"] = bucket.Field, [interval] = "1h", ["min_doc_count"] = 1 } },
                var other => throw new NotSupportedException(other),
            };
            if (inner is not null) one["aggs"] = inner;
            inner = new() { ["b"] = one };
        }
        JsonNode query = Condition(visualization) is var (name, value) ? new JsonObject { ["match_phrase"] = new JsonObject { [name] = value } } : new JsonObject { ["match_all"] = new JsonObject() };
        return new() { ["size"] = 0, ["query"] = query, ["aggs"] = inner ?? [], ["track_total_hits"] = true };
    }

    /// <summary>What it shows: a line for each cell, the keys and the numbers.</summary>
    public static IEnumerable<string> Rows(JsonNode answer, JsonNode visualization)
    {
        var hasDistinct = Distinct(visualization) is not null;
        return Under(answer["aggregations"]!, "", Buckets(visualization).Count, hits: answer["hits"]!["total"]!);

        IEnumerable<string> Under(JsonNode aggregations, string above, int depth, JsonNode hits)
        {
            if (depth == 0) return [$"{above}{hits}{(hasDistinct ? $" distinct {(long)aggregations["distinct"]!["value"]!}" : "")}"];
            return aggregations["b"]!["buckets"]!.AsArray().SelectMany(bucket => Under(bucket!, $"{above}{bucket!["key"]} | ", depth - 1, bucket["doc_count"]!));
        }
    }
}
