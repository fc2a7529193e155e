using System.Globalization;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Says in words why a member of a condition holds or not, with the value seen.</summary>
static class ConditionText
{
    /// <summary>Entries of a list that are shown; the rest is counted.</summary>
    const int Shown = 5;

    /// <summary>The words.</summary>
    public static string Of(Condition condition, ConditionMember member, bool holds, Finding finding, AccountInfo account, RemoteParties remotes) => member switch
    {
        ConditionMember.Severity => $"severity {Number(finding.Severity)} {Is(holds)} {Range(condition)}",
        ConditionMember.Sample => finding.Sample ? "it is a sample" : "it is not a sample",
        ConditionMember.Archived => finding.Archived ? "it is archived" : "it is not archived",
        ConditionMember.Origin => finding.Origin == FindingOrigin.Export ? "it came out of an export" : "it came as an event",
        ConditionMember.Role => $"role {Word(finding.Role)} {Is(holds)} {Word(condition.Role ?? ResourceRole.Unknown)}",
        ConditionMember.Accounts => $"account {finding.AccountId} {Is(holds)} {(holds ? finding.AccountId : List(condition.Accounts))}",
        ConditionMember.Types => Pattern("type", finding.Type, condition.Types),
        ConditionMember.Regions => Pattern("region", finding.Region, condition.Regions),
        ConditionMember.Ou => account.OrganisationalUnit.Length == 0 ? $"account {finding.AccountId} has no organisational unit in the rules"
            : Pattern("organisational unit", account.OrganisationalUnit, condition.OrganisationalUnits),
        ConditionMember.AccountTags => ConditionTest.Missing(condition.AccountTags, account) is { } lacks
            ? Tag("account", lacks, account.Tags.Where(tag => tag.Key == lacks.Name)) : $"the account has {Tags(condition.AccountTags)}",
        ConditionMember.ResourceTypes => Pattern("resource type", finding.Subject.ResourceType, condition.ResourceTypes),
        ConditionMember.Resources => Pattern("resource", holds && TextPattern.FirstOf(condition.Resources, finding.Subject.Id) is null ? finding.Subject.Arn : finding.Subject.Id, condition.Resources),
        ConditionMember.ResourceTags => ConditionTest.Missing(condition.ResourceTags, finding.Subject) is { } lacks
            ? Tag("resource", lacks, finding.Subject.Tags.Where(tag => tag.Key == lacks.Name)) : $"the resource has {Tags(condition.ResourceTags)}",
        ConditionMember.ActionTypes => Pattern("action type", finding.ActionType, condition.ActionTypes),
        ConditionMember.RemoteCountries => Remote("remote country", condition, member, holds, finding, remotes, remote => remote.Country.Length > 0 ? remote.Country : remote.CountryCode,
            List(condition.RemoteCountries.Select(country => country.Text))),
        ConditionMember.RemoteAsns => Remote("remote ASN", condition, member, holds, finding, remotes, remote => remote.Asn > 0 ? remote.Asn.ToString(CultureInfo.InvariantCulture) : "",
            List(condition.RemoteAsns.Select(asn => asn.ToString(CultureInfo.InvariantCulture)))),
        ConditionMember.RemoteNetworks => Remote("remote address", condition, member, holds, finding, remotes, remote => remote.Address, "in " + List(condition.RemoteNetworks.Select(network => network.Text))),
        ConditionMember.Any => Any(condition.Any, finding, account, remotes),
        _ => None(condition.None, finding, account, ConditionTest.Other(remotes)),
    };

    static string Is(bool holds) => holds ? "is" : "is not";

    static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    static string Word(ResourceRole role) => role switch { ResourceRole.Target => "target", ResourceRole.Actor => "actor", _ => "(not told)" };

    static string Range(Condition condition) => (condition.SeverityFrom, condition.SeverityBelow) switch
    {
        ({ } from, { } below) => $"from {Number(from)} to below {Number(below)}",
        ({ } from, null) => $"from {Number(from)}",
        (_, { } below) => $"below {Number(below)}",
        _ => "any",
    };

    static string Pattern(string what, string seen, IReadOnlyList<TextPattern> patterns) => TextPattern.FirstOf(patterns, seen) is { } holds
        ? $"{what} {Seen(seen)} is {holds.Text}" : $"{what} {Seen(seen)} is not {List(patterns.Select(pattern => pattern.Text))}";

    static string Seen(string text) => text.Length == 0 ? "(none)" : text;

    static string Tag(string whose, TagPattern tag, IEnumerable<KeyValuePair<string, string>> seen) => seen.Select(one => one.Value).ToList() is { Count: > 0 } values
        ? $"{whose} tag {tag.Name}={List(values)} is not {List(tag.Values.Select(value => value.Text))}" : $"the {whose} has no tag {tag.Name}";

    static string Tags(IReadOnlyList<TagPattern> tags) => List(tags.Select(tag => $"{tag.Name}={List(tag.Values.Select(value => value.Text))}"), " and ");

    static string Remote(string what, Condition condition, ConditionMember member, bool holds, Finding finding, RemoteParties remotes, Func<RemoteParty, string> seen, string wanted)
    {
        if (finding.Remotes.Count == 0) return "it names no remote party";
        // The ones that made it so: with All, one that does not hold is why it failed; with One, one that holds is why it did not.
        var telling = finding.Remotes.Where(remote => ConditionTest.HoldsFor(condition, member, remote) == holds).Select(seen).Select(Seen).Distinct();
        return $"{what} {List(telling)} {Is(holds)} {wanted}{(remotes == RemoteParties.All && !holds && finding.Remotes.Count > 1 ? " (all of them must be)" : "")}";
    }

    static string Any(IReadOnlyList<Condition> conditions, Finding finding, AccountInfo account, RemoteParties remotes) =>
        ConditionTest.First(conditions, finding, account, remotes) is >= 0 and var first
            ? string.Create(CultureInfo.InvariantCulture, $"any[{first}] holds")
            : "none of any holds: " + List(conditions.Select(one => one.Explain(finding, account, remotes).First(check => !check.Holds).Text), "; ");

    static string None(IReadOnlyList<Condition> conditions, Finding finding, AccountInfo account, RemoteParties remotes) =>
        ConditionTest.First(conditions, finding, account, remotes) is >= 0 and var first
            ? string.Create(CultureInfo.InvariantCulture, $"none[{first}] holds: ") + List(conditions[first].Explain(finding, account, remotes).Select(check => check.Text), " and ")
            : "nothing of none holds";

    static string List(IEnumerable<string> entries, string between = ", ")
    {
        var all = entries.ToList();
        return string.Join(between, all.Take(Shown)) + (all.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {all.Count - Shown} more") : "");
    }
}
