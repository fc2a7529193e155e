using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>What is known of a payload beside its content.</summary>
/// <param name="Id">Names the payload for payloads that have no id: the same payload, sent again, has the same.</param>
/// <param name="Received">The clock, for payloads that have no time.</param>
/// <param name="FlatTable">The table of the article's payload, <c>table</c> or <c>database.table</c>.</param>
readonly record struct PayloadOrigin(string Id, DateTimeOffset Received, string FlatTable);

/// <summary>Tells which of the known shapes a payload has, and reads it.</summary>
static class PayloadReader
{
    /// <summary>Reads one payload.</summary>
    /// <returns>The change; a drop for lines that are not row changes and say so; a failure for all else.</returns>
    public static Verdict<RowChange> Read(JsonElement payload, PayloadOrigin origin)
    {
        try
        {
            return ReadShape(payload, origin);
        }
        catch (ChangeException wrong)
        {
            return Verdict.Fail<RowChange>(wrong.Message);
        }
        catch (InvalidOperationException)
        {
            return Verdict.Fail<RowChange>(NoText);
        }
    }

    /// <summary>JSON may escape halves of characters, which no text can hold: the reader throws when it meets one.</summary>
    public const string NoText = "it has an escape that is half of a character";

    static Verdict<RowChange> ReadShape(JsonElement payload, PayloadOrigin origin)
    {
        if (payload.ValueKind == JsonValueKind.Null) return Verdict.Drop<RowChange>("a tombstone of Debezium");
        if (payload.ValueKind != JsonValueKind.Object) throw new ChangeException($"it is {payload.ValueKind}, expected a JSON object");
        if (payload.TryGetProperty("v", out var version) && Has(payload, "op") && Has(payload, "id")) return SluiceShape.Read(payload, version);
        if (Has(payload, "topic") && payload.TryGetProperty("value", out var value)) return DebeziumShape.ReadMessage(value, payload);
        if (Has(payload, "schema") && payload.TryGetProperty("payload", out _)) return DebeziumShape.Read(payload, default);
        if (Has(payload, "database") && Has(payload, "type")) return MaxwellShape.Read(payload, origin);
        if (DebeziumShape.Knows(payload)) return DebeziumShape.Read(payload, default);
        return FlatShape.Read(payload, origin);
    }

    static bool Has(JsonElement payload, string name) => payload.TryGetProperty(name, out _);

    /// <summary>A member that must be a text.</summary>
    public static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text : throw new ChangeException($"its {name} is missing or no text");

    /// <summary>A member that must be a whole number of 64 bits.</summary>
    public static long Whole(JsonElement parent, string name) => WholeOrNone(parent, name) ?? throw new ChangeException($"its {name} is missing or no whole number");

    /// <summary>A member that may be a whole number of 64 bits.</summary>
    public static long? WholeOrNone(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>A member that must be an object, or may be null.</summary>
    public static RowImage Image(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return default;
        return value.ValueKind == JsonValueKind.Object ? new RowImage(value) : throw new ChangeException($"its {name} is {value.ValueKind}, expected an object or null");
    }

    /// <summary>Refuses a change without the image that its operation needs.</summary>
    public static RowChange Complete(RowChange change)
    {
        if (change.Kind != ChangeKind.Truncate && !change.Shown.IsThere)
            throw new ChangeException($"operation {change.Letter} has no image of the row {(change.Kind == ChangeKind.Delete ? "before" : "after")}");
        return change;
    }
}
