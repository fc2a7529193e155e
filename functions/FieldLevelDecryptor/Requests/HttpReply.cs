using System.Text.Json;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Answers through an HTTP API or a function URL (payload format 2.0). Pure.</summary>
static class HttpReply
{
    /// <summary>Bytes of a body whose base64, with what stands around it, is within Lambda's limit.</summary>
    public const int MaxBodyBytes = (Settings.MaxAnswerBytes - 1024) / 4 * 3;

    /// <summary>Writes an answer. The body goes as base64: as text, its escapes could double it beyond the limit.</summary>
    /// <param name="answer">Where to.</param>
    /// <param name="status">Of HTTP.</param>
    /// <param name="body">JSON.</param>
    public static void Write(ByteBuffer answer, int status, ReadOnlySpan<byte> body)
    {
        using var json = new Utf8JsonWriter(answer);
        json.WriteStartObject();
        json.WriteNumber("statusCode"u8, status);
        json.WriteStartObject("headers"u8);
        json.WriteString("content-type"u8, "application/json; charset=utf-8"u8);
        // Neither a browser nor a proxy is to keep what was secret.
        json.WriteString("cache-control"u8, "no-store"u8);
        json.WriteString("x-content-type-options"u8, "nosniff"u8);
        json.WriteEndObject();
        json.WriteBoolean("isBase64Encoded"u8, true);
        json.WriteBase64String("body"u8, body);
        json.WriteEndObject();
    }

    /// <summary>Writes an error.</summary>
    public static void WriteError(ByteBuffer answer, int status, string type, string message)
    {
        var body = new ByteBuffer(256);
        using (var json = new Utf8JsonWriter(body, FieldErrors.Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, type);
            json.WriteString("message"u8, message);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        Write(answer, status, body.Written);
    }
}
