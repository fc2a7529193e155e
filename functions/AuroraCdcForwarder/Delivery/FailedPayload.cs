using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>A payload that can never be delivered, as the failure queue keeps it: with the reason, and so that it can be sent again.</summary>
static class FailedPayload
{
    /// <summary>The member that tells these messages from others; its value is the payload's id.</summary>
    public const string Mark = "sluiceFailedChange";

    /// <summary>Bytes of a message. Source: SQS developer guide, "Message quotas"; queues may be set to less than 1 MiB, and by default are.</summary>
    public const int MaxBytes = 256 << 10;

    static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the message: <c>{"sluiceFailedChange":id,"reason","payload"|"text"|"payloadGzip"}</c>.</summary>
    /// <returns><c>null</c> where even its compressed form is too large for a message.</returns>
    public static string? Write(Payload payload, string reason)
    {
        var message = Write(payload, reason, packed: false);
        if (message.Length <= MaxBytes) return System.Text.Encoding.UTF8.GetString(message.Written);
        message = Write(payload, reason, packed: true);
        return message.Length <= MaxBytes ? System.Text.Encoding.UTF8.GetString(message.Written) : null;
    }

    static ByteBuffer Write(Payload payload, string reason, bool packed)
    {
        var buffer = new ByteBuffer();
        using var json = new Utf8JsonWriter(buffer, s_options);
        json.WriteStartObject();
        json.WriteString(Mark, payload.Id);
        json.WriteString("reason"u8, reason);
        if (packed) json.WriteBase64String("payloadGzip"u8, Gzip(payload));
        else if (payload.Text is { } text) json.WriteString("text"u8, text);
        else
        {
            json.WritePropertyName("payload"u8);
            // As it stands: a number must not pass through anything.
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(payload.Content), skipInputValidation: true);
        }
        json.WriteEndObject();
        json.Flush();
        return buffer;
    }

    static byte[] Gzip(Payload payload)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(payload.Text is { } text ? System.Text.Encoding.UTF8.GetBytes(text) : JsonMarshal.GetRawUtf8Value(payload.Content));
        return packed.ToArray();
    }
}
