using System.Text;
using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Sluice.S3ToElasticsearchLoader.Tests;

public class SavedObjectTests
{
    [Fact]
    public void Every_reference_of_the_file_is_in_the_file_and_every_panel_has_one()
    {
        var all = SavedObjects.Waf.ToDictionary(SavedObjects.Id);
        foreach (var saved in SavedObjects.Waf)
        {
            var references = saved["references"]!.AsArray().ToDictionary(one => (string)one!["name"]!, one => SavedObjects.Id(one!));
            Assert.All(references.Values, id => Assert.Contains(id, all.Keys));
            if (saved["attributes"]!["kibanaSavedObjectMeta"] is not null && SavedObjects.Source(saved)["indexRefName"] is { } index) Assert.Equal("index-pattern:sluice-awswaf", references[index.ToString()]);
        }
        var dashboard = Assert.Single(SavedObjects.Waf, one => (string?)one["type"] == "dashboard");
        var panels = SavedObjects.Inner(dashboard, "panelsJSON").AsArray();
        var shown = panels.Select(panel => SavedObjects.Id(dashboard["references"]!.AsArray().Single(one => (string?)one!["name"] == (string?)panel!["panelRefName"])!)).ToHashSet();
        Assert.Equal(all.Keys.Where(id => !id.StartsWith("index-pattern", StringComparison.Ordinal) && !id.StartsWith("dashboard", StringComparison.Ordinal)).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_panel_lies_over_another_and_none_sticks_out()
    {
        var dashboard = SavedObjects.Waf.Single(one => (string?)one["type"] == "dashboard");
        var taken = new HashSet<(int, int)>();
        foreach (var grid in SavedObjects.Inner(dashboard, "panelsJSON").AsArray().Select(panel => panel!["gridData"]!))
        {
            var (x, y, w, h) = ((int)grid["x"]!, (int)grid["y"]!, (int)grid["w"]!, (int)grid["h"]!);
            Assert.InRange(x + w, 1, 48);
            for (var i = x; i < x + w; i++)
                for (var j = y; j < y + h; j++)
                    Assert.True(taken.Add((i, j)), $"panel {grid["i"]} lies over another");
        }
    }
}

[Collection("opensearch")]
public sealed class OpenSearchDashboardTests(OpenSearchServer server) : DashboardTests(server, "fixed_interval", "_doc");

[Collection("elasticsearch6")]
public sealed class Elasticsearch6DashboardTests(Elasticsearch6Server server) : DashboardTests(server, "interval", "waflog");

/// <summary>What each visualisation asks, asked of a real server that holds what the loader loaded, against a count by hand of the logs.</summary>
public abstract class DashboardTests(SearchServer server, string interval, string documentType)
{
    const int Records = 600;

    /// <summary>Real records, with more clients, countries, rules and times than these have.</summary>
    static IReadOnlyList<JsonNode> Logs()
    {
        var real = File.ReadLines(Repo.File("events/S3ToElasticsearchLoader/objects/aws-waf.ndjson")).ToArray();
        var random = new Random(7);
        string[] countries = ["US", "DE", "FR", "JP", "BR"], uris = ["/", "/api/search", "/login", "/%2e%2e/etc/passwd"], acls = ["storefront", "api"], rules = ["AWS-AWSManagedRulesSQLiRuleSet", "RateLimit"];
        return [.. Enumerable.Range(0, Records).Select(_ =>
        {
            var record = JsonNode.Parse(real[random.Next(real.Length)])!;
            var client = random.Next(12);
            record["timestamp"] = 1710930600000L + random.Next(6 * 3600) * 1000L;
            record["httpRequest"]!["clientIp"] = client < 10 ? $"192.0.2.{client}" : $"2001:db8::{client:x}";
            record["httpRequest"]!["country"] = countries[client % countries.Length];
            record["httpRequest"]!["uri"] = uris[random.Next(uris.Length)];
            record["webaclId"] = $"arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/{acls[random.Next(acls.Length)]}/a1b2c3d4";
            if ((string?)record["action"] == "BLOCK") record["terminatingRuleId"] = rules[random.Next(rules.Length)];
            return record;
        })];
    }

    /// <summary>What the loader's documents have under a name, taken from the log itself.</summary>
    static IEnumerable<string> Values(JsonNode log, string field) => field switch
    {
        "@timestamp" => [$"{(long)log["timestamp"]! / 3_600_000 * 3_600_000}"],
        "webacl.name" => [log["webaclId"]!.ToString().Split('/')[2]],
        "labels" => log["labels"]?.AsArray().Select(label => label!["name"]!.ToString()) ?? [],
        _ => field.Split('.').Aggregate((JsonNode?)log, (node, name) => node?[name]) is { } value ? [value.ToString()] : [],
    };

    static IEnumerable<string> Expected(IReadOnlyList<JsonNode> logs, JsonNode visualization)
    {
        var meant = SavedObjects.Condition(visualization) is var (field, value) ? logs.Where(log => Values(log, field).Contains(value)).ToList() : logs;
        return Under(meant, "", SavedObjects.Buckets(visualization).Select(bucket => bucket.Field).ToArray());

        IEnumerable<string> Under(IReadOnlyList<JsonNode> some, string above, ArraySegment<string> fields)
        {
            var distinct = SavedObjects.Distinct(visualization) is { } counted ? $" distinct {some.SelectMany(log => Values(log, counted)).Distinct().Count()}" : "";
            return fields.Count == 0 ? [$"{above}{some.Count}{distinct}"]
                : some.SelectMany(log => Values(log, fields[0]).Distinct(), (log, key) => (log, key)).GroupBy(one => one.key, one => one.log).SelectMany(group => Under([.. group], $"{above}{group.Key} | ", fields[1..]));
        }
    }

    async Task LoadAsync(IReadOnlyList<JsonNode> logs)
    {
        server.SkipIfAbsent();
        await ForgetAsync("/awswaf-*");
        await ForgetAsync(documentType == "_doc" ? "/_index_template/sluice-waf" : "/_template/sluice-waf");
        var bucket = new BucketInMemory();
        const string key = "AWSLogs/123456789012/WAFLogs/eu-west-1/storefront/2024/03/20/10/30/a.log";
        bucket.Objects["logs/" + key] = Encoding.UTF8.GetBytes(string.Concat(logs.Select(log => log.ToJsonString() + "\n")));
        var settings = Settings.From(Some.Env(("ELASTICSEARCH_URL", server.Url), ("DOCUMENT_TYPE", documentType), ("FAILED_BUCKET", "dead")));
        var handler = new Handler(settings, cancellation => DeliveryTarget.ConnectAsync(settings.Delivery, Some.Secrets(""), Telemetry.None, TimeProvider.System, Some.Quick, cancellation),
            new ObjectLoader(bucket.Client(), settings, null, Some.Quick, TimeProvider.System), Telemetry.None);
        var message = ObjectMessage.Of(new("logs", key, "", BucketInMemory.ETag(bucket.Objects["logs/" + key]).Trim('"'), bucket.Objects["logs/" + key].Length, "eu-west-1", "", null));
        var @event = new JsonObject { ["Records"] = new JsonArray(new JsonObject { ["messageId"] = "m", ["eventSource"] = "aws:sqs", ["body"] = message }) };
        var answer = new ByteBuffer();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await handler.HandleAsync(Encoding.UTF8.GetBytes(@event.ToJsonString()), answer, new Invocation("1", "", TimeSpan.FromMinutes(1), deadline.Token));
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Written));
        await server.AskAsync("POST", "/awswaf-*/_refresh");
    }

    async Task ForgetAsync(string what)
    {
        try
        {
            await server.AskAsync("DELETE", what);
        }
        catch (InvalidOperationException none) when (none.Message.Contains(": 404 ", StringComparison.Ordinal))
        {
            // That is how it should be.
        }
    }

    [SkippableFact]
    public async Task Each_visualisation_shows_what_a_count_by_hand_gives()
    {
        var logs = Logs();
        await LoadAsync(logs);
        var (pattern, asked) = ((string)SavedObjects.Waf.Single(one => (string?)one["type"] == "index-pattern")["attributes"]!["title"]!, 0);
        foreach (var visualization in SavedObjects.Visualizations)
        {
            var query = SavedObjects.Query(visualization, interval);
            // Elasticsearch 6 gives a plain number, and knows no track_total_hits beside it.
            if (interval == "interval") query.Remove("track_total_hits");
            var answer = JsonNode.Parse((await server.AskAsync("POST", $"/{pattern}/_search", query.ToJsonString())).GetRawText())!;
            if (answer["hits"]!["total"] is JsonObject total) answer["hits"]!["total"] = (long)total["value"]!;
            var expected = Expected(logs, visualization).Order(StringComparer.Ordinal).ToList();
            Assert.NotEmpty(expected);
            Assert.Equal(expected, SavedObjects.Rows(answer, visualization).Order(StringComparer.Ordinal));
            asked++;
        }
        Assert.Equal(9, asked);
    }

    [SkippableFact]
    public async Task Every_field_that_is_shown_is_one_of_the_index()
    {
        await LoadAsync(Logs());
        var search = SavedObjects.Waf.Single(one => (string?)one["type"] == "search")["attributes"]!;
        string[] fields = [.. search["columns"]!.AsArray().Select(one => (string)one!), (string)search["sort"]![0]![0]!, .. SavedObjects.Visualizations.SelectMany(one => SavedObjects.Buckets(one).Select(bucket => bucket.Field))];

        var known = (await server.AskAsync("GET", $"/awswaf-*/_field_caps?fields={string.Join(',', fields)}")).GetProperty("fields");

        Assert.All(fields, field => Assert.True(known.TryGetProperty(field, out var types) && types.EnumerateObject().All(type => type.Value.GetProperty("aggregatable").GetBoolean()), field));
    }
}
