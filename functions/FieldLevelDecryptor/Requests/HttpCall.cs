using System.Text.Json;

namespace Sluice.FieldLevelDecryptor;

/// <summary>A request that came through an HTTP API or a function URL (payload format 2.0), and the answer in that form. Pure.</summary>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="Caller">ARN of who signed it; <c>null</c> where IAM did not ask.</param>
/// <param name="Body">What was sent.</param>
sealed record HttpCall(string Method, string? Caller, ReadOnlyMemory<byte> Body)
{
    /// <summary>Bytes of a body whose base64, with what stands around it, is within Lambda's limit.</summary>
    public const int MaxBodyBytes = (Settings.MaxAnswerBytes - 1024) / 4 * 3;

    /// <summary>Reads one.</summary>
    /// <param name="event">Any event.</param>
    /// <returns><c>null</c> where it is no such request.</returns>
    /// <exception cref="InvalidDataException">It is one of another payload format.</exception>
    public static HttpCall? Read(JsonElement @event)
    {
        if (@event.ValueKind != JsonValueKind.Object || !@event.TryGetProperty("requestContext", out var context) || context.ValueKind != JsonValueKind.Object) return null;
        if (!context.TryGetProperty("http", out var http) || !http.TryGetProperty("method", out var method)) throw new InvalidDataException("The request came through an API with payload format 1.0: use an HTTP API with format 2.0, or a function URL.");
        var caller = context.TryGetProperty("authorizer", out var authorizer) && authorizer.ValueKind == JsonValueKind.Object
            && authorizer.TryGetProperty("iam", out var iam) && iam.ValueKind == JsonValueKind.Object
            && iam.TryGetProperty("userArn", out var arn) ? arn.GetString() : null;
        return new(method.GetString() ?? "", string.IsNullOrEmpty(caller) ? null : caller, BodyOf(@event));
    }

    static byte[] BodyOf(JsonElement @event)
    {
        if (!@event.TryGetProperty("body", out var body) || body.GetString() is not { } text) return [];
        if (!(@event.TryGetProperty("isBase64Encoded", out var encoded) && encoded.GetBoolean())) return System.Text.Encoding.UTF8.GetBytes(text);
        return body.TryGetBytesFromBase64(out var bytes) ? bytes : throw new InvalidDataException("The request's body is not the base64 that isBase64Encoded says it is.");
    }

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
