using System.Security.Cryptography;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Values of application/x-www-form-urlencoded. Pure.</summary>
static class FormText
{
    /// <summary>Blanks for <c>+</c>, bytes for <c>%41</c>; a percent sign that begins no escape stays, as browsers read it.</summary>
    /// <param name="encoded">Cleared if something had to be decoded.</param>
    /// <remarks>Source: WHATWG URL, application/x-www-form-urlencoded parsing.</remarks>
    public static byte[] Decode(byte[] encoded)
    {
        if (encoded.AsSpan().IndexOfAny((byte)'+', (byte)'%') < 0) return encoded;
        var decoded = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var one = encoded[i];
            if (one == '+') one = (byte)' ';
            else if (one == '%' && i + 2 < encoded.Length && Hex(encoded[i + 1]) is >= 0 and var high && Hex(encoded[i + 2]) is >= 0 and var low)
            {
                one = (byte)(high << 4 | low);
                i += 2;
            }
            decoded[length++] = one;
        }
        var whole = decoded[..length];
        CryptographicOperations.ZeroMemory(decoded);
        CryptographicOperations.ZeroMemory(encoded);
        return whole;
    }

    static int Hex(byte digit) => !char.IsAsciiHexDigit((char)digit) ? -1 : digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
