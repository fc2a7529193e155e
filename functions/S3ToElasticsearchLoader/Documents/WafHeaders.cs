using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Makes an object of WAF's list of headers, <c>[{"name","value"}]</c>.</summary>
/// <remarks>Names are lower-case, and a dot in one is an underline: whoever sends requests chooses them, and <c>a</c> and <c>a.b</c> in
/// two requests would be a text and an object. A header that was sent several times has a list of values. The index template should
/// map the object as <c>flattened</c> (<c>flat_object</c> in OpenSearch), or names would use up the limit of fields.</remarks>
sealed class WafHeaders
{
    readonly ByteBuffer _names = new(1024), _values = new(4096);
    readonly List<Header> _headers = [];

    /// <summary>Offsets into the names and the values.</summary>
    record struct Header(int Name, int NameLength, int Value, int ValueLength, bool Written);

    /// <summary>Writes the list that <paramref name="json"/> stands at the start of as member <paramref name="member"/>.</summary>
    public void Write(ReadOnlySpan<byte> member, ref Utf8JsonReader json, DocumentWriter document)
    {
        Collect(ref json);
        document.Name(member);
        document.Open();
        for (var i = 0; i < _headers.Count; i++)
        {
            if (_headers[i].Written) continue;
            document.Name(NameOf(_headers[i]));
            var next = NextOfSame(i);
            if (next < 0)
            {
                WriteValue(_headers[i], document);
                continue;
            }
            document.Output.Append((byte)'[');
            WriteValue(_headers[i], document);
            for (; next > 0; next = NextOfSame(next))
            {
                document.Output.Append((byte)',');
                WriteValue(_headers[next], document);
                _headers[next] = _headers[next] with { Written = true };
            }
            document.Output.Append((byte)']');
        }
        document.Close();
    }

    void Collect(ref Utf8JsonReader json)
    {
        _headers.Clear();
        _names.Clear();
        _values.Clear();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }
            var header = new Header(_names.Length, 0, _values.Length, 0, false);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isName = json.ValueTextEquals("name"u8);
                var isValue = !isName && json.ValueTextEquals("value"u8);
                json.Read();
                if (json.TokenType != JsonTokenType.String) json.Skip();
                else if (isName && header.NameLength == 0) header.NameLength = AppendName(json.ValueSpan);
                else if (isValue && header.ValueLength == 0)
                {
                    _values.Append(json.ValueSpan);
                    header.ValueLength = json.ValueSpan.Length;
                }
            }
            if (header.NameLength == 0) header.NameLength = AppendName("_"u8);
            _headers.Add(header);
        }
    }

    int AppendName(ReadOnlySpan<byte> escaped)
    {
        var room = _names.GetSpan(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            var letter = escaped[i];
            // JSON's escapes have no capitals but hexadecimal digits, which may be either.
            room[i] = letter == '.' ? (byte)'_' : char.IsAsciiLetterUpper((char)letter) ? (byte)(letter | 0x20) : letter;
        }
        _names.Advance(escaped.Length);
        return escaped.Length;
    }

    ReadOnlySpan<byte> NameOf(Header header) => _names.Written.Slice(header.Name, header.NameLength);

    /// <summary>The next header behind <paramref name="index"/> of the same name, or -1.</summary>
    int NextOfSame(int index)
    {
        var name = NameOf(_headers[index]);
        for (var i = index + 1; i < _headers.Count; i++)
            if (_headers[i].NameLength == name.Length && NameOf(_headers[i]).SequenceEqual(name)) return i;
        return -1;
    }

    void WriteValue(Header header, DocumentWriter document)
    {
        var value = _values.Written.Slice(header.Value, header.ValueLength);
        if (value.Length > DocumentWriter.MaxTextBytes)
        {
            DocumentWriter.AppendText(JsonValue.Plain(value, document.Scratch), document.Output);
            return;
        }
        document.Output.Append((byte)'"');
        document.Output.Append(value);
        document.Output.Append((byte)'"');
    }
}
