using System.Globalization;
using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>Debezium's change events, as JSON with or without schemas. Source: Debezium 3.5 reference, MySQL connector; checked against captures.</summary>
static class DebeziumShape
{
    const string Unwrapped = "it is a row that ExtractNewRecordState has unwrapped: nothing tells its operation or order, send the event as Debezium makes it";

    /// <summary>Whether a payload without wrapper is one of Debezium's.</summary>
    public static bool Knows(JsonElement payload) =>
        (payload.TryGetProperty("op", out _) && payload.TryGetProperty("source", out _)) || NoChange(payload) is not null;

    /// <summary>Reads the value of a message <c>{"topic","key","value","headers"}</c>.</summary>
    public static Verdict<RowChange> ReadMessage(JsonElement value, JsonElement message) => value.ValueKind switch
    {
        JsonValueKind.Null => Verdict.Drop<RowChange>("a tombstone of Debezium"),
        JsonValueKind.String => throw new ChangeException("it is a message of the outbox router: it carries an event of an application, not a change of a row"),
        JsonValueKind.Object => Read(value, message),
        _ => throw new ChangeException("its value is no object"),
    };

    /// <summary>Reads <c>{"before","after","source","op","ts_ms","transaction"}</c>, alone or as the payload beside its schema.</summary>
    /// <param name="value">The value.</param>
    /// <param name="message">The message around it; undefined where there is none.</param>
    public static Verdict<RowChange> Read(JsonElement value, JsonElement message)
    {
        JsonElement schema = default;
        if (value.TryGetProperty("payload", out var payload) && value.TryGetProperty("schema", out schema))
        {
            if (payload.ValueKind == JsonValueKind.Null) return Verdict.Drop<RowChange>("a tombstone of Debezium");
            value = payload;
        }
        if (value.ValueKind != JsonValueKind.Object) throw new ChangeException("its value is no object");
        if (!value.TryGetProperty("op", out _) || !value.TryGetProperty("source", out var source))
            return NoChange(value) is { } why ? Verdict.Drop<RowChange>(why) : throw new ChangeException(Unwrapped);
        var kind = PayloadReader.Text(value, "op") switch
        {
            "c" => ChangeKind.Insert,
            "u" => ChangeKind.Update,
            "d" => ChangeKind.Delete,
            "r" => ChangeKind.Read,
            "t" => ChangeKind.Truncate,
            "m" => default(ChangeKind?),
            _ => throw new ChangeException("its op is none of Debezium's"),
        };
        if (kind is not { } known) return Verdict.Drop<RowChange>("a logical message of Debezium");
        return Verdict.Deliver(PayloadReader.Complete(Change(value, source, known, message) with { Types = ConnectSchema.Types(schema) }));
    }

    static RowChange Change(JsonElement value, JsonElement source, ChangeKind kind, JsonElement message)
    {
        var (database, table) = (PayloadReader.Text(source, "db"), PayloadReader.Text(source, "table"));
        var file = PayloadReader.Text(source, "file");
        var (position, row) = (PayloadReader.Whole(source, "pos"), PayloadReader.WholeOrNone(source, "row") ?? 0);
        var name = source.TryGetProperty("name", out var server) && server.ValueKind == JsonValueKind.String ? server.GetString() : "";
        // All rows of a snapshot share one place; the moment at which each was read tells them apart.
        var moment = kind == ChangeKind.Read ? PayloadReader.WholeOrNone(value, "ts_ns") ?? PayloadReader.WholeOrNone(value, "ts_us") ?? PayloadReader.Whole(value, "ts_ms") : 0;
        var after = PayloadReader.Image(value, "after");
        var microseconds = PayloadReader.WholeOrNone(source, "ts_us") ?? PayloadReader.Whole(source, "ts_ms") * 1000;
        var id = string.Create(CultureInfo.InvariantCulture, $"debezium:{name}:{database}.{table}:{file}:{position}:{row}:{PayloadReader.Text(value, "op")}{(moment == 0 ? "" : ":")}{(moment == 0 ? "" : moment.ToString(CultureInfo.InvariantCulture))}");
        return new RowChange(id, kind, database, table, BinlogPosition.Sequence(file, position, row), CapturedAt.Of(microseconds, TimeSpan.TicksPerMicrosecond), 0,
            PayloadReader.Image(value, "before"), after) { Form = ValueForm.Connect, Key = KeyOf(message) };
    }

    /// <summary>Names in the message's key, which is the primary key.</summary>
    static IReadOnlyList<string> KeyOf(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("key", out var key) || key.ValueKind != JsonValueKind.Object) return [];
        if (key.TryGetProperty("payload", out var payload) && key.TryGetProperty("schema", out _)) key = payload;
        return key.ValueKind == JsonValueKind.Object ? [.. key.EnumerateObject().Select(member => member.Name)] : [];
    }

    /// <summary>What a line is that is no change of a row; <c>null</c> for all else.</summary>
    static string? NoChange(JsonElement value) =>
        value.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String && status.GetString() is "BEGIN" or "END" && value.TryGetProperty("data_collections", out _)
            ? "a transaction mark of Debezium"
        : value.TryGetProperty("ddl", out _) && value.TryGetProperty("tableChanges", out _) ? "a schema change of Debezium"
        : value.TryGetProperty("ts_ms", out _) && value.EnumerateObject().All(member => member.Name is "ts_ms" or "ts_us" or "ts_ns") ? "a heartbeat of Debezium"
        : null;
}
