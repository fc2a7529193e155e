using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>What is left out and what is redacted. Off unless set; every pattern runs in time linear to the message.</summary>
/// <param name="IncludeGroup">Only log groups in which it is found (<c>INCLUDE_LOG_GROUP</c>).</param>
/// <param name="ExcludeGroup">No log group in which it is found (<c>EXCLUDE_LOG_GROUP</c>).</param>
/// <param name="IncludeMessage">Only messages in which it is found (<c>INCLUDE_MESSAGE</c>).</param>
/// <param name="ExcludeMessage">No message in which it is found (<c>EXCLUDE_MESSAGE</c>).</param>
/// <param name="Redactions">Applied in order (<c>REDACT</c>, <c>REDACT_PATTERN</c>).</param>
sealed record Rules(Regex? IncludeGroup, Regex? ExcludeGroup, Regex? IncludeMessage, Regex? ExcludeMessage, Redaction[] Redactions)
{
    readonly ByteBuffer _plain = new(1024);
    readonly ByteBuffer _redacted = new(1024);

    public static Rules From(EnvironmentReader env) => new(
        env.Pattern("INCLUDE_LOG_GROUP"), env.Pattern("EXCLUDE_LOG_GROUP"),
        env.Pattern("INCLUDE_MESSAGE"), env.Pattern("EXCLUDE_MESSAGE"), Redaction.From(env));

    /// <summary>Whether a message has to be looked at, at all.</summary>
    public bool ReadMessages => IncludeMessage is not null || ExcludeMessage is not null || Redactions.Length > 0;

    /// <summary>The rule by which a log group is left out, or <c>null</c>.</summary>
    public string? DropsGroup(ReadOnlySpan<byte> logGroup)
    {
        if (IncludeGroup is null && ExcludeGroup is null) return null;
        var name = Encoding.UTF8.GetString(logGroup);
        if (ExcludeGroup?.IsMatch(name) == true) return "EXCLUDE_LOG_GROUP";
        return IncludeGroup?.IsMatch(name) == false ? "INCLUDE_LOG_GROUP" : null;
    }

    /// <summary>The rule by which an event is left out, or <c>null</c>; then also its message with what must not be seen taken out.</summary>
    /// <param name="logEvent">The event.</param>
    /// <param name="redacted">The changed message as UTF-8, valid until the next call.</param>
    /// <param name="isRedacted">Whether it was changed.</param>
    public string? Apply(in LogEvent logEvent, out ReadOnlySpan<byte> redacted, out bool isRedacted)
    {
        redacted = default;
        isRedacted = false;
        _plain.Clear();
        if (logEvent.MessageIsEscaped) JsonText.AppendUnescaped(logEvent.Message, _plain);
        else _plain.Append(logEvent.Message);
        var message = Encoding.UTF8.GetString(_plain.Written);

        if (ExcludeMessage?.IsMatch(message) == true) return "EXCLUDE_MESSAGE";
        if (IncludeMessage?.IsMatch(message) == false) return "INCLUDE_MESSAGE";

        var changed = message;
        foreach (var redaction in Redactions) changed = redaction.Apply(changed);
        if (ReferenceEquals(changed, message)) return null;
        _redacted.Clear();
        _redacted.Advance(Encoding.UTF8.GetBytes(changed, _redacted.GetSpan(Encoding.UTF8.GetMaxByteCount(changed.Length))));
        redacted = _redacted.Written;
        isRedacted = true;
        return null;
    }
}
