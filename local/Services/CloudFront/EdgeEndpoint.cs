using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Sluice.Local;

/// <summary>What lies between a browser and a function: CloudFront, which adds its secret and encrypts fields of forms, and the HTTP API behind it.</summary>
/// <param name="invoke">The function; gives null where it failed.</param>
/// <param name="secret">The header by which the function knows CloudFront.</param>
/// <param name="profile">Of field-level encryption; null: the cache behavior has none.</param>
sealed class EdgeEndpoint(Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]?>> invoke, (string Name, string Value)? secret, EdgeProfile? profile) : IAsyncDisposable
{
    const string Form = "application/x-www-form-urlencoded";

    KestrelListener? _listener;

    public Uri Address => new($"http://{_listener!.HostAndPort}/");

    /// <summary>Bodies as the function gets them.</summary>
    public List<byte[]> Forwarded { get; } = [];

    public static async Task<EdgeEndpoint> StartAsync(Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]?>> invoke, (string Name, string Value)? secret, EdgeProfile? profile)
    {
        var endpoint = new EdgeEndpoint(invoke, secret, profile);
        endpoint._listener = await KestrelListener.StartAsync(endpoint.HandleAsync);
        return endpoint;
    }

    /// <summary>The same, where somebody took the configuration away from the cache behavior.</summary>
    public Task<EdgeEndpoint> WithoutEncryptionAsync() => StartAsync(invoke, secret, profile: null);

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null) await _listener.DisposeAsync();
    }

    async Task HandleAsync(HttpContext context)
    {
        using var read = new MemoryStream();
        await context.Request.Body.CopyToAsync(read);
        var body = read.ToArray();
        if (profile is not null && body.Length > 0 && IsForm(context.Request))
        {
            if (profile.Encrypt(body) is not { } encrypted)
            {
                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return;
            }
            body = encrypted;
        }
        lock (Forwarded) Forwarded.Add(body);
        var outcome = await invoke(JsonSerializer.SerializeToUtf8Bytes(Event(context.Request, body), JsonContext.Default.JsonObject), context.RequestAborted);
        if (outcome is null || JsonNode.Parse(outcome) is not JsonObject answer)
        {
            // What an HTTP API says when its function fails.
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync("""{"message":"Internal Server Error"}""");
            return;
        }
        context.Response.StatusCode = (int)answer["statusCode"]!;
        foreach (var (name, value) in answer["headers"]?.AsObject() ?? []) context.Response.Headers[name] = value!.ToString();
        var text = (string?)answer["body"] ?? "";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        if ((bool?)answer["isBase64Encoded"] == true) await context.Response.Body.WriteAsync(Convert.FromBase64String(text));
        else await context.Response.WriteAsync(text);
    }

    static bool IsForm(HttpRequest request) => (HttpMethods.IsPost(request.Method) || HttpMethods.IsPut(request.Method))
        && (request.ContentType ?? "").Split(';')[0].Trim().Equals(Form, StringComparison.OrdinalIgnoreCase);

    /// <summary>Payload format 2.0.</summary>
    JsonObject Event(HttpRequest request, byte[] body)
    {
        var headers = new JsonObject(request.Headers.Select(one => KeyValuePair.Create(one.Key.ToLowerInvariant(), (JsonNode?)string.Join(',', one.Value.ToArray()))));
        if (secret is var (name, value)) headers[name] = value;
        var @event = new JsonObject
        {
            ["version"] = "2.0",
            ["routeKey"] = "$default",
            ["rawPath"] = request.Path.Value,
            ["rawQueryString"] = request.QueryString.Value?.TrimStart('?') ?? "",
            ["headers"] = headers,
            ["requestContext"] = new JsonObject { ["http"] = new JsonObject { ["method"] = request.Method, ["path"] = request.Path.Value, ["protocol"] = "HTTP/1.1", ["sourceIp"] = "127.0.0.1" }, ["stage"] = "$default" },
            ["isBase64Encoded"] = body.Length > 0,
        };
        if (body.Length > 0) @event["body"] = Convert.ToBase64String(body);
        return @event;
    }
}
