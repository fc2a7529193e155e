using Amazon.Lambda.RuntimeSupport.Bootstrap;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Initializes the function, then takes event after event from the Runtime API and answers each.</summary>
/// <remarks>
/// It ends by an exception, and the process with it, when the Runtime API says that it cannot go on (403, 500), when it is gone, or when the
/// initialization failed. Anything else that goes wrong with one invocation is logged and the next is asked for: if the answer did not
/// arrive, the API hands out the same event again. An event that comes back <see cref="MaxLostAnswers"/> times ends the process.
/// </remarks>
public class LambdaBootstrap : IDisposable
{
    /// <summary>Without an end the same event would be handled as fast as the machine can, until the timeout.</summary>
    const int MaxLostAnswers = 3;

    readonly LambdaBootstrapHandler _handler;
    readonly LambdaBootstrapInitializer _initializer;
    readonly IEnvironmentVariables _environment;
    readonly HttpClient _httpClient;
    readonly bool _ownsHttpClient;
    (string RequestId, int Count) _lost;

    public LambdaBootstrap(HttpClient httpClient, LambdaBootstrapHandler handler, LambdaBootstrapInitializer initializer = null)
        : this(httpClient, false, handler, null, initializer)
    {
    }

    public LambdaBootstrap(LambdaBootstrapHandler handler, LambdaBootstrapInitializer initializer = null)
        : this(ConstructHttpClient(), true, handler, null, initializer)
    {
    }

    public LambdaBootstrap(LambdaBootstrapHandler handler, LambdaBootstrapOptions lambdaBootstrapOptions, LambdaBootstrapInitializer initializer = null)
        : this(ConstructHttpClient(), true, handler, lambdaBootstrapOptions, initializer)
    {
    }

    public LambdaBootstrap(HandlerWrapper handlerWrapper, LambdaBootstrapInitializer initializer = null)
        : this(ConstructHttpClient(), true, handlerWrapper.Handler, null, initializer)
    {
    }

    public LambdaBootstrap(HandlerWrapper handlerWrapper, LambdaBootstrapOptions lambdaBootstrapOptions, LambdaBootstrapInitializer initializer = null)
        : this(ConstructHttpClient(), true, handlerWrapper.Handler, lambdaBootstrapOptions, initializer)
    {
    }

    public LambdaBootstrap(HttpClient httpClient, HandlerWrapper handlerWrapper, LambdaBootstrapInitializer initializer = null)
        : this(httpClient, false, handlerWrapper.Handler, null, initializer)
    {
    }

    public LambdaBootstrap(HttpClient httpClient, HandlerWrapper handlerWrapper, LambdaBootstrapOptions lambdaBootstrapOptions, LambdaBootstrapInitializer initializer = null)
        : this(httpClient, false, handlerWrapper.Handler, lambdaBootstrapOptions, initializer)
    {
    }

    LambdaBootstrap(HttpClient httpClient, bool ownsHttpClient, LambdaBootstrapHandler handler, LambdaBootstrapOptions options, LambdaBootstrapInitializer initializer)
        : this(httpClient, ownsHttpClient, handler, options, initializer, new SystemEnvironmentVariables())
    {
    }

    internal LambdaBootstrap(HttpClient httpClient, bool ownsHttpClient, LambdaBootstrapHandler handler, LambdaBootstrapOptions options, LambdaBootstrapInitializer initializer, IEnvironmentVariables environment)
    {
        _httpClient = httpClient ?? throw new ArgumentNullException(nameof(httpClient));
        _handler = handler ?? throw new ArgumentNullException(nameof(handler));
        (_ownsHttpClient, _initializer, _environment) = (ownsHttpClient, initializer, environment);
        if (!ownsHttpClient) WaitForEver(httpClient);
        Client = new RuntimeApiClient(environment, httpClient, options?.RuntimeApiEndpoint);
    }

    internal RuntimeApiClient Client { get; }

    /// <summary>Runs until the token is cancelled, which on Lambda never happens.</summary>
    /// <exception cref="RuntimeApiClientException">The Runtime API is in a state from which this process cannot go on.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        HeapLimit.Apply(_environment);
        if (_initializer is not null) await InitializeAsync();
        if (_environment.GetEnvironmentVariable(LambdaEnvironment.InitializationType) == "snap-start") await SnapStart.RunAsync(Client, cancellationToken);

        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await InvokeOnceAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>One kept-alive connection to the Runtime API, without proxy, cookies, redirects or a time limit.</summary>
    public static HttpClient ConstructHttpClient() => RuntimeApiConnection.NewHttpClient();

    public void Dispose()
    {
        if (_ownsHttpClient) _httpClient.Dispose();
    }

    async Task InitializeAsync()
    {
        try
        {
            if (!await _initializer()) throw new InitializationRefusedException();
        }
        catch (Exception failure)
        {
            await Client.LastWordAsync(failure, () => Client.ReportInitializationErrorAsync(failure));
            throw;
        }
    }

    async Task InvokeOnceAsync(CancellationToken cancellationToken)
    {
        using var invocation = await Client.GetNextInvocationAsync(cancellationToken);
        var requestId = invocation.LambdaContext.AwsRequestId;
        InvocationResponse response = null;
        try
        {
            Exception failure = null;
            try
            {
                response = await _handler(invocation);
            }
            catch (Exception thrown)
            {
                Client.Log.Unhandled(failure = thrown);
            }

            // Without the token: what was done is told, whatever happens to the loop.
            if (failure is null) await Client.SendResponseAsync(requestId, response?.OutputStream, CancellationToken.None);
            else await Client.ReportInvocationErrorAsync(requestId, failure, CancellationToken.None);
        }
        catch (Exception failure) when (IsLost(failure))
        {
            if (CountLost(requestId) == MaxLostAnswers) throw;
            Client.Log.Problem(requestId, failure);
        }
        finally
        {
            if (response is { DisposeOutputStream: true, OutputStream: { } output }) await output.DisposeAsync();
        }
    }

    /// <summary>
    /// Refused with anything but 403 and 500: answered before, by another id, or too large; posting again would only be refused again.
    /// Or broken: nobody knows whether the answer arrived, and if not, <c>next</c> brings the same event again.
    /// </summary>
    static bool IsLost(Exception failure) => failure is RuntimeApiClientException refused
        ? refused.StatusCode is not 403 and < 500
        : RuntimeApiConnection.IsBroken(failure);

    int CountLost(string requestId)
    {
        _lost = (requestId, _lost.RequestId == requestId ? _lost.Count + 1 : 1);
        return _lost.Count;
    }

    static void WaitForEver(HttpClient httpClient)
    {
        try
        {
            httpClient.Timeout = Timeout.InfiniteTimeSpan;
        }
        catch (InvalidOperationException)
        {
            // It was used before and keeps its limit; `next` is asked for again after each.
        }
    }
}

sealed class InitializationRefusedException() : Exception("The initializer of the function returned false.");
