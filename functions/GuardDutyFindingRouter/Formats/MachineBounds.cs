namespace Sluice.GuardDutyFindingRouter;

/// <summary>How long the pieces of a form for machines may be. What exceeds the limit of its service is written again within <see cref="Tight"/>, and says so.</summary>
/// <param name="Text">A name, an id, an ARN, UTF-16 units.</param>
/// <param name="Long">A description, UTF-16 units.</param>
/// <param name="Items">Of a list.</param>
sealed record MachineBounds(int Text, int Long, int Items)
{
    /// <summary>More than GuardDuty writes.</summary>
    public static MachineBounds Roomy { get; } = new(2_048, 16_384, 200);

    /// <summary>At worst 6 bytes for each unit: below 200 KB together.</summary>
    public static MachineBounds Tight { get; } = new(256, 1_024, 10);

    /// <summary>Whether something had to be cut.</summary>
    public bool IsTight => Items == Tight.Items;

    /// <summary>A short text; only its length is changed.</summary>
    public string Short(string text) => CleanText.Cut(text, Text);

    /// <summary>A long text; only its length is changed.</summary>
    public string Whole(string text) => CleanText.Cut(text, Long);
}
