using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Sluice.Local;

/// <summary>A small HTTP Event Collector with acknowledgements, as Firehose demands: strict about what it takes, and it keeps all it took.</summary>
sealed class HecEndpoint(string token) : IAsyncDisposable
{
    readonly Lock _gate = new();
    readonly List<JsonElement> _events = [];                // guarded by _gate
    readonly HashSet<(Guid Channel, int Id)> _open = [];  // guarded by _gate: taken, not yet acknowledged
    KestrelListener? _listener;
    int _lastId = -1;

    public Uri Address => new($"http://{_listener!.HostAndPort}/");

    /// <summary>By which a test makes it refuse: gets the body, gives what to say, or null to go on.</summary>
    public Func<ReadOnlyMemory<byte>, HecVerdict?>? Refuse { get; set; }

    /// <summary>Whether acknowledgements are given; without them Firehose sends again.</summary>
    public bool Acknowledges { get; set; } = true;

    public IReadOnlyList<JsonElement> Events
    {
        get
        {
            lock (_gate) return [.. _events];
        }
    }

    public static async Task<HecEndpoint> StartAsync(string token)
    {
        var endpoint = new HecEndpoint(token);
        endpoint._listener = await KestrelListener.StartAsync(endpoint.HandleAsync);
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null) await _listener.DisposeAsync();
    }

    async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var answer = Answer(context.Request, body.ToArray());
        context.Response.StatusCode = answer.Status;
        var json = JsonSerializer.SerializeToUtf8Bytes(answer.Body, JsonContext.Default.JsonObject);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json);
    }

    (int Status, JsonObject Body) Answer(HttpRequest request, byte[] body)
    {
        if (!HttpMethods.IsPost(request.Method)) return (405, Text("Method not allowed", 405));
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.Length == 0) return (401, Text("Token is required", 2));
        if (!authorization.StartsWith("Splunk ", StringComparison.Ordinal)) return (401, Text("Invalid authorization", 3));
        if (authorization != "Splunk " + token) return (403, Text("Invalid token", 4));
        var named = request.Query["channel"].ToString() is { Length: > 0 } asked ? asked : request.Headers["X-Splunk-Request-Channel"].ToString();
        if (named.Length == 0) return (400, Text("Data channel is missing", 10));
        if (!Guid.TryParse(named, out var channel)) return (400, Text("Invalid data channel", 11));
        return request.Path.Value switch
        {
            "/services/collector/event" or "/services/collector" => Take(body, channel),
            "/services/collector/ack" => Acknowledge(body, channel),
            _ => (404, Text("The requested URL was not found on this server.", 404)),
        };
    }

    (int, JsonObject) Take(byte[] body, Guid channel)
    {
        if (Refuse?.Invoke(body) is { } refused) return (refused.Status, Text(refused.Text, refused.Code));
        lock (_gate)
        {
            var verdict = HecBody.Read(body, _events);
            var answer = Text(verdict.Text, verdict.Code);
            if (verdict.Event is { } number) answer["invalid-event-number"] = number;
            if (verdict.Code != 0) return (verdict.Status, answer);
            _open.Add((channel, ++_lastId));
            answer["ackId"] = _lastId;
            return (200, answer);
        }
    }

    (int, JsonObject) Acknowledge(byte[] body, Guid channel)
    {
        try
        {
            var asked = JsonNode.Parse(body)!["acks"]!.AsArray().Select(id => id!.GetValue<int>()).Distinct().ToList();
            lock (_gate)
                return (200, new JsonObject { ["acks"] = new JsonObject(asked.Select(id => KeyValuePair.Create<string, JsonNode?>($"{id}", Acknowledges && _open.Remove((channel, id))))) });
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            return (400, Text("Invalid data format", 6));
        }
    }

    static JsonObject Text(string text, int code) => new() { ["text"] = text, ["code"] = code };
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
sealed partial class JsonContext : System.Text.Json.Serialization.JsonSerializerContext;
