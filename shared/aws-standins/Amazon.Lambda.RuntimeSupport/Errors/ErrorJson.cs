using System.Buffers;
using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What the caller of the function gets to read: <c>{"errorType","errorMessage","stackTrace":[..],"cause":{..}}</c>.</summary>
/// <remarks>Bounded in every direction, so that an error about a large thing is not refused for being large itself.</remarks>
static class ErrorJson
{
    const int MaxMessageChars = 100_000, MaxFrames = 200, MaxFrameChars = 2_000, MaxCauses = 4;

    public static ReadOnlyMemory<byte> Of(Exception exception, string headerType)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(json))
        {
            if (exception is null)
            {
                writer.WriteStartObject();
                writer.WriteString("errorType"u8, headerType);
                writer.WriteString("errorMessage"u8, headerType);
                writer.WriteEndObject();
            }
            else
            {
                Write(writer, exception, MaxCauses);
            }
        }

        return json.WrittenMemory;
    }

    public static IEnumerable<string> Frames(Exception exception) =>
        (exception.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Take(MaxFrames).Select(frame => Cut(frame, MaxFrameChars));

    public static string Message(Exception exception) => Cut(exception.Message ?? "", MaxMessageChars);

    static void Write(Utf8JsonWriter writer, Exception exception, int causes)
    {
        writer.WriteStartObject();
        writer.WriteString("errorType"u8, exception is ResponseSizeTooLargeException ? "Function.ResponseSizeTooLarge" : exception.GetType().Name);
        writer.WriteString("errorMessage"u8, Message(exception));
        writer.WriteStartArray("stackTrace"u8);
        foreach (var frame in Frames(exception)) writer.WriteStringValue(frame);
        writer.WriteEndArray();
        if (exception.InnerException is { } inner && causes > 0)
        {
            writer.WritePropertyName("cause"u8);
            Write(writer, inner, causes - 1);
        }

        writer.WriteEndObject();
    }

    static string Cut(string text, int chars) => text.Length <= chars ? text : string.Concat(text.AsSpan(0, chars), "...");
}
