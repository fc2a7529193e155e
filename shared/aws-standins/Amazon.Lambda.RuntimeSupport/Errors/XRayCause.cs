using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The same error as X-Ray shows it, on one line of ASCII: it travels as a header.</summary>
static class XRayCause
{
    /// <summary>A header that is too large loses the whole answer; this fits the limits of every server in use.</summary>
    public const int MaxHeaderBytes = 8 << 10;

    const int MaxFrames = 30;

    public static string Of(Exception exception)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(json))                   // its default encoder escapes all that is not ASCII
        {
            writer.WriteStartObject();
            writer.WriteString("working_directory"u8, Environment.CurrentDirectory);
            writer.WriteStartArray("exceptions"u8);
            writer.WriteStartObject();
            writer.WriteString("type"u8, exception.GetType().Name);
            writer.WriteString("message"u8, ErrorJson.Message(exception));
            writer.WriteStartArray("stack"u8);
            foreach (var frame in ErrorJson.Frames(exception).Take(MaxFrames)) WriteFrame(writer, frame);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteStartArray("paths"u8);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.ASCII.GetString(json.WrittenSpan);
    }

    /// <summary><c>at Some.Method() in /file.cs:line 12</c>, of which the place is missing where there are no symbols.</summary>
    static void WriteFrame(Utf8JsonWriter writer, string frame)
    {
        var label = frame.StartsWith("at ", StringComparison.Ordinal) ? frame[3..] : frame;
        var line = 0;
        var path = "";
        if (label.LastIndexOf(" in ", StringComparison.Ordinal) is var at and > 0 && label.LastIndexOf(":line ", StringComparison.Ordinal) is var colon && colon > at
            && int.TryParse(label.AsSpan(colon + 6), NumberStyles.None, CultureInfo.InvariantCulture, out line))
            (path, label) = (label[(at + 4)..colon], label[..at]);
        writer.WriteStartObject();
        writer.WriteString("path"u8, path);
        writer.WriteNumber("line"u8, line);
        writer.WriteString("label"u8, label);
        writer.WriteEndObject();
    }
}
