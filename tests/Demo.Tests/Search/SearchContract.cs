using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Sluice.Local.Tests;

public sealed class EmbeddedSearch : IAsyncLifetime
{
    SearchEndpoint? _endpoint;

    public Uri Address => _endpoint!.Address;

    public async Task InitializeAsync() => _endpoint = await SearchEndpoint.StartAsync();

    public async Task DisposeAsync() => await _endpoint!.DisposeAsync();
}

public sealed class RealSearch : IAsyncLifetime
{
    SearchProcess? _process;

    public Uri? Address => _process?.Address;

    public async Task InitializeAsync()
    {
        if (SearchProcess.Script(SearchProcess.Folder ?? Path.Combine(Repo.Root, "..", "shared", "search")) is { } script) _process = await SearchProcess.StartAsync(script, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}

public sealed class EmbeddedSearchTests(EmbeddedSearch search) : SearchContract(search.Address), IClassFixture<EmbeddedSearch>
{
    [Theory]
    [InlineData("POST", "/_bulk", "{\"delete\":{\"_index\":\"i\",\"_id\":\"1\"}}\n")]
    [InlineData("POST", "/none-*/_search", """{"query":{"wildcard":{"k":"a*"}}}""")]
    [InlineData("POST", "/none-*/_search", """{"aggs":{"a":{"percentiles":{"field":"n"}}}}""")]
    [InlineData("POST", "/none-*/_search", """{"highlight":{}}""")]
    [InlineData("PUT", "/_index_template/geo", """{"index_patterns":["geo-*"],"template":{"mappings":{"properties":{"p":{"type":"geo_point"}}}}}""")]
    public async Task What_it_does_not_play_it_refuses_rather_than_guess(string method, string path, string body)
    {
        var (status, answer) = await AskAsync(method, path, body);
        Assert.Equal((400, "not_played_here"), (status, (string?)answer["error"]!["type"]));
    }
}

public sealed class RealSearchTests(RealSearch search) : SearchContract(search.Address), IClassFixture<RealSearch>;

/// <summary>What the loader and the demo count on: the same tests run against the embedded endpoint and against a real OpenSearch.</summary>
public abstract class SearchContract(Uri? address) : IDisposable
{
    const string Mapping = """
        {"index_patterns":["PATTERN"],"priority":300,"template":{"settings":{"index.mapping.total_fields.limit":40},"mappings":{
          "dynamic_templates":[{"h":{"path_match":"h.*","mapping":{"type":"keyword"}}},{"strings":{"match_mapping_type":"string","mapping":{"type":"keyword","ignore_above":20}}}],
          "properties":{"@timestamp":{"type":"date"},"ip":{"type":"ip"},"n":{"type":"long"},"i":{"type":"integer"},"k":{"type":"keyword"},"t":{"type":"text"},"b":{"type":"boolean"},"f":{"type":"float"},
            "o":{"properties":{"k":{"type":"keyword"}}}}}}}
        """;

    static int _names;

    readonly HttpClient _http = new() { BaseAddress = address };
    readonly string _index = $"contract-{Interlocked.Increment(ref _names)}";

    public void Dispose()
    {
        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task<(int Status, JsonNode Answer)> AskAsync(string method, string path, string? body = null, bool gzip = false, string type = "application/json")
    {
        Skip.If(address is null, "No OpenSearch: SLUICE_SEARCH names no folder of search servers, or there is no java: skipped.");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            request.Content = new ByteArrayContent(gzip ? Gzipped(bytes) : bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            if (gzip) request.Content.Headers.ContentEncoding.Add("gzip");
        }
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    static byte[] Gzipped(byte[] bytes)
    {
        using var stored = new MemoryStream();
        using (var gzip = new GZipStream(stored, CompressionLevel.Fastest)) gzip.Write(bytes);
        return stored.ToArray();
    }

    /// <summary>Puts documents with the ids 0, 1, 2...</summary>
    /// <returns>A status each, and the type of the error where there is one.</returns>
    async Task<string[]> PutAsync(params string[] documents)
    {
        var (status, answer) = await BulkAsync(string.Concat(documents.Select((one, i) => $$$"""{"create":{"_index":"{{{_index}}}","_id":"{{{i}}}"}}""" + "\n" + one + "\n")));
        Assert.Equal(200, status);
        Assert.Equal(200, (await AskAsync("POST", $"/{_index}/_refresh")).Status);
        return Outcomes(answer);
    }

    Task<(int Status, JsonNode Answer)> BulkAsync(string body, bool gzip = false) => AskAsync("POST", "/_bulk", body, gzip, "application/x-ndjson");

    static string[] Outcomes(JsonNode answer) => [.. answer["items"]!.AsArray().Select(one => one!["create"]!).Select(one => $"{one["status"]} {one["error"]?["type"]}".TrimEnd())];

    async Task MapAsync() => Assert.Equal(200, (await AskAsync("PUT", $"/_index_template/{_index}", Mapping.Replace("PATTERN", _index, StringComparison.Ordinal))).Status);

    async Task<string> IdsAsync(string search)
    {
        var (status, answer) = await AskAsync("POST", $"/{_index}/_search", search);
        Assert.True(status == 200, answer.ToJsonString());
        return string.Join(' ', answer["hits"]!["hits"]!.AsArray().Select(hit => (string?)hit!["_id"]));
    }

    Task<string> LatestAsync(string query, string rest = "") => IdsAsync("{\"sort\":[{\"@timestamp\":{\"order\":\"desc\"}}],\"query\":" + query + rest + "}");

    static string? TypeOf(JsonNode answer) => (string?)answer["error"]!["type"];

    [SkippableFact]
    public async Task It_says_what_it_is()
    {
        var (status, answer) = await AskAsync("GET", "/");
        Assert.Equal((200, "opensearch", "2.19.1"), (status, (string?)answer["version"]!["distribution"], (string?)answer["version"]!["number"]));
    }

    [SkippableFact]
    public async Task A_document_is_created_once()
    {
        Assert.Equal(["201", "201"], await PutAsync("""{"a":1}""", """{"a":2}"""));
        Assert.Equal(["409 version_conflict_engine_exception", "409 version_conflict_engine_exception", "201"], await PutAsync("""{"a":3}""", """{"a":4}""", """{"a":5}"""));
        var (_, count) = await AskAsync("GET", $"/{_index}/_count");
        Assert.Equal(3, (int)count["count"]!);
        Assert.Equal("0", await IdsAsync("""{"query":{"term":{"a":1}}}"""));
    }

    [SkippableFact]
    public async Task An_index_action_overwrites()
    {
        await PutAsync("""{"a":1}""");
        var (_, answer) = await BulkAsync($$$"""{"index":{"_index":"{{{_index}}}","_id":"0"}}""" + "\n{\"a\":2}\n");
        Assert.Equal((200, "updated"), ((int)answer["items"]![0]!["index"]!["status"]!, (string?)answer["items"]![0]!["index"]!["result"]));
    }

    [SkippableFact]
    public async Task A_body_may_be_compressed_and_an_answer_cut_down()
    {
        var (status, answer) = await AskAsync("POST", "/_bulk?filter_path=errors%2Citems.%2A.status%2Citems.%2A.error.type", $$$"""{"create":{"_index":"{{{_index}}}","_id":"0"}}""" + "\n{\"a\":1}\n", gzip: true, "application/x-ndjson");
        Assert.Equal((200, """{"errors":false,"items":[{"create":{"status":201}}]}"""), (status, answer.ToJsonString()));
    }

    [SkippableTheory]
    [InlineData("", "parse_exception")]
    [InlineData("{\"create\":{\"_index\":\"i\",\"_id\":\"1\"}}\n{\"a\":1}", "illegal_argument_exception")]
    [InlineData("{\"creates\":{\"_index\":\"i\",\"_id\":\"1\"}}\n{\"a\":1}\n", "illegal_argument_exception")]
    [InlineData("{\"create\":{\"_index\":\"i\",\"_id\":\"1\",\"_idd\":\"1\"}}\n{\"a\":1}\n", "illegal_argument_exception")]
    [InlineData("[1]\n{\"a\":1}\n", "illegal_argument_exception")]
    [InlineData("{\"create\":{\"_id\":\"1\"}}\n{\"a\":1}\n", "action_request_validation_exception")]
    public async Task A_body_that_is_none_is_refused_whole(string body, string type)
    {
        var (status, answer) = await BulkAsync(body);
        Assert.Equal((400, type), (status, TypeOf(answer)));
    }

    [SkippableFact]
    public async Task An_id_of_more_than_512_bytes_spoils_the_whole_body()
    {
        var (status, answer) = await BulkAsync($$$"""{"create":{"_index":"{{{_index}}}","_id":"{{{new string('i', 513)}}}"}}""" + "\n{\"a\":1}\n");
        Assert.Equal((400, "action_request_validation_exception"), (status, TypeOf(answer)));
        Assert.Equal(404, (await AskAsync("GET", $"/{_index}/_count")).Status);
    }

    [SkippableTheory]
    [InlineData("Upper")]
    [InlineData("with space")]
    [InlineData("_hidden")]
    [InlineData("a*")]
    public async Task A_name_that_is_none_of_an_index_refuses_its_document(string name)
    {
        var (status, answer) = await BulkAsync($$$"""{"create":{"_index":"{{{name}}}","_id":"1"}}""" + "\n{\"a\":1}\n");
        Assert.Equal((200, "400 invalid_index_name_exception"), (status, Outcomes(answer)[0]));
    }

    [SkippableTheory]
    [InlineData("""{"ip":"2001:db8::1"}""", "201")]
    [InlineData("""{"ip":["192.0.2.1","198.51.100.1"]}""", "201")]
    [InlineData("""{"ip":"nope"}""", "400 mapper_parsing_exception")]
    [InlineData("""{"ip":"192.0.2"}""", "400 mapper_parsing_exception")]
    [InlineData("""{"n":"12"}""", "201")]
    [InlineData("""{"n":1.5}""", "201")]
    [InlineData("""{"n":9223372036854775808}""", "400 mapper_parsing_exception")]
    [InlineData("""{"n":"x"}""", "400 mapper_parsing_exception")]
    [InlineData("""{"i":3000000000}""", "400 mapper_parsing_exception")]
    [InlineData("""{"f":"1e3"}""", "201")]
    [InlineData("""{"f":"x"}""", "400 mapper_parsing_exception")]
    [InlineData("""{"b":"true"}""", "201")]
    [InlineData("""{"b":1}""", "400 mapper_parsing_exception")]
    [InlineData("""{"@timestamp":1767225600000}""", "201")]
    [InlineData("""{"@timestamp":"2026-01-01T00:00:00.123Z"}""", "201")]
    [InlineData("""{"@timestamp":"yesterday"}""", "400 mapper_parsing_exception")]
    [InlineData("""{"k":1}""", "201")]
    [InlineData("""{"k":null}""", "201")]
    [InlineData("""{"k":{"o":1}}""", "400 mapper_parsing_exception")]
    [InlineData("""{"o":"text"}""", "400 mapper_parsing_exception")]
    [InlineData("""{"o.k":"text"}""", "201")]
    [InlineData("""{"a":""", "400 mapper_parsing_exception")]
    [InlineData("[1]", "400 mapper_parsing_exception")]
    public async Task The_mapping_decides_what_is_taken(string document, string outcome)
    {
        await MapAsync();
        Assert.Equal([outcome], await PutAsync(document));
    }

    [SkippableFact]
    public async Task A_text_over_the_longest_term_is_refused()
    {
        await MapAsync();
        Assert.Equal(["201", "400 illegal_argument_exception"], await PutAsync($$"""{"k":"{{new string('x', 32_766)}}"}""", $$"""{"k":"{{new string('x', 32_767)}}"}"""));
    }

    [SkippableFact]
    public async Task New_fields_are_taken_up_to_the_limit()
    {
        await MapAsync();
        Assert.Equal(["201", "400 illegal_argument_exception"], await PutAsync("""{"h":{"one":"1"}}""", "{\"h\":{" + string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"f{i}\":\"1\"")) + "}}"));
    }

    [SkippableFact]
    public async Task A_template_is_not_created_a_second_time()
    {
        Assert.Equal(404, (await AskAsync("GET", $"/_index_template/{_index}")).Status);
        var template = $$"""{"index_patterns":["{{_index}}"]}""";
        Assert.Equal(200, (await AskAsync("PUT", $"/_index_template/{_index}?create=true", template)).Status);
        Assert.Equal((int)400, (await AskAsync("PUT", $"/_index_template/{_index}?create=true", template)).Status);
        var (status, answer) = await AskAsync("GET", $"/_index_template/{_index}");
        Assert.Equal((200, _index), (status, (string?)answer["index_templates"]![0]!["index_template"]!["index_patterns"]![0]));
    }

    [SkippableFact]
    public async Task Queries_find_what_they_mean()
    {
        await MapAsync();
        await PutAsync(
            """{"@timestamp":"2026-01-01T00:00:00Z","ip":"192.0.2.1","n":1,"k":"a","new":"short"}""",
            """{"@timestamp":"2026-01-02T00:00:00Z","ip":"192.0.2.2","n":2,"k":"b","new":"more than twenty characters"}""",
            """{"@timestamp":"2026-01-03T00:00:00Z","ip":"198.51.100.7","n":3,"k":["a","c"]}""");
        Assert.Equal("2 1 0", await LatestAsync("""{"match_all":{}}"""));
        Assert.Equal("1", await LatestAsync("""{"match_all":{}}""", ",\"from\":1,\"size\":1"));
        Assert.Equal("2 0", await LatestAsync("""{"term":{"k":"a"}}"""));
        Assert.Equal("2 1", await LatestAsync("""{"terms":{"k":["b","c"]}}"""));
        Assert.Equal("1 0", await LatestAsync("""{"term":{"ip":"192.0.2.0/24"}}"""));
        Assert.Equal("2 1", await LatestAsync("""{"range":{"n":{"gt":1}}}"""));
        Assert.Equal("1 0", await LatestAsync("""{"range":{"@timestamp":{"gte":"2026-01-01T00:00:00Z","lt":"2026-01-03T00:00:00Z"}}}"""));
        Assert.Equal("1 0", await LatestAsync("""{"bool":{"filter":[{"exists":{"field":"n"}}],"must_not":{"term":{"k":"c"}}}}"""));
        Assert.Equal("0", await IdsAsync("""{"query":{"term":{"new":"short"}}}"""));
        Assert.Equal("", await IdsAsync("""{"query":{"term":{"new":"more than twenty characters"}}}"""));      // ignore_above
        Assert.Equal("", await IdsAsync("""{"query":{"term":{"unheard-of":1}}}"""));
    }

    [SkippableFact]
    public async Task Terms_are_counted_one_within_the_other()
    {
        await MapAsync();
        await PutAsync("""{"ip":"192.0.2.1","k":"a","b":true}""", """{"ip":"192.0.2.1","k":"b"}""", """{"ip":"192.0.2.1","k":"a"}""", """{"ip":"2001:DB8::1","k":"a"}""", """{"ip":"192.0.2.3","n":1}""");
        var (_, answer) = await AskAsync("POST", $"/{_index}/_search", """{"size":0,"aggs":{"ips":{"terms":{"field":"ip","size":2},"aggs":{"kinds":{"terms":{"field":"k"}}}},"all":{"cardinality":{"field":"ip"}},"b":{"terms":{"field":"b"}}}}""");
        var ips = answer["aggregations"]!["ips"]!;
        Assert.Equal(1, (int)ips["sum_other_doc_count"]!);
        Assert.Equal(["192.0.2.1 3 a:2,b:1", "192.0.2.3 1 "], ips["buckets"]!.AsArray().Select(bucket => $"{bucket!["key"]} {bucket["doc_count"]} {string.Join(',', bucket["kinds"]!["buckets"]!.AsArray().Select(one => $"{one!["key"]}:{one["doc_count"]}"))}"));
        Assert.Equal(3, (int)answer["aggregations"]!["all"]!["value"]!);
        Assert.Equal("""{"key":1,"key_as_string":"true","doc_count":1}""", answer["aggregations"]!["b"]!["buckets"]![0]!.ToJsonString());
        Assert.Equal((5, 0), ((int)answer["hits"]!["total"]!["value"]!, answer["hits"]!["hits"]!.AsArray().Count));
    }

    [SkippableFact]
    public async Task Without_a_template_texts_are_analysed_and_kept_whole_beside()
    {
        await PutAsync("""{"a":"One Two","d":"2026-01-01"}""");
        Assert.Equal("0", await IdsAsync("""{"query":{"term":{"a.keyword":"One Two"}}}"""));
        Assert.Equal("0", await IdsAsync("""{"query":{"range":{"d":{"gte":"2026-01-01","lt":"2026-01-02"}}}}"""));
        var (status, answer) = await AskAsync("POST", $"/{_index}/_search", """{"aggs":{"a":{"terms":{"field":"a"}}}}""");
        Assert.Equal((400, "search_phase_execution_exception"), (status, TypeOf(answer)));
    }

    [SkippableFact]
    public async Task What_is_not_there_is_told_by_name_and_passed_over_by_pattern()
    {
        var (status, answer) = await AskAsync("GET", $"/{_index}/_count");
        Assert.Equal((404, "index_not_found_exception"), (status, TypeOf(answer)));
        Assert.Equal(404, (await AskAsync("POST", $"/{_index}/_search", "{}")).Status);
        Assert.Equal(404, (await AskAsync("DELETE", $"/{_index}")).Status);
        (status, answer) = await AskAsync("GET", $"/{_index}*/_count");
        Assert.Equal((200, 0), (status, (int)answer["count"]!));
        Assert.Equal(400, (await AskAsync("GET", "/_unheard_of/of/it")).Status);
    }

    [SkippableFact]
    public async Task A_query_that_is_none_is_refused()
    {
        await PutAsync("""{"a":1}""");
        var (status, answer) = await AskAsync("POST", $"/{_index}/_search", """{"query":{"foo":{}}}""");
        Assert.Equal((400, "parsing_exception"), (status, TypeOf(answer)));
    }

    [SkippableFact]
    public async Task A_deleted_index_is_gone()
    {
        await PutAsync("""{"a":1}""");
        Assert.Equal(200, (await AskAsync("DELETE", $"/{_index}")).Status);
        Assert.Equal(404, (await AskAsync("GET", $"/{_index}/_count")).Status);
    }

    [SkippableFact]
    public async Task A_body_of_another_type_is_refused()
    {
        var (status, _) = await AskAsync("POST", "/_bulk", "{\"create\":{\"_index\":\"i\",\"_id\":\"1\"}}\n{\"a\":1}\n", type: "text/plain");
        Assert.Equal(406, status);
    }
}
