using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>A cluster that keeps documents by index and id, and refuses a second <c>create</c>, as the real ones do.</summary>
sealed class ClusterInMemory : IDisposable
{
    readonly LoopbackServer _server;

    public ClusterInMemory() => _server = new(AnswerAsync);

    public string Url => _server.Url;

    /// <summary>Documents by index and id, <c>lines-2026.11.22/x-0</c>.</summary>
    public ConcurrentDictionary<string, JsonNode> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>Before each bulk request: what happens instead, or <c>null</c>.</summary>
    public Func<int, Answer?> Instead { get; set; } = _ => null;

    /// <summary>By document: the status that refuses it, or 0.</summary>
    public Func<JsonNode, int> Refuses { get; set; } = _ => 0;

    public int Bulks => _server.Bulks.Count;

    public void Dispose() => _server.Dispose();

    async Task<Answer> AnswerAsync(Asked asked)
    {
        await Task.Yield();
        if (asked is { Method: "GET", Path: "/" }) return Answer.Ok("""{"version":{"number":"2.19.1","distribution":"opensearch"}}""");
        if (!asked.IsBulk) return new Answer(asked.Method == "GET" ? 404 : 200, "{}");
        if (Instead(Bulks) is { } other) return other;
        var lines = asked.Lines();
        var statuses = new int[lines.Length / 2];
        for (var i = 0; i < statuses.Length; i++)
        {
            var action = JsonNode.Parse(lines[2 * i])!["create"]!;
            var document = JsonNode.Parse(lines[(2 * i) + 1])!;
            statuses[i] = Refuses(document) is > 0 and var refused ? refused : Documents.TryAdd($"{action["_index"]}/{action["_id"]}", document) ? 201 : 409;
        }
        return Answer.Items(statuses.Length, i => statuses[i]) is var answer && statuses.All(status => status == 201) ? answer : answer with { Body = answer.Body.Replace("\"errors\":false", "\"errors\":true", StringComparison.Ordinal) };
    }
}
