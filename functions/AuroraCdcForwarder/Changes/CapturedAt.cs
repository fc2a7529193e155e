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
    public static bool IsOne(string text) => DateTime.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
