namespace Sluice;

/// <summary>The levels of Lambda's JSON logging, least first.</summary>
public enum LogLevel : byte
{
    /// <summary>Everything, record by record.</summary>
    Trace,

    /// <summary>What helps to find a fault. May name objects and keys, never payloads.</summary>
    Debug,

    /// <summary>One line an invocation.</summary>
    Info,

    /// <summary>Something failed and is accounted for.</summary>
    Warn,

    /// <summary>The invocation failed.</summary>
    Error,

    /// <summary>The process cannot go on.</summary>
    Fatal,
}
