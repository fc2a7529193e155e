namespace Amazon.Lambda.Core;

/// <summary>How grave a log line is. The numbers are those of Microsoft.Extensions.Logging.</summary>
public enum LogLevel
{
    Trace = 0,
    Debug = 1,
    Information = 2,
    Warning = 3,
    Error = 4,
    Critical = 5,
}
