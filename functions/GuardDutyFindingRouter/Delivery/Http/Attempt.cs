namespace Sluice.GuardDutyFindingRouter;

/// <summary>How one try ended. <c>default</c> is a failure that may pass.</summary>
/// <param name="Kind">How.</param>
/// <param name="Reason">Why it failed; clean.</param>
/// <param name="RetryAfter">How long the destination asks to wait.</param>
readonly record struct Attempt(AttemptKind Kind, string Reason, TimeSpan? RetryAfter = null)
{
    /// <summary>It was taken.</summary>
    public static Attempt Delivered { get; } = new(AttemptKind.Delivered, "");

    /// <summary>As the answer to the caller.</summary>
    public DeliveryOutcome Outcome => Kind == AttemptKind.Delivered ? DeliveryOutcome.Done : new(false, Reason, Kind is AttemptKind.Again or AttemptKind.TooLate, RetryAfter);
}

/// <summary>What follows from a try.</summary>
enum AttemptKind : byte
{
    /// <summary>Try again.</summary>
    Again,

    /// <summary>It may pass, but not in the time that is left.</summary>
    TooLate,

    /// <summary>The secret or the webhook's URL may be an old one: read it again, then try once more.</summary>
    Stale,

    /// <summary>Never as it is.</summary>
    Refused,

    /// <summary>It was taken.</summary>
    Delivered,
}
