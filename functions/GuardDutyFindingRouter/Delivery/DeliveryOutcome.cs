namespace Sluice.GuardDutyFindingRouter;

/// <summary>What became of one notice at one destination. <c>default</c> is a failure.</summary>
/// <param name="Delivered">The destination has taken it.</param>
/// <param name="Reason">Why not: names the destination and its host, and shows no secret and no path of a webhook. Empty where it is delivered.</param>
/// <param name="MayPass">Whether another try, later, may succeed.</param>
/// <param name="RetryAfter">How long the destination asks to be left alone; <c>null</c> where it does not say.</param>
readonly record struct DeliveryOutcome(bool Delivered, string Reason, bool MayPass, TimeSpan? RetryAfter)
{
    /// <summary>It was taken.</summary>
    public static DeliveryOutcome Done { get; } = new(true, "", false, null);

    /// <summary>Another try will not help before somebody changes something.</summary>
    public static DeliveryOutcome Refused(string reason) => new(false, reason, false, null);

    /// <summary>Another try may help.</summary>
    public static DeliveryOutcome Later(string reason, TimeSpan? retryAfter = null) => new(false, reason, true, retryAfter);
}

/// <summary>Makes what a destination is sent. Pure: <c>MessageFormats.Render</c>.</summary>
/// <param name="notice">What is told.</param>
/// <param name="destination">To whom.</param>
/// <param name="secret">The text behind <see cref="Destination.SecretFrom"/>; empty where there is none.</param>
/// <param name="now">For times in it.</param>
delegate OutMessage RenderMessage(Notice notice, Destination destination, string secret, DateTimeOffset now);
