using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>What the environment asks of the function.</summary>
/// <param name="Format">What an event becomes (<c>OUTPUT_FORMAT</c>).</param>
/// <param name="Delimiter">What stands behind each event (<c>LINE_DELIMITER</c>), as UTF-8.</param>
/// <param name="Compress">Whether a record's output is a gzip member of its own (<c>OUTPUT_COMPRESSION=gzip</c>).</param>
/// <param name="EmbedJsonMessages">Whether a message that is JSON is written as JSON and not as a string (<c>EMBED_JSON_MESSAGES</c>).</param>
/// <param name="StaticFields">Members added to each JSON object (<c>STATIC_FIELDS</c>), as JSON without braces.</param>
/// <param name="SplunkHost">The host of HEC events, JSON-escaped; empty takes the log stream (<c>SPLUNK_HOST</c>).</param>
/// <param name="SplunkIndex">The index of HEC events, JSON-escaped; empty leaves it to the token (<c>SPLUNK_INDEX</c>).</param>
/// <param name="SourceTypes">The sourcetype of HEC events by log group, first match first (<c>SPLUNK_SOURCETYPES</c>).</param>
/// <param name="PartitionKeys">The keys for dynamic partitioning (<c>PARTITION_KEYS</c>); empty for none.</param>
/// <param name="Rules">What is left out or redacted.</param>
/// <param name="MaxInflatedBytes">Largest content of one record, bytes after decompression (<c>MAX_INFLATED_MEGABYTES</c>).</param>
/// <param name="MaxAnswerBytes">Largest answer, bytes of JSON (<c>MAX_ANSWER_BYTES</c>).</param>
/// <param name="Reingest">Whether what does not fit the answer goes back to the stream (<c>REINGEST</c>).</param>
/// <param name="ReplayTo">The delivery stream that failed records go back into: then the function takes S3 events (<c>REPLAY_TO</c>).</param>
sealed record Settings(
    OutputFormat Format, ReadOnlyMemory<byte> Delimiter, bool Compress, bool EmbedJsonMessages, ReadOnlyMemory<byte> StaticFields,
    ReadOnlyMemory<byte> SplunkHost, ReadOnlyMemory<byte> SplunkIndex, SourceTypes SourceTypes, PartitionKey[] PartitionKeys,
    Rules Rules, int MaxInflatedBytes, int MaxAnswerBytes, bool Reingest, string? ReplayTo)
{
    /// <summary>Lambda's limit on the answer of a synchronous invocation.</summary>
    public const int LambdaAnswerBytes = 6 * 1024 * 1024;

    /// <summary>What everything is when no variable is set: messages, one a line.</summary>
    public static Settings Default => From(new EnvironmentReader(_ => null));

    /// <summary>Reads the environment.</summary>
    /// <exception cref="SettingsException">Every mistake, once.</exception>
    public static Settings From(EnvironmentReader env)
    {
        var format = env.Choice("OUTPUT_FORMAT", OutputFormat.Message,
            ("message", OutputFormat.Message), ("envelope", OutputFormat.Envelope), ("splunk-hec", OutputFormat.SplunkHec), ("document", OutputFormat.Document));
        var compress = env.Choice("OUTPUT_COMPRESSION", false, ("none", false), ("gzip", true));
        if (compress && format is (OutputFormat.SplunkHec or OutputFormat.Document))
            env.Problem("OUTPUT_COMPRESSION='gzip' is for objects in S3: neither Splunk nor OpenSearch reads it, use message or envelope as OUTPUT_FORMAT");
        var fields = StaticFieldsOf(env);
        if (!fields.IsEmpty && format == OutputFormat.Message)
            env.Problem("STATIC_FIELDS needs an OUTPUT_FORMAT that is JSON: envelope, splunk-hec or document");
        return env.Complete(new Settings(
            Format: format,
            Delimiter: Encoding.UTF8.GetBytes(Regex.Unescape(env.Text("LINE_DELIMITER", "\n"))),
            Compress: compress,
            EmbedJsonMessages: env.Switch("EMBED_JSON_MESSAGES", false),
            StaticFields: fields,
            SplunkHost: Escaped(env.Text("SPLUNK_HOST", "")),
            SplunkIndex: Escaped(env.Text("SPLUNK_INDEX", "")),
            SourceTypes: SourceTypes.From(env),
            PartitionKeys: PartitionKey.From(env),
            Rules: Rules.From(env),
            MaxInflatedBytes: env.WholeNumber("MAX_INFLATED_MEGABYTES", fallback: 64, min: 1, max: 512) << 20,
            MaxAnswerBytes: env.WholeNumber("MAX_ANSWER_BYTES", fallback: LambdaAnswerBytes, min: 4096, max: LambdaAnswerBytes),
            Reingest: env.Switch("REINGEST", true),
            ReplayTo: env.Text("REPLAY_TO", "") is { Length: > 0 } stream ? stream : null));
    }

    /// <summary>The sourcetype for a log group.</summary>
    /// <param name="logGroup">As it stands in the JSON.</param>
    public ReadOnlyMemory<byte> SourceTypeOf(ReadOnlySpan<byte> logGroup) => SourceTypes.Of(Encoding.UTF8.GetString(logGroup));

    /// <summary><c>env=prod,team=edge</c> as <c>"env":"prod","team":"edge"</c>.</summary>
    static ReadOnlyMemory<byte> StaticFieldsOf(EnvironmentReader env)
    {
        var text = env.Text("STATIC_FIELDS", "");
        var json = new ByteBuffer();
        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                env.Problem($"STATIC_FIELDS='{text}' is not a list of name=value with commas between");
                return default;
            }
            if (json.Length > 0) json.Append((byte)',');
            JsonText.AppendQuoted(Encoding.UTF8.GetBytes(pair[..equals]), json);
            json.Append((byte)':');
            JsonText.AppendQuoted(Encoding.UTF8.GetBytes(pair[(equals + 1)..]), json);
        }
        return json.WrittenMemory;
    }

    static ReadOnlyMemory<byte> Escaped(string text)
    {
        var json = new ByteBuffer();
        JsonText.AppendQuoted(Encoding.UTF8.GetBytes(text), json);
        return json.WrittenMemory[1..^1];
    }
}
