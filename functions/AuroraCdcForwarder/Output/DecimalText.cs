using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>Writes a number with an exponent as one without, digit by digit.</summary>
static class DecimalText
{
    /// <summary>A DECIMAL has 65 digits at most; what asks for more zeros is none.</summary>
    const int MaxExponent = 100;

    /// <summary>Whether the number has one.</summary>
    public static bool HasExponent(JsonElement number) => JsonMarshal.GetRawUtf8Value(number).IndexOfAny((byte)'e', (byte)'E') >= 0;

    /// <summary>The same number: <c>-1E-10</c> as <c>-0.0000000001</c>; as it stands where that would have hundreds of digits.</summary>
    public static Cell Of(JsonElement number)
    {
        var text = Encoding.ASCII.GetString(JsonMarshal.GetRawUtf8Value(number));
        var e = text.AsSpan().IndexOfAny('e', 'E');
        if (!int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || Math.Abs(exponent) > MaxExponent) return Cell.Of(number);
        var sign = text[0] == '-' ? "-" : "";
        var mantissa = text[sign.Length..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        // Digits in front of the point.
        var whole = (point < 0 ? digits.Length : point) + exponent;
        if (whole <= 0) (digits, whole) = (new string('0', 1 - whole) + digits, 1);
        if (whole >= digits.Length) return Cell.Number(sign + Trimmed(digits.PadRight(whole, '0')));
        return Cell.Number($"{sign}{Trimmed(digits[..whole])}.{digits[whole..]}");
    }

    static string Trimmed(string whole) => whole.TrimStart('0') is { Length: > 0 } digits ? digits : "0";
}
