using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Copies JSON values as they stand: numbers stay the text they are.</summary>
static class JsonValue
{
    /// <summary>Whether values of <paramref name="record"/> may be copied byte for byte: no text can be too long, and no line end can
    /// stand between two tokens, which would cut the line of a bulk body.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> record) => record.Length <= DocumentWriter.MaxTextBytes && !record.Contains((byte)'\n');

    /// <summary>Appends the value that <paramref name="json"/> stands on, and goes to its end.</summary>
    /// <param name="json">On the first token of the value.</param>
    /// <param name="record">What it reads.</param>
    /// <param name="plain"><see cref="IsPlain"/> of the record.</param>
    /// <param name="output">Gets the value, in one line.</param>
    /// <param name="scratch">Overwritten.</param>
    /// <exception cref="JsonException">The value is not JSON.</exception>
    public static void Append(ref Utf8JsonReader json, ReadOnlySpan<byte> record, bool plain, ByteBuffer output, ByteBuffer scratch)
    {
        if (plain)
        {
            output.Append(Raw(ref json, record));
            return;
        }
        var depth = json.CurrentDepth;
        var comma = false;
        while (true)
        {
            if (comma && json.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray)) output.Append((byte)',');
            comma = AppendToken(ref json, output, scratch);
            if (json.CurrentDepth == depth && json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName)) return;
            json.Read();
        }
    }

    /// <summary>The value that <paramref name="json"/> stands on, as it is written; goes to its end.</summary>
    public static ReadOnlySpan<byte> Raw(ref Utf8JsonReader json, ReadOnlySpan<byte> record)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return record[start..(int)json.BytesConsumed];
    }

    /// <summary>Appends one token, and tells whether a comma comes before the next that ends nothing.</summary>
    static bool AppendToken(ref Utf8JsonReader json, ByteBuffer output, ByteBuffer scratch)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                output.Append((byte)'{');
                return false;
            case JsonTokenType.StartArray:
                output.Append((byte)'[');
                return false;
            case JsonTokenType.EndObject:
                output.Append((byte)'}');
                return true;
            case JsonTokenType.EndArray:
                output.Append((byte)']');
                return true;
            case JsonTokenType.PropertyName:
                AppendQuotedRaw(json.ValueSpan, output);
                output.Append((byte)':');
                return false;
            case JsonTokenType.String when json.ValueSpan.Length <= DocumentWriter.MaxTextBytes:
                AppendQuotedRaw(json.ValueSpan, output);
                return true;
            case JsonTokenType.String:
                DocumentWriter.AppendText(Plain(json.ValueSpan, scratch), output);
                return true;
            default:
                output.Append(json.ValueSpan);
                return true;
        }
    }

    /// <summary>The plain text of an escaped one, in <paramref name="scratch"/> where it had to be unescaped.</summary>
    public static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> escaped, ByteBuffer scratch)
    {
        if (!escaped.Contains((byte)'\\')) return escaped;
        scratch.Clear();
        JsonText.AppendUnescaped(escaped, scratch);
        return scratch.Written;
    }

    static void AppendQuotedRaw(ReadOnlySpan<byte> escaped, ByteBuffer output)
    {
        output.Append((byte)'"');
        output.Append(escaped);
        output.Append((byte)'"');
    }

    /// <summary>Appends the value that <paramref name="json"/> stands on as a text that holds its JSON: however its members differ from
    /// record to record, the index has one field for it. A text stays the text it is.</summary>
    public static void AppendAsText(ref Utf8JsonReader json, ReadOnlySpan<byte> record, bool plain, ByteBuffer output, ByteBuffer scratch)
    {
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            Append(ref json, record, plain, output, scratch);
            return;
        }
        var raw = Raw(ref json, record);
        if (plain)
        {
            JsonText.AppendQuoted(raw, output);
            return;
        }
        // Compact first, with its own texts whole; then it is one text, and cut as one.
        scratch.Clear();
        var inner = new Utf8JsonReader(raw);
        var comma = false;
        while (inner.Read())
        {
            if (comma && inner.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray)) scratch.Append((byte)',');
            if (inner.TokenType == JsonTokenType.String)
            {
                AppendQuotedRaw(inner.ValueSpan, scratch);
                comma = true;
            }
            else comma = AppendToken(ref inner, scratch, scratch);
        }
        DocumentWriter.AppendText(scratch.Written, output);
    }
}
