using System.Globalization;
using System.Security.Cryptography;

namespace Sluice.Local;

/// <summary>One execution environment: a process and the Runtime API that it talks to. It lives until the process dies or is killed.</summary>
sealed class Sandbox : IAsyncDisposable
{
    readonly LocalFunctionOptions _options;
    readonly TimeProvider _time;
    readonly RuntimeApi _api;
    readonly long _startedAt;

    Sandbox(LocalFunctionOptions options, TimeProvider time, RuntimeApi api, FunctionProcess process, long startedAt) =>
        (_options, _time, _api, Process, _startedAt) = (options, time, api, process, startedAt);

    public FunctionProcess Process { get; }

    public static async Task<Sandbox> StartAsync(LocalFunctionOptions options, TimeProvider time)
    {
        var api = await RuntimeApi.StartAsync();
        try
        {
            var environment = FunctionEnvironment.Of(options, api.Endpoint, time.GetUtcNow());
            var startedAt = time.GetTimestamp();
            return new(options, time, api, FunctionProcess.Start(options.Executable, options.Arguments, environment, options.OnLogLine), startedAt);
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }
    }

    public TimeSpan Age => _time.GetElapsedTime(_startedAt);

    /// <summary>Waits until the runtime asks for an event, says that it cannot start, or is gone.</summary>
    /// <returns>False if none of these happened within <paramref name="limit"/>.</returns>
    public async Task<bool> SettleAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var settled = await WithinAsync(Task.WhenAny(_api.Session.Idle, _api.Session.InitError, Process.Exit), limit, cancellation);
        _ = Process.PeakMemoryBytes;                                    // a process that dies in the invocation leaves no other trace of it
        return settled;
    }

    /// <summary>Waits until the process ends by itself.</summary>
    public Task<bool> ExitAsync(TimeSpan limit) => WithinAsync(Process.Exit, limit, CancellationToken.None);

    /// <summary>The runtime waits for an event.</summary>
    public bool IsReady => _api.Session.Idle.IsCompleted && !Process.IsGone;

    /// <summary>What the runtime posted instead of asking for its first event.</summary>
    public async Task<byte[]?> InitErrorAsync() => _api.Session.InitError.IsCompleted ? (await _api.Session.InitError).Body : null;

    /// <summary>Hands the event over and waits for the answer, the death of the process, or the limit.</summary>
    /// <returns>Null for both of the latter: <see cref="FunctionProcess.Exit"/> tells which.</returns>
    public async Task<RuntimeAnswer?> InvokeAsync(ReadOnlyMemory<byte> @event, string requestId, TimeSpan limit, CancellationToken cancellation)
    {
        var answer = _api.InvokeAsync(new(requestId, @event, _time.GetUtcNow() + limit, _options.InvokedFunctionArn) { TraceId = NewTraceId() }, CancellationToken.None);
        await WithinAsync(Task.WhenAny(answer, Process.Exit), limit, cancellation);
        return answer.IsCompleted ? await answer : null;
    }

    async Task<bool> WithinAsync(Task task, TimeSpan limit, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var first = await Task.WhenAny(task, Task.Delay(limit, _time, late.Token));
        await late.CancelAsync();
        if (first != task) cancellation.ThrowIfCancellationRequested();
        return first == task;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await _api.DisposeAsync();
    }

    string NewTraceId()
    {
        var hex = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        return string.Create(CultureInfo.InvariantCulture, $"Root=1-{_time.GetUtcNow().ToUnixTimeSeconds():x8}-{hex[..24]};Parent={hex[24..]};Sampled=1");
    }
}
