using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.WafLogCopier;

/// <summary>What a key tells about the logs in its object. Empty, or <c>null</c>, where it does not tell.</summary>
/// <param name="Account">12 digits.</param>
/// <param name="Region">As it stands in the key; <c>cloudfront</c> for a web ACL of the global scope.</param>
/// <param name="Stream">The web ACL, the delivery stream, or the service that wrote it.</param>
/// <param name="Time">The hour or minute that the key names, UTC.</param>
sealed record KeyParts(string Account, string Region, string Stream, DateTimeOffset? Time)
{
    /// <summary>A key that tells nothing.</summary>
    public static KeyParts None { get; } = new("", "", "", null);
}

/// <summary>Reads the keys that AWS services give their objects of logs.</summary>
static partial class SourceKey
{
    /// <summary>What the key tells: the keys under <c>AWSLogs/</c> first, then the names that Firehose gives.</summary>
    public static KeyParts Parse(string key) => OfAwsLogs(key) ?? OfFirehose(key) ?? KeyParts.None;

    /// <summary><c>…AWSLogs/account/WAFLogs/region/web ACL/yyyy/MM/dd/HH/mm/name</c>, and the same without web ACL of the services
    /// that write themselves (<c>vpcflowlogs</c>, <c>elasticloadbalancing</c>, <c>CloudTrail</c>), with an organisation's id or without.</summary>
    static KeyParts? OfAwsLogs(string key)
    {
        var segments = key.Split('/');
        var at = Array.IndexOf(segments, "AWSLogs") + 1;
        if (at == 0) return null;
        if (at < segments.Length && segments[at].StartsWith("o-", StringComparison.Ordinal)) at++;
        // At least account, service, region and name.
        if (segments.Length - at < 4 || !Account().IsMatch(segments[at])) return null;
        var (account, service, region) = (segments[at], segments[at + 1], segments[at + 2]);
        at += 3;
        if (service != "WAFLogs") return new(account, region, service, DateOf(segments, at));
        return segments.Length - at < 2 ? null : new(account, region, segments[at], DateOf(segments, at + 1));
    }

    /// <summary><c>yyyy/MM/dd</c>, and behind it <c>HH</c> and <c>mm</c> where they are; else what the name says.</summary>
    static DateTimeOffset? DateOf(string[] segments, int at)
    {
        string[] formats = ["yyyy/MM/dd/HH/mm", "yyyy/MM/dd/HH", "yyyy/MM/dd"];
        var name = NameDate().Match(segments[^1]);
        foreach (var format in formats)
        {
            var length = format.Split('/').Length;
            if (segments.Length - at <= length || !Read(string.Join('/', segments.AsSpan(at, length)), format, out var time)) continue;
            // Without an hour in the path the name has it.
            return length == 3 && name.Success && Read(name.Groups[1].Value, "yyyyMMdd'T'HHmm", out var exact) ? exact : time;
        }
        return name.Success && Read(name.Groups[1].Value, "yyyyMMdd'T'HHmm", out var named) ? named : null;
    }

    /// <summary><c>stream-version-yyyy-MM-dd-HH-mm-ss-uuid</c>, which tells neither account nor region.</summary>
    static KeyParts? OfFirehose(string key)
    {
        var match = FirehoseName().Match(key[(key.LastIndexOf('/') + 1)..]);
        return match.Success && Read(match.Groups["time"].Value, "yyyy-MM-dd-HH-mm-ss", out var time) ? new("", "", match.Groups["stream"].Value, time) : null;
    }

    static bool Read(string text, string format, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    [GeneratedRegex(@"^[0-9]{12}$")]
    private static partial Regex Account();

    [GeneratedRegex(@"_([0-9]{8}T[0-9]{4})Z?_")]
    private static partial Regex NameDate();

    [GeneratedRegex(@"^(?<stream>.+)-[0-9]+-(?<time>[0-9]{4}(-[0-9]{2}){5})-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\..+)?$")]
    private static partial Regex FirehoseName();
}
