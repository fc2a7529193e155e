using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Tells findings that CreateSampleFindings made from real ones.</summary>
static class SampleMark
{
    /// <summary>Whether any of GuardDuty's marks is on it.</summary>
    /// <param name="info"><c>service.additionalInfo</c>: <c>{"sample":true}</c>, <c>{"value":"{\"sample\":true}","type":"default"}</c>, or both.</param>
    /// <param name="title">Of the finding; it begins with <c>[SAMPLE]</c>.</param>
    public static bool IsOn(JsonPart info, JsonPart title)
    {
        if (info["sample"u8].Flag == true) return true;
        var value = info["value"u8];
        if (value.IsObject) return value["sample"u8].Flag == true;
        if (value.IsString && value.PlainBytes() is var text && text.Span.IndexOf("sample"u8) >= 0 && IsOnIn(text)) return true;
        return title.Text.StartsWith("[SAMPLE]", StringComparison.Ordinal);
    }

    static bool IsOnIn(ReadOnlyMemory<byte> value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return new JsonPart(document.RootElement)["sample"u8].Flag == true;
        }
        catch (JsonException)
        {
            return false;       // additional information of another kind, which only mentions the word
        }
    }
}
