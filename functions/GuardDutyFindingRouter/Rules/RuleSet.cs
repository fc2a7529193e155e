namespace Sluice.GuardDutyFindingRouter;

/// <summary>The rules, checked. Immutable; shared by all invocations of a process.</summary>
/// <param name="Destinations">By name.</param>
/// <param name="Suppressions">Asked first, in order; one that has expired counts no more.</param>
/// <param name="Routes">Asked in order.</param>
/// <param name="FirstMatchOnly">Whether the first route that matches is the only one (<c>"match": "first"</c>).</param>
/// <param name="Default">Names of the destinations for what no route matches; never empty.</param>
/// <param name="Accounts">What is known of accounts, by id.</param>
/// <param name="RepeatWindow">A repeat that tells nothing new is not told again within this time.</param>
/// <param name="FloodThreshold">New findings of one type and account that are told one by one within <paramref name="FloodWindow"/>; 0: all.</param>
/// <param name="FloodWindow">See there.</param>
sealed record RuleSet(
    IReadOnlyDictionary<string, Destination> Destinations, IReadOnlyList<Suppression> Suppressions, IReadOnlyList<Route> Routes, bool FirstMatchOnly,
    IReadOnlyList<string> Default, IReadOnlyDictionary<string, AccountInfo> Accounts, TimeSpan RepeatWindow, int FloodThreshold, TimeSpan FloodWindow)
{
    /// <summary>What is known of an account.</summary>
    public AccountInfo Account(string id) => Accounts.TryGetValue(id, out var known) ? known : AccountInfo.Unknown;
}

/// <summary>What the rules say of an account.</summary>
/// <param name="Name">For people; empty where the rules do not say.</param>
/// <param name="OrganisationalUnit">Path such as <c>Workloads/Production</c>; empty where the rules do not say.</param>
/// <param name="Tags">Of the account.</param>
sealed record AccountInfo(string Name, string OrganisationalUnit, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>An account that the rules do not know.</summary>
    public static AccountInfo Unknown { get; } = new("", "", new Dictionary<string, string>());
}

/// <summary>A route.</summary>
/// <param name="Name">For people and metrics.</param>
/// <param name="When">Which findings.</param>
/// <param name="To">Names of destinations, never empty.</param>
/// <param name="Stop">Whether no later route is asked when this one matches.</param>
sealed record Route(string Name, Condition When, IReadOnlyList<string> To, bool Stop);

/// <summary>Findings that nobody is told of.</summary>
/// <param name="Name">For people and metrics.</param>
/// <param name="When">Which findings.</param>
/// <param name="Until">It counts up to this moment; <c>null</c>: for ever.</param>
/// <param name="Reason">Why; never empty.</param>
sealed record Suppression(string Name, Condition When, DateTimeOffset? Until, string Reason);

/// <summary>What the rules say of one finding.</summary>
/// <param name="Destinations">Each once, in the order in which routes named them; empty where it is suppressed.</param>
/// <param name="Routes">Names of the routes that matched; empty where the default did.</param>
/// <param name="Suppressed">The suppression that holds; <c>null</c> where none does.</param>
sealed record RouteDecision(IReadOnlyList<Destination> Destinations, IReadOnlyList<string> Routes, Suppression? Suppressed)
{
    /// <summary>Whether no route matched and the default was taken.</summary>
    public bool IsDefault => Suppressed is null && Routes.Count == 0;
}
