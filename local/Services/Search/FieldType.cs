using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>How a field of an index is stored: which values it takes, and what they are compared by.</summary>
/// <param name="Name"><c>keyword text date ip long integer float double boolean</c></param>
/// <param name="IgnoreAbove">Texts longer than that are kept, but not found.</param>
sealed record FieldType(string Name, int IgnoreAbove = int.MaxValue)
{
    /// <summary>Lucene's longest term.</summary>
    const int LongestTermBytes = 32_766;

    static readonly string[] s_known = ["keyword", "text", "date", "ip", "long", "integer", "float", "double", "boolean"];

    /// <exception cref="SearchFault">A type that this endpoint does not have.</exception>
    public static FieldType Read(JsonObject definition)
    {
        var name = (string?)definition["type"] ?? "object";
        if (!s_known.Contains(name)) throw SearchFault.NotPlayed($"a field of type '{name}'");
        return new(name, (int?)definition["ignore_above"] ?? int.MaxValue);
    }

    /// <summary>What a value is compared by: a text, a number, or nothing where it is not indexed.</summary>
    /// <exception cref="SearchFault">The type does not take it.</exception>
    public IComparable? Read(string field, JsonNode value)
    {
        if (value is not JsonValue scalar) throw Refused(field, value, "Can't get text on a START_OBJECT");
        var text = scalar.GetValueKind() == JsonValueKind.String ? scalar.GetValue<string>() : scalar.ToJsonString();
        return Name switch
        {
            "keyword" => Keyword(field, text),
            "text" => text,
            "ip" => Address(text) is { } address ? address : throw Refused(field, value, $"'{text}' is not an IP string literal."),
            "date" => Milliseconds(text) is { } time ? time : throw Refused(field, value, $"failed to parse date field [{text}] with format [strict_date_optional_time||epoch_millis]"),
            "boolean" => text switch { "true" => true, "false" or "" => false, _ => throw Refused(field, value, $"Failed to parse value [{text}] as only [true] or [false] are allowed.") },
            "integer" => Whole(field, value, text, int.MinValue, int.MaxValue),
            "long" => Whole(field, value, text, long.MinValue, long.MaxValue),
            _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Refused(field, value, $"For input string: \"{text}\""),
        };
    }

    /// <summary>Whether it can be aggregated and sorted by.</summary>
    public bool HasValues => Name != "text";

    /// <summary>An address in a form that compares and prints alike: OpenSearch prints the canonical one.</summary>
    public static string? Address(string text)
    {
        // .NET would take "1" and "1.2" for addresses too.
        if (!IPAddress.TryParse(text, out var address) || (address.AddressFamily == AddressFamily.InterNetwork && text.Count(c => c == '.') != 3)) return null;
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    /// <summary>Milliseconds since 1970 of an ISO time or of such a number.</summary>
    public static long? Milliseconds(string text)
    {
        if (text.Length > 4 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        string[] formats = ["yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeMilliseconds() : null;
    }

    string? Keyword(string field, string text)
    {
        if (text.Length > IgnoreAbove) return null;
        if (Encoding.UTF8.GetByteCount(text) > LongestTermBytes)
            throw new SearchFault(400, "illegal_argument_exception", $"Document contains at least one immense term in field=\"{field}\" (whose UTF8 encoding is longer than the max length {LongestTermBytes})");
        return text;
    }

    long Whole(string field, JsonNode value, string text, decimal least, decimal most)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) throw Refused(field, value, $"For input string: \"{text}\"");
        if (number < least || number > most) throw Refused(field, value, $"Value [{text}] is out of range for {Name}");
        return (long)decimal.Truncate(number);
    }

    SearchFault Refused(string field, JsonNode value, string cause) => new(400, "mapper_parsing_exception",
        $"failed to parse field [{field}] of type [{Name}]. Preview of field's value: '{(value is JsonValue ? value.ToString() : "{...}")}'", cause);
}
