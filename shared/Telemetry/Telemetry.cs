using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice;

/// <summary>Writes structured log lines that are metrics too: one JSON object a line, in CloudWatch's embedded metric format.</summary>
/// <remarks>A line has <c>level</c>, <c>timestamp</c> (RFC 3339), <c>requestId</c> while an invocation runs, <c>function</c>,
/// <c>message</c> and the given fields. Without <c>level</c> CloudWatch would take each line for INFO. Lines below
/// <c>AWS_LAMBDA_LOG_LEVEL</c> are not written. Payloads and secrets have no business in a field.</remarks>
public sealed class Telemetry(string function, Stream output, LogLevel least, TimeProvider time)
{
    // The default encoder would turn every quote and umlaut of a message into six characters.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    readonly Lock _gate = new();
    readonly ByteBuffer _line = new(2048);     // guarded by _gate
    string? _requestId;

    /// <summary>The namespace of the metrics in CloudWatch.</summary>
    public const string MetricNamespace = "Sluice";

    /// <summary>The clock of the lines.</summary>
    public TimeProvider Time => time;

    /// <summary>To standard output, from the level that <c>AWS_LAMBDA_LOG_LEVEL</c> names.</summary>
    /// <param name="project">What the lines and metrics are of where Lambda gives no name.</param>
    public static Telemetry ToStandardOutput(string project) => new(
        FunctionOf(Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME"), project), Console.OpenStandardOutput(),
        LevelOf(Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL")), TimeProvider.System);

    /// <summary>The name in Lambda tells two stacks of one account apart, and two functions that one project serves.</summary>
    public static string FunctionOf(string? nameInLambda, string project) => nameInLambda is { Length: > 0 } ? nameInLambda : project;

    /// <summary>Nowhere, for tests of something else.</summary>
    public static Telemetry None { get; } = new("none", Stream.Null, LogLevel.Fatal, TimeProvider.System);

    /// <summary>Whether a line of this level is written.</summary>
    public bool Writes(LogLevel level) => level >= least;

    /// <summary>Lines from now on belong to this invocation; <c>null</c> ends it.</summary>
    public void Invocation(string? requestId) => _requestId = requestId;

    /// <summary>The line of an invocation that went as it should.</summary>
    public void Info(string message, params ReadOnlySpan<Field> fields) => Write(LogLevel.Info, message, null, fields);

    /// <summary>The line of something that failed and is accounted for.</summary>
    public void Warn(string message, params ReadOnlySpan<Field> fields) => Write(LogLevel.Warn, message, null, fields);

    /// <summary>The line of an invocation that failed.</summary>
    public void Error(string message, Exception? failure, params ReadOnlySpan<Field> fields) => Write(LogLevel.Error, message, failure, fields);

    /// <summary>A line that helps to find a fault.</summary>
    public void Debug(string message, params ReadOnlySpan<Field> fields) => Write(LogLevel.Debug, message, null, fields);

    /// <summary>Writes one line, if its level is wanted.</summary>
    public void Write(LogLevel level, string message, Exception? failure, params ReadOnlySpan<Field> fields)
    {
        if (!Writes(level)) return;
        lock (_gate)
        {
            _line.Clear();
            using (var json = new Utf8JsonWriter(_line, Options)) WriteLine(json, level, message, failure, fields);
            _line.Append((byte)'\n');
            output.Write(_line.Written);     // one write a line: lines cannot interleave
            output.Flush();
        }
    }

    void WriteLine(Utf8JsonWriter json, LogLevel level, string message, Exception? failure, ReadOnlySpan<Field> fields)
    {
        var now = time.GetUtcNow();
        json.WriteStartObject();
        json.WriteString("level"u8, NameOf(level));
        json.WriteString("timestamp"u8, now.UtcDateTime);
        if (_requestId is { } requestId) json.WriteString("requestId"u8, requestId);
        json.WriteString("function"u8, function);
        json.WriteString("message"u8, message);
        foreach (ref readonly var field in fields) field.WriteTo(json);
        if (failure is not null)
        {
            json.WriteString("errorType"u8, failure.GetType().Name);
            json.WriteString("errorMessage"u8, failure.Message);
            if (Writes(LogLevel.Debug) && failure.StackTrace is { } stack) json.WriteString("stackTrace"u8, stack);
        }
        WriteMetricDirective(json, now, fields);
        json.WriteEndObject();
    }

    /// <summary>The <c>_aws</c> object: which of the line's members are metrics, and in which unit.</summary>
    /// <remarks>Source: CloudWatch embedded metric format specification. Every name must be a member of the root, which
    /// <see cref="WriteLine"/> wrote from the same fields.</remarks>
    static void WriteMetricDirective(Utf8JsonWriter json, DateTimeOffset now, ReadOnlySpan<Field> fields)
    {
        var metrics = false;
        foreach (ref readonly var field in fields) metrics |= field.Unit is not null;
        if (!metrics) return;

        json.WriteStartObject("_aws"u8);
        json.WriteNumber("Timestamp"u8, now.ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics"u8);
        json.WriteStartObject();
        json.WriteString("Namespace"u8, MetricNamespace);
        json.WriteStartArray("Dimensions"u8);
        json.WriteStartArray();
        json.WriteStringValue("function"u8);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics"u8);
        foreach (ref readonly var field in fields)
        {
            if (field.Unit is null) continue;
            json.WriteStartObject();
            json.WriteString("Name"u8, field.Name);
            json.WriteString("Unit"u8, field.Unit);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Info => "INFO",
        LogLevel.Warn => "WARN",
        LogLevel.Error => "ERROR",
        _ => "FATAL",
    };

    /// <summary>The level that a text names; INFO for none and for what is no level, as Lambda does.</summary>
    public static LogLevel LevelOf(string? text) => text?.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARN" => LogLevel.Warn,
        "ERROR" => LogLevel.Error,
        "FATAL" => LogLevel.Fatal,
        _ => LogLevel.Info,
    };
}
