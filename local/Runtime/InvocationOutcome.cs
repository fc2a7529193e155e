namespace Sluice.Local;

/// <summary>How an invocation ended.</summary>
enum OutcomeKind
{
    /// <summary>The function answered.</summary>
    Succeeded,

    /// <summary>The function posted an error; the process lives on.</summary>
    FunctionError,

    /// <summary>The function was killed at its timeout.</summary>
    TimedOut,

    /// <summary>The process died before it answered.</summary>
    Exited,

    /// <summary>The process failed before it asked for its first event.</summary>
    InitFailed,

    /// <summary>The answer was larger than <see cref="RuntimeApi.MaxPayloadBytes"/>.</summary>
    ResponseTooLarge,
}

/// <summary>What the caller of an invocation gets, and what its REPORT line tells.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Payload">The answer's bytes, or the error's JSON, as the service would give it to the caller.</param>
/// <param name="RequestId">Of this invocation.</param>
/// <param name="Duration">From delivery of the event to the answer.</param>
/// <param name="InitDuration">From the start of the process to its first call of <c>next</c>; null if the process was there already.</param>
/// <param name="PeakMemoryBytes">The largest resident set of the process so far; 0 where the system does not tell.</param>
sealed record InvocationOutcome(
    OutcomeKind Kind,
    byte[] Payload,
    string RequestId,
    TimeSpan Duration,
    TimeSpan? InitDuration,
    long PeakMemoryBytes)
{
    /// <summary>What the process has used of the processor since it started, to the hundredth of a second; zero where the system does not tell.</summary>
    public TimeSpan ProcessorTime { get; init; }
}
