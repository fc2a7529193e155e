namespace Sluice.GuardDutyFindingRouter;

/// <summary>A decision, and how it came about.</summary>
/// <param name="Decision">As <see cref="RouteTable.Decide"/> gives it.</param>
/// <param name="Account">What the rules say of the finding's account.</param>
/// <param name="Suppressions">Every one, in order.</param>
/// <param name="Routes">Every one, in order.</param>
sealed record RouteExplanation(RouteDecision Decision, AccountInfo Account, IReadOnlyList<RuleExplanation> Suppressions, IReadOnlyList<RuleExplanation> Routes);

/// <summary>What became of a suppression or a route.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Checks">Each member of its condition that is set; empty where it was not asked, or asks for nothing.</param>
readonly record struct RuleExplanation(string Name, RuleOutcome Outcome, IReadOnlyList<MemberCheck> Checks)
{
    /// <summary>The first member that failed, or all that held: <c>severity 5 is not from 7</c>.</summary>
    public string Why => Outcome switch
    {
        RuleOutcome.NotMatched => Checks.First(check => !check.Holds).Text,
        RuleOutcome.Matched when Checks.Count == 0 => "it takes every finding",
        _ => string.Join("; ", Checks.Select(check => check.Text)),
    };
}

/// <summary>What became of a suppression or a route.</summary>
enum RuleOutcome : byte
{
    /// <summary>An earlier one had ended the walk.</summary>
    NotAsked,

    /// <summary>A suppression whose time is over.</summary>
    Expired,

    /// <summary>A member of its condition does not hold.</summary>
    NotMatched,

    /// <summary>Its condition holds.</summary>
    Matched,
}

/// <summary>Notes what a walk asked.</summary>
sealed class RouteTrace(RuleSet rules, Finding finding)
{
    readonly AccountInfo _account = rules.Account(finding.AccountId);
    readonly List<RuleExplanation> _suppressions = [];
    readonly List<RuleExplanation> _routes = [];

    /// <summary>A suppression was asked.</summary>
    public void Asked(Suppression suppression, bool expired, bool matches) => _suppressions.Add(expired
        ? new(suppression.Name, RuleOutcome.Expired, [])
        : new(suppression.Name, Outcome(matches), suppression.When.Explain(finding, _account, RemoteParties.All)));

    /// <summary>A route was asked.</summary>
    public void Asked(Route route, bool matches) => _routes.Add(new(route.Name, Outcome(matches), route.When.Explain(finding, _account)));

    /// <summary>With what was not asked, too.</summary>
    public RouteExplanation Explanation(RouteDecision decision) => new(decision, _account,
        [.. _suppressions, .. rules.Suppressions.Skip(_suppressions.Count).Select(one => new RuleExplanation(one.Name, RuleOutcome.NotAsked, []))],
        [.. _routes, .. rules.Routes.Skip(_routes.Count).Select(one => new RuleExplanation(one.Name, RuleOutcome.NotAsked, []))]);

    static RuleOutcome Outcome(bool matches) => matches ? RuleOutcome.Matched : RuleOutcome.NotMatched;
}
