namespace Amazon.Lambda.Core;

/// <summary>Logs from code that has no context at hand. Writes to the console until a runtime puts its own actions in.</summary>
public static class LambdaLogger
{
    // RuntimeSupport replaces these three when it starts: same names as the official fields.
    internal static Action<string> _loggingAction = Console.WriteLine;
    internal static Action<string, string, object[]> _loggingWithLevelAction =
        (level, message, args) => Console.WriteLine($"{level}: {PlainText.Of(message, args)}");
    internal static Action<string, Exception, string, object[]> _loggingWithLevelAndExceptionAction =
        (level, exception, message, args) => Console.WriteLine($"{level}: {PlainText.Of(message, args, exception)}");

    static Action<StructuredLoggingOptions> _configureStructuredLogging;
    static StructuredLoggingOptions _structuredLoggingOptions;

    public static void Log(string message) => _loggingAction(message);

    public static void Log(string level, string message, params object[] args) => _loggingWithLevelAction(level, message, args);

    public static void Log(LogLevel level, string message, params object[] args) => Log(level.ToString(), message, args);

    public static void Log(string level, Exception exception, string message, params object[] args) =>
        _loggingWithLevelAndExceptionAction(level, exception, message, args);

    public static void Log(LogLevel level, Exception exception, string message, params object[] args) =>
        Log(level.ToString(), exception, message, args);

    public static void ConfigureStructuredLogging(StructuredLoggingOptions options)
    {
        _structuredLoggingOptions = options;
        _configureStructuredLogging?.Invoke(options);
    }

    /// <summary>Called by the runtime. A function may configure its logging before the runtime starts, hence the replay.</summary>
    internal static void SetConfigureStructuredLoggingAction(Action<StructuredLoggingOptions> action)
    {
        _configureStructuredLogging = action;
        if (_structuredLoggingOptions is not null)
            action(_structuredLoggingOptions);
    }
}
