using System.Buffers.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Where an answer ended, as a text for the next request: the key of DynamoDB's last item. Pure.</summary>
/// <remarks>It is no secret and no right: whoever may ask from the start may ask from anywhere.</remarks>
static class ContinueToken
{
    /// <summary>Writes one.</summary>
    public static string Write(IReadOnlyDictionary<string, AttributeValue> key)
    {
        var buffer = new ByteBuffer(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in key)
            {
                json.WriteStartObject(name);
                if (value.S is not null) json.WriteString("S"u8, value.S);
                else if (value.N is not null) json.WriteString("N"u8, value.N);
                else json.WriteBase64String("B"u8, value.B.ToArray());
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return Base64Url.EncodeToString(buffer.Written);
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="InvalidDataException">It is none of ours.</exception>
    public static Dictionary<string, AttributeValue> Read(string token)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(token));
            var key = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
            foreach (var member in json.RootElement.EnumerateObject())
            {
                var typed = member.Value.EnumerateObject().Single();
                key[member.Name] = typed.Name switch
                {
                    "S" => new() { S = typed.Value.GetString() },
                    "N" => new() { N = typed.Value.GetString() },
                    "B" => new() { B = new MemoryStream(typed.Value.GetBytesFromBase64()) },
                    _ => throw new FormatException(),
                };
            }
            return key.Count > 0 ? key : throw new FormatException();
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or InvalidOperationException)
        {
            throw new InvalidDataException("table.continue is not what an answer of this function had under that name.");
        }
    }
}
