using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Helpers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The function's log: one line an entry, text or JSON as <c>AWS_LAMBDA_LOG_FORMAT</c> says, from <c>AWS_LAMBDA_LOG_LEVEL</c> up.</summary>
/// <remarks>The official package also replaces placeholders of templates; here the arguments follow the message.</remarks>
sealed class ConsoleLog : ILambdaLogger, IConsoleLoggerWriter
{
    readonly TextWriter _output;
    readonly bool _json;
    readonly LogLevel _lowest;
    volatile IRuntimeApiHeaders _headers;

    public ConsoleLog(IEnvironmentVariables environment, TextWriter output)
    {
        _output = output;
        _json = string.Equals(environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_FORMAT"), "JSON", StringComparison.OrdinalIgnoreCase);
        _lowest = Level(environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL"), LogLevel.Information);
        LambdaLogger._loggingAction = message => _output.Write(message);
        LambdaLogger._loggingWithLevelAction = FormattedWriteLine;
        LambdaLogger._loggingWithLevelAndExceptionAction = FormattedWriteLine;
    }

    public void SetRuntimeHeaders(IRuntimeApiHeaders runtimeApiHeaders) => _headers = runtimeApiHeaders;

    public void Log(string message) => _output.Write(message);

    public void LogLine(string message) => FormattedWriteLine(message);

    public void Log(string level, string message) => FormattedWriteLine(level, message);

    public void Log(string level, Exception exception, string message, params object[] args) => FormattedWriteLine(level, exception, message, args);

    public void FormattedWriteLine(string message) => FormattedWriteLine(nameof(LogLevel.Information), message);

    public void FormattedWriteLine(string level, string message, params object[] args) => FormattedWriteLine(level, null, message, args);

    public void FormattedWriteLine(string level, Exception exception, string message, params object[] args)
    {
        var parsed = Level(level, LogLevel.Information);
        if (parsed < _lowest) return;
        if (args is { Length: > 0 }) message = $"{message} [{string.Join(", ", args)}]";
        _output.WriteLine(_json ? Json(parsed, exception, message) : Plain(parsed, exception, message));
    }

    /// <summary>What the handler or the initializer threw. The caller gets it too; the log is where it is looked for.</summary>
    public void Unhandled(Exception failure) => FormattedWriteLine(nameof(LogLevel.Error), failure, "The function failed.");

    /// <summary>An answer that was refused or lost on its way.</summary>
    public void Problem(string requestId, Exception problem) =>
        FormattedWriteLine(nameof(LogLevel.Warning), problem, $"The answer to {requestId} may not have arrived; asking for the next event.");

    string Plain(LogLevel level, Exception exception, string message)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{Now():yyyy-MM-ddTHH:mm:ss.fffZ}\t{_headers?.AwsRequestId}\t{Short(level)}\t{message}");
        // CloudWatch ends an entry at a newline; a carriage return keeps the lines of a stack together.
        return exception is null ? line : $"{line}\r{exception.ToString().ReplaceLineEndings("\r")}";
    }

    string Json(LogLevel level, Exception exception, string message)
    {
        var json = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp"u8, Now().UtcDateTime);
            writer.WriteString("level"u8, level.ToString());
            if (_headers?.AwsRequestId is { } requestId) writer.WriteString("requestId"u8, requestId);
            if (_headers?.TenantId is { } tenantId) writer.WriteString("tenantId"u8, tenantId);
            if (_headers?.TraceId is { } traceId) writer.WriteString("traceId"u8, traceId);
            writer.WriteString("message"u8, message);
            if (exception is not null)
            {
                writer.WriteString("errorType"u8, exception.GetType().Name);
                writer.WriteString("errorMessage"u8, ErrorJson.Message(exception));
                writer.WriteStartArray("stackTrace"u8);
                foreach (var frame in ErrorJson.Frames(exception)) writer.WriteStringValue(frame);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };

    /// <summary>The names of the API and those of the service's settings.</summary>
    static LogLevel Level(string name, LogLevel otherwise) => name?.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "INFO" or "INFORMATION" => LogLevel.Information,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" or "CRITICAL" => LogLevel.Critical,
        _ => otherwise,
    };
}
