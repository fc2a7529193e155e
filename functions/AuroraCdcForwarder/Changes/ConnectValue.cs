using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>Which of the two meanings a Debezium value without schema has.</summary>
/// <param name="DecimalsAreText"><c>decimal.handling.mode</c> is <c>string</c>; otherwise texts are <c>precise</c>'s base64.</param>
/// <param name="TimesAreMilliseconds"><c>time.precision.mode</c> is <c>connect</c>; otherwise <c>adaptive_time_microseconds</c>.</param>
readonly record struct ConnectModes(bool DecimalsAreText, bool TimesAreMilliseconds);

/// <summary>Turns values of Kafka Connect's JSON converter into what the server shows.</summary>
/// <remarks>Source: Debezium 3.5 reference, MySQL connector, "Data type mappings"; checked against captures with the true values beside them.</remarks>
static class ConnectValue
{
    /// <summary>The value as the server shows it: a number for numeric types, text for the others.</summary>
    /// <exception cref="ChangeException">The value does not fit the type.</exception>
    public static Cell Of(JsonElement value, ColumnType type, ConnectModes modes)
    {
        var isText = value.ValueKind == JsonValueKind.String;
        var isNumber = value.ValueKind == JsonValueKind.Number;
        return type.Kind switch
        {
            // BINARY and the like come as base64 already; POINT as an object.
            TypeKind.Text or TypeKind.Number => Cell.Of(value),
            TypeKind.Unsigned when isNumber => Cell.Number(Wrapped(value)),
            TypeKind.Unsigned when isText => Cell.Number(BigEndian(value).ToString(CultureInfo.InvariantCulture)),
            TypeKind.Decimal when isNumber => Cell.Of(value),
            TypeKind.Decimal when isText => Cell.Number(modes.DecimalsAreText ? NumberText(value) : Scaled(BigEndian(value), type.Digits)),
            TypeKind.Bit when value.ValueKind is JsonValueKind.True or JsonValueKind.False => Cell.Number(value.ValueKind == JsonValueKind.True ? "1" : "0"),
            TypeKind.Bit when isText => Cell.Number(new BigInteger(Base64(value), isUnsigned: true, isBigEndian: false).ToString(CultureInfo.InvariantCulture)),
            TypeKind.Date when isNumber => Cell.Plain(Since1970(Int64(value), TimeSpan.TicksPerDay, 0)[..10]),
            TypeKind.DateTime or TypeKind.Timestamp when isNumber => Cell.Plain(Since1970(Int64(value), Unit(type, modes, type.Digits <= 3), type.Digits)),
            TypeKind.Time when isNumber => Cell.Plain(TimeOfDay(Int64(value), Unit(type, modes, false), type.Digits)),
            TypeKind.Date or TypeKind.DateTime or TypeKind.Timestamp or TypeKind.Time when isText => Cell.Plain(Iso(value.GetString()!, type)),
            _ => throw new ChangeException($"a column that is {type.Kind} has a value that is {value.ValueKind}"),
        };
    }

    static double Unit(ColumnType type, ConnectModes modes, bool milliseconds) => type.TicksPerUnit > 0 ? type.TicksPerUnit
        : modes.TimesAreMilliseconds || milliseconds ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerMicrosecond;

    /// <summary><c>bigint.unsigned.handling.mode=long</c> lets the upper half wrap below zero.</summary>
    static string Wrapped(JsonElement value) => value.TryGetUInt64(out var positive)
        ? positive.ToString(CultureInfo.InvariantCulture) : unchecked((ulong)Int64(value)).ToString(CultureInfo.InvariantCulture);

    static string NumberText(JsonElement value)
    {
        var text = value.GetString()!;
        return Cell.IsNumber(text) ? text : throw new ChangeException("a DECIMAL is a text that is no number: DEBEZIUM_DECIMALS must be what decimal.handling.mode is");
    }

    static long Int64(JsonElement value) => value.TryGetInt64(out var number) ? number : throw new ChangeException("a time or whole number is beyond 64 bits");

    static byte[] Base64(JsonElement value) => value.TryGetBytesFromBase64(out var bytes) ? bytes
        : throw new ChangeException("a value that should be base64 is not: DEBEZIUM_DECIMALS must be what decimal.handling.mode is");

    static BigInteger BigEndian(JsonElement value) => new(Base64(value), isUnsigned: false, isBigEndian: true);

    static string Scaled(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return unscaled.Sign < 0 ? "-" + text : text;
    }

    static string Since1970(long count, double unit, int digits)
    {
        try
        {
            return WithDigits(DateTime.UnixEpoch.AddTicks(Ticks(count, unit)).ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture), digits);
        }
        catch (Exception beyond) when (beyond is OverflowException or ArgumentOutOfRangeException)
        {
            throw new ChangeException("a time is beyond the calendar");
        }
    }

    static string TimeOfDay(long count, double unit, int digits)
    {
        var time = new TimeSpan(Ticks(count, unit));
        var text = time.Duration();
        return WithDigits(string.Create(CultureInfo.InvariantCulture,
            $"{(time < TimeSpan.Zero ? "-" : "")}{(int)text.TotalHours:00}:{text.Minutes:00}:{text.Seconds:00}.{text.Ticks % TimeSpan.TicksPerSecond:0000000}"), digits);
    }

    /// <summary>Whole units only: nanoseconds are a hundredth of a tick, and the server has none.</summary>
    static long Ticks(long count, double unit) => unit >= 1 ? checked(count * (long)unit) : count / (long)Math.Round(1 / unit);

    /// <summary><c>2024-03-01T12:34:56.789Z</c> as <c>2024-03-01 12:34:56.789</c>, with the column's digits.</summary>
    static string Iso(string text, ColumnType type)
    {
        if (type.Kind == TypeKind.Date) return text.TrimEnd('Z');
        var plain = text.Replace('T', ' ').TrimEnd('Z');
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        return WithDigits(point < 0 ? plain + ".0000000" : plain.PadRight(point + 8, '0'), type.Digits);
    }

    /// <summary>Cuts seven digits behind the point to those that the column has.</summary>
    static string WithDigits(string text, int digits)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return digits == 0 ? text[..point] : text[..(point + 1 + Math.Min(digits, 7))];
    }
}
