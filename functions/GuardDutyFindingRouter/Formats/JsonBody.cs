using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>JSON written without reflection.</summary>
static class JsonBody
{
    /// <summary>Only what JSON asks to be escaped is, and what has no meaning in Unicode: none of the bodies is read as HTML.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes that <paramref name="write"/> makes; an object or array, whole.</summary>
    /// <param name="state">Handed to <paramref name="write"/>, so that it needs no closure.</param>
    /// <param name="write">Writes one value.</param>
    /// <param name="end">Bytes behind, such as a line feed.</param>
    public static byte[] Write<T>(T state, Action<Utf8JsonWriter, T> write, ReadOnlySpan<byte> end = default)
    {
        var buffer = new ByteBuffer(4096);
        using (var json = new Utf8JsonWriter(buffer, Options)) write(json, state);
        buffer.Append(end);
        return buffer.Written.ToArray();
    }

    /// <summary>A member where there is something to say.</summary>
    public static void Text(this Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0) json.WriteString(name, text);
    }

    /// <summary>A moment as ISO 8601 in UTC with milliseconds, where it is known.</summary>
    public static void Moment(this Utf8JsonWriter json, string name, DateTimeOffset? moment)
    {
        if (moment is { } known) json.WriteString(name, Iso(known));
    }

    /// <summary><c>2025-10-01T18:05:37.470Z</c>.</summary>
    public static string Iso(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A number with at most two digits behind the point: severities are 8 and 8.2, not 8.199999.</summary>
    public static void Severity(this Utf8JsonWriter json, string name, double severity) => json.WriteNumber(name, Math.Round((decimal)severity, 2));

    /// <summary>An array of texts, where there are any.</summary>
    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        var open = false;
        foreach (var text in texts)
        {
            if (text.Length == 0) continue;
            if (!open) json.WriteStartArray(name);
            open = true;
            json.WriteStringValue(text);
        }
        if (open) json.WriteEndArray();
    }
}
