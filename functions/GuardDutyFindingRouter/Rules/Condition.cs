using System.Net;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Which findings: everything that is set must hold; a list holds where one of its entries does. Empty: all findings.</summary>
sealed record Condition
{
    /// <summary>The least severity, inclusive; <c>null</c>: any.</summary>
    public double? SeverityFrom { get; init; }

    /// <summary>The severity below which it must be, exclusive; <c>null</c>: any.</summary>
    public double? SeverityBelow { get; init; }

    /// <summary>Patterns of types, <c>*</c> for any text.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>12 digits each.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>Patterns of organisational units, such as <c>Workloads/*</c>.</summary>
    public IReadOnlyList<string> OrganisationalUnits { get; init; } = [];

    /// <summary>Tags of the account: name to patterns of the value.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> AccountTags { get; init; } = [];

    /// <summary>Patterns of regions.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>GuardDuty's resource types, such as <c>Instance</c>.</summary>
    public IReadOnlyList<string> ResourceTypes { get; init; } = [];

    /// <summary>Tags of the resource: name to patterns of the value.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> ResourceTags { get; init; } = [];

    /// <summary>Patterns of the resource's id.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Such as <c>NETWORK_CONNECTION</c>.</summary>
    public IReadOnlyList<string> ActionTypes { get; init; } = [];

    /// <summary>Names or two letters of countries.</summary>
    public IReadOnlyList<string> RemoteCountries { get; init; } = [];

    /// <summary>Numbers of autonomous systems.</summary>
    public IReadOnlyList<long> RemoteAsns { get; init; } = [];

    /// <summary>Networks that a remote address is in.</summary>
    public IReadOnlyList<IPNetwork> RemoteNetworks { get; init; } = [];

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
}
