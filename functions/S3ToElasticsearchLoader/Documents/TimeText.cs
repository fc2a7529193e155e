using System.Buffers.Text;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Reads the times that logs have and writes the one that documents have. A time is ticks (100 ns) of UTC, as of <see cref="DateTime"/>.</summary>
static class TimeText
{
    const long MaxSeconds = 253_402_300_799;        // the end of the year 9999

    /// <summary>ISO 8601 with date and time, <c>T</c> or a space between, up to nine digits of a second, <c>Z</c> or an offset; without
    /// one it is UTC. Or digits: seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their number.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        if (text.Length >= 19 && text[4] == '-') return TryIso(text, out ticks);
        return TryEpoch(text, out ticks);
    }

    static bool TryIso(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ') || text[13] != ':' || text[16] != ':') return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)) return false;
        if (!TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second)) return false;
        if (!TryTicks(year, month, day, hour, minute, second, out ticks)) return false;
        var rest = text[19..];
        if (rest is [(byte)'.' or (byte)',', ..])
        {
            var digits = 1;
            for (long unit = 1_000_000; digits < rest.Length && char.IsAsciiDigit((char)rest[digits]); digits++, unit /= 10)
                ticks += (rest[digits] - '0') * unit;
            if (digits is 1 or > 10) return false;
            rest = rest[digits..];
        }
        return rest.IsEmpty || rest is [(byte)'Z'] || (TryZone(rest, out var zone) && InRange(ticks -= zone));
    }

    /// <summary>The date of Apache's and S3's access logs: <c>06/Feb/2019:00:00:38 +0000</c>.</summary>
    public static bool TryClf(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < 26 || text[2] != '/' || text[6] != '/' || text[11] != ':' || text[14] != ':' || text[17] != ':' || text[20] != ' ') return false;
        var month = "JanFebMarAprMayJunJulAugSepOctNovDec"u8.IndexOf(text[3..6]);
        if (month < 0 || month % 3 != 0) return false;
        if (!TryDigits(text[..2], out var day) || !TryDigits(text[7..11], out var year) || !TryDigits(text[12..14], out var hour)) return false;
        if (!TryDigits(text[15..17], out var minute) || !TryDigits(text[18..20], out var second)) return false;
        return TryTicks(year, (month / 3) + 1, day, hour, minute, second, out ticks) && TryZone(text[21..], out var zone) && InRange(ticks -= zone);
    }

    static bool TryEpoch(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        if (whole.Length is < 10 or > 19 || !Utf8Parser.TryParse(whole, out long number, out var used) || used != whole.Length || number < 0) return false;
        var perUnit = whole.Length switch { <= 11 => TimeSpan.TicksPerSecond, <= 14 => TimeSpan.TicksPerMillisecond, <= 17 => 10, _ => 0 };
        if (perUnit == TimeSpan.TicksPerSecond && number > MaxSeconds) return false;
        ticks = DateTime.UnixEpoch.Ticks + (perUnit == 0 ? number / 100 : number * perUnit);
        if (point < 0) return InRange(ticks);
        var fraction = text[(point + 1)..];
        if (fraction.Length is 0 or > 9 || perUnit != TimeSpan.TicksPerSecond) return false;
        var unit = 1_000_000L;
        foreach (var digit in fraction)
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            ticks += (digit - '0') * unit;
            unit /= 10;
        }
        return InRange(ticks);
    }

    static bool TryTicks(int year, int month, int day, int hour, int minute, int second, out long ticks)
    {
        ticks = 0;
        if (year is 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60) return false;
        // A leap second is the second behind it, as Unix time has it.
        ticks = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks + (second * TimeSpan.TicksPerSecond);
        return InRange(ticks);
    }

    static bool TryZone(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length is not (5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || (text.Length == 6 && text[3] != ':')) return false;
        if (!TryDigits(text[1..3], out var hours) || !TryDigits(text[^2..], out var minutes) || hours > 14 || minutes > 59) return false;
        ticks = ((hours * 60) + minutes) * TimeSpan.TicksPerMinute * (text[0] == '-' ? -1 : 1);
        return true;
    }

    /// <summary>A year of four digits from 1: others have no form that a cluster reads.</summary>
    static bool InRange(long ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;

    static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            number = (number * 10) + digit - '0';
        }
        return true;
    }

    /// <summary>Appends <c>2024-03-20T10:30:00.000Z</c>: milliseconds, or seven digits where the time has more.</summary>
    public static void Append(long ticks, ByteBuffer output)
    {
        var time = new DateTime(ticks, DateTimeKind.Utc);
        var room = output.GetSpan(32);
        var (year, month, day) = DateOnly.FromDateTime(time);
        Digits(room, year, 4);
        Digits(room[5..], month, 2);
        Digits(room[8..], day, 2);
        Digits(room[11..], time.Hour, 2);
        Digits(room[14..], time.Minute, 2);
        Digits(room[17..], time.Second, 2);
        (room[4], room[7], room[10], room[13], room[16], room[19]) = ((byte)'-', (byte)'-', (byte)'T', (byte)':', (byte)':', (byte)'.');
        var fraction = (int)(ticks % TimeSpan.TicksPerSecond);
        var digits = fraction % TimeSpan.TicksPerMillisecond == 0 ? 3 : 7;
        Digits(room[20..], digits == 3 ? fraction / (int)TimeSpan.TicksPerMillisecond : fraction, digits);
        room[20 + digits] = (byte)'Z';
        output.Advance(21 + digits);
    }

    /// <summary>Writes <paramref name="number"/> with leading zeros.</summary>
    public static void Digits(Span<byte> room, int number, int count)
    {
        for (var i = count - 1; i >= 0; i--, number /= 10) room[i] = (byte)('0' + (number % 10));
    }
}
