using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Finds what is no mistake and hardly meant so.</summary>
/// <param name="notes">Where warnings go.</param>
/// <param name="document">Of which there are no mistakes.</param>
/// <param name="rules">Read from it.</param>
/// <param name="used">Destinations that a route or the default names.</param>
/// <param name="now">Tells suppressions that have expired.</param>
sealed class RuleWarnings(RuleNotes notes, MemberReader document, RuleSet rules, IReadOnlySet<string> used, DateTimeOffset now)
{
    /// <summary>Tells all of them.</summary>
    public void Tell()
    {
        foreach (var destination in document.Find("destinations")!.Members)
            if (!used.Contains(destination.Name)) notes.Warning(destination.Value, "is named by no route and not by the default: nothing goes there");
        foreach (var (node, suppression) in Nodes("suppressions").Zip(rules.Suppressions))
        {
            if (suppression.Until <= now) notes.Warning(Member(node, "until")!, "is over: the suppression counts no more");
            Units(Member(node, "when"), suppression.When);
        }
        var end = "";
        foreach (var (node, route) in Nodes("routes").Zip(rules.Routes))
        {
            if (end.Length > 0) notes.Warning(node, $"is never asked: '{end}' takes every finding and is the last");
            Units(Member(node, "when"), route.When);
            if (end.Length == 0 && route.When.IsCatchAll && (route.Stop || rules.FirstMatchOnly)) end = route.Name;
        }
    }

    /// <summary>A unit or a tag that no account of the rules has.</summary>
    void Units(RuleNode? node, Condition condition)
    {
        if (node is null) return;
        if (condition.OrganisationalUnits.Count > 0 && !rules.Accounts.Values.Any(account => account.OrganisationalUnit.Length > 0 && TextPattern.FirstOf(condition.OrganisationalUnits, account.OrganisationalUnit) is not null))
            notes.Warning(Member(node, "ou")!, "holds for none of the accounts in 'accounts', which alone say what unit an account is in");
        if (condition.AccountTags.Count > 0 && !rules.Accounts.Values.Any(account => ConditionTest.Missing(condition.AccountTags, account) is null))
            notes.Warning(Member(node, "accountTags")!, "holds for none of the accounts in 'accounts', which alone say what tags an account has");
        foreach (var (name, conditions) in ((string, IReadOnlyList<Condition>)[])[("any", condition.Any), ("none", condition.None)])
            foreach (var (inner, one) in Entries(Member(node, name)).Zip(conditions)) Units(inner, one);
    }

    List<RuleNode> Nodes(string list) => document.Find(list)?.Items ?? [];

    static List<RuleNode> Entries(RuleNode? node) => node is null ? [] : node.Kind == JsonTokenType.StartArray ? node.Items : [node];

    static RuleNode? Member(RuleNode node, string name) => node.Members.Find(member => member.Name == name)?.Value;
}
