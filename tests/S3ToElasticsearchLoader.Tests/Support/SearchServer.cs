using System.Text;
using System.Text.Json;
using Sluice.Local;
using Sluice.Tests;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>A real server on loopback, from the folder that SLUICE_SEARCH names or that lies beside the repository.
/// It ends when its input does, that is with the tests.</summary>
public abstract class SearchServer(string engine, params string[] settings) : IAsyncLifetime, IDisposable
{
    readonly HttpClient _http = new();
    SearchProcess? _process;

    public string Url { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (SearchProcess.Script(SearchProcess.Folder ?? Path.Combine(Repo.Root, "..", "shared", "search")) is not { } script) return;
        _process = await SearchProcess.StartAsync(script, CancellationToken.None, engine, settings);
        Url = $"http://{_process.Address.Authority}";
        // Elasticsearch 6 would make five shards of each index, and a request of each shard.
        if (engine == "elasticsearch6") await AskAsync("PUT", "/_template/one", """{"index_patterns":["*"],"order":0,"settings":{"number_of_shards":1,"number_of_replicas":0}}""");
    }

    /// <summary>First line of every test that needs it.</summary>
    public void SkipIfAbsent() => Skip.If(Url.Length == 0, $"No {engine}: SLUICE_SEARCH names no folder of search servers, or there is no java: skipped.");

    public async Task<JsonElement> AskAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Url + path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    /// <summary>What an index holds: documents by id.</summary>
    public async Task<SortedDictionary<string, string>> DocumentsAsync(string index)
    {
        await AskAsync("POST", $"/{index}/_refresh");
        var found = await AskAsync("GET", $"/{index}/_search?size=10000");
        return new(found.GetProperty("hits").GetProperty("hits").EnumerateArray().ToDictionary(hit => hit.GetProperty("_id").GetString()!, hit => hit.GetProperty("_source").GetRawText()), StringComparer.Ordinal);
    }

    public Task BlockAsync(string index, bool on) => AskAsync("PUT", $"/{index}/_settings", $$"""{"index.blocks.read_only_allow_delete":{{(on ? "true" : "null")}}}""");

    public async Task DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }

    public void Dispose()
    {
        _http.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>One writer and a queue of one, so that it is soon overloaded; 1 MB a request.</summary>
public sealed class OpenSearchServer() : SearchServer("opensearch", "thread_pool.write.size=1", "thread_pool.write.queue_size=1", "http.max_content_length=1mb");

/// <summary>The same of Elasticsearch 6.</summary>
public sealed class Elasticsearch6Server() : SearchServer("elasticsearch6", "thread_pool.write.size=1", "thread_pool.write.queue_size=1", "http.max_content_length=1mb");

[CollectionDefinition("opensearch")]
public sealed class OneOpenSearch : ICollectionFixture<OpenSearchServer>;

[CollectionDefinition("elasticsearch6")]
public sealed class OneElasticsearch6 : ICollectionFixture<Elasticsearch6Server>;
