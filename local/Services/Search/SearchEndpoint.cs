using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Sluice.Local;

/// <summary>As much of OpenSearch as the loader and a look at its documents need: bulk requests, index templates, counts, simple searches.
/// Strict: what it does not play it refuses, and what OpenSearch refuses it refuses with OpenSearch's status and type.</summary>
/// <remarks>The same tests run against it and against a real OpenSearch. Other than there, documents are found at once, without a refresh.</remarks>
sealed class SearchEndpoint : ISearchService
{
    const long LongestBody = 100 << 20;

    readonly Lock _gate = new();
    readonly SearchStore _store = new();        // guarded by _gate
    KestrelListener? _listener;

    public Uri Address => new($"http://{_listener!.HostAndPort}");

    public string Name => "a small endpoint that answers as OpenSearch 2.19 does";

    public static async Task<SearchEndpoint> StartAsync()
    {
        var endpoint = new SearchEndpoint();
        endpoint._listener = await KestrelListener.StartAsync(endpoint.HandleAsync);
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null) await _listener.DisposeAsync();
    }

    async Task HandleAsync(HttpContext context)
    {
        var (status, answer) = await AnswerAsync(context.Request);
        if (context.Request.Query["filter_path"].ToString() is { Length: > 0 } paths) answer = FilterPath.Cut(answer, paths);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.WriteAsync(answer.ToJsonString());
    }

    async Task<(int, JsonNode)> AnswerAsync(HttpRequest request)
    {
        try
        {
            var body = await BodyAsync(request);
            lock (_gate) return Answer(request, body);
        }
        catch (SearchFault fault)
        {
            return (fault.Status, fault.ToAnswer());
        }
        // What has another shape than it should, in the members of a query or a template.
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException or InvalidOperationException or FormatException)
        {
            return (400, new SearchFault(400, "parsing_exception", "the body has not the form that is wanted").ToAnswer());
        }
    }

    (int, JsonNode) Answer(HttpRequest request, byte[] body)
    {
        string[] path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (request.Method, path) switch
        {
            ("GET", []) => (200, About()),
            ("POST" or "PUT", ["_bulk"]) => (200, Bulk(body)),
            ("PUT" or "POST", ["_index_template", var name]) => (200, PutTemplate(name, body, request.Query["create"] == "true")),
            ("GET" or "HEAD", ["_index_template", var name]) => (200, GetTemplate(name)),
            ("POST" or "GET", [var names, "_refresh"]) => (200, Shards(_store.Indices(names).Count)),
            ("POST" or "GET", [var names, "_count"]) => (200, Count(names, body)),
            ("POST" or "GET", [var names, "_search"]) => (200, Search(names, body)),
            ("DELETE", [var name]) => (200, Delete(name)),
            _ => (400, new JsonObject { ["error"] = $"no handler found for uri [{request.Path}] and method [{request.Method}]" }),
        };
    }

    static JsonObject About() => new()
    {
        ["name"] = "sluice",
        ["cluster_name"] = "sluice",
        ["version"] = new JsonObject { ["distribution"] = "opensearch", ["number"] = "2.19.1" },
        ["tagline"] = "The OpenSearch Project: https://opensearch.org/",
    };

    JsonObject Bulk(byte[] body)
    {
        var items = new JsonArray();
        var errors = false;
        foreach (var action in BulkActions.Read(body))
        {
            var item = new JsonObject { ["_index"] = action.Index, ["_id"] = action.Id };
            try
            {
                var isNew = _store.Write(action);
                item["result"] = isNew ? "created" : "updated";
                item["status"] = isNew ? 201 : 200;
            }
            catch (SearchFault fault)
            {
                errors = true;
                item["status"] = fault.Status;
                item["error"] = fault.ToJson();
            }
            items.Add(new JsonObject { [action.Name] = item });
        }
        return new JsonObject { ["took"] = 0, ["errors"] = errors, ["items"] = items };
    }

    JsonObject PutTemplate(string name, byte[] body, bool createOnly)
    {
        _store.PutTemplate(name, Members(body), createOnly);
        return new JsonObject { ["acknowledged"] = true };
    }

    JsonObject GetTemplate(string name) => _store.Template(name) is { } template
        ? new JsonObject { ["index_templates"] = new JsonArray(new JsonObject { ["name"] = name, ["index_template"] = template.DeepClone() }) }
        : throw new SearchFault(404, "resource_not_found_exception", $"index template matching [{name}] not found");

    JsonObject Delete(string name)
    {
        _store.Delete(name);
        return new JsonObject { ["acknowledged"] = true };
    }

    JsonObject Count(string names, byte[] body)
    {
        var asked = Members(body);
        foreach (var (member, _) in asked)
            if (member is not "query") throw new SearchFault(400, "parsing_exception", $"request does not support [{member}]");
        var (indices, found) = Found(names, asked["query"]);
        return new JsonObject { ["count"] = found.Count, ["_shards"] = Shards(indices)["_shards"]!.DeepClone() };
    }

    JsonObject Search(string names, byte[] body)
    {
        var asked = Members(body);
        foreach (var (member, _) in asked)
            if (member is not ("query" or "size" or "from" or "sort" or "aggs" or "aggregations")) throw SearchFault.NotPlayed($"'{member}' of a search");
        var (indices, found) = Found(names, asked["query"]);
        var hits = SearchOrder.Sorted(found, asked["sort"], TypeOf).Skip((int?)asked["from"] ?? 0).Take((int?)asked["size"] ?? 10);
        var answer = new JsonObject
        {
            ["took"] = 0,
            ["timed_out"] = false,
            ["_shards"] = Shards(indices)["_shards"]!.DeepClone(),
            ["hits"] = new JsonObject
            {
                ["total"] = new JsonObject { ["value"] = Math.Min(found.Count, 10_000), ["relation"] = found.Count > 10_000 ? "gte" : "eq" },
                ["hits"] = new JsonArray([.. hits.Select(one => new JsonObject { ["_index"] = one.Index, ["_id"] = one.Id, ["_source"] = one.Source.DeepClone() })]),
            },
        };
        if ((asked["aggs"] ?? asked["aggregations"]) is JsonObject aggregations) answer["aggregations"] = SearchAggregation.Of(aggregations, found, TypeOf);
        return answer;
    }

    (int Indices, IReadOnlyList<StoredDocument> Found) Found(string names, JsonNode? query)
    {
        var means = SearchQuery.Read(query, TypeOf);
        var indices = _store.Indices(names);
        return (indices.Count, [.. indices.SelectMany(one => one.Documents).Where(means).OrderBy(one => one.Order)]);
    }

    FieldType? TypeOf(string index, string field) => _store.Indices(index)[0].Mapping.Type(field);

    static JsonObject Shards(int count) => new() { ["_shards"] = new JsonObject { ["total"] = count, ["successful"] = count, ["failed"] = 0 } };

    static JsonObject Members(byte[] body) => body.Length == 0 ? [] : JsonNode.Parse(body) as JsonObject ?? throw new JsonException();

    static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        if (request.ContentLength > LongestBody) throw new SearchFault(413, "content_too_long_exception", $"entity content is too long [{request.ContentLength}] for the configured buffer limit [{LongestBody}]");
        var type = request.ContentType?.Split(';')[0].Trim();
        if (request.ContentLength > 0 && type is not ("application/json" or "application/x-ndjson"))
            throw new SearchFault(406, "media_type_header_exception", $"Content-Type header [{request.ContentType}] is not supported");
        await using Stream content = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var whole = new MemoryStream();
        await content.CopyToAsync(whole);
        return whole.ToArray();
    }
}
