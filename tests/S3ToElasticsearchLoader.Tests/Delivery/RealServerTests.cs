using System.Text;
using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader.Tests;

[Collection("opensearch")]
public sealed class OpenSearchTests(OpenSearchServer server) : RealServerTests(server);

[Collection("elasticsearch6")]
public sealed class Elasticsearch6Tests(Elasticsearch6Server server) : RealServerTests(server);

/// <summary>The same tests before each real server: what it says, and what it then holds.</summary>
public abstract class RealServerTests(SearchServer server)
{
    static int _indices;

    readonly string _index = "logs-" + Interlocked.Increment(ref _indices);

    async Task<DeliveryTarget> ConnectAsync(string? url = null, RetryBudget? budget = null, params (string, string)[] set)
    {
        server.SkipIfAbsent();
        return await Some.ConnectAsync(url ?? server.Url, budget, set: [("BULK_CONCURRENCY", "4"), .. set]);
    }

    /// <summary>Sends documents through a pipeline, so many a body.</summary>
    async Task<DeliveryReport> SendAsync(DeliveryTarget target, string[] documents, int perBody, DeadLetters? letters = null, CancellationToken deadline = default)
    {
        using var pipeline = target.Pipeline(letters, deadline);
        for (var first = 0; first < documents.Length; first += perBody)
        {
            var body = await pipeline.RentAsync();
            Some.Fill(body, documents.Skip(first).Take(perBody), _index, first + 1);
            pipeline.Send(body);
        }
        return await pipeline.FinishAsync(CancellationToken.None);
    }

    async Task HoldsAsync(string[] documents, params int[] except)
    {
        var expected = documents.Select((text, i) => (Id: $"{i + 1}", text)).Where((_, i) => !except.Contains(i)).ToDictionary(pair => pair.Id, pair => pair.text);
        Assert.Equal(new SortedDictionary<string, string>(expected, StringComparer.Ordinal), await server.DocumentsAsync(_index));
    }

    [SkippableFact]
    public async Task Documents_arrive_exactly_and_are_told_to_be_there_the_second_time()
    {
        using var target = await ConnectAsync();
        var documents = Some.Documents(1000);
        var first = await SendAsync(target, documents, 100);
        Assert.Equal((1000, 1000, 0, true), (first.Documents, first.Delivered, first.AlreadyThere, first.IsComplete));
        await HoldsAsync(documents);

        var second = await SendAsync(target, documents, 333);
        Assert.Equal((1000, 0, 1000, true), (second.Documents, second.Delivered, second.AlreadyThere, second.IsComplete));
        await HoldsAsync(documents);
    }

    [SkippableFact]
    public async Task What_is_tried_on_a_cluster_of_yours_leaves_nothing_behind()
    {
        server.SkipIfAbsent();
        await OwnClusterTests.CheckAsync(server.Url);
        Assert.Equal(0, (await server.AskAsync("GET", "/sluice-test-*/_count")).GetProperty("count").GetInt32());
        Assert.DoesNotContain("sluice-test-", (await server.AskAsync("GET", "/_settings")).GetRawText(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_document_that_the_mapping_refuses_is_rejected_at_its_place_and_the_others_are_delivered()
    {
        using var target = await ConnectAsync();
        await MapAsync();
        var documents = Some.Documents(50);
        documents[17] = """{"n":"seventeen"}""";
        using var sender = Sender(target);
        var outcome = await sender.SendAsync(Some.Body(documents, _index, target.Dialect), CancellationToken.None);
        var rejection = Assert.Single(outcome.Rejected);
        Assert.Equal((17, 400, "mapper_parsing_exception"), (rejection.Item, rejection.Status, rejection.Error.Type));
        Assert.Equal("mapper_parsing_exception: field n", rejection.Error.Label);
        Assert.Equal(49, outcome.Delivered);
        await HoldsAsync(documents, 17);
    }

    [SkippableFact]
    public async Task What_is_rejected_can_be_put_back_when_the_mapping_is_mended()
    {
        using var target = await ConnectAsync();
        await MapAsync();
        var bucket = new BucketInMemory();
        using var letters = new DeadLetters(bucket.Client(), "dead", "failed/", Some.Object, 0);
        string[] documents = ["""{"n":1}""", """{"n":"two ü"}"""];
        var report = await SendAsync(target, documents, 10, letters);
        Assert.Equal((1, 1, true), (report.Delivered, report.Rejected, report.IsComplete));
        await server.AskAsync("DELETE", "/" + _index);

        var body = new BulkBody(target.Dialect);
        foreach (var line in bucket.LinesOf("dead/" + letters.Keys.Single())) Assert.True(DeadLetterReader.TryAdd(DeadLetterReader.Read(Encoding.UTF8.GetBytes(line)), body));
        using var sender = Sender(target);
        Assert.Equal(1, (await sender.SendAsync(body, CancellationToken.None)).Delivered);
        Assert.Equal("""{"n":"two ü"}""", Assert.Single(await server.DocumentsAsync(_index)).Value);
    }

    [SkippableFact]
    public async Task An_id_that_spoils_the_whole_request_is_found_and_only_its_document_is_rejected()
    {
        using var target = await ConnectAsync();
        var body = Some.Body(Some.Documents(20), _index, target.Dialect);
        body.Begin(Encoding.UTF8.GetBytes(_index), Encoding.UTF8.GetBytes(new string('i', 600)));
        body.Bytes.Append("{}"u8);
        body.End(21, 2000);
        using var sender = Sender(target);
        var outcome = await sender.SendAsync(body, CancellationToken.None);
        Assert.Equal((20, 20), (outcome.Delivered, Assert.Single(outcome.Rejected).Item));
    }

    [SkippableFact]
    public async Task An_overloaded_server_gets_everything_at_last()
    {
        using var target = await ConnectAsync(budget: new RetryBudget(60, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)), set: ("BULK_CONCURRENCY", "12"));
        var documents = Some.Documents(2000, padding: 50);
        var report = await SendAsync(target, documents, 25);
        Assert.Equal((2000, true), (report.Delivered + report.AlreadyThere, report.IsComplete));
        Assert.True(report.Resent > 0, "it was not overloaded: the test shows nothing");
        await HoldsAsync(documents);
    }

    [SkippableFact]
    public async Task A_body_over_the_limit_of_the_server_is_split_and_the_next_ones_are_smaller()
    {
        using var target = await ConnectAsync(set: [("BULK_MEGABYTES", "5"), ("BULK_GZIP", "false")]);
        var documents = Some.Documents(300, padding: 10_000);
        var report = await SendAsync(target, documents, 300);
        Assert.Equal((300, true), (report.Delivered + report.AlreadyThere, report.IsComplete));
        await HoldsAsync(documents);
        using var pipeline = target.Pipeline(null, CancellationToken.None);
        Assert.InRange(pipeline.FillBytes, 100_000, 1 << 20);
    }

    [SkippableFact]
    public async Task A_body_over_the_limit_is_split_when_it_is_compressed_too()
    {
        using var target = await ConnectAsync(set: ("BULK_GZIP", "true"));
        var documents = Some.Documents(300, padding: 10_000);
        var report = await SendAsync(target, documents, 300);
        Assert.Equal((300, true), (report.Delivered + report.AlreadyThere, report.IsComplete));
        await HoldsAsync(documents);
    }

    [SkippableFact]
    public async Task A_single_document_over_the_limit_is_rejected_with_its_size_and_the_others_arrive()
    {
        using var target = await ConnectAsync();
        var documents = Some.Documents(30, padding: 1000);
        documents[7] = $$"""{"n":8,"pad":"{{new string('y', 1_500_000)}}"}""";
        using var sender = Sender(target);
        var outcome = await sender.SendAsync(Some.Body(documents, _index, target.Dialect), CancellationToken.None);
        var rejection = Assert.Single(outcome.Rejected);
        Assert.Equal((7, 413), (rejection.Item, rejection.Status));
        Assert.Contains("1500", rejection.Error.Reason, StringComparison.Ordinal);
        await HoldsAsync(documents, 7);
    }

    [SkippableFact]
    public async Task A_full_disk_that_is_cleared_in_time_loses_nothing()
    {
        using var target = await ConnectAsync(budget: new RetryBudget(100, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100)));
        await MapAsync();
        await server.BlockAsync(_index, true);
        var documents = Some.Documents(100);
        var sending = SendAsync(target, documents, 20);
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, CancellationToken.None);
        Assert.False(sending.IsCompleted);
        await server.BlockAsync(_index, false);
        var report = await sending;
        Assert.Equal((100, 0, true), (report.Delivered + report.AlreadyThere, report.Rejected, report.IsComplete));
        await HoldsAsync(documents);
    }

    [SkippableFact]
    public async Task A_full_disk_that_stays_leaves_all_unfinished_and_nothing_among_the_dead_letters()
    {
        using var target = await ConnectAsync(budget: new RetryBudget(3, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(10)));
        await MapAsync();
        await server.BlockAsync(_index, true);
        var bucket = new BucketInMemory();
        using var letters = new DeadLetters(bucket.Client(), "dead", "failed/", Some.Object, 0);
        var report = await SendAsync(target, Some.Documents(10), 10, letters);
        await server.BlockAsync(_index, false);
        Assert.Equal((10, 0L, false), (report.Unfinished, report.Resume?.Offset, report.IsComplete));
        Assert.Contains("cluster_block_exception", report.Failure!.Message, StringComparison.Ordinal);
        Assert.True(((ClusterException)report.Failure).Passes);
        Assert.Empty(bucket.Objects);
    }

    [SkippableFact]
    public async Task Behind_a_proxy_that_fails_in_every_way_each_document_arrives_once()
    {
        server.SkipIfAbsent();
        var faults = 0;
        using var proxy = LoopbackServer.Before(server.Url, async (asked, forward) =>
        {
            if (!asked.IsBulk) return await forward();
            switch (Interlocked.Increment(ref faults) % 8)
            {
                case 1: return new(503, "<html>no server is available</html>", "text/html");
                case 2: return Answer.Reset;
                case 3:
                    await forward();
                    return Answer.Reset;        // done, but the answer is lost
                case 4:
                    var whole = await forward();
                    return whole with { Body = whole.Body[..(whole.Body.Length / 2)] };
                case 5: return new(429, """{"error":{"type":"rejected_execution_exception","reason":"busy"},"status":429}""");
                case 6: return new(200, """{"took":1,"errors":false,"items":[]}""");
                case 7:
                    await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
                    return await forward();
                default: return await forward();
            }
        });
        using var target = await ConnectAsync(proxy.Url, new RetryBudget(40, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(50)));
        var documents = Some.Documents(400);
        var report = await SendAsync(target, documents, 40);
        Assert.Equal((400, 400, 0, true), (report.Documents, report.Delivered + report.AlreadyThere, report.Rejected, report.IsComplete));
        Assert.True(report.AlreadyThere > 0, "no answer was lost: the test shows nothing");
        await HoldsAsync(documents);
    }

    [SkippableFact]
    public async Task A_lost_answer_leads_to_a_second_request_that_changes_nothing()
    {
        server.SkipIfAbsent();
        var lost = 0;
        using var proxy = LoopbackServer.Before(server.Url, async (asked, forward) =>
        {
            var answer = await forward();
            return asked.IsBulk && Interlocked.Increment(ref lost) == 1 ? Answer.Reset : answer;
        });
        using var target = await ConnectAsync(proxy.Url);
        var documents = Some.Documents(10);
        var report = await SendAsync(target, documents, 10);
        Assert.Equal((10, true), (report.Delivered + report.AlreadyThere, report.IsComplete));
        Assert.True(report.AlreadyThere > 0, "the first request did nothing: the test shows nothing");
        await HoldsAsync(documents);
    }

    [SkippableFact]
    public async Task Templates_are_installed_where_they_are_missing_and_apply()
    {
        using var target = await ConnectAsync();
        await target.Templates.InstallAsync("waf", _index + "*", CancellationToken.None);
        await SendAsync(target, ["""{"@timestamp":"2026-01-02T03:04:05Z","action":"BLOCK","httpRequest":{"clientIp":"192.0.2.1","headers":{"host":"example.com"}}}"""], 10);
        var mapping = (await server.AskAsync("GET", $"/{_index}/_mapping")).GetProperty(_index).GetProperty("mappings").GetRawText();
        Assert.Contains("\"clientIp\":{\"type\":\"ip\"}", mapping, StringComparison.Ordinal);
        Assert.Contains("\"host\":{\"type\":\"keyword\"", mapping, StringComparison.Ordinal);
        Assert.DoesNotContain("\"fields\":{\"keyword\"", mapping, StringComparison.Ordinal);      // what the server makes of a text by itself
    }

    [SkippableFact]
    public async Task A_template_of_the_same_name_is_never_overwritten()
    {
        using var target = await ConnectAsync();
        var path = (target.Cluster.HasComposableTemplates ? "/_index_template/" : "/_template/") + "sluice-alb";
        await server.AskAsync("PUT", path, """{"index_patterns":["mine-*"]}""");
        await target.Templates.InstallAsync("alb", _index + "*", CancellationToken.None);
        Assert.Contains("mine-*", (await server.AskAsync("GET", path)).GetRawText(), StringComparison.Ordinal);
        await server.AskAsync("DELETE", path);
    }

    [SkippableFact]
    public async Task A_server_without_lifecycle_policies_gets_the_template_and_one_line_says_so()
    {
        using var output = new MemoryStream();
        server.SkipIfAbsent();
        using var target = await Some.ConnectAsync(server.Url, telemetry: new Telemetry("t", output, LogLevel.Info, TimeProvider.System), set: ("RETENTION_DAYS", "30"));
        await target.Templates.InstallAsync("cloudtrail", _index + "-trail*", CancellationToken.None);
        await target.Templates.InstallAsync("cloudtrail", _index + "-trail*", CancellationToken.None);
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("Not installed: /_", lines[0], StringComparison.Ordinal);
        Assert.Contains("Installed /_", lines[1], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Every_template_is_one_that_the_server_takes_and_that_a_document_fits()
    {
        using var target = await ConnectAsync();
        foreach (var (kind, document) in Samples)
        {
            var name = $"{_index}-{kind}";
            using var embedded = TemplateBodies.Embedded(kind)!;
            var body = TemplateBodies.Template(embedded, target.Cluster, name, "_doc", dataStream: false, policy: null);
            var path = (target.Cluster.HasComposableTemplates ? "/_index_template/" : "/_template/") + name;
            await server.AskAsync("PUT", path, Encoding.UTF8.GetString(body.Written));
            using var sender = Sender(target);
            Assert.Equal(1, (await sender.SendAsync(Some.Body([document], name, target.Dialect), CancellationToken.None)).Delivered);
            Assert.DoesNotContain("\"fields\":{\"keyword\"", (await server.AskAsync("GET", $"/{name}/_mapping")).GetRawText(), StringComparison.Ordinal);
            await server.AskAsync("DELETE", path);
        }
    }

    static readonly (string Kind, string Document)[] Samples =
    [
        ("waf", """{"@timestamp":"2026-01-02T03:04:05.123Z","action":"BLOCK","labels":["a:b"],"webacl":{"name":"acl"},"ruleGroups":{"ids":["x"]},"httpRequest":{"clientIp":"2001:db8::1","headers":{"x-new":"1"}},"aws":{"s3":{"key":"k","offset":0,"line":1}}}"""),
        ("vpcflow", """{"@timestamp":"2026-01-02T03:04:05Z","version":2,"srcaddr":"192.0.2.1","bytes":123456789012,"start":1767323045,"ecs_task_id":"new"}"""),
        ("cloudtrail", """{"@timestamp":"2026-01-02T03:04:05Z","eventTime":"2026-01-02T03:04:05Z","readOnly":true,"sourceIp":"192.0.2.1","requestParameters":"{\"a\":1}","userIdentity":{"sessionContext":{"x":"y"}}}"""),
        ("alb", """{"@timestamp":"2026-01-02T03:04:05Z","client_ip":"192.0.2.1","client_port":5,"request_processing_time":-1,"request_url":"https://x/","request_creation_time":"2026-01-02T03:04:05.123456Z"}"""),
    ];

    BulkSender Sender(DeliveryTarget target) => Some.Sender(server.Url, target.Cluster);

    Task<JsonElement> MapAsync() => server.AskAsync("PUT", "/" + _index, server is Elasticsearch6Server
        ? """{"mappings":{"_doc":{"properties":{"n":{"type":"long"}}}}}""" : """{"mappings":{"properties":{"n":{"type":"long"}}}}""");
}

[Collection("opensearch")]
public sealed class DataStreamTests(OpenSearchServer server)
{
    [SkippableFact]
    public async Task A_data_stream_is_made_by_the_template_and_takes_documents()
    {
        server.SkipIfAbsent();
        using var target = await Some.ConnectAsync(server.Url, set: ("DATA_STREAMS", "true"));
        await target.Templates.InstallAsync("vpcflow", "flows*", CancellationToken.None);
        using var pipeline = target.Pipeline(null, CancellationToken.None);
        var body = await pipeline.RentAsync();
        Some.Fill(body, ["""{"@timestamp":"2026-01-02T03:04:05Z","srcaddr":"192.0.2.1"}"""], "flows");
        pipeline.Send(body);
        Assert.True((await pipeline.FinishAsync(CancellationToken.None)).IsComplete);
        Assert.Equal("flows", (await server.AskAsync("GET", "/_data_stream/flows")).GetProperty("data_streams")[0].GetProperty("name").GetString());
    }
}
