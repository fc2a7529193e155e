namespace Sluice.GuardDutyFindingRouter;

/// <summary>Which findings: everything that is set must hold; a list holds where one of its entries does. Empty: all findings.</summary>
sealed record Condition
{
    /// <summary>All findings.</summary>
    public static Condition All { get; } = new();

    /// <summary>The least severity, inclusive; <c>null</c>: any.</summary>
    public double? SeverityFrom { get; init; }

    /// <summary>The severity below which it must be, exclusive; <c>null</c>: any.</summary>
    public double? SeverityBelow { get; init; }

    /// <summary>Of types.</summary>
    public IReadOnlyList<TextPattern> Types { get; init; } = [];

    /// <summary>12 digits each.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>Of organisational units, such as <c>Workloads/*</c>.</summary>
    public IReadOnlyList<TextPattern> OrganisationalUnits { get; init; } = [];

    /// <summary>Of the account, as the rules know it; all must hold.</summary>
    public IReadOnlyList<TagPattern> AccountTags { get; init; } = [];

    /// <summary>Of regions.</summary>
    public IReadOnlyList<TextPattern> Regions { get; init; } = [];

    /// <summary>Of GuardDuty's resource types, such as <c>Instance</c>.</summary>
    public IReadOnlyList<TextPattern> ResourceTypes { get; init; } = [];

    /// <summary>Of the resource; all must hold.</summary>
    public IReadOnlyList<TagPattern> ResourceTags { get; init; } = [];

    /// <summary>Of the resource's id or ARN.</summary>
    public IReadOnlyList<TextPattern> Resources { get; init; } = [];

    /// <summary>Such as <c>NETWORK_CONNECTION</c>.</summary>
    public IReadOnlyList<TextPattern> ActionTypes { get; init; } = [];

    /// <summary>Where a remote party is.</summary>
    public IReadOnlyList<Country> RemoteCountries { get; init; } = [];

    /// <summary>Numbers of autonomous systems.</summary>
    public IReadOnlyList<long> RemoteAsns { get; init; } = [];

    /// <summary>Networks that a remote address is in.</summary>
    public IReadOnlyList<AddressRange> RemoteNetworks { get; init; } = [];

    /// <summary>Whether the resource is target or actor; <c>null</c>: either.</summary>
    public ResourceRole? Role { get; init; }

    /// <summary>Whether it is a sample; <c>null</c>: either.</summary>
    public bool? Sample { get; init; }

    /// <summary>Whether it is archived; <c>null</c>: either.</summary>
    public bool? Archived { get; init; }

    /// <summary>Where it came from; <c>null</c>: anywhere.</summary>
    public FindingOrigin? Origin { get; init; }

    /// <summary>One of these must hold too; empty asks for none.</summary>
    public IReadOnlyList<Condition> Any { get; init; } = [];

    /// <summary>None of these may hold.</summary>
    public IReadOnlyList<Condition> None { get; init; } = [];

    /// <summary>Whether it holds. Allocates nothing, but for an IPv6 address that is compared with networks.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="account">What the rules say of its account.</param>
    /// <param name="remotes">How many remote parties the remote members speak of.</param>
    public bool Matches(Finding finding, AccountInfo account, RemoteParties remotes = RemoteParties.One)
    {
        for (var member = ConditionMember.Severity; member <= ConditionMember.None; member++)
            if (ConditionTest.Holds(this, member, finding, account, remotes) == false) return false;
        return true;
    }

    /// <summary>The same, member by member: it matches if and only if each of them holds, for both ask <see cref="ConditionTest"/>.</summary>
    /// <returns>One for each member that is set; empty where it asks for nothing.</returns>
    public IReadOnlyList<MemberCheck> Explain(Finding finding, AccountInfo account, RemoteParties remotes = RemoteParties.One)
    {
        var checks = new List<MemberCheck>();
        for (var member = ConditionMember.Severity; member <= ConditionMember.None; member++)
            if (ConditionTest.Holds(this, member, finding, account, remotes) is { } holds)
                checks.Add(new(member, holds, ConditionText.Of(this, member, holds, finding, account, remotes)));
        return checks;
    }

    /// <summary>Whether it holds for every finding: nothing is set, or nothing that excludes one.</summary>
    public bool IsCatchAll => SeverityFrom is null or <= 0 && SeverityBelow is null && None.Count == 0 && (Any.Count == 0 || Any.Any(one => one.IsCatchAll))
        && Accounts.Count == 0 && OrganisationalUnits.Count == 0 && AccountTags.Count == 0 && ResourceTags.Count == 0
        && RemoteCountries.Count == 0 && RemoteAsns.Count == 0 && RemoteNetworks.Count == 0
        && Role is null && Sample is null && Archived is null && Origin is null
        && TakesAll(Types) && TakesAll(Regions) && TakesAll(ResourceTypes) && TakesAll(Resources) && TakesAll(ActionTypes);

    static bool TakesAll(IReadOnlyList<TextPattern> patterns) => patterns.Count == 0 || patterns.Any(pattern => pattern.IsAll);
}

/// <summary>Whom the remote members of a condition speak of, where a finding names several.</summary>
enum RemoteParties : byte
{
    /// <summary>One of them is enough: a route tells rather more.</summary>
    One,

    /// <summary>All of them, and there must be one: a suppression hides rather less.</summary>
    All,
}

/// <summary>What a condition may ask, in the order in which it is looked at: what is quick comes first.</summary>
enum ConditionMember : byte
{
    /// <summary><c>severity</c></summary>
    Severity,

    /// <summary><c>sample</c></summary>
    Sample,

    /// <summary><c>archived</c></summary>
    Archived,

    /// <summary><c>origin</c></summary>
    Origin,

    /// <summary><c>role</c></summary>
    Role,

    /// <summary><c>accounts</c></summary>
    Accounts,

    /// <summary><c>types</c></summary>
    Types,

    /// <summary><c>regions</c></summary>
    Regions,

    /// <summary><c>ou</c></summary>
    Ou,

    /// <summary><c>accountTags</c></summary>
    AccountTags,

    /// <summary><c>resourceTypes</c></summary>
    ResourceTypes,

    /// <summary><c>resources</c></summary>
    Resources,

    /// <summary><c>resourceTags</c></summary>
    ResourceTags,

    /// <summary><c>actionTypes</c></summary>
    ActionTypes,

    /// <summary><c>remoteCountries</c></summary>
    RemoteCountries,

    /// <summary><c>remoteAsns</c></summary>
    RemoteAsns,

    /// <summary><c>remoteNetworks</c></summary>
    RemoteNetworks,

    /// <summary><c>any</c></summary>
    Any,

    /// <summary><c>none</c></summary>
    None,
}

/// <summary>A member of a condition, and whether it holds for a finding.</summary>
/// <param name="Member">Which.</param>
/// <param name="Holds">Whether it does.</param>
/// <param name="Text">Why, with the value seen: <c>severity 5 is not from 7</c>.</param>
readonly record struct MemberCheck(ConditionMember Member, bool Holds, string Text);
