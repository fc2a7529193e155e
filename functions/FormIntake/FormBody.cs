using System.Text;

namespace Sluice.FormIntake;

/// <summary>Reads <c>application/x-www-form-urlencoded</c>.</summary>
/// <remarks>Split first and decode then: a <c>%26</c> is part of a value. Only the first <c>=</c> ends a name: base64 ends in more.
/// Source: WHATWG URL Standard, 5.1. Stricter than that: what could be read in two ways is refused.</remarks>
static class FormBody
{
    /// <summary>CloudFront encrypts nothing of a request with more fields than these, and forwards it in clear.</summary>
    public const int MostFields = 10;

    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The values by name.</summary>
    /// <exception cref="InvalidDataException">It is no such body; the message shows nothing of it.</exception>
    public static IReadOnlyDictionary<string, string> Read(ReadOnlySpan<byte> body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var decoded = new byte[body.Length];
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty) continue;
            var end = pair.IndexOf((byte)'=');
            var name = Decode(end < 0 ? pair : pair[..end], decoded);
            var value = end < 0 ? "" : Decode(pair[(end + 1)..], decoded);
            if (!fields.TryAdd(name, value)) throw new InvalidDataException("a field comes twice");
            if (fields.Count > MostFields) throw new InvalidDataException($"there are more than {MostFields} fields");
        }
        return fields;
    }

    static string Decode(ReadOnlySpan<byte> text, byte[] scratch)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            if (b == '+') b = (byte)' ';
            else if (b == '%')
            {
                if (i + 2 >= text.Length || !IsHex(text[i + 1]) || !IsHex(text[i + 2])) throw new InvalidDataException("a percent sign is not followed by two hexadecimal digits");
                b = (byte)(Value(text[i + 1]) << 4 | Value(text[i + 2]));
                i += 2;
            }
            scratch[length++] = b;
        }
        try
        {
            return s_strict.GetString(scratch, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException("a field is not UTF-8");
        }
    }

    static bool IsHex(byte digit) => char.IsAsciiHexDigit((char)digit);

    static int Value(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
