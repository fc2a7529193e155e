using System.Globalization;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>The line that must be enough.</summary>
static class Headlines
{
    /// <summary>Marks, severity, what, resource, account: <c>SAMPLE · UPDATE · HIGH: SSH brute force against i-0123 in shop-prod</c>.</summary>
    public static string Of(Notice notice, SeverityLabel label, TextBounds bounds)
    {
        var finding = notice.Finding;
        var sample = finding.Sample ? "SAMPLE · " : "";
        var account = AccountWord(notice, bounds);
        var place = account.Length == 0 ? "" : $" in {account}";
        if (notice.Flood is { } flood)
        {
            var what = $"{TypeWords.Of(flood.Type, finding.Role)} {SubjectsOf(flood, bounds)}";
            return string.Create(CultureInfo.InvariantCulture, $"{sample}FLOOD · {Upper(label)}: {flood.Count} findings{place}: {what}");
        }
        var told = $"{SubjectText.After(TypeWords.Of(finding.Type, finding.Role), finding, bounds.Name)}{place}";
        return notice.Kind switch
        {
            NoticeKind.Resolve => $"{sample}RESOLVED (was {label}): {told}",
            NoticeKind.Update => $"{sample}UPDATE · {Upper(label)}: {told}",
            NoticeKind.Repeat => $"{sample}SEEN AGAIN · {Upper(label)}: {told}",
            _ => $"{sample}{Upper(label)}: {told}",
        };
    }

    /// <summary>The account's name, or <c>account 111122223333</c>; empty where neither is known.</summary>
    public static string AccountWord(Notice notice, TextBounds bounds)
    {
        var name = CleanText.Content(notice.Account.Name, Math.Min(bounds.Name, 40));
        var id = AccountId(notice);
        return name.Length > 0 ? name : id.Length > 0 ? $"account {id}" : "";
    }

    /// <summary>12 digits in practice.</summary>
    public static string AccountId(Notice notice) => CleanText.Content(notice.Flood?.AccountId ?? notice.Finding.AccountId, 20);

    static string SubjectsOf(Flood flood, TextBounds bounds)
    {
        var shown = flood.Subjects.Select(subject => CleanText.Content(subject, bounds.Name)).Where(subject => subject.Length > 0).Take(2).ToList();
        if (shown.Count == 0) return "many resources";
        return flood.Count > shown.Count ? $"{string.Join(", ", shown)} and others" : string.Join(", ", shown);
    }

    static string Upper(SeverityLabel label) => label switch
    {
        SeverityLabel.Critical => "CRITICAL",
        SeverityLabel.High => "HIGH",
        SeverityLabel.Medium => "MEDIUM",
        SeverityLabel.Low => "LOW",
        _ => "INFO",
    };
}
