using System.Text;
using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Reads the lines of dead letters, so that they can be put back when what was wrong is mended.</summary>
static class DeadLetterReader
{
    /// <summary>Reads one line.</summary>
    /// <param name="line">As <see cref="DeadLetter.WriteTo"/> wrote it.</param>
    /// <exception cref="InvalidDataException">Not such a line; the message says what is missing.</exception>
    public static DeadLetter Read(ReadOnlySpan<byte> line)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var (number, offset, status) = (0L, 0L, 0);
        byte[]? content = null;
        try
        {
            var json = new Utf8JsonReader(line);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new InvalidDataException("it is no JSON object");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString()!;
                json.Read();
                switch (name)
                {
                    case "line": number = json.GetInt64(); break;
                    case "offset": offset = json.GetInt64(); break;
                    case "status": status = json.GetInt32(); break;
                    case "document":
                        var start = (int)json.TokenStartIndex;
                        json.Skip();
                        content = line[start..(int)json.BytesConsumed].ToArray();
                        break;
                    case "raw": content = Encoding.UTF8.GetBytes(json.GetString()!); break;
                    case "rawBase64": content = json.GetBytesFromBase64(); break;
                    default:
                        if (json.TokenType == JsonTokenType.String) texts[name] = json.GetString()!;
                        else json.Skip();
                        break;
                }
            }
            json.Read();
        }
        catch (Exception broken) when (broken is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException("it is no dead letter: its JSON is damaged", broken);
        }
        var source = new SourceObject(Must(texts, "bucket"), Must(texts, "key"), texts.GetValueOrDefault("versionId", ""), texts.GetValueOrDefault("etag", ""), 0, default);
        var error = new ItemError(texts.GetValueOrDefault("type", ""), texts.GetValueOrDefault("reason", ""));
        return new(source, number, offset, texts.GetValueOrDefault("index", ""), texts.GetValueOrDefault("id", ""), status, error,
            content ?? throw new InvalidDataException("it has neither document nor raw"));
    }

    /// <summary>Writes the document of a letter into a body, under the index and the id it had: what was written meanwhile is not written twice.</summary>
    /// <returns>Whether it is a document; a record is to be read anew.</returns>
    /// <exception cref="InvalidDataException">Its index or id cannot stand in an action line.</exception>
    public static bool TryAdd(DeadLetter letter, BulkBody body)
    {
        if (letter.IsRecord) return false;
        if (!IsSafe(letter.Index) || !IsSafe(letter.Id) || letter.Index.Length == 0) throw new InvalidDataException("its index or its id cannot be one");
        body.Begin(Encoding.UTF8.GetBytes(letter.Index), Encoding.UTF8.GetBytes(letter.Id));
        body.Bytes.Append(letter.Content.Span);
        body.End(letter.Line, letter.Offset);
        return true;
    }

    static bool IsSafe(string text) => !text.Any(c => c is '"' or '\\' || char.IsControl(c));

    static string Must(Dictionary<string, string> texts, string name) => texts.GetValueOrDefault(name) ?? throw new InvalidDataException($"it has no {name}");
}
