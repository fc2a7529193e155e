using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Helpers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The calls of the Lambda Runtime API over HTTP.</summary>
public class RuntimeApiClient : IRuntimeApiClient
{
    /// <summary>Unit: bytes. What the API takes as a response: 6 MiB and 100.</summary>
    internal const int MaxResponseBytes = (6 << 20) + 100;

    const string ErrorContentType = "application/vnd.aws.lambda.error+json";
    readonly IEnvironmentVariables _environment;
    readonly RuntimeApiConnection _connection;
    readonly LambdaEnvironment _lambda;
    readonly EventBuffer _answer = new();                               // only used between an event and its answer
    EventBuffer _free = new();                                          // null while an invocation holds it

    public RuntimeApiClient(HttpClient httpClient)
        : this(new SystemEnvironmentVariables(), httpClient, null)
    {
    }

    internal RuntimeApiClient(IEnvironmentVariables environment, HttpClient httpClient, string endpoint)
    {
        (_environment, _lambda) = (environment, new(environment));
        endpoint ??= _lambda.RuntimeServerHostAndPort;
        if (string.IsNullOrEmpty(endpoint))
            throw new InvalidOperationException("AWS_LAMBDA_RUNTIME_API is not set: this program is started by Lambda or by an emulator of it.");
        _connection = new(httpClient, endpoint);
        Log = new(environment, Console.Out);
    }

    public IConsoleLoggerWriter ConsoleLogger => Log;

    internal ConsoleLog Log { get; }

    public Task ReportInitializationErrorAsync(Exception exception, string errorType = null, CancellationToken cancellationToken = default) =>
        PostErrorAsync("init/error", exception ?? throw new ArgumentNullException(nameof(exception)), errorType, cancellationToken);

    public Task ReportInitializationErrorAsync(string errorType, CancellationToken cancellationToken = default) =>
        PostErrorAsync("init/error", null, errorType ?? throw new ArgumentNullException(nameof(errorType)), cancellationToken);

    public async Task<InvocationRequest> GetNextInvocationAsync(CancellationToken cancellationToken = default)
    {
        var buffer = Interlocked.Exchange(ref _free, null) ?? new();
        var headers = await _connection.WaitAsync("invocation/next", async (response, token) =>
        {
            using var body = await response.Content.ReadAsStreamAsync(token);
            await buffer.ReadAsync(body, response.Content.Headers.ContentLength, int.MaxValue - 1 >> 1, token);
            return new RuntimeApiHeaders(response.Headers);
        }, cancellationToken);
        if (headers.AwsRequestId is null)
            throw new RuntimeApiClientException("The Runtime API sent an event without Lambda-Runtime-Aws-Request-Id: it could not be answered.", 200, null, [], null);

        // Of this event, or of none: the last one's would link unrelated traces, and AWS's protection against loops rests on it.
        _environment.SetEnvironmentVariable(LambdaEnvironment.TraceId, headers.TraceId);
        LambdaTraceProvider.SetCurrentTraceId(headers.TraceId);
        Log.SetRuntimeHeaders(headers);
        return new()
        {
            InputStream = buffer.AsStream(),
            LambdaContext = new LambdaContext(headers, _lambda, Log, TimeProvider.System),
            Released = () => Interlocked.Exchange(ref _free, buffer),
        };
    }

    public Task ReportInvocationErrorAsync(string awsRequestId, Exception exception, CancellationToken cancellationToken = default) =>
        PostErrorAsync(Call(awsRequestId, "error"), exception ?? throw new ArgumentNullException(nameof(exception)), null, cancellationToken);

    public Task RestoreNextInvocationAsync(CancellationToken cancellationToken = default) =>
        _connection.WaitAsync("restore/next", (_, _) => Task.FromResult(true), cancellationToken);

    public Task ReportRestoreErrorAsync(Exception exception, string errorType = null, CancellationToken cancellationToken = default) =>
        PostErrorAsync("restore/error", exception ?? throw new ArgumentNullException(nameof(exception)), errorType, cancellationToken);

    /// <summary>Sends what the stream has from where it stands. What is too large, or cannot be read, becomes an error of the function.</summary>
    public async Task SendResponseAsync(string awsRequestId, Stream outputStream, CancellationToken cancellationToken = default)
    {
        StreamBody body;
        try
        {
            body = await BodyOfAsync(outputStream ?? Stream.Null, cancellationToken);
        }
        catch (Exception unreadable) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Unhandled(unreadable);
            await ReportInvocationErrorAsync(awsRequestId, unreadable, cancellationToken);
            return;
        }

        try
        {
            await _connection.PostAsync(Call(awsRequestId, "response"), body, "application/json", [], cancellationToken);
        }
        catch (Exception) when (body.ReadFailure is not null)
        {
            // The broken post told the API nothing: the event is still unanswered.
            Log.Unhandled(body.ReadFailure);
            await ReportInvocationErrorAsync(awsRequestId, body.ReadFailure, cancellationToken);
        }
    }

    /// <summary>Logs what ends the process and tells the API. If that fails, what is thrown in the end is still the reason and not this.</summary>
    internal async Task LastWordAsync(Exception reason, Func<Task> report)
    {
        Log.Unhandled(reason);
        try
        {
            await report();
        }
        catch (Exception unheard) when (unheard is RuntimeApiClientException || RuntimeApiConnection.IsBroken(unheard))
        {
            Log.FormattedWriteLine(nameof(LogLevel.Warning), unheard, "The Runtime API was not told.");
        }
    }

    /// <summary>Checked here, for after a 413 the API takes no explanation any more.</summary>
    async Task<StreamBody> BodyOfAsync(Stream output, CancellationToken cancellationToken)
    {
        if (output.CanSeek)
        {
            var bytes = Math.Max(0, output.Length - output.Position);
            return bytes <= MaxResponseBytes ? new(output, bytes) : throw new ResponseSizeTooLargeException($"{bytes}");
        }

        await _answer.ReadAsync(output, null, MaxResponseBytes, cancellationToken);
        return _answer.Bytes.Length <= MaxResponseBytes
            ? new(_answer.AsStream(), _answer.Bytes.Length)
            : throw new ResponseSizeTooLargeException($"more than {MaxResponseBytes}");
    }

    Task PostErrorAsync(string call, Exception exception, string errorType, CancellationToken cancellationToken)
    {
        var type = ErrorType.Header(errorType, exception);
        var headers = new List<(string, string)> { ("Lambda-Runtime-Function-Error-Type", type) };
        if (exception is not null && XRayCause.Of(exception) is { Length: <= XRayCause.MaxHeaderBytes } cause)
            headers.Add(("Lambda-Runtime-Function-XRay-Error-Cause", cause));
        return _connection.PostAsync(call, new ReadOnlyMemoryContent(ErrorJson.Of(exception, type)), ErrorContentType, headers, cancellationToken);
    }

    static string Call(string requestId, string what) =>
        $"invocation/{Uri.EscapeDataString(requestId ?? throw new ArgumentNullException(nameof(requestId)))}/{what}";
}

/// <summary>Its name is the official error type, without the prefix <c>Function.</c> that all get.</summary>
sealed class ResponseSizeTooLargeException(string bytes)
    : Exception($"The response has {bytes} bytes, Lambda takes at most {RuntimeApiClient.MaxResponseBytes}.");
