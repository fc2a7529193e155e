using System.Globalization;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Moments and lengths of time for people.</summary>
static class Spans
{
    /// <summary><c>2025-10-01 18:05 UTC</c>.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>2025-08-22 01:40 to 2025-10-01 18:05 UTC</c>.</summary>
    public static string Range(DateTimeOffset from, DateTimeOffset to) => $"{from.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} to {Moment(to)}";

    /// <summary>The largest unit is enough: <c>40 days</c>, <c>3 hours</c>, <c>15 minutes</c>, <c>less than a minute</c>.</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => Count(span.TotalDays, "days"),
        { TotalHours: >= 2 } => Count(span.TotalHours, "hours"),
        { TotalMinutes: >= 2 } => Count(span.TotalMinutes, "minutes"),
        { TotalMinutes: >= 1 } => "a minute",
        _ => "less than a minute",
    };

    /// <summary>How often and when: <c>74 times in 40 days, 2025-08-22 01:40 to 2025-10-01 18:05 UTC</c>; empty where nothing is told.</summary>
    public static string Seen(long count, DateTimeOffset? first, DateTimeOffset? last)
    {
        var often = count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{count} times") : "once";
        return (first ?? last, last ?? first) switch
        {
            ({ } from, { } to) when to - from >= TimeSpan.FromMinutes(1) => $"{often} in {Of(to - from)}, {Range(from, to)}",
            ({ } at, _) => $"{often}, {Moment(at)}",
            _ => count > 1 ? often : "",
        };
    }

    static string Count(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(number):0} {unit}");
}
