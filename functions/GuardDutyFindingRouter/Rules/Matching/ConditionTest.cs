namespace Sluice.GuardDutyFindingRouter;

/// <summary>The one place that says whether a member of a condition holds: deciding and explaining both ask here.</summary>
static class ConditionTest
{
    /// <summary>Whether a member holds.</summary>
    /// <returns><c>null</c> where the condition does not set it.</returns>
    public static bool? Holds(Condition condition, ConditionMember member, Finding finding, AccountInfo account, RemoteParties remotes) => member switch
    {
        ConditionMember.Severity => condition.SeverityFrom is null && condition.SeverityBelow is null ? null
            : !(finding.Severity < condition.SeverityFrom) && !(finding.Severity >= condition.SeverityBelow),
        ConditionMember.Sample => condition.Sample is { } sample ? sample == finding.Sample : null,
        ConditionMember.Archived => condition.Archived is { } archived ? archived == finding.Archived : null,
        ConditionMember.Origin => condition.Origin is { } origin ? origin == finding.Origin : null,
        ConditionMember.Role => condition.Role is { } role ? role == finding.Role : null,
        ConditionMember.Accounts => condition.Accounts.Count == 0 ? null : Names(condition.Accounts, finding.AccountId),
        ConditionMember.Types => One(condition.Types, finding.Type),
        ConditionMember.Regions => One(condition.Regions, finding.Region),
        // An account without a unit has none that a pattern could hold for, not one of no letters.
        ConditionMember.Ou => condition.OrganisationalUnits.Count == 0 ? null
            : account.OrganisationalUnit.Length > 0 && TextPattern.FirstOf(condition.OrganisationalUnits, account.OrganisationalUnit) is not null,
        ConditionMember.AccountTags => condition.AccountTags.Count == 0 ? null : Missing(condition.AccountTags, account) is null,
        ConditionMember.ResourceTypes => One(condition.ResourceTypes, finding.Subject.ResourceType),
        ConditionMember.Resources => condition.Resources.Count == 0 ? null : TextPattern.FirstOf(condition.Resources, finding.Subject.Id) is not null
            || finding.Subject.Arn.Length > 0 && TextPattern.FirstOf(condition.Resources, finding.Subject.Arn) is not null,
        ConditionMember.ResourceTags => condition.ResourceTags.Count == 0 ? null : Missing(condition.ResourceTags, finding.Subject) is null,
        ConditionMember.ActionTypes => One(condition.ActionTypes, finding.ActionType),
        ConditionMember.RemoteCountries => condition.RemoteCountries.Count == 0 ? null : Remote(condition, member, finding, remotes),
        ConditionMember.RemoteAsns => condition.RemoteAsns.Count == 0 ? null : Remote(condition, member, finding, remotes),
        ConditionMember.RemoteNetworks => condition.RemoteNetworks.Count == 0 ? null : Remote(condition, member, finding, remotes),
        ConditionMember.Any => condition.Any.Count == 0 ? null : First(condition.Any, finding, account, remotes) >= 0,
        ConditionMember.None => condition.None.Count == 0 ? null : First(condition.None, finding, account, Other(remotes)) < 0,
        _ => throw new ArgumentOutOfRangeException(nameof(member)),
    };

    /// <summary>What excludes is read the other way round, so that a suppression hides less still, and a route tells more.</summary>
    public static RemoteParties Other(RemoteParties remotes) => remotes == RemoteParties.One ? RemoteParties.All : RemoteParties.One;

    /// <summary>The first that holds; -1: none does.</summary>
    public static int First(IReadOnlyList<Condition> conditions, Finding finding, AccountInfo account, RemoteParties remotes)
    {
        for (var i = 0; i < conditions.Count; i++)
            if (conditions[i].Matches(finding, account, remotes)) return i;
        return -1;
    }

    /// <summary>The first tag that the account lacks; <c>null</c>: it has them all.</summary>
    public static TagPattern? Missing(IReadOnlyList<TagPattern> tags, AccountInfo account)
    {
        for (var i = 0; i < tags.Count; i++)
            if (!account.Tags.TryGetValue(tags[i].Name, out var value) || TextPattern.FirstOf(tags[i].Values, value) is null) return tags[i];
        return null;
    }

    /// <summary>The first tag that the resource lacks; <c>null</c>: it has them all.</summary>
    public static TagPattern? Missing(IReadOnlyList<TagPattern> tags, FindingSubject subject)
    {
        for (var i = 0; i < tags.Count; i++)
            if (!Has(tags[i], subject.Tags)) return tags[i];
        return null;
    }

    /// <summary>Whether a member that speaks of remote parties holds for this one.</summary>
    public static bool HoldsFor(Condition condition, ConditionMember member, RemoteParty remote)
    {
        switch (member)
        {
            case ConditionMember.RemoteCountries:
                for (var i = 0; i < condition.RemoteCountries.Count; i++)
                    if (condition.RemoteCountries[i].IsOf(remote)) return true;
                return false;
            case ConditionMember.RemoteAsns:
                for (var i = 0; i < condition.RemoteAsns.Count; i++)
                    if (condition.RemoteAsns[i] == remote.Asn) return true;
                return false;
            default:
                for (var i = 0; i < condition.RemoteNetworks.Count; i++)
                    if (condition.RemoteNetworks[i].Contains(remote.Address)) return true;
                return false;
        }
    }

    static bool Remote(Condition condition, ConditionMember member, Finding finding, RemoteParties remotes)
    {
        for (var i = 0; i < finding.Remotes.Count; i++)
            if (HoldsFor(condition, member, finding.Remotes[i]) == (remotes == RemoteParties.One)) return remotes == RemoteParties.One;
        return remotes == RemoteParties.All && finding.Remotes.Count > 0;
    }

    static bool? One(IReadOnlyList<TextPattern> patterns, string text) => patterns.Count == 0 ? null : TextPattern.FirstOf(patterns, text) is not null;

    static bool Names(IReadOnlyList<string> accounts, string account)
    {
        for (var i = 0; i < accounts.Count; i++)
            if (accounts[i].Equals(account, StringComparison.Ordinal)) return true;
        return false;
    }

    static bool Has(TagPattern tag, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        for (var i = 0; i < tags.Count; i++)
            if (tags[i].Key.Equals(tag.Name, StringComparison.Ordinal) && TextPattern.FirstOf(tag.Values, tags[i].Value) is not null) return true;
        return false;
    }
}
