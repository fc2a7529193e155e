using System.Globalization;
using Sluice.GuardDutyFindingRouter;

namespace Sluice.Local;

/// <summary>A message about a finding.</summary>
/// <param name="Destination">As the rules call it.</param>
/// <param name="Kind"><c>new</c>, <c>update</c>, <c>repeat</c> or <c>resolve</c>.</param>
readonly record struct FindingMessage(string Destination, string FindingId, string Kind);

/// <summary>What one event has to come to.</summary>
/// <param name="Finding">The first that it is about.</param>
/// <param name="Routes">Names of the routes that match; empty where the event has none to ask.</param>
/// <param name="To">Everyone who is to be told.</param>
/// <param name="WhyNot">Why nobody is told; empty where somebody is.</param>
sealed record FindingOutcome(FindingPut Put, Finding Finding, string Routes, IReadOnlyList<FindingMessage> To, string WhyNot);

/// <summary>Works out what events have to come to, one after the other: from the rules, and from what "once" means. Of the router it uses the reading of
/// findings and of rules; who was told is remembered here and not by its ledger.</summary>
sealed class FindingExpectation(RuleSet rules, DateTimeOffset now)
{
    readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <param name="put">Later than those before it.</param>
    public FindingOutcome Of(FindingPut put) => put.Arrival.Finding is { } finding ? OfFinding(put, finding) : OfArchive(put, put.Arrival.Archive!);

    FindingOutcome OfFinding(FindingPut put, Finding finding)
    {
        var decision = RouteTable.Decide(rules, finding, now);
        if (decision.Suppressed is { } by) return new(put, finding, "", [], $"suppressed by {by.Name}: {by.Reason}");
        var routes = decision.IsDefault ? "default" : string.Join(", ", decision.Routes);
        var isFirst = !_known.TryGetValue(finding.Id, out var known);
        known ??= _known[finding.Id] = new Known(finding);
        if (!known.States.Add(string.Create(CultureInfo.InvariantCulture, $"{finding.UpdatedAt:O} {finding.Count} {finding.Severity} {finding.Archived}")))
            return new(put, finding, routes, [], "a copy of what was told");

        var isWorse = isFirst || finding.Severity > known.Finding.Severity || finding.Remotes.Any(one => !known.Remotes.Contains(one.Address));
        var to = finding.Archived || !isWorse
            ? decision.Destinations.Where(one => one.EveryUpdate).Select(one => (one.Name, Kind: "repeat"))
            : decision.Destinations.Select(one => (one.Name, Kind: isFirst || !(known.Told.Contains(one.Name) || one.EveryUpdate) ? "new" : "update"));
        var messages = to.Select(one => new FindingMessage(one.Name, finding.Id, one.Kind)).ToList();
        known.See(finding, messages);
        return new(put, finding, routes, messages, messages.Count > 0 ? "" : finding.Archived ? "archived, and nobody was told of it" : "nothing new");
    }

    FindingOutcome OfArchive(FindingPut put, ArchiveCall call)
    {
        var known = call.FindingIds.Select(id => _known.GetValueOrDefault(id)).OfType<Known>().ToList();
        var messages = known.SelectMany(one => one.Told.Order(StringComparer.Ordinal).Select(name => new FindingMessage(name, one.Finding.Id, "resolve"))).ToList();
        return new(put, known[0].Finding, "", messages, messages.Count > 0 ? "" : "nobody was told of them");
    }

    /// <summary>A finding and those who know of it.</summary>
    sealed class Known(Finding finding)
    {
        public Finding Finding { get; private set; } = finding;

        public HashSet<string> States { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Remotes { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Told { get; } = new(StringComparer.Ordinal);

        public void See(Finding newer, IEnumerable<FindingMessage> messages)
        {
            Finding = newer;
            Remotes.UnionWith(newer.Remotes.Select(one => one.Address));
            Told.UnionWith(messages.Where(one => one.Kind != "repeat").Select(one => one.Destination));
        }
    }
}
