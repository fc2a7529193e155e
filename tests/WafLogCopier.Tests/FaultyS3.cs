using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Sluice.WafLogCopier.Tests;

/// <summary>What happens to a request on the wire.</summary>
enum Fault
{
    None,

    /// <summary>503 SlowDown, and nothing done.</summary>
    SlowDown,

    /// <summary>500 InternalError, and nothing done.</summary>
    InternalError,

    /// <summary>The connection breaks before the server has it.</summary>
    Reset,

    /// <summary>The server does it, and the connection breaks before its answer.</summary>
    AckLost,

    /// <summary>200, and an error in the body: so CopyObject tells what went wrong after it began.</summary>
    ErrorInBody,
}

/// <summary>Stands on the wire before an S3 server: passes requests on as they are, and breaks those that a test asks for.</summary>
sealed class FaultyS3 : IAsyncDisposable
{
    readonly WebApplication _proxy;
    readonly HttpClient _onward;

    FaultyS3(WebApplication proxy, HttpClient onward) => (_proxy, _onward) = (proxy, onward);

    public Uri Endpoint => new(_proxy.Urls.Single().TrimEnd('/') + "/");

    /// <summary>Method, path and copy source of each request, in the order in which they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Headers of each request.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Headers { get; } = new();

    /// <summary>Decides about each request: method, path with query, and how many came before it.</summary>
    public Func<string, string, int, Fault> Rule { get; set; } = (_, _, _) => Fault.None;

    /// <summary>Whether an object has this bucket and key. With it, <c>If-None-Match: *</c> holds for CopyObject too, as AWS has it since
    /// 2025 and the server behind does not: it knows the condition for other writes only.</summary>
    public Func<string, string, Task<bool>>? Exists { get; set; }

    readonly ConcurrentDictionary<string, SemaphoreSlim> _keys = new();

    public int Copies => Requests.Count(request => request.Contains(" <- ", StringComparison.Ordinal));

    /// <param name="server">The S3 behind it; <c>null</c> for requests that all fail or are answered by <see cref="Rule"/>.</param>
    public static async Task<FaultyS3> StartAsync(Uri? server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var proxy = builder.Build();
        var faulty = new FaultyS3(proxy, new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromMinutes(5) });
        proxy.Run(context => faulty.ServeAsync(context, server));
        await proxy.StartAsync();
        return faulty;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _onward.Dispose();
    }

    async Task ServeAsync(HttpContext context, Uri? server)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var source = context.Request.Headers["x-amz-copy-source"].ToString();
        var before = Requests.Count;
        Requests.Enqueue($"{context.Request.Method} {raw}" + (source.Length > 0 ? " <- " + source : ""));
        Headers.Enqueue(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        var fault = Rule(context.Request.Method, raw, before);
        switch (fault)
        {
            case Fault.SlowDown:
                await ErrorAsync(context, 503, "SlowDown", "Please reduce your request rate.");
                return;
            case Fault.InternalError:
                await ErrorAsync(context, 500, "InternalError", "We encountered an internal error. Please try again.");
                return;
            case Fault.ErrorInBody:
                await ErrorAsync(context, 200, "InternalError", "We encountered an internal error. Please try again.");
                return;
            case Fault.Reset:
                context.Abort();
                return;
        }
        if (Exists is not { } exists || source.Length == 0 || context.Request.Headers.IfNoneMatch != "*" || raw.Contains("partNumber=", StringComparison.Ordinal))
        {
            await ForwardAsync(context, raw, server!, fault);
            return;
        }
        var target = Uri.UnescapeDataString(raw.Split('?')[0]).TrimStart('/').Split('/', 2);
        var turn = _keys.GetOrAdd(raw, _ => new SemaphoreSlim(1));
        await turn.WaitAsync();
        try
        {
            if (await exists(target[0], target[1])) await ErrorAsync(context, 412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
            else await ForwardAsync(context, raw, server!, fault);
        }
        finally
        {
            turn.Release();
        }
    }

    async Task ForwardAsync(HttpContext context, string raw, Uri server, Fault fault)
    {
        using var answer = await SendAsync(context, raw, server);
        if (fault == Fault.AckLost)
        {
            await answer.Content.ReadAsByteArrayAsync();
            context.Abort();
            return;
        }
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            if (name is not ("Transfer-Encoding" or "Connection" or "Date" or "Server")) context.Response.Headers[name] = values.ToArray();
        if (context.Request.Method != "HEAD") await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    async Task<HttpResponseMessage> SendAsync(HttpContext context, string raw, Uri server)
    {
        // The signature covers path and host as the client wrote them.
        var uri = new Uri(server.GetLeftPart(UriPartial.Authority) + raw, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), uri);
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0) request.Content = new StreamContent(context.Request.Body);
        else if (context.Request.Method is "PUT" or "POST") request.Content = new ByteArrayContent([]);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name is "Connection" or "Transfer-Encoding") continue;
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable())) request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }
        return await _onward.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    static async Task ErrorAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        if (context.Request.Method != "HEAD")
            await context.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message><RequestId>1</RequestId></Error>");
    }
}
