using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.Serialization.SystemTextJson.Converters;

/// <summary>Reads bytes from base64 text or an array of numbers. Writes an array of numbers, unlike System.Text.Json.</summary>
public class ByteArrayConverter : JsonConverter<byte[]>
{
    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Null)
            return null;
        if (reader.TokenType is JsonTokenType.String)
            return reader.GetBytesFromBase64();
        if (reader.TokenType is not JsonTokenType.StartArray)
            throw new JsonException($"A {reader.TokenType} that is no bytes.");

        var bytes = new List<byte>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            bytes.Add(reader.GetByte());
        return bytes.ToArray();
    }

    public override void Write(Utf8JsonWriter writer, byte[] values, JsonSerializerOptions options)
    {
        if (values is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        foreach (var value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }
}
