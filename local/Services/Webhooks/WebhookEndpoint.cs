using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Sluice.Local;

/// <summary>A call that was answered.</summary>
/// <param name="Path">Of the URL, such as <c>/slack/security</c>.</param>
/// <param name="Status">Of the answer; below 300 it was taken.</param>
/// <param name="Body">Null where it was no JSON object.</param>
sealed record WebhookCall(string Path, int Status, JsonObject? Body);

/// <summary>Chat and paging services on a free port of this machine: strict about what they take, and they keep all that was sent. The service is the
/// first part of the path, as in <c>/slack/any-name</c>, <c>/teams/any-name</c>, <c>/pagerduty/v2/enqueue</c>.</summary>
/// <param name="routingKey">The one that PagerDuty knows.</param>
sealed class WebhookEndpoint(string routingKey) : IAsyncDisposable
{
    /// <summary>Teams takes 28 KB, PagerDuty 512 KB; Slack says nothing.</summary>
    const int MostBytes = 512 << 10;

    readonly Lock _gate = new();
    readonly List<WebhookCall> _calls = [];                                         // guarded by _gate
    readonly HashSet<string> _gone = new(StringComparer.Ordinal);                   // guarded by _gate
    readonly Dictionary<string, int> _busy = new(StringComparer.Ordinal);           // guarded by _gate: calls that are still refused
    KestrelListener? _listener;

    /// <summary>Without a slash at its end.</summary>
    public string Address => $"http://{_listener!.HostAndPort}";

    public IReadOnlyList<WebhookCall> Calls
    {
        get
        {
            lock (_gate) return [.. _calls];
        }
    }

    public static async Task<WebhookEndpoint> StartAsync(string routingKey)
    {
        var endpoint = new WebhookEndpoint(routingKey);
        endpoint._listener = await KestrelListener.StartAsync(endpoint.HandleAsync);
        return endpoint;
    }

    /// <summary>Answers 404 from now on, as when somebody deleted the webhook; or no longer.</summary>
    public void SetGone(string path, bool isGone)
    {
        lock (_gate)
        {
            if (isGone) _gone.Add(path);
            else _gone.Remove(path);
        }
    }

    /// <summary>Answers the next calls with 429 and <c>Retry-After: 1</c>.</summary>
    public void SetBusy(string path, int calls)
    {
        lock (_gate) _busy[path] = calls;
    }

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null) await _listener.DisposeAsync();
    }

    async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var path = context.Request.Path.Value ?? "";
        var json = Json(body.ToArray());
        var (status, text) = Answer(context.Request, path, json, body.Length);
        lock (_gate) _calls.Add(new(path, status, json));
        context.Response.StatusCode = status;
        if (status == 429) context.Response.Headers.RetryAfter = "1";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    (int Status, string Text) Answer(HttpRequest request, string path, JsonObject? json, long bytes)
    {
        lock (_gate)
        {
            if (_gone.Contains(path)) return (404, "no_service");
            if (_busy.TryGetValue(path, out var left) && left > 0)
            {
                _busy[path] = left - 1;
                return (429, "rate_limited");
            }
        }
        if (!HttpMethods.IsPost(request.Method)) return (405, "method_not_allowed");
        if (request.ContentType?.Split(';')[0].Trim() != "application/json") return (415, "unsupported_media_type");
        if (json is null) return (400, "invalid_payload");
        if (bytes > MostBytes) return (413, "payload_too_large");
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["slack", _] => WebhookForms.Slack(json) is { } problem ? (400, problem) : (200, "ok"),
            ["teams", _] => WebhookForms.Teams(json, bytes) is { } problem ? (400, problem) : (202, ""),
            ["pagerduty", "v2", "enqueue"] => WebhookForms.PagerDuty(json, routingKey) is { } problem
                ? (400, new JsonObject { ["status"] = "invalid event", ["message"] = "Event object is invalid", ["errors"] = new JsonArray(problem) }.ToJsonString())
                : (202, new JsonObject { ["status"] = "success", ["message"] = "Event processed", ["dedup_key"] = json["dedup_key"]!.ToString() }.ToJsonString()),
            _ => (404, "no_service"),
        };
    }

    static JsonObject? Json(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
