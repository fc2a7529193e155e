namespace Sluice;

/// <summary>How long a handler may take.</summary>
public static class Deadline
{
    /// <summary>Left between the handler's deadline and Lambda's own, to answer and to log.</summary>
    public static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(500);

    /// <summary>Lambda's longest timeout: what is assumed where the deadline is missing or in the past, as some emulators have it.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(15);

    /// <summary>The time until the handler's token is cancelled.</summary>
    /// <param name="told">What the runtime tells is left; zero or less where it does not know.</param>
    /// <param name="ownLimit">A limit of the caller, such as Firehose's 5 minutes.</param>
    public static TimeSpan Of(TimeSpan told, TimeSpan ownLimit)
    {
        var left = told > TimeSpan.Zero ? told - Reserve : LongestTimeout;
        // A timeout of a second or less: half of what is left is better than nothing.
        if (left < told / 2) left = told / 2;
        return left < ownLimit ? left : ownLimit;
    }
}
