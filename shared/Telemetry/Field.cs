using System.Text.Json;

namespace Sluice;

/// <summary>One named value of a log line; with a <see cref="Unit"/> it is a CloudWatch metric too.</summary>
/// <param name="Name">The member of the line, and the name of the metric.</param>
/// <param name="Text">The value of a text; <c>null</c> for a number.</param>
/// <param name="Number">The value of a number.</param>
/// <param name="Unit">A unit of CloudWatch, such as <c>Count</c>, <c>Bytes</c>, <c>Milliseconds</c>; <c>null</c> for what is no metric.</param>
public readonly record struct Field(string Name, string? Text, double Number, string? Unit)
{
    /// <summary>A text.</summary>
    public static Field Of(string name, string text) => new(name, text, 0, null);

    /// <summary>A number that is no metric.</summary>
    public static Field Plain(string name, double value) => new(name, null, value, null);

    /// <summary>A metric that counts.</summary>
    public static Field Count(string name, long value) => new(name, null, value, "Count");

    /// <summary>A metric in bytes.</summary>
    public static Field Bytes(string name, long value) => new(name, null, value, "Bytes");

    /// <summary>A metric in milliseconds.</summary>
    public static Field Milliseconds(string name, TimeSpan value) => new(name, null, Math.Round(value.TotalMilliseconds, 3), "Milliseconds");

    internal void WriteTo(Utf8JsonWriter json)
    {
        if (Text is null) json.WriteNumber(Name, Number);
        else json.WriteString(Name, Text);
    }
}
