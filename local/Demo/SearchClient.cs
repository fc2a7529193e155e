using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What a client address sent.</summary>
sealed record ClientRequests(string Address, long Requests, long Blocked, long Allowed);

/// <summary>The demo's questions to the cluster; answers are those of the documents that it has now.</summary>
sealed class SearchClient(Uri address) : IDisposable
{
    readonly HttpClient _http = new() { BaseAddress = address };

    public void Dispose() => _http.Dispose();

    public async Task<long> CountAsync(string indices, CancellationToken cancellation)
    {
        await AskAsync($"{indices}/_refresh", [], cancellation);
        return (long)(await AskAsync($"{indices}/_count", [], cancellation))["count"]!;
    }

    public async Task<IReadOnlyList<ClientRequests>> ClientsAsync(string indices, int most, CancellationToken cancellation)
    {
        var actions = new JsonObject { ["actions"] = Terms("action", 10) };
        var clients = Terms("httpRequest.clientIp", most);
        clients["aggs"] = actions;
        var answer = await AskAsync($"{indices}/_search", new JsonObject { ["size"] = 0, ["aggs"] = new JsonObject { ["clients"] = clients } }, cancellation);
        return [.. answer["aggregations"]!["clients"]!["buckets"]!.AsArray().Select(bucket => new ClientRequests((string)bucket!["key"]!, (long)bucket["doc_count"]!, Of(bucket, "BLOCK"), Of(bucket, "ALLOW")))];

        static long Of(JsonNode bucket, string action) => (long?)bucket["actions"]!["buckets"]!.AsArray().FirstOrDefault(one => (string?)one!["key"] == action)?["doc_count"] ?? 0;
    }

    /// <summary>The latest request of a client.</summary>
    public async Task<JsonNode> LastOfAsync(string indices, string client, CancellationToken cancellation)
    {
        var answer = await AskAsync($"{indices}/_search", new JsonObject
        {
            ["size"] = 1,
            ["query"] = new JsonObject { ["term"] = new JsonObject { ["httpRequest.clientIp"] = client } },
            ["sort"] = new JsonArray(new JsonObject { ["@timestamp"] = "desc" }),
        }, cancellation);
        return answer["hits"]!["hits"]![0]!["_source"]!;
    }

    static JsonObject Terms(string field, int size) => new() { ["terms"] = new JsonObject { ["field"] = field, ["size"] = size } };

    /// <exception cref="UserError">It is refused.</exception>
    async Task<JsonNode> AskAsync(string path, JsonObject body, CancellationToken cancellation)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        // A refresh takes no body.
        using var answer = await _http.PostAsync(path, path.EndsWith("_refresh", StringComparison.Ordinal) ? null : content, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode) throw new UserError($"{_http.BaseAddress}{path}: {(int)answer.StatusCode} {text}", ExitCode.Failure);
        return JsonNode.Parse(text)!;
    }
}
