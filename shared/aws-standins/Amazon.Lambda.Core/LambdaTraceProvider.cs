namespace Amazon.Lambda.Core;

/// <summary>The X-Ray trace id of the invocation that is running.</summary>
public class LambdaTraceProvider
{
    // Concurrent invocations in one process need a value per async flow. One at a time must not have it:
    // an AsyncLocal set inside the runtime's async calls would be gone when they return.
    static readonly bool s_concurrent = Environment.GetEnvironmentVariable("AWS_LAMBDA_MAX_CONCURRENCY") is { Length: > 0 };
    static readonly AsyncLocal<string> s_ofThisFlow = new();
    static volatile string s_ofThisProcess;

    /// <value>What the runtime set, else the environment variable <c>_X_AMZN_TRACE_ID</c>, else <c>null</c>.</value>
    public static string CurrentTraceId => s_concurrent
        ? s_ofThisFlow.Value
        : s_ofThisProcess ?? Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID");

    /// <summary>Called by the runtime before each invocation; <c>null</c> forgets the last one.</summary>
    internal static void SetCurrentTraceId(string traceId)
    {
        if (s_concurrent)
            s_ofThisFlow.Value = traceId;
        else
            s_ofThisProcess = traceId;
    }
}
