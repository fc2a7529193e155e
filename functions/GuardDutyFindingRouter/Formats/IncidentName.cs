using System.Security.Cryptography;
using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>What other services know an incident by: the same for all its notices.</summary>
static class IncidentName
{
    /// <summary>The key itself where it is printable ASCII of at most <paramref name="max"/> characters; else its beginning and a hash of all of it.</summary>
    public static string Of(Notice notice, int max)
    {
        var key = notice.IncidentKey;
        if (key.Length <= max && key.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0) return key;
        var start = new StringBuilder(max);
        foreach (var unit in key.AsSpan(0, Math.Min(key.Length, max - 33))) start.Append(unit is >= '!' and <= '~' ? unit : '_');
        return start.Append('-').Append(Hash(key)).ToString();
    }

    /// <summary>For Jira, whose labels have no spaces: <c>sluice-</c> and 32 hexadecimal digits.</summary>
    public static string LabelOf(Notice notice) => $"sluice-{Hash(notice.IncidentKey)}";

    static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
}
