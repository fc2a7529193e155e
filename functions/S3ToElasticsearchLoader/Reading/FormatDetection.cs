using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Finds out what an object holds: by its first lines where they are unmistakable, else by its key.</summary>
/// <remarks>Several lines are looked at, so that one bad line at the start does not decide for the rest.</remarks>
static class FormatDetection
{
    const int LinesLookedAt = 20;

    /// <summary>The format of an object.</summary>
    /// <param name="head">The start of its content, decompressed.</param>
    /// <param name="key">Its key.</param>
    public static LogFormat Of(ReadOnlySpan<byte> head, string key)
    {
        var start = head.TrimStart(" \t\r\n"u8);
        var isJson = start is [(byte)'{' or (byte)'[', ..];
        if (key.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || key.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase)
            || key.EndsWith(".csv.zst", StringComparison.OrdinalIgnoreCase)) return LogFormat.Csv;
        var rest = start;
        for (var i = 0; i < LinesLookedAt && !rest.IsEmpty; i++)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = (end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r');
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.IsEmpty) continue;
            var found = isJson ? OfJson(line) : OfLine(line);
            if (found != LogFormat.Auto) return found;
        }
        // Objects over several lines.
        if (isJson && OfJson(start[..Math.Min(start.Length, 4096)]) is not LogFormat.Auto and var kind) return kind;
        return ByKey(key, isJson);
    }

    /// <summary>Whether the content is a JSON object a line, or several: then a broken one ends with its line.</summary>
    public static bool HasObjectsInLines(ReadOnlySpan<byte> head, bool ended)
    {
        for (var i = 0; i < LinesLookedAt; i++)
        {
            var end = head.IndexOf((byte)'\n');
            if (end < 0 && !ended) return false;
            var line = end < 0 ? head : head[..end];
            if (line is [(byte)'{', ..] && IsWholeObject(line)) return !IsRecordsFrame(line);
            if (line is [(byte)'[', ..] || end < 0) return false;
            head = head[(end + 1)..];
        }
        return false;
    }

    static bool IsRecordsFrame(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        json.Read();
        return json.Read() && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("Records"u8);
    }

    static bool IsWholeObject(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            return json.Read() && json.TrySkip();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static LogFormat OfJson(ReadOnlySpan<byte> line) =>
        line.IndexOf("\"webaclId\""u8) >= 0 && line.IndexOf("\"logEvents\""u8) < 0 ? LogFormat.Waf
        : line.IndexOf("\"eventVersion\""u8) >= 0 && line.IndexOf("\"eventSource\""u8) >= 0 && line.IndexOf("\"logEvents\""u8) < 0 ? LogFormat.CloudTrail
        : line.IndexOf("\"logEvents\""u8) >= 0 && line.IndexOf("\"messageType\""u8) >= 0 ? LogFormat.CloudWatch
        : LogFormat.Auto;

    static LogFormat OfLine(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("#Version:"u8) || line.StartsWith("#Fields:"u8)) return LogFormat.CloudFront;
        if (VpcFlowShape.IsHeader(line)) return LogFormat.VpcFlow;
        Span<Range> parts = stackalloc Range[16];
        var count = Columns.Split(line, (byte)' ', parts);
        if (count < 7) return LogFormat.Auto;
        var first = line[parts[0]];
        var second = line[parts[1]];
        var third = line[parts[2]];
        if (count == 14 && first is [(byte)'2'] && (line[parts[13]].SequenceEqual("OK"u8) || line[parts[13]].SequenceEqual("NODATA"u8)
            || line[parts[13]].SequenceEqual("SKIPDATA"u8))) return LogFormat.VpcFlow;
        if (first.SequenceEqual("tls"u8) && TimeText.TryParse(third, out _)) return LogFormat.Nlb;
        if ((first.StartsWith("http"u8) || first.StartsWith("ws"u8) || first.SequenceEqual("h2"u8) || first.SequenceEqual("grpcs"u8))
            && second is [_, _, _, _, (byte)'-', ..] && TimeText.TryParse(second, out _)) return LogFormat.Alb;
        if (first.Length == 64 && third is [(byte)'[', ..]) return LogFormat.S3Access;
        var bracket = line.IndexOf((byte)'[');
        return bracket > 0 && TimeText.TryClf(Bracketed(line[bracket..]), out _) && line[bracket..].IndexOf("] \""u8) > 0
            ? LogFormat.Apache : LogFormat.Auto;
    }

    static ReadOnlySpan<byte> Bracketed(ReadOnlySpan<byte> text) => text.IndexOf((byte)']') is > 0 and var end ? text[1..end] : default;

    static LogFormat ByKey(string key, bool isJson)
    {
        if (isJson)
        {
            return key.Contains("aws-waf-logs-", StringComparison.Ordinal) || key.Contains("/WAFLogs/", StringComparison.Ordinal) ? LogFormat.Waf
                : key.Contains("/CloudTrail/", StringComparison.Ordinal) ? LogFormat.CloudTrail : LogFormat.Json;
        }
        return key.Contains("/vpcflowlogs/", StringComparison.Ordinal) ? LogFormat.VpcFlow : LogFormat.Lines;
    }
}
