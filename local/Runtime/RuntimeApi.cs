using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sluice.Local;

/// <summary>The Lambda Runtime API of one execution environment, on loopback.</summary>
/// <remarks>Source: the runtime-api.yaml of AWS and the handlers of its emulator. What it keeps count of is in <see cref="RuntimeSession"/>.</remarks>
sealed class RuntimeApi : IAsyncDisposable
{
    /// <summary>Unit: bytes. The largest response or error that is taken: 6 MiB and 100.</summary>
    public const int MaxPayloadBytes = (6 << 20) + 100;

    const string Version = "/2018-06-01/";
    readonly RuntimeApiOptions _options;
    readonly CancellationTokenSource _closing = new();
    KestrelListener? _listener;
    int _calls;

    RuntimeApi(RuntimeApiOptions options) => _options = options;

    /// <summary>The value of <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string Endpoint => _listener!.HostAndPort + _options.Prefix;

    public RuntimeSession Session { get; } = new();

    public static async Task<RuntimeApi> StartAsync(RuntimeApiOptions? options = null)
    {
        var api = new RuntimeApi(options ?? new());
        api._listener = await KestrelListener.StartAsync(api.HandleAsync);
        return api;
    }

    /// <summary>Hands an event over when the runtime asks, and waits for what it posts.</summary>
    public Task<RuntimeAnswer> InvokeAsync(RuntimeInvocation invocation, CancellationToken cancellation) =>
        Session.OfferAsync(invocation).WaitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (_listener is not null) await _listener.DisposeAsync();
        _closing.Dispose();
    }

    async Task HandleAsync(HttpContext context)
    {
        var call = Read(context, Interlocked.Increment(ref _calls));
        var fault = _options.Script?.Invoke(call) ?? new();
        try
        {
            if (fault.Until is { } until) await until.WaitAsync(context.RequestAborted);
            if (fault.Cut == Cut.BeforeHandling) context.Abort();
            else await new Reply(context, fault).SendAsync(await DecideAsync(call, fault, context));
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or BadHttpRequestException)
        {
            context.Abort();                                            // nobody is there to be told
        }
    }

    async Task<RuntimeApiReply> DecideAsync(RuntimeApiCall call, RuntimeApiFault fault, HttpContext context)
    {
        if (fault.Status is { } status)
        {
            await BodyAsync(context);                                   // read first: the client must not fail on its own write
            return new(status, Encoding.UTF8.GetBytes(fault.Body));
        }

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
        return call.Operation switch
        {
            RuntimeApiOperation.Unknown => RuntimeApiReply.NotFound,
            RuntimeApiOperation.RestoreNext or RuntimeApiOperation.RestoreError when !_options.SnapStart => RuntimeApiReply.NotFound,
            _ when call.Method != MethodOf(call.Operation) => RuntimeApiReply.MethodNotAllowed,
            RuntimeApiOperation.Ping => new(200, "pong"u8.ToArray(), "text/plain; charset=utf-8"),
            RuntimeApiOperation.Next => await NextAsync(gone.Token),
            RuntimeApiOperation.RestoreNext => await Session.RestoreNextAsync(gone.Token) is { } refusal ? RuntimeApiReply.Of(refusal) : RuntimeApiReply.Restored,
            RuntimeApiOperation.InitError => RuntimeApiReply.Of(Session.FailInit(Error(call, await BodyAsync(context)))),
            RuntimeApiOperation.RestoreError => RuntimeApiReply.Of(Session.FailRestore(Error(call, await BodyAsync(context)))),
            _ => await AnswerAsync(call, context),
        };
    }

    static string MethodOf(RuntimeApiOperation operation) =>
        operation is RuntimeApiOperation.Next or RuntimeApiOperation.RestoreNext or RuntimeApiOperation.Ping ? "GET" : "POST";

    async Task<RuntimeApiReply> NextAsync(CancellationToken gone)
    {
        var (refused, next) = await Session.NextAsync(gone);
        if (refused is not null) return RuntimeApiReply.Of(refused);
        return new(200, next!.Event, next.ContentType)
        {
            Headers =
            [
                ("Lambda-Runtime-Aws-Request-Id", next.RequestId),
                ("Lambda-Runtime-Deadline-Ms", next.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
                ("Lambda-Runtime-Invoked-Function-Arn", next.InvokedFunctionArn),
                ("Lambda-Runtime-Trace-Id", next.TraceId),
                ("Lambda-Runtime-Client-Context", next.ClientContext),
                ("Lambda-Runtime-Cognito-Identity", next.CognitoIdentity),
                ("Lambda-Runtime-Aws-Tenant-Id", next.TenantId),
            ],
        };
    }

    async Task<RuntimeApiReply> AnswerAsync(RuntimeApiCall call, HttpContext context)
    {
        var isError = call.Operation == RuntimeApiOperation.Error;
        if (Session.BeginAnswer(call.RequestId!, isError) is { } refused)
        {
            await BodyAsync(context);
            return RuntimeApiReply.Of(refused);
        }

        // AWS's emulator has left the state by then too: such a call uses up the one answer.
        if (!isError && call.Headers.GetValueOrDefault("Lambda-Runtime-Function-Response-Mode") is { } mode && mode != "streaming")
            return RuntimeApiReply.Of(new Refusal(400, $"Invalid function response mode: {mode}", "InvalidFunctionResponseMode"));

        byte[]? body;
        try
        {
            body = await BodyAsync(context);
        }
        catch
        {
            Session.AnswerBroken();
            throw;
        }

        if (body is null)
        {
            const string message = "Exceeded maximum allowed payload size (6291556 bytes).";
            Session.Answer(new(AnswerKind.TooLarge, RuntimeApiReply.ErrorJson("Response payload size exceeded maximum allowed payload size (6291556 bytes).", ErrorTypes.ResponseSizeTooLarge), null, ErrorTypes.ResponseSizeTooLarge, null));
            return RuntimeApiReply.Of(new Refusal(413, message, "RequestEntityTooLarge"));
        }

        Session.Answer(isError ? Error(call, body) : new(AnswerKind.Response, body, call.Headers.GetValueOrDefault("Content-Type"), null, null));
        return RuntimeApiReply.Accepted;
    }

    static RuntimeAnswer Error(RuntimeApiCall call, byte[]? body) => new(AnswerKind.Error, body ?? [],
        call.Headers.GetValueOrDefault("Content-Type"),
        ErrorTypes.Valid(call.Headers.GetValueOrDefault("Lambda-Runtime-Function-Error-Type")),
        call.Headers.GetValueOrDefault("Lambda-Runtime-Function-XRay-Error-Cause"));

    /// <summary>The request's body, read to its end; null if it is larger than the API takes.</summary>
    static async Task<byte[]?> BodyAsync(HttpContext context)
    {
        var known = context.Request.ContentLength;
        var body = new MemoryStream(known is > 0 and <= MaxPayloadBytes ? (int)known : 0);
        var buffer = new byte[64 << 10];
        var total = 0L;
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0; total += read)
        {
            if (total + read <= MaxPayloadBytes) body.Write(buffer, 0, read);
        }

        return total > MaxPayloadBytes ? null : known == total ? body.GetBuffer() : body.ToArray();
    }

    static RuntimeApiCall Read(HttpContext context, int number)
    {
        var path = context.Request.Path.Value ?? "";
        // Whatever stands before the version is the prefix under which the function was told to find us.
        var from = path.IndexOf(Version, StringComparison.Ordinal);
        string[] parts = from < 0 ? [] : path[(from + Version.Length)..].Split('/');
        var (operation, id) = parts switch
        {
            ["runtime", "invocation", "next"] => (RuntimeApiOperation.Next, null),
            ["runtime", "invocation", var request, "response"] => (RuntimeApiOperation.Response, request),
            ["runtime", "invocation", var request, "error"] => (RuntimeApiOperation.Error, request),
            ["runtime", "init", "error"] => (RuntimeApiOperation.InitError, null),
            ["runtime", "restore", "next"] => (RuntimeApiOperation.RestoreNext, null),
            ["runtime", "restore", "error"] => (RuntimeApiOperation.RestoreError, null),
            ["ping"] => (RuntimeApiOperation.Ping, null),
            _ => (path.EndsWith("/ping", StringComparison.Ordinal) ? RuntimeApiOperation.Ping : RuntimeApiOperation.Unknown, (string?)null),
        };
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new(number, context.Request.Method, path, operation, id, headers, context.Connection.Id);
    }
}
