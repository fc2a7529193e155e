namespace Sluice.GuardDutyFindingRouter;

/// <summary>Which destinations a finding goes to. Pure.</summary>
/// <remarks>Suppressions come first; one that has expired counts no more, at once and without anybody's doing. What a suppression does not
/// hide always has a destination: those of the routes that match, or else the default's.</remarks>
static class RouteTable
{
    /// <summary>Decides.</summary>
    /// <param name="rules">Checked.</param>
    /// <param name="finding">Any.</param>
    /// <param name="now">Ends suppressions.</param>
    public static RouteDecision Decide(RuleSet rules, Finding finding, DateTimeOffset now) => Walk(rules, finding, now, null);

    /// <summary>Decides by the same walk, and tells of each suppression and route what became of it.</summary>
    /// <param name="rules">Checked.</param>
    /// <param name="finding">Any.</param>
    /// <param name="now">Ends suppressions.</param>
    public static RouteExplanation Explain(RuleSet rules, Finding finding, DateTimeOffset now)
    {
        var trace = new RouteTrace(rules, finding);
        var decision = Walk(rules, finding, now, trace);
        return trace.Explanation(decision);
    }

    static RouteDecision Walk(RuleSet rules, Finding finding, DateTimeOffset now, RouteTrace? trace)
    {
        var account = rules.Account(finding.AccountId);
        for (var i = 0; i < rules.Suppressions.Count; i++)
        {
            var suppression = rules.Suppressions[i];
            var expired = suppression.Until <= now;
            // All remote parties: one known scanner among strangers must not hide the strangers.
            var matches = !expired && suppression.When.Matches(finding, account, RemoteParties.All);
            trace?.Asked(suppression, expired, matches);
            if (matches) return new([], [], suppression);
        }

        var (destinations, routes) = (new List<Destination>(4), new List<string>(2));
        for (var i = 0; i < rules.Routes.Count; i++)
        {
            var route = rules.Routes[i];
            var matches = route.When.Matches(finding, account);
            trace?.Asked(route, matches);
            if (!matches) continue;
            routes.Add(route.Name);
            Add(rules, route.To, destinations);
            if (route.Stop || rules.FirstMatchOnly) break;
        }
        if (routes.Count == 0) Add(rules, rules.Default, destinations);
        return new(destinations, routes, null);
    }

    static void Add(RuleSet rules, IReadOnlyList<string> names, List<Destination> destinations)
    {
        for (var i = 0; i < names.Count; i++)
            if (rules.Destinations[names[i]] is var destination && !Has(destinations, destination)) destinations.Add(destination);
    }

    static bool Has(List<Destination> destinations, Destination destination)
    {
        foreach (var one in destinations)
            if (ReferenceEquals(one, destination)) return true;
        return false;
    }
}
