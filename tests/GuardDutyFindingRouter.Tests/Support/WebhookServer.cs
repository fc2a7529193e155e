using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>A request as it came, and what became of it.</summary>
/// <param name="Service">Whose path it was: slack, teams, pagerduty, jira, opsgenie, webhook; empty for none.</param>
/// <param name="Method">HTTP's.</param>
/// <param name="Path">With the query.</param>
/// <param name="Headers">By name in lower case.</param>
/// <param name="Body">All of it.</param>
/// <param name="Problem">What a strict server has against it; empty where nothing.</param>
/// <param name="Status">What was answered; 0 for a connection that was cut.</param>
sealed record Received(string Service, string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, string Problem, int Status)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>What the server does in place of, or after, a proper answer.</summary>
/// <param name="Status">Of the answer; 0: the connection is cut.</param>
/// <param name="Body">Of the answer.</param>
/// <param name="Headers">Beside Content-Type.</param>
sealed record Fault(int Status, string Body = "", params (string Name, string Value)[] Headers)
{
    /// <summary>The request is done as ever; only the answer is another one.</summary>
    public bool Applies { get; init; }

    /// <summary>So long the first byte of the body is waited with.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The body breaks off after so many bytes of it.</summary>
    public int? BreaksAfter { get; init; }

    public static Fault Reset => new(0);

    /// <summary>Done, but the answer is lost.</summary>
    public static Fault Lost => new(0) { Applies = true };
}

/// <summary>Slack, Teams, PagerDuty, Jira, Opsgenie and a signed webhook on loopback, each at its path, as strict as the real ones.</summary>
sealed class WebhookServer : IAsyncDisposable
{
    public const string SlackPath = "/services/T00000000/B00000000/s3cr3tPartOfTheSlackUrl";
    public const string TeamsPath = "/workflows/0123456789abcdef/triggers/manual/paths/invoke";
    public const string TeamsQuery = "?api-version=2016-06-01&sig=s3cr3tSignatureOfTeams";
    public const string RoutingKey = "0123456789abcdef0123456789abcdef";
    public const string JiraUser = "bot@example.com";
    public const string OpsgenieKey = "12345678-9abc-def0-1234-56789abcdef0";
    public const string SigningKey = "signing-key-of-the-webhook";

    readonly WebApplication _app;
    readonly ConcurrentQueue<Received> _received = new();
    readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _faults = new(StringComparer.Ordinal);

    WebhookServer(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    /// <summary>By which signatures grow old.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What the services know.</summary>
    public PlayedServices Services { get; } = new();

    /// <summary>A stricter check of bodies: service and body in, a problem or null out.</summary>
    public Func<string, byte[], string?> Check { get; set; } = (_, _) => null;

    public IReadOnlyList<Received> Calls => [.. _received];

    public IReadOnlyList<string> Problems => [.. _received.Where(call => call.Problem.Length > 0).Select(call => call.Problem)];

    /// <param name="certificate">HTTPS where it is given.</param>
    public static async Task<WebhookServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        var server = new WebhookServer(builder.Build());
        server._app.Run(server.ServeAsync);
        await server._app.StartAsync();
        server.Url = server._app.Urls.Single().Replace("127.0.0.1", certificate is null ? "127.0.0.1" : "localhost", StringComparison.Ordinal);
        return server;
    }

    /// <summary>The next calls of a service end like this, one after the other; then it is well again. <c>null</c> lets one pass.</summary>
    public void Script(string service, params Fault?[] faults)
    {
        var queue = _faults.GetOrAdd(service, _ => new());
        foreach (var fault in faults) queue.Enqueue(fault ?? new(-1));
    }

    async Task ServeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = context.Request;
        var call = new Received(
            PlayedServices.ServiceOf(request.Path), request.Method, request.Path + request.QueryString,
            request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal), body.ToArray(), "", 0);
        var fault = _faults.TryGetValue(call.Service, out var queue) && queue.TryDequeue(out var next) && next.Status >= 0 ? next : null;
        var problem = Services.ProblemOf(call, Time.GetUtcNow()) ?? Check(call.Service, call.Body) ?? "";
        var answer = (Status: 0, Body: "");
        if (problem.Length > 0) answer = Services.RefusalOf(call, problem);
        else if (fault is null or { Applies: true }) answer = Services.Apply(call);
        if (fault is not null && problem.Length == 0) answer = (fault.Status, fault.Body);
        _received.Enqueue(call with { Problem = problem, Status = answer.Status });
        if (answer.Status == 0)
        {
            context.Abort();
            return;
        }
        await AnswerAsync(context, answer.Status, Encoding.UTF8.GetBytes(answer.Body), problem.Length == 0 ? fault : null);
    }

    static async Task AnswerAsync(HttpContext context, int status, byte[] body, Fault? fault)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        context.Response.ContentLength = body.Length;
        foreach (var (name, value) in fault?.Headers ?? []) context.Response.Headers[name] = value;
        if (fault is { Delay: var delay } && delay > TimeSpan.Zero)
        {
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            try
            {
                await Task.Delay(delay, TimeProvider.System, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                return;     // the client has given up, as it should
            }
        }
        await context.Response.Body.WriteAsync(body.AsMemory(0, fault?.BreaksAfter ?? body.Length));
        await context.Response.Body.FlushAsync();
        if (fault?.BreaksAfter is not null) context.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(true));
        await _app.DisposeAsync();
    }
}
