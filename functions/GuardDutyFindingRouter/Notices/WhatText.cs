using System.Globalization;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>What happened, in sentences.</summary>
static class WhatText
{
    /// <summary><c>SSH brute force from i-0123 to 198.51.100.7:22: TCP 22 outbound, not blocked. This instance attacks others, or acts for an attacker.</c></summary>
    public static string Of(Notice notice, TextBounds bounds)
    {
        if (notice.Flood is { } flood) return OfFlood(notice, flood, bounds);
        var finding = notice.Finding;
        var how = HowText(finding, bounds);
        var sentence = $"{SubjectText.After(TypeWords.Of(finding.Type, finding.Role), finding, bounds.Name)}{OtherEnd(finding)}{(how.Length == 0 ? "" : $": {how}")}.";
        var meaning = finding.Sample ? "GuardDuty made this sample to try things out: nothing was attacked."
            : notice.Kind == NoticeKind.Resolve ? "It was archived in GuardDuty: nothing more to do."
            : Meaning(finding);
        return meaning.Length == 0 ? sentence : $"{sentence} {meaning}";
    }

    static string OfFlood(Notice notice, Flood flood, TextBounds bounds)
    {
        var account = Headlines.AccountWord(notice, bounds);
        var alone = Math.Max(flood.Count - flood.Grouped, 0);
        var told = alone switch
        {
            0 => "none of them was told by itself",
            1 => "the first was told by itself",
            _ => string.Create(CultureInfo.InvariantCulture, $"the first {alone} were told one by one"),
        };
        var place = account.Length == 0 ? "" : $" in {account}";
        return string.Create(CultureInfo.InvariantCulture, $"{flood.Count} findings of one type{place} within {Spans.Of(flood.Until - flood.Since)}; {told}. They probably have one cause.");
    }

    /// <summary>Who was at the other end: <c> to 198.51.100.7:22 and 2 more</c>.</summary>
    static string OtherEnd(Finding finding)
    {
        var first = finding.Remotes.Select(remote => RemoteText.Address(remote)).FirstOrDefault(address => address.Length > 0);
        if (first is null) return "";
        var way = finding.ActionType == "NETWORK_CONNECTION" && finding.Role == ResourceRole.Actor ? "to"
            : finding.ThreatPurpose is "Policy" or "Stealth" ? "by a call from" : "from";
        var more = finding.Remotes.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {finding.Remotes.Count - 1} more") : "";
        return $" {way} {first}{more}";
    }

    /// <summary>Domain, action, whether it was blocked: what of it is told, and nothing twice.</summary>
    static string HowText(Finding finding, TextBounds bounds)
    {
        var domain = CleanText.Content(finding.Domain, bounds.Fact);
        var action = CleanText.Content(finding.ActionText, bounds.Fact);
        if (finding.ThreatPurpose == "ObjectScan" || (domain.Length > 0 && action.EndsWith(domain, StringComparison.Ordinal))) action = "";
        var blocked = finding.Blocked switch { true => "blocked", false => "not blocked", _ => "" };
        return string.Join(", ", new[] { domain, action, blocked }.Where(part => part.Length > 0));
    }

    /// <summary>Which side the resource was on. GuardDuty calls a user TARGET whose credentials an attacker uses, so for identities the role alone says little.</summary>
    static string Meaning(Finding finding)
    {
        var subject = SubjectText.This(finding);
        return (finding.ThreatPurpose, finding.Subject.ResourceType, finding.Role) switch
        {
            ("ObjectScan" or "Object", _, _) => "",
            ("AttackSequence", _, _) => "Several findings belong to one attack.",
            (_, _, ResourceRole.Actor) => $"{subject} attacks others, or acts for an attacker.",
            ("Policy" or "Stealth", _, _) => "A protection was weakened.",
            (_, "AccessKey", ResourceRole.Target) => "Somebody else may be using its credentials.",
            ("Backdoor" or "Trojan" or "CryptoCurrency" or "Execution", _, _) => $"{subject} is probably compromised.",
            (_, _, ResourceRole.Target) => $"{subject} is being attacked.",
            _ => "",
        };
    }
}
