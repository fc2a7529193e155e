namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>What an event becomes.</summary>
enum OutputFormat : byte
{
    /// <summary>The message and the delimiter.</summary>
    Message,

    /// <summary>One JSON object an event, with where it came from.</summary>
    Envelope,

    /// <summary>One event of Splunk's HTTP Event Collector, for its event endpoint.</summary>
    SplunkHec,

    /// <summary>One JSON object a record, for destinations that take one document a record, such as OpenSearch.</summary>
    Document,
}

/// <summary>Writes events in the format that the settings ask for: pure, straight from the JSON they came in.</summary>
/// <remarks>Texts go from JSON to JSON in their escaped form, so that nothing is unescaped only to be escaped again.</remarks>
sealed class EventWriter(Settings settings)
{
    readonly ByteBuffer _plain = new(4096);
    ReadOnlyMemory<byte> _sourceType;       // of the document begun

    /// <summary>What stands before the first event of a document.</summary>
    public void BeginDocument(in Envelope envelope, ByteBuffer output)
    {
        if (settings.Format == OutputFormat.SplunkHec) _sourceType = settings.SourceTypeOf(envelope.LogGroup);
        if (settings.Format != OutputFormat.Document) return;
        output.Append((byte)'{');
        AppendSource(envelope, output);
        AppendStaticFields(output);
        output.Append(",\"logEvents\":["u8);
    }

    /// <summary>What stands behind the last event of a document.</summary>
    public void EndDocument(ByteBuffer output)
    {
        if (settings.Format != OutputFormat.Document) return;
        if (output.Written[^1] == ',') output.Truncate(output.Length - 1);
        output.Append("]}"u8);
    }

    /// <summary>Bytes that <see cref="EndDocument"/> may add.</summary>
    public int EndBytes => settings.Format == OutputFormat.Document ? 2 : 0;

    /// <summary>Writes one event.</summary>
    /// <param name="envelope">Where it came from.</param>
    /// <param name="logEvent">The event.</param>
    /// <param name="redacted">The message in plain text where a rule changed it; else empty and the event's own is taken.</param>
    /// <param name="isRedacted">Whether a rule changed it.</param>
    /// <param name="output">Gets it.</param>
    public void Write(in Envelope envelope, in LogEvent logEvent, ReadOnlySpan<byte> redacted, bool isRedacted, ByteBuffer output)
    {
        switch (settings.Format)
        {
            case OutputFormat.Message:
                if (isRedacted) output.Append(redacted);
                else AppendPlain(logEvent, output);
                output.Append(settings.Delimiter.Span);
                break;
            case OutputFormat.Envelope:
                output.Append((byte)'{');
                AppendSource(envelope, output);
                AppendStaticFields(output);
                output.Append((byte)',');
                AppendEvent(logEvent, redacted, isRedacted, output);
                output.Append((byte)'}');
                output.Append(settings.Delimiter.Span);
                break;
            case OutputFormat.SplunkHec:
                AppendHec(envelope, logEvent, redacted, isRedacted, output);
                output.Append(settings.Delimiter.Span);
                break;
            case OutputFormat.Document:
                output.Append((byte)'{');
                AppendEvent(logEvent, redacted, isRedacted, output);
                output.Append("},"u8);
                break;
        }
    }

    static void AppendSource(in Envelope envelope, ByteBuffer output)
    {
        output.Append("\"owner\":\""u8);
        output.Append(envelope.Owner);
        output.Append("\",\"logGroup\":\""u8);
        output.Append(envelope.LogGroup);
        output.Append("\",\"logStream\":\""u8);
        output.Append(envelope.LogStream);
        output.Append("\",\"subscriptionFilters\":"u8);
        output.Append(envelope.SubscriptionFilters.IsEmpty ? "[]"u8 : envelope.SubscriptionFilters);
    }

    void AppendStaticFields(ByteBuffer output)
    {
        if (settings.StaticFields.IsEmpty) return;
        output.Append((byte)',');
        output.Append(settings.StaticFields.Span);
    }

    void AppendEvent(in LogEvent logEvent, ReadOnlySpan<byte> redacted, bool isRedacted, ByteBuffer output)
    {
        output.Append("\"id\":\""u8);
        output.Append(logEvent.Id);
        output.Append("\",\"timestamp\":"u8);
        output.Append(logEvent.Timestamp.IsEmpty ? "null"u8 : logEvent.Timestamp);
        if (!logEvent.ExtractedFields.IsEmpty)
        {
            output.Append(",\"extractedFields\":"u8);
            output.Append(logEvent.ExtractedFields);
        }
        output.Append(",\"message\":"u8);
        AppendMessage(logEvent, redacted, isRedacted, output);
    }

    void AppendHec(in Envelope envelope, in LogEvent logEvent, ReadOnlySpan<byte> redacted, bool isRedacted, ByteBuffer output)
    {
        output.Append((byte)'{');
        AppendTime(logEvent.Timestamp, output);
        // Splunk has defaults for what is left out, but none for what is blank.
        AppendText("\"host\":\""u8, settings.SplunkHost.IsEmpty ? envelope.LogStream : settings.SplunkHost.Span, output);
        AppendText("\"source\":\""u8, envelope.LogGroup, output);
        output.Append("\"sourcetype\":\""u8);
        output.Append(_sourceType.Span);
        if (!settings.SplunkIndex.IsEmpty)
        {
            output.Append("\",\"index\":\""u8);
            output.Append(settings.SplunkIndex.Span);
        }
        // The log group is the source already, and the log stream the host unless another was set.
        output.Append("\",\"fields\":{\"owner\":\""u8);
        output.Append(envelope.Owner);
        if (!settings.SplunkHost.IsEmpty)
        {
            output.Append("\",\"logStream\":\""u8);
            output.Append(envelope.LogStream);
        }
        output.Append("\",\"id\":\""u8);
        output.Append(logEvent.Id);
        output.Append((byte)'"');
        AppendStaticFields(output);
        output.Append("},\"event\":"u8);
        AppendMessage(logEvent, redacted, isRedacted, output);
        output.Append((byte)'}');
    }

    /// <summary>The message as a JSON value: a string, or the JSON that it holds where that is asked for.</summary>
    void AppendMessage(in LogEvent logEvent, ReadOnlySpan<byte> redacted, bool isRedacted, ByteBuffer output)
    {
        if (settings.EmbedJsonMessages)
        {
            _plain.Clear();
            if (isRedacted) _plain.Append(redacted);
            else AppendPlain(logEvent, _plain);
            if (JsonText.IsObjectOrArray(_plain.Written))
            {
                // Line ends in JSON stand between its tokens only; as spaces they keep one event on one line.
                _plain.Written.Replace((byte)'\n', (byte)' ');
                _plain.Written.Replace((byte)'\r', (byte)' ');
                output.Append(_plain.Written);
                return;
            }
        }
        if (isRedacted)
        {
            JsonText.AppendQuoted(redacted, output);
            return;
        }
        output.Append((byte)'"');
        output.Append(logEvent.Message);
        output.Append((byte)'"');
    }

    static void AppendPlain(in LogEvent logEvent, ByteBuffer output)
    {
        if (logEvent.MessageIsEscaped) JsonText.AppendUnescaped(logEvent.Message, output);
        else output.Append(logEvent.Message);
    }

    static void AppendText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ByteBuffer output)
    {
        if (value.IsEmpty) return;
        output.Append(name);
        output.Append(value);
        output.Append("\","u8);
    }

    /// <summary>Milliseconds as they stand in the JSON, in seconds: <c>1510109208016</c> → <c>1510109208.016</c>. What is no time is left
    /// out: Splunk then takes that of arrival.</summary>
    static void AppendTime(ReadOnlySpan<byte> milliseconds, ByteBuffer output)
    {
        if (milliseconds.IsEmpty || milliseconds.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return;
        output.Append("\"time\":"u8);
        if (milliseconds.Length > 3) output.Append(milliseconds[..^3]);
        else output.Append((byte)'0');
        output.Append((byte)'.');
        for (var missing = milliseconds.Length; missing < 3; missing++) output.Append((byte)'0');
        output.Append(milliseconds[Math.Max(0, milliseconds.Length - 3)..]);
        output.Append((byte)',');
    }
}
