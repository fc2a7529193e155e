namespace Sluice.GuardDutyFindingRouter;

/// <summary>How long the pieces of a message may be. A message that exceeds its service's limit is written once more within <see cref="Tight"/>.</summary>
/// <param name="Name">Resource, account and so on, UTF-16 units.</param>
/// <param name="Fact">A fact, UTF-16 units.</param>
/// <param name="Description">GuardDuty's own sentences, UTF-16 units.</param>
/// <param name="Items">Remote addresses, tags, threats and the like; the rest is counted.</param>
sealed record TextBounds(int Name, int Fact, int Description, int Items)
{
    /// <summary>More than GuardDuty writes in practice.</summary>
    public static TextBounds Roomy { get; } = new(Name: 80, Fact: 400, Description: 2_000, Items: 5);

    /// <summary>At worst 6 bytes for each unit, so that all pieces together stay below 20 KB.</summary>
    public static TextBounds Tight { get; } = new(Name: 40, Fact: 90, Description: 250, Items: 2);
}
