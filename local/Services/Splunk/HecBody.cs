using System.Globalization;
using System.Text.Json;

namespace Sluice.Local;

/// <summary>What Splunk's HTTP Event Collector says to a body.</summary>
/// <param name="Code">Splunk's own number: 0 is success.</param>
/// <param name="Event">The event that it is about, 0 for the first; null: none.</param>
sealed record HecVerdict(int Status, int Code, string Text, int? Event)
{
    public static HecVerdict Success { get; } = new(200, 0, "Success", null);
}

/// <summary>Reads bodies of the event endpoint, stricter than Splunk: what Splunk would only guess at is refused here.</summary>
/// <remarks>Source: Splunk, "Format events for HTTP Event Collector" and "Troubleshoot HTTP Event Collector" (status codes).
/// A body is JSON objects one after the other, with nothing but white space between.</remarks>
static class HecBody
{
    static readonly string[] s_texts = ["host", "source", "sourcetype", "index"];

    /// <param name="events">Gets the events of a body that is accepted.</param>
    public static HecVerdict Read(ReadOnlyMemory<byte> body, ICollection<JsonElement> events)
    {
        var read = new List<JsonElement>();
        try
        {
            var json = new Utf8JsonReader(body.Span, new JsonReaderOptions { AllowMultipleValues = true });
            while (json.Read())
            {
                using var document = JsonDocument.ParseValue(ref json);
                if (Mistake(document.RootElement) is { } mistake) return mistake with { Event = read.Count };
                read.Add(document.RootElement.Clone());
            }
        }
        catch (JsonException)
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
        if (one.ValueKind != JsonValueKind.Object) return invalid;
        var hasEvent = false;
        foreach (var member in one.EnumerateObject())
        {
            var right = member.Name switch
            {
                "event" => hasEvent = true,
                "time" => IsTime(member.Value),
                "fields" => member.Value.ValueKind == JsonValueKind.Object && member.Value.EnumerateObject().All(field => field.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)),
                _ => s_texts.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.String && member.Value.GetString()!.Length > 0,
            };
            if (!right) return invalid with { Text = $"Invalid data format: {member.Name}" };
            if (member.Name == "event" && (member.Value.ValueKind == JsonValueKind.Null || member.Value.ValueKind == JsonValueKind.String && member.Value.GetString()!.Length == 0))
                return new(400, 13, "Event field cannot be blank", null);
        }
        return hasEvent ? null : new(400, 12, "Event field is required", null);
    }

    /// <summary>Seconds since 1970, as a number or a text, within what Splunk indexes; milliseconds would be the year 57000.</summary>
    static bool IsTime(JsonElement value) =>
        decimal.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and < 4102444800;
}
