using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.Local;

/// <summary>What Splunk's HTTP Event Collector says to a body.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Code">Splunk's own number: 0 is success.</param>
/// <param name="Text">Splunk's own words, and the member that is wrong.</param>
/// <param name="Event">The event that it is about, 0 for the first; null: none.</param>
sealed record HecVerdict(int Status, int Code, string Text, int? Event)
{
    public static HecVerdict Success { get; } = new(200, 0, "Success", null);
}

/// <summary>Reads bodies of the event endpoint, stricter than Splunk: what Splunk would only guess at is refused here.</summary>
/// <remarks>Source: Splunk, "Format events for HTTP Event Collector" and "Troubleshoot HTTP Event Collector" (status codes).
/// A body is JSON objects one after the other, with nothing but white space between.
/// Escaped halves of surrogate pairs are JSON and taken; bytes that are not UTF-8 are not.</remarks>
static class HecBody
{
    /// <summary>A message that is JSON of the usual 64 levels stands one level deeper here.</summary>
    const int MaxDepth = 256;

    static readonly string[] s_texts = ["host", "source", "sourcetype", "index"];

    /// <param name="body">The body of a post.</param>
    /// <param name="events">Gets the events of a body that is accepted.</param>
    public static HecVerdict Read(ReadOnlyMemory<byte> body, ICollection<JsonElement> events)
    {
        var read = new List<JsonElement>();
        try
        {
            var json = new Utf8JsonReader(body.Span, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = MaxDepth });
            while (json.Read())
            {
                using var document = JsonDocument.ParseValue(ref json);
                if (Mistake(document.RootElement) is { } mistake) return mistake with { Event = read.Count };
                read.Add(document.RootElement.Clone());
            }
        }
        // The second: a name that is half of a surrogate pair.
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return new(400, 6, "Invalid data format", read.Count);
        }
        if (read.Count == 0) return new(400, 5, "No data", null);
        foreach (var one in read) events.Add(one);
        return HecVerdict.Success;
    }

    static HecVerdict? Mistake(JsonElement one)
    {
        var invalid = new HecVerdict(400, 6, "Invalid data format", null);
        if (one.ValueKind != JsonValueKind.Object || !Utf8.IsValid(JsonMarshal.GetRawUtf8Value(one))) return invalid;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in one.EnumerateObject())
        {
            var right = member.Name switch
            {
                "event" => true,
                "time" => IsTime(member.Value),
                "fields" => member.Value.ValueKind == JsonValueKind.Object,
                _ => s_texts.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.String && !IsBlank(member.Value),
            };
            if (!right || !seen.Add(member.Name)) return invalid with { Text = $"Invalid data format: {member.Name}" };
            if (member.Name == "event" && IsBlank(member.Value)) return new(400, 13, "Event field cannot be blank", null);
            if (member.Name == "fields" && !member.Value.EnumerateObject().All(field => IsFlat(field.Value))) return new(400, 15, "Error in handling indexed fields", null);
        }
        return seen.Contains("event") ? null : new(400, 12, "Event field is required", null);
    }

    // The text itself may be half of a surrogate pair, which no string of .NET is made of.
    static bool IsBlank(JsonElement value) => value.ValueKind == JsonValueKind.Null || JsonMarshal.GetRawUtf8Value(value).SequenceEqual("\"\""u8);

    /// <summary>A plain value, or an array of such.</summary>
    static bool IsFlat(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().All(IsPlain) : IsPlain(value);

    static bool IsPlain(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null);

    /// <summary>Seconds since 1970, as a number or a text, within what Splunk indexes; milliseconds would be the year 57000.</summary>
    static bool IsTime(JsonElement value) =>
        decimal.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 0 and < 4102444800;
}
