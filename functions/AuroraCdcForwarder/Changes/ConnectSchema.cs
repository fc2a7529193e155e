using System.Globalization;
using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>The schema that Kafka Connect's converter writes beside an event.</summary>
static class ConnectSchema
{
    /// <summary>The types of the row's columns, by name.</summary>
    /// <param name="schema">Shape: <c>{"type":"struct","fields":[{"field":"before"|"after","fields":[…]}]}</c>; undefined gives <c>null</c>.</param>
    public static IReadOnlyDictionary<string, ColumnType>? Types(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("fields", out var images) || images.ValueKind != JsonValueKind.Array) return null;
        foreach (var image in images.EnumerateArray())
        {
            if (TextOf(image, "field") is not ("before" or "after") || !image.TryGetProperty("fields", out var columns) || columns.ValueKind != JsonValueKind.Array) continue;
            var types = new Dictionary<string, ColumnType>(StringComparer.Ordinal);
            foreach (var column in columns.EnumerateArray())
                if (TextOf(column, "field") is { } name) types[name] = TypeOf(column);
            return types;
        }
        return null;
    }

    static ColumnType TypeOf(JsonElement column) => TextOf(column, "name") switch
    {
        "org.apache.kafka.connect.data.Decimal" => new(TypeKind.Decimal, ScaleOf(column)),
        "io.debezium.data.Bits" => new(TypeKind.Bit),
        "io.debezium.time.Date" or "org.apache.kafka.connect.data.Date" => new(TypeKind.Date),
        "io.debezium.time.Timestamp" or "org.apache.kafka.connect.data.Timestamp" => new(TypeKind.DateTime, 3, TimeSpan.TicksPerMillisecond),
        "io.debezium.time.MicroTimestamp" => new(TypeKind.DateTime, 6, TimeSpan.TicksPerMicrosecond),
        "io.debezium.time.NanoTimestamp" => new(TypeKind.DateTime, 6, 0.01),
        "io.debezium.time.ZonedTimestamp" or "io.debezium.time.IsoTimestamp" => new(TypeKind.Timestamp, 6),
        "io.debezium.time.Time" or "org.apache.kafka.connect.data.Time" => new(TypeKind.Time, 3, TimeSpan.TicksPerMillisecond),
        "io.debezium.time.MicroTime" => new(TypeKind.Time, 6, TimeSpan.TicksPerMicrosecond),
        "io.debezium.time.NanoTime" => new(TypeKind.Time, 6, 0.01),
        _ => TextOf(column, "type") switch
        {
            "boolean" => new(TypeKind.Bit),
            "int8" or "int16" or "int32" or "int64" or "float" or "double" => new(TypeKind.Number),
            _ => new(TypeKind.Text),
        },
    };

    static int ScaleOf(JsonElement column) =>
        column.TryGetProperty("parameters", out var parameters) && TextOf(parameters, "scale") is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var scale) ? scale
            : throw new ChangeException("its schema has a Decimal without scale");

    static string? TextOf(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
