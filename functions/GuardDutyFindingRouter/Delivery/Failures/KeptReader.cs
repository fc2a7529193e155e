using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads members of a kept delivery; what is missing or of another kind is said with its name.</summary>
/// <param name="json">The object.</param>
/// <param name="what">For messages.</param>
readonly struct KeptReader(JsonElement json, string what)
{
    /// <summary>The part that says what was to be delivered.</summary>
    public KeptDelivery ReadContent(KeptDelivery kept, ReadFinding readFinding)
    {
        if (Optional("arrival") is { } text) return kept with { Arrival = Encoding.UTF8.GetBytes(text) };
        if (Member("arrivalBytes") is { } packed)
            return kept with { Arrival = packed.ValueKind == JsonValueKind.String && packed.TryGetBytesFromBase64(out var bytes) ? bytes : throw Wrong("arrivalBytes", "base64") };
        if (Member("finding") is not { ValueKind: JsonValueKind.Object } finding) throw Wrong("finding", "an object");
        var origin = Enum.TryParse<FindingOrigin>(Text("origin"), out var known) && Enum.IsDefined(known) ? known : throw Wrong("origin", "a known one");
        return kept with
        {
            Kind = NoticeWords.KindOf(Text("kind")) ?? throw Wrong("kind", "a known one"),
            Changes = Texts("changes"),
            Flood = Member("flood") is { } flood ? new KeptReader(flood, what + "'s flood").ReadFlood() : null,
            Finding = readFinding(JsonMarshal.GetRawUtf8Value(finding).ToArray(), origin, out var problem) ?? throw new InvalidDataException($"the finding in {what} cannot be read: {problem}"),
        };
    }

    Flood ReadFlood() => new(
        Text("key"), Text("type"), Text("account"), Whole("count"), Whole("grouped"), Number("severity"), Time("since"), Time("until"), Texts("subjects"));

    /// <summary>A text, or <c>null</c> where there is none.</summary>
    public string? Optional(string name) => Member(name) is null ? null : Text(name);

    /// <summary>A text.</summary>
    public string Text(string name) => Member(name) is { ValueKind: JsonValueKind.String } text ? TextOf(text, name) : throw Wrong(name, "a text");

    /// <summary>A number.</summary>
    public double Number(string name) => Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : throw Wrong(name, "a number");

    int Whole(string name) => Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : throw Wrong(name, "a whole number");

    /// <summary>A time in ISO 8601.</summary>
    public DateTimeOffset Time(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Wrong(name, "a time");

    List<string> Texts(string name)
    {
        if (Member(name) is not { ValueKind: JsonValueKind.Array } array) throw Wrong(name, "a list");
        var texts = new List<string>(array.GetArrayLength());
        foreach (var text in array.EnumerateArray()) texts.Add(text.ValueKind == JsonValueKind.String ? TextOf(text, name) : throw Wrong(name, "a list of texts"));
        return texts;
    }

    string TextOf(JsonElement text, string name)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, "Unicode: half a surrogate stands in it");
        }
    }

    JsonElement? Member(string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    InvalidDataException Wrong(string name, string expected) => new(Member(name) is null ? $"{what} has no {name}" : $"{what} has a {name} that is not {expected}");
}
