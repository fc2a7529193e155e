using System.Collections.Concurrent;

namespace Sluice.Local;

/// <summary>A function of the stack: its process has the environment that moto holds, and credentials of its own role.</summary>
sealed class RehearsedFunction : IAsyncDisposable
{
    readonly PlayedFunction _played;
    readonly ConcurrentQueue<(InvocationOutcome Outcome, byte[] Event)> _fresh = new();

    public RehearsedFunction(string logicalId, string project, WiredFunction wired, Runnable runnable, LocalAws role, string logFile, TimeProvider time)
    {
        (LogicalId, Project, Wired, Aws) = (logicalId, project, wired, role);
        var environment = new Dictionary<string, string>(wired.Environment, StringComparer.Ordinal)
        {
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = wired.LogGroup,
            ["AWS_LAMBDA_LOG_FORMAT"] = wired.LogFormat,
        };
        if (wired.LogFormat == "JSON") environment["AWS_LAMBDA_LOG_LEVEL"] = wired.LogLevel;
        _played = new(
            new(logicalId, wired.Name, project, TimeSpan.FromSeconds(wired.TimeoutSeconds), wired.MemoryMegabytes, environment, wired.Arn),
            runnable, role, logFile, time);
    }

    public string LogicalId { get; }

    /// <summary>Under functions/; the samples have its name too.</summary>
    public string Project { get; }

    public WiredFunction Wired { get; }

    /// <summary>AWS as its role sees it.</summary>
    public LocalAws Aws { get; }

    public string LogFile => _played.LogFile;

    /// <summary>Events that failed each time and went to where the stack keeps them.</summary>
    public int Kept { get; set; }

    public async Task<InvocationOutcome> InvokeAsync(ReadOnlyMemory<byte> @event, CancellationToken cancellation)
    {
        var outcome = await _played.InvokeAsync(@event, cancellation);
        _fresh.Enqueue((outcome, @event.ToArray()));
        return outcome;
    }

    /// <summary>The invocations since the last time, each with its event.</summary>
    public IReadOnlyList<(InvocationOutcome Outcome, byte[] Event)> TakeFresh()
    {
        var taken = new List<(InvocationOutcome, byte[])>();
        while (_fresh.TryDequeue(out var one)) taken.Add(one);
        return taken;
    }

    public ValueTask DisposeAsync() => _played.DisposeAsync();
}
