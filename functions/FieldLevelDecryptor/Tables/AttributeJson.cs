using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Values of DynamoDB as plain JSON, and back. Pure.</summary>
/// <remarks>SDK 4 leaves collections null where they are empty; NULL and BOOL are nullable.</remarks>
static class AttributeJson
{
    /// <summary>Writes a value: numbers as numbers, sets as arrays, bytes as base64.</summary>
    public static void Write(Utf8JsonWriter json, AttributeValue value)
    {
        if (value.S is not null) json.WriteStringValue(value.S);
        // As DynamoDB gives it: up to 38 digits, which no other type would keep.
        else if (value.N is not null) json.WriteRawValue(value.N);
        else if (value.BOOL is { } on) json.WriteBooleanValue(on);
        else if (value.B is not null) json.WriteBase64StringValue(value.B.ToArray());
        else if (value.M is not null) WriteObject(json, value.M);
        else if (value.L is not null) WriteArray(json, value.L, Write);
        else if (value.SS is not null) WriteArray(json, value.SS, (to, one) => to.WriteStringValue(one));
        else if (value.NS is not null) WriteArray(json, value.NS, (to, one) => to.WriteRawValue(one));
        else if (value.BS is not null) WriteArray(json, value.BS, (to, one) => to.WriteBase64StringValue(one.ToArray()));
        else json.WriteNullValue();
    }

    /// <summary>Reads a value of a request: texts, numbers, true, false, null, arrays (lists), objects (maps).</summary>
    public static AttributeValue Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new() { S = value.GetString() },
        JsonValueKind.Number => new() { N = value.GetRawText() },
        JsonValueKind.True or JsonValueKind.False => new() { BOOL = value.GetBoolean() },
        JsonValueKind.Array => new() { L = [.. value.EnumerateArray().Select(Read)] },
        JsonValueKind.Object => new() { M = value.EnumerateObject().ToDictionary(member => member.Name, member => Read(member.Value), StringComparer.Ordinal) },
        _ => new() { NULL = true },
    };

    /// <summary>A short text of a key's value, for audit lines.</summary>
    public static string Shown(AttributeValue? value) => value?.S ?? value?.N ?? (value?.B is { } bytes ? Convert.ToBase64String(bytes.ToArray()) : "");

    static void WriteObject(Utf8JsonWriter json, Dictionary<string, AttributeValue> members)
    {
        json.WriteStartObject();
        foreach (var (name, member) in members)
        {
            json.WritePropertyName(name);
            Write(json, member);
        }
        json.WriteEndObject();
    }

    static void WriteArray<T>(Utf8JsonWriter json, List<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    }
}
