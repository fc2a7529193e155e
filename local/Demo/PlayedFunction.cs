using System.Collections.Concurrent;

namespace Sluice.Local;

/// <summary>A function of the demo's stack: its process, its log, and what its invocations took.</summary>
sealed class PlayedFunction : IAsyncDisposable
{
    readonly LocalFunction _function;
    readonly StreamWriter _log;
    readonly ConcurrentQueue<string> _lines = new();
    readonly ConcurrentQueue<InvocationOutcome> _outcomes = new();

    /// <param name="logFile">Takes what the function logs; begun anew.</param>
    public PlayedFunction(FunctionSpec spec, Runnable runnable, LocalAws aws, string logFile, TimeProvider time)
    {
        Spec = spec;
        LogFile = logFile;
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        _log = new StreamWriter(logFile) { AutoFlush = true };
        var environment = new Dictionary<string, string>(runnable.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in spec.Environment.Append(spec.SaysWhoItIs).Concat(aws.Environment)) environment[name] = value;
        _function = new LocalFunction(new(spec.Name, runnable.Executable, [], environment, spec.Timeout, spec.MemoryMegabytes, spec.Arn, Log), time);
    }

    public FunctionSpec Spec { get; }

    public string LogFile { get; }

    /// <summary>What it logged so far, a line each.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public IReadOnlyCollection<InvocationOutcome> Outcomes => _outcomes;

    public async Task<InvocationOutcome> InvokeAsync(ReadOnlyMemory<byte> @event, CancellationToken cancellation)
    {
        var outcome = await _function.InvokeAsync(@event, cancellation);
        _outcomes.Enqueue(outcome);
        Log(_function.Report(outcome));
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        await _function.DisposeAsync();
        await _log.DisposeAsync();
    }

    // Called from several threads.
    void Log(string line)
    {
        _lines.Enqueue(line);
        lock (_log) _log.WriteLine(line);
    }
}
