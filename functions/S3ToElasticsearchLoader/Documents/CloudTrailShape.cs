using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>A CloudTrail event.</summary>
/// <remarks><c>requestParameters</c>, <c>responseElements</c>, <c>additionalEventData</c> and <c>serviceEventDetails</c> differ from API
/// to API, thousands of fields with conflicting types: each becomes one text that holds its JSON. Everything else stays as it is, and
/// <c>sourceIp</c> is <c>sourceIPAddress</c> where that is an address and not the name of a service. Source: CloudTrail user guide,
/// "CloudTrail record contents".</remarks>
sealed class CloudTrailShape : ObjectShape
{
    /// <inheritdoc/>
    protected override string? Member(ReadOnlySpan<byte> name, ref Utf8JsonReader json, ReadOnlySpan<byte> record, bool plain, DocumentWriter document)
    {
        if (name.SequenceEqual("eventTime"u8))
        {
            if (!TryTime(ref json, out var ticks)) return "its eventTime is not a time";
            document.Time = ticks;
        }
        if (name.SequenceEqual("requestParameters"u8) || name.SequenceEqual("responseElements"u8)
            || name.SequenceEqual("additionalEventData"u8) || name.SequenceEqual("serviceEventDetails"u8))
        {
            document.Name(name);
            JsonValue.AppendAsText(ref json, record, plain, document.Output, document.Scratch);
            return null;
        }
        if (name.SequenceEqual("sourceIPAddress"u8) && json.TokenType == JsonTokenType.String && Columns.IsIp(json.ValueSpan))
            document.Text("sourceIp"u8, json.ValueSpan);
        Copy(name, ref json, record, plain, document);
        return null;
    }

    /// <inheritdoc/>
    protected override string? Finish(DocumentWriter document) => document.Time == 0 ? "it has no eventTime: not a CloudTrail event" : null;
}
