using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Sluice.Tests;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>A real server on loopback, from the folder that SLUICE_SEARCH names or that lies beside the repository.
/// It ends when its input does, that is with the tests.</summary>
public abstract class SearchServer(string engine, params string[] settings) : IAsyncLifetime, IDisposable
{
    readonly HttpClient _http = new();
    readonly string _home = Directory.CreateTempSubdirectory("sluice-search-").FullName;
    Process? _process;

    public string Url { get; private set; } = "";

    static string Folder => Environment.GetEnvironmentVariable("SLUICE_SEARCH") is { Length: > 0 } set ? set : Path.GetFullPath(Path.Combine(Repo.Root, "..", "shared", "search"));

    public async Task InitializeAsync()
    {
        var start = Path.Combine(Folder, "start");
        if (!File.Exists(start) || !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "java")))) return;
        var portFile = Path.Combine(_home, "port");
        var asked = new ProcessStartInfo(start, [engine, Path.Combine(_home, "home"), portFile, .. settings])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        asked.Environment["HEAP"] = "384m";
        // A server that runs for a minute is not worth optimising.
        asked.Environment["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
        _process = Process.Start(asked)!;
        var said = new StringBuilder();
        _process.OutputDataReceived += (_, line) => Say(line.Data);
        _process.ErrorDataReceived += (_, line) => Say(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var tries = 0; tries < 1200 && !_process.HasExited; tries++)
        {
            if (File.Exists(portFile) && await File.ReadAllTextAsync(portFile) is { Length: > 0 } port)
            {
                Url = $"http://127.0.0.1:{port.Trim()}";
                // Elasticsearch 6 would make five shards of each index, and a request of each shard.
                if (engine == "elasticsearch6") await AskAsync("PUT", "/_template/one", """{"index_patterns":["*"],"order":0,"settings":{"number_of_shards":1,"number_of_replicas":0}}""");
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
        lock (said) throw new InvalidOperationException($"{engine} did not start: {said}");

        void Say(string? line)
        {
            lock (said) if (said.Length < 10_000) said.AppendLine(line);
        }
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
        if (_process is not null)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        Directory.Delete(_home, recursive: true);
    }

    public void Dispose()
    {
        _process?.Dispose();
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
