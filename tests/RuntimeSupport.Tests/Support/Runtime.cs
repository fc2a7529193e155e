using System.Collections;
using System.Collections.Concurrent;
using System.Text;
using Amazon.Lambda.RuntimeSupport;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>The runtime client in this process, under a Runtime API with a script of faults.</summary>
sealed class Runtime : IAsyncDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly HttpClient? _httpClient;
    int _requests;

    Runtime(RuntimeApi api, FakeEnvironment environment, ConcurrentQueue<RuntimeApiCall> calls, LambdaBootstrapHandler handler, LambdaBootstrapInitializer? initializer, HttpClient? httpClient)
    {
        (Api, Environment, Calls) = (api, environment, calls);
        _httpClient = httpClient ?? LambdaBootstrap.ConstructHttpClient();
        Running = new LambdaBootstrap(_httpClient, httpClient is null, handler, null, initializer, environment).RunAsync(_stop.Token);
    }

    public RuntimeApi Api { get; }

    public FakeEnvironment Environment { get; }

    /// <summary>All that were made, also those that a fault was played on.</summary>
    public ConcurrentQueue<RuntimeApiCall> Calls { get; }

    /// <summary>The loop. Completes when the process would end.</summary>
    public Task Running { get; }

    public static async Task<Runtime> StartAsync(
        LambdaBootstrapHandler handler, Func<RuntimeApiCall, RuntimeApiFault?>? script = null, LambdaBootstrapInitializer? initializer = null,
        RuntimeApiOptions? options = null, HttpClient? httpClient = null, params (string Name, string Value)[] environment)
    {
        var calls = new ConcurrentQueue<RuntimeApiCall>();
        var api = await RuntimeApi.StartAsync((options ?? new()) with
        {
            Script = call =>
            {
                calls.Enqueue(call);
                return script?.Invoke(call);
            },
        });
        var variables = new FakeEnvironment { ["AWS_LAMBDA_RUNTIME_API"] = api.Endpoint };
        foreach (var (name, value) in environment) variables[name] = value;
        return new(api, variables, calls, handler, initializer, httpClient);
    }

    /// <summary>Gives an event and waits for what is posted; fails if the loop ends first.</summary>
    public async Task<RuntimeAnswer> InvokeAsync(string @event = "{}", Func<RuntimeInvocation, RuntimeInvocation>? with = null)
    {
        var invocation = new RuntimeInvocation($"request-{++_requests}", Encoding.UTF8.GetBytes(@event), TimeProvider.System.GetUtcNow().AddMinutes(1), "arn:aws:lambda:eu-west-1:123456789012:function:f");
        var answer = Api.InvokeAsync(with?.Invoke(invocation) ?? invocation, _stop.Token);
        if (await Task.WhenAny(answer, Running) == Running) await Running;
        return await answer;
    }

    /// <summary>The event is offered; the loop is expected to end.</summary>
    public void Offer(string @event = "{}") =>
        _ = Api.InvokeAsync(new($"request-{++_requests}", Encoding.UTF8.GetBytes(@event), TimeProvider.System.GetUtcNow().AddMinutes(1), "arn"), CancellationToken.None);

    public int Count(RuntimeApiOperation operation) => Calls.Count(call => call.Operation == operation);

    public static Task<InvocationResponse> Echo(InvocationRequest request) => Task.FromResult(new InvocationResponse(request.InputStream));

    public static string Text(RuntimeAnswer answer) => Encoding.UTF8.GetString(answer.Body);

    public static string Text(InvocationRequest request) => Encoding.UTF8.GetString(((MemoryStream)request.InputStream).ToArray());

    public static InvocationResponse Respond(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Running;
        }
        catch (Exception expected) when (expected is RuntimeApiClientException or OperationCanceledException || Running.IsFaulted)
        {
            // A test that expects the loop to fail has looked at it itself.
        }

        await Api.DisposeAsync();
        _httpClient?.Dispose();
        _stop.Dispose();
    }
}

/// <summary>The variables of one runtime: tests run side by side in one process.</summary>
sealed class FakeEnvironment : IEnvironmentVariables
{
    readonly ConcurrentDictionary<string, string> _variables = new(StringComparer.Ordinal);

    public string? this[string name]
    {
        get => _variables.GetValueOrDefault(name);
        set => SetEnvironmentVariable(name, value);
    }

    public void SetEnvironmentVariable(string variable, string? value)
    {
        if (value is null) _variables.TryRemove(variable, out _);
        else _variables[variable] = value;
    }

    public string? GetEnvironmentVariable(string variable) => _variables.GetValueOrDefault(variable);

    public IDictionary GetEnvironmentVariables() => _variables;
}
