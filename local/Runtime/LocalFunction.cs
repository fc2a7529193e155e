using System.Globalization;

namespace Sluice.Local;

/// <summary>One Lambda function as the service runs it: a process under a Runtime API of its own; one invocation at a time.</summary>
/// <remarks>
/// The process starts with the first invocation and lives on for the next; after a death or a kill the next invocation starts another.
/// Initialisation has ten seconds of its own. If they do not suffice the process is started once more within the function's timeout, as the
/// service does. The service also tries once more after a failed initialisation; this does not, for it would only say the same twice.
/// </remarks>
sealed class LocalFunction(LocalFunctionOptions options, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Source: Lambda's documentation, "the Init phase is limited to 10 seconds".</summary>
    static readonly TimeSpan InitLimit = TimeSpan.FromSeconds(10);

    readonly SemaphoreSlim _turn = new(1, 1);
    Sandbox? _sandbox;                                                  // guarded by _turn

    /// <summary>Runs the function on one event. Callers are served one after the other.</summary>
    /// <exception cref="FileNotFoundException">There is no such executable.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the process was killed, for nobody knows what it was about to do.</exception>
    public async Task<InvocationOutcome> InvokeAsync(ReadOnlyMemory<byte> @event, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await new Turn(this, Guid.NewGuid().ToString()).RunAsync(@event, cancellation);
        }
        catch
        {
            await EndSandboxAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The REPORT line of an invocation, as in the function's log on AWS.</summary>
    public string Report(InvocationOutcome outcome)
    {
        var billed = Math.Ceiling((outcome.Duration + (outcome.InitDuration ?? TimeSpan.Zero)).TotalMilliseconds);
        var line = string.Create(CultureInfo.InvariantCulture,
            $"REPORT RequestId: {outcome.RequestId}\tDuration: {outcome.Duration.TotalMilliseconds:F2} ms\tBilled Duration: {billed:F0} ms\tMemory Size: {options.MemoryMegabytes} MB\tMax Memory Used: {Math.Ceiling(outcome.PeakMemoryBytes / 1048576.0):F0} MB");
        return outcome.InitDuration is { } init ? line + string.Create(CultureInfo.InvariantCulture, $"\tInit Duration: {init.TotalMilliseconds:F2} ms") : line;
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        await EndSandboxAsync();
        _turn.Dispose();
    }

    async ValueTask EndSandboxAsync()
    {
        var ended = _sandbox;
        _sandbox = null;
        if (ended is not null) await ended.DisposeAsync();
    }

    /// <summary>One invocation.</summary>
    sealed class Turn(LocalFunction function, string requestId)
    {
        readonly LocalFunctionOptions _options = function.Options;
        readonly TimeProvider _time = function.Time;
        TimeSpan? _init;

        public async Task<InvocationOutcome> RunAsync(ReadOnlyMemory<byte> @event, CancellationToken cancellation)
        {
            var limit = _options.Timeout;
            // A process that answered may have ended since, or be ending: only one that asks for more is used again.
            if (function._sandbox is { } used && !(await used.SettleAsync(limit, cancellation) && used.IsReady)) await function.EndSandboxAsync();

            if (function._sandbox is null)
            {
                var sandbox = function._sandbox = await Sandbox.StartAsync(_options, _time);
                if (!await sandbox.SettleAsync(InitLimit, cancellation))
                {
                    await function.EndSandboxAsync();
                    sandbox = function._sandbox = await Sandbox.StartAsync(_options, _time);
                    if (!await sandbox.SettleAsync(limit, cancellation)) return await TimedOutAsync(sandbox, limit);
                    limit -= sandbox.Age;
                }
                else
                {
                    _init = sandbox.Age;
                }

                if (!sandbox.IsReady) return await InitFailedAsync(sandbox);
            }

            return await InvokeAsync(function._sandbox, @event, limit, cancellation);
        }

        async Task<InvocationOutcome> InvokeAsync(Sandbox sandbox, ReadOnlyMemory<byte> @event, TimeSpan limit, CancellationToken cancellation)
        {
            var from = _time.GetTimestamp();
            var answer = await sandbox.InvokeAsync(@event, requestId, limit, cancellation);
            var duration = _time.GetElapsedTime(from);
            if (answer is null && sandbox.Process.Exit.IsCompleted) return await ExitedAsync(sandbox, duration);
            if (answer is null) return await TimedOutAsync(sandbox, duration > limit ? duration : limit);

            var peak = sandbox.Process.PeakMemoryBytes;
            await sandbox.Process.DrainLogAsync();
            return new(KindOf(answer), answer.Body, requestId, duration, _init, peak) { ProcessorTime = sandbox.Process.ProcessorTime };
        }

        /// <summary>A runtime that measures its answer posts an error instead; to the caller that is the same.</summary>
        static OutcomeKind KindOf(RuntimeAnswer answer) => answer switch
        {
            { Kind: AnswerKind.Response } => OutcomeKind.Succeeded,
            { ErrorType: ErrorTypes.ResponseSizeTooLarge } => OutcomeKind.ResponseTooLarge,
            _ => OutcomeKind.FunctionError,
        };

        async Task<InvocationOutcome> TimedOutAsync(Sandbox sandbox, TimeSpan duration)
        {
            await sandbox.Process.KillAsync();
            var message = string.Create(CultureInfo.InvariantCulture,
                $"{_time.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {requestId} Task timed out after {_options.Timeout.TotalSeconds:F2} seconds");
            return await EndAsync(sandbox, OutcomeKind.TimedOut, message, "Sandbox.Timedout", duration);
        }

        async Task<InvocationOutcome> ExitedAsync(Sandbox sandbox, TimeSpan duration)
        {
            await sandbox.Process.KillAsync();
            return await EndAsync(sandbox, OutcomeKind.Exited, $"RequestId: {requestId} Error: {sandbox.Process.ExitText()}", ErrorTypes.ExitError, duration);
        }

        async Task<InvocationOutcome> InitFailedAsync(Sandbox sandbox)
        {
            if (await sandbox.InitErrorAsync() is not { } posted)
            {
                await sandbox.Process.KillAsync();
                return await EndAsync(sandbox, OutcomeKind.InitFailed, $"RequestId: {requestId} Error: {sandbox.Process.ExitText()}", ErrorTypes.ExitError, TimeSpan.Zero);
            }

            // It has told why; it ends by itself, and what it still logs is worth having.
            await sandbox.ExitAsync(InitLimit);
            await sandbox.Process.DrainLogAsync();
            var peak = sandbox.Process.PeakMemoryBytes;
            await function.EndSandboxAsync();
            return new(OutcomeKind.InitFailed, posted, requestId, TimeSpan.Zero, _init, peak);
        }

        /// <summary>The process is dead. The log tells why, as on AWS, and the caller gets the same words.</summary>
        async Task<InvocationOutcome> EndAsync(Sandbox sandbox, OutcomeKind kind, string message, string type, TimeSpan duration)
        {
            _options.OnLogLine(message);
            var peak = sandbox.Process.PeakMemoryBytes;
            await function.EndSandboxAsync();
            return new(kind, RuntimeApiReply.ErrorJson(message, type), requestId, duration, _init, peak);
        }
    }

    LocalFunctionOptions Options => options;

    TimeProvider Time => time;
}
