namespace Sluice.GuardDutyFindingRouter;

/// <summary>What destinations are told: a finding, and why now. Pure; forms are made of it.</summary>
/// <param name="Kind">Why now.</param>
/// <param name="Finding">The newest state; of a summary, the most severe of the group.</param>
/// <param name="Account">What the rules say of its account.</param>
/// <param name="Changes">What changed since the last notice, a phrase each for people: <c>severity 5 → 8</c>, <c>new remote address 198.51.100.7</c>. Empty for a new one.</param>
/// <param name="Flood">The group that is summed up; <c>null</c> for a single finding.</param>
sealed record Notice(NoticeKind Kind, Finding Finding, AccountInfo Account, IReadOnlyList<string> Changes, Flood? Flood = null)
{
    /// <summary>The same for all notices of one incident: what PagerDuty, Opsgenie and Jira know it by. At most 255 characters.</summary>
    public string IncidentKey => Flood is null ? $"guardduty/{Finding.Key}" : $"guardduty/flood/{Flood.Key}";
}

/// <summary>Why something is told.</summary>
enum NoticeKind : byte
{
    /// <summary>First seen, or seen again after the repeat window.</summary>
    New,

    /// <summary>Worse, or with a new remote address, or no longer archived.</summary>
    Update,

    /// <summary>A repeat that tells people nothing new: only destinations that want every update get it.</summary>
    Repeat,

    /// <summary>Archived: whatever was opened can be closed.</summary>
    Resolve,

    /// <summary>Many findings of one type and account, in one.</summary>
    Summary,
}

/// <summary>Many findings of one cause.</summary>
/// <param name="Key">Account, region, type and the window's start.</param>
/// <param name="Type">The type of all of them.</param>
/// <param name="AccountId">The account of all of them.</param>
/// <param name="Count">Findings so far in this window.</param>
/// <param name="Grouped">How many of them were told by no notice of their own.</param>
/// <param name="HighestSeverity">Among them.</param>
/// <param name="Since">Start of the window.</param>
/// <param name="Until">End of the window.</param>
/// <param name="Subjects">Some of the resources, at most 20.</param>
sealed record Flood(
    string Key, string Type, string AccountId, int Count, int Grouped, double HighestSeverity, DateTimeOffset Since, DateTimeOffset Until, IReadOnlyList<string> Subjects);
