using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>A finding as it came.</summary>
static class RawJson
{
    /// <summary>The object on one line; empty where it is none. Written anew only where it has line breaks, or characters that SQS and SNS refuse (U+FFFE, U+FFFF).</summary>
    public static byte[] OneLine(ReadOnlyMemory<byte> raw)
    {
        if (raw.Span.Trim(" \t\r\n"u8) is not [(byte)'{', .., (byte)'}']) return [];
        try
        {
            if (raw.Span.IndexOfAny((byte)'\n', (byte)'\r') < 0 && raw.Span.IndexOf([(byte)0xEF, (byte)0xBF]) < 0 && IsJson(raw.Span)) return raw.ToArray();
            using var document = JsonDocument.Parse(raw);
            return JsonBody.Write(document.RootElement, static (json, finding) => finding.WriteTo(json));
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            return [];      // the normalised form says what is known
        }
    }

    static bool IsJson(ReadOnlySpan<byte> raw)
    {
        var json = new Utf8JsonReader(raw);
        while (json.Read()) { }
        return true;
    }
}
