using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Whether a state of a finding tells anything new, and what. Pure.</summary>
static class Novelty
{
    /// <summary>Remote addresses that are remembered for a finding; the oldest go first. One that was forgotten is told again.</summary>
    public const int MaxRemotes = 1000;

    /// <summary>Names a state: two copies of one state have the same, and any change gives another.</summary>
    public static string StateOf(Finding finding)
    {
        // An attack sequence has hundreds of them, and an entry holds many states.
        var remotes = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(',', finding.Remotes.Select(remote => remote.Address)))).AsSpan(0, 8));
        return string.Create(CultureInfo.InvariantCulture,
            $"{finding.UpdatedAt?.ToUnixTimeMilliseconds() ?? 0}|{finding.Count}|{finding.Severity:R}|{(finding.Archived ? 'a' : '-')}|{remotes}");
    }

    /// <summary>Decides.</summary>
    /// <param name="known">What was told before; <c>null</c>: nothing.</param>
    /// <param name="finding">The state at hand, which is not among those told before.</param>
    /// <param name="now">The time.</param>
    /// <param name="window">A repeat is told again after this time.</param>
    /// <returns>Why it is told, and phrases for people. <see cref="NoticeKind.Repeat"/>: there is nothing to tell people.</returns>
    public static (NoticeKind Kind, IReadOnlyList<string> Changes) Decide(LedgerEntry? known, Finding finding, DateTimeOffset now, TimeSpan window)
    {
        // Archived before anyone was told: there is nothing to close, and nobody to disturb.
        if (known is null) return finding.Archived ? (NoticeKind.Repeat, []) : (NoticeKind.New, []);
        var isOlder = IsOlder(known, finding);
        if (finding.Archived) return known.Archived || isOlder ? (NoticeKind.Repeat, []) : (NoticeKind.Resolve, ["archived"]);

        var changes = new List<string>();
        if (known.Archived && !isOlder) changes.Add("no longer archived");
        if (finding.Severity > known.Severity) changes.Add(string.Create(CultureInfo.InvariantCulture, $"severity {known.Severity:0.#} → {finding.Severity:0.#}"));
        // GuardDuty tells only the latest of them, and EventBridge keeps no order: also an older state may bring one that nobody knows.
        var remotes = finding.Remotes.Select(remote => remote.Address).Where(address => address.Length > 0 && !known.Remotes.Contains(address)).Distinct(StringComparer.Ordinal).ToList();
        if (remotes.Count > 0) changes.Add($"new remote address{(remotes.Count == 1 ? "" : "es")} {string.Join(", ", remotes.Take(5))}{(remotes.Count > 5 ? ", …" : "")}");
        if (changes.Count == 0 && !isOlder && now.ToUnixTimeSeconds() - known.ToldAt >= window.TotalSeconds)
            changes.Add(string.Create(CultureInfo.InvariantCulture, $"still going on, seen {finding.Count} times"));
        return changes.Count > 0 ? (NoticeKind.Update, changes) : (NoticeKind.Repeat, changes);
    }

    /// <summary>What is known once that state is told.</summary>
    public static LedgerEntry Merge(LedgerEntry? known, Finding finding, NoticeKind kind, DateTimeOffset now)
    {
        var before = known ?? new LedgerEntry();
        var isOlder = known is not null && IsOlder(known, finding);
        List<string> remotes = [.. before.Remotes, .. finding.Remotes.Select(remote => remote.Address).Where(address => address.Length > 0).Except(before.Remotes, StringComparer.Ordinal)];
        return before with
        {
            Severity = Math.Max(before.Severity, finding.Severity),
            Archived = isOlder ? before.Archived : finding.Archived,
            Remotes = remotes.Count <= MaxRemotes ? remotes : remotes[^MaxRemotes..],
            ToldAt = kind is NoticeKind.New or NoticeKind.Update ? now.ToUnixTimeSeconds() : before.ToldAt,
            UpdatedAt = Math.Max(before.UpdatedAt, finding.UpdatedAt?.ToUnixTimeMilliseconds() ?? 0),
            Count = Math.Max(before.Count, finding.Count),
        };
    }

    /// <summary>Whether a newer state is known: by GuardDuty's time, or by the count where the time says nothing.</summary>
    static bool IsOlder(LedgerEntry known, Finding finding)
    {
        var updated = finding.UpdatedAt?.ToUnixTimeMilliseconds() ?? 0;
        return updated != 0 && known.UpdatedAt != 0 && updated != known.UpdatedAt ? updated < known.UpdatedAt : finding.Count < known.Count;
    }
}
