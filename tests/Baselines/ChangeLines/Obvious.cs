using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>What anyone would write first, and what gives the same bytes: a node tree, values to strings, strings joined.</summary>
static class Obvious
{
    static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly string[] s_columns = ["ItemID", "Category", "Price", "Quantity", "OrderDate", "DestinationState", "ShippingType", "Referral"];

    /// <summary>Writes the lines of an array of changes.</summary>
    public static byte[] Write(byte[] changes, bool csv)
    {
        var lines = new StringBuilder();
        foreach (var payload in JsonNode.Parse(changes)!.AsArray()) lines.Append(csv ? Csv(payload!) : Json(payload!)).Append('\n');
        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    static string Csv(JsonNode payload)
    {
        var row = payload[(string?)payload["op"] == "D" ? "before" : "after"]!;
        var fields = s_columns.Select(column => Field(row[column])).ToList();
        fields.AddRange([payload["op"]!.ToString(), payload["id"]!.ToString(), payload["seq"]!.ToString(), payload["ts"]!.ToString(), payload["schema"]!.ToString()]);
        return string.Join(',', fields);
    }

    static string Field(JsonNode? value)
    {
        if (value is null) return "NULL";
        var text = value.ToString();
        if (text.Length > 0 && text.IndexOfAny(['"', ',', '\r', '\n', '\\']) < 0) return text;
        return $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    static string Json(JsonNode payload)
    {
        var line = new JsonObject
        {
            ["cdc_op"] = payload["op"]!.DeepClone(),
            ["cdc_id"] = payload["id"]!.DeepClone(),
            ["cdc_sequence"] = payload["seq"]!.ToString(),
            ["cdc_changed_at"] = payload["ts"]!.DeepClone(),
            ["cdc_schema"] = payload["schema"]!.DeepClone(),
            ["cdc_database"] = payload["db"]!.DeepClone(),
            ["cdc_table"] = payload["table"]!.DeepClone(),
        };
        var isDelete = (string?)payload["op"] == "D";
        foreach (var (name, value) in payload[isDelete ? "before" : "after"]!.AsObject()) line[name] = value?.DeepClone();
        if (!isDelete && payload["before"] is { } before) line["cdc_before"] = before.DeepClone();
        return line.ToJsonString(s_json);
    }
}
