using System.Globalization;

namespace Sluice.AuroraCdcForwarder;

/// <summary>Times as lines show them: UTC, <c>yyyy-MM-dd HH:mm:ss.ffffff</c>, which Redshift, Athena and MySQL read.</summary>
static class CapturedAt
{
    const string Form = "yyyy-MM-dd HH:mm:ss.ffffff";

    /// <summary>Of a count of seconds, milliseconds or microseconds since 1970.</summary>
    /// <param name="count">The count.</param>
    /// <param name="ticks">100-nanosecond ticks of one.</param>
    public static string Of(long count, long ticks)
    {
        try
        {
            return DateTime.UnixEpoch.AddTicks(checked(count * ticks)).ToString(Form, CultureInfo.InvariantCulture);
        }
        catch (Exception beyond) when (beyond is OverflowException or ArgumentOutOfRangeException)
        {
            throw new ChangeException("its time is beyond the calendar");
        }
    }

    /// <summary>Of a clock.</summary>
    public static string Of(DateTimeOffset now) => now.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Whether a text has that form, so that its first ten characters are a date.</summary>
    /// <remarks>Asked of every change, and the calendar's own parser takes a tenth of a change's time.</remarks>
    public static bool IsOne(string text)
    {
        if (text.Length != Form.Length) return false;
        for (var i = 0; i < Form.Length; i++)
            if (char.IsAsciiLetter(Form[i]) ? !char.IsAsciiDigit(text[i]) : text[i] != Form[i]) return false;
        var (year, month, day) = (Number(text, 0, 4), Number(text, 5, 2), Number(text, 8, 2));
        return year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && Number(text, 11, 2) < 24 && Number(text, 14, 2) < 60 && Number(text, 17, 2) < 60;
    }

    static int Number(string text, int from, int digits) => int.Parse(text.AsSpan(from, digits), NumberStyles.None, CultureInfo.InvariantCulture);
}
