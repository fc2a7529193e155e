using System.Globalization;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>What else is known of a finding, in the order in which people ask: what changed, where, who, when, how it is tagged, what it is called.</summary>
static class FactList
{
    /// <summary>Of the fact that an update is about.</summary>
    public const string ChangedLabel = "Changed";

    /// <summary>Facts that say something; each label once.</summary>
    public static IReadOnlyList<Fact> Of(Notice notice, TextBounds bounds)
    {
        var facts = new List<Fact>(14);
        var finding = notice.Finding;
        var severity = NoticeText.NumberOf(notice);
        Add(facts, ChangedLabel, Some(notice.Changes, bounds));
        Add(facts, "Severity", string.Create(CultureInfo.InvariantCulture, $"{SeverityLabels.Of(severity)} ({severity:0.#})"), isShort: true);
        Add(facts, "Region", CleanText.Content(finding.Region, 40), isShort: true);
        Add(facts, "Account", AccountText(notice, bounds));
        if (notice.Flood is { } flood)
        {
            Add(facts, "Resources", Some(flood.Subjects, bounds with { Items = bounds.Items * 2 }, flood.Count));
        }
        else
        {
            Add(facts, "Resource", SubjectText.Full(finding, bounds));
            Add(facts, "Remote", Some(finding.Remotes.Select(remote => RemoteText.Full(remote, bounds)), bounds, separator: "; "));
            Add(facts, "Domain", CleanText.Content(finding.Domain, bounds.Fact));
            Add(facts, "Threats", Some(finding.Threats, bounds));
        }
        Add(facts, "Seen", notice.Flood is { } group ? Spans.Range(group.Since, group.Until) : Spans.Seen(finding.Count, finding.FirstSeen, finding.LastSeen));
        if (notice.Flood is null) Add(facts, "Tags", TagText(finding.Subject.Tags, bounds));
        if (finding.Archived && notice.Kind != NoticeKind.Resolve) Add(facts, "Archived", "yes", isShort: true);
        Add(facts, "Type", CleanText.Content(notice.Flood?.Type ?? finding.Type, bounds.Fact));
        if (notice.Flood is null) Add(facts, "Finding", CleanText.Content(finding.Id, 64));
        return facts;
    }

    /// <summary><c>shop-prod (111122223333), Workloads/Production</c>; empty where nothing is known.</summary>
    static string AccountText(Notice notice, TextBounds bounds)
    {
        var name = CleanText.Content(notice.Account.Name, bounds.Name);
        var id = Headlines.AccountId(notice);
        var unit = CleanText.Content(notice.Account.OrganisationalUnit, bounds.Name);
        var head = name.Length == 0 ? id : id.Length == 0 ? name : $"{name} ({id})";
        return head.Length == 0 ? unit : unit.Length == 0 ? head : $"{head}, {unit}";
    }

    /// <summary>Tags that say what it is and whose; those that AWS makes come last.</summary>
    static string TagText(IReadOnlyList<KeyValuePair<string, string>> tags, TextBounds bounds)
    {
        if (tags.Count == 0) return "";
        var ordered = tags.Where(tag => tag.Key.Length > 0).OrderBy(tag => Rank(tag.Key)).Select(tag => $"{CleanText.Line(tag.Key, 40)}={CleanText.Line(tag.Value, bounds.Name)}");
        return Some(ordered, bounds);
    }

    static int Rank(string tag)
    {
        if (tag.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) return 4;
        if (IsOneOf(tag, "name")) return 0;
        if (IsOneOf(tag, "env", "environment", "stage")) return 1;
        return IsOneOf(tag, "team", "owner", "service", "app", "application", "project") ? 2 : 3;
    }

    static bool IsOneOf(string tag, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (tag.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    /// <summary>The first few, and how many more there are: of the texts, or of the <paramref name="count"/> that they were picked from.</summary>
    static string Some(IEnumerable<string> texts, TextBounds bounds, int count = 0, string separator = ", ")
    {
        var shown = new List<string>(bounds.Items);
        var all = 0;
        foreach (var text in texts)
        {
            if (CleanText.Content(text, bounds.Fact) is not { Length: > 0 } clean) continue;
            if (shown.Count < bounds.Items) shown.Add(clean);
            all++;
        }
        var more = Math.Max(count, all) - shown.Count;
        var joined = CleanText.Cut(string.Join(separator, shown), bounds.Fact * 3);
        return more > 0 && shown.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{joined} and {more} more") : joined;
    }

    static void Add(List<Fact> facts, string label, string text, bool isShort = false)
    {
        if (text.Length > 0) facts.Add(new Fact(label, text, isShort));
    }
}
