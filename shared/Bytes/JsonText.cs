using System.Text;
using System.Text.Json;

namespace Sluice;

/// <summary>Moves JSON strings between their escaped and their plain form, as UTF-8.</summary>
public static class JsonText
{
    /// <summary>Appends the plain text of an escaped JSON string.</summary>
    /// <param name="escaped">The string as it stands in valid JSON, without quotes.</param>
    /// <param name="output">Gets UTF-8. An escaped lone surrogate, which JSON allows and UTF-8 does not, becomes U+FFFD.</param>
    public static void AppendUnescaped(ReadOnlySpan<byte> escaped, ByteBuffer output)
    {
        var room = output.GetSpan(escaped.Length);      // the plain form is never longer
        var written = 0;
        while (true)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain < 0)
            {
                escaped.CopyTo(room[written..]);
                output.Advance(written + escaped.Length);
                return;
            }
            escaped[..plain].CopyTo(room[written..]);
            written += plain;
            escaped = escaped[plain..];
            escaped = escaped[Unescape(escaped, room, ref written)..];
        }
    }

    /// <summary>Unescapes one sequence and tells its length in the JSON.</summary>
    static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> room, ref int written)
    {
        if (escaped[1] != 'u')
        {
            room[written++] = escaped[1] switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'t' => (byte)'\t',
                (byte)'r' => (byte)'\r',
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                var itself => itself,       // quote, backslash, slash
            };
            return 2;
        }
        char first = (char)Hex(escaped);
        var length = 6;
        if (!Rune.TryCreate(first, out var rune))
        {
            rune = Rune.ReplacementChar;
            if (char.IsHighSurrogate(first) && escaped.Length >= 12 && escaped[6] == '\\' && escaped[7] == 'u'
                && Rune.TryCreate(first, (char)Hex(escaped[6..]), out var pair))
            {
                (rune, length) = (pair, 12);
            }
        }
        written += rune.EncodeToUtf8(room[written..]);
        return length;
    }

    static int Hex(ReadOnlySpan<byte> sequence)
    {
        var value = 0;
        for (var i = 2; i < 6; i++) value = (value << 4) | HexDigit(sequence[i]);
        return value;
    }

    static int HexDigit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>Appends <paramref name="plain"/>, which is UTF-8, as a JSON string with its quotes.</summary>
    public static void AppendQuoted(ReadOnlySpan<byte> plain, ByteBuffer output)
    {
        output.Append((byte)'"');
        while (true)
        {
            var special = plain.IndexOfAny(NeedsEscape);
            if (special < 0)
            {
                output.Append(plain);
                break;
            }
            output.Append(plain[..special]);
            AppendEscape(plain[special], output);
            plain = plain[(special + 1)..];
        }
        output.Append((byte)'"');
    }

    /// <summary>Appends a text as a JSON string with its quotes; a lone surrogate becomes U+FFFD.</summary>
    public static void AppendQuoted(string text, ByteBuffer output)
    {
        Span<byte> room = stackalloc byte[512];
        if (Encoding.UTF8.TryGetBytes(text, room, out var length)) AppendQuoted(room[..length], output);
        else AppendQuoted(Encoding.UTF8.GetBytes(text), output);
    }

    static readonly System.Buffers.SearchValues<byte> NeedsEscape =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    static void AppendEscape(byte special, ByteBuffer output)
    {
        switch (special)
        {
            case (byte)'\n': output.Append("\\n"u8); break;
            case (byte)'\r': output.Append("\\r"u8); break;
            case (byte)'\t': output.Append("\\t"u8); break;
            case (byte)'"': output.Append("\\\""u8); break;
            case (byte)'\\': output.Append("\\\\"u8); break;
            default:
                output.Append("\\u00"u8);
                output.Append("0123456789abcdef"u8[special >> 4]);
                output.Append("0123456789abcdef"u8[special & 15]);
                break;
        }
    }

    /// <summary>Whether <paramref name="text"/> is one JSON object or array, whole.</summary>
    public static bool IsObjectOrArray(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n"u8);
        if (text is not ([(byte)'{', .., (byte)'}'] or [(byte)'[', .., (byte)']'])) return false;
        try
        {
            var json = new Utf8JsonReader(text);
            json.Read();
            json.Skip();
            return !json.Read();
        }
        catch (JsonException)
        {
            return false;       // a text that happens to begin and end so
        }
    }
}
