using System.Security.Cryptography;
using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads results of object scans, which have no id, type or severity of their own.</summary>
/// <remarks>Source: GuardDuty user guide, "Monitoring S3 object scans with Amazon EventBridge": detail{scanStatus, s3ObjectDetails{bucketName,
/// objectKey, eTag, versionId, s3Throttled}, scanResultDetails{scanResultStatus, threats[{name}]|null}}.</remarks>
static class ScanReader
{
    /// <summary>EventBridge's name of these events.</summary>
    public const string DetailType = "GuardDuty Malware Protection Object Scan Result";

    const double ThreatSeverity = 8;

    /// <summary>Low: nothing is known to be wrong, but an object went unscanned, and somebody should see why.</summary>
    const double UnscannedSeverity = 3;

    /// <summary>Whether an event of EventBridge is one of these.</summary>
    public static bool IsScan(JsonPart envelope) => envelope["detail-type"u8].Text == DetailType;

    /// <summary>Reads the result.</summary>
    /// <param name="envelope">The whole event.</param>
    /// <param name="problem">Why it cannot be read; empty where it can.</param>
    public static Finding? Read(JsonPart envelope, out string problem)
    {
        var detail = envelope["detail"u8];
        var stored = detail["s3ObjectDetails"u8];
        var (bucket, key, version) = (stored["bucketName"u8].Text, stored["objectKey"u8].Text, stored["versionId"u8].Text);
        problem = bucket.Length == 0 || key.Length == 0 ? "the object scan names no bucket or no object" : "";
        if (problem.Length > 0) return null;
        var tag = (stored["eTag"u8] is { Exists: true } told ? told : stored["etag"u8]).Text.Trim('"');
        var threats = new List<string>();
        ThreatReader.AddNames(detail["scanResultDetails"u8]["threats"u8], threats);
        var status = Status(detail, threats);
        var (region, account, time) = (envelope["region"u8].Text, FindingPlaces.Account(envelope["account"u8]), envelope["time"u8].Moment);
        var partition = FindingPlaces.PartitionOf(region);
        var (severity, title, description) = Tell(status, $"s3://{bucket}/{key}", threats);
        return new Finding
        {
            Id = Id(bucket, key, version, tag),
            Type = "ObjectScan:S3/" + status,
            Severity = severity,
            AccountId = account,
            Region = region,
            Partition = partition,
            Title = title,
            Description = description,
            Role = severity == ThreatSeverity ? ResourceRole.Target : ResourceRole.Unknown,
            Subject = new("S3Object", $"{bucket}/{key}", $"arn:{partition}:s3:::{bucket}/{key}", Words.Join(
                ", ", Words.Around("version ", version == "null" ? "" : version), stored["s3Throttled"u8].Flag == true ? "S3 slowed the scan down" : ""), []),
            ActionText = "object scan: " + Plain(status),
            Threats = threats,
            FeatureName = "S3ObjectScan",
            FirstSeen = time,
            LastSeen = time,
            CreatedAt = time,
            UpdatedAt = time,
            Origin = FindingOrigin.Event,
            Raw = envelope.RawCopy(),
        };
    }

    /// <summary>GuardDuty's status as a part of a type: <c>NO_THREATS_FOUND</c> is <c>NoThreatsFound</c>, and one that is not known yet likewise.</summary>
    static string Status(JsonPart detail, List<string> threats)
    {
        if (threats.Count > 0) return "ThreatsFound";
        var told = detail["scanResultDetails"u8]["scanResultStatus"u8].Text;
        if (told.Length == 0) told = detail["scanStatus"u8].Text is "SKIPPED" ? "UNSUPPORTED" : "FAILED";
        if (told == "THREAT_FOUND") told = "THREATS_FOUND";     // as an older description has it
        var name = new StringBuilder(told.Length);
        foreach (var word in told.Split('_', StringSplitOptions.RemoveEmptyEntries)) name.Append(char.ToUpperInvariant(word[0])).Append(word[1..].ToLowerInvariant());
        return name.Length > 0 ? name.ToString() : "Failed";
    }

    static (double Severity, string Title, string Description) Tell(string status, string where, List<string> threats) => status switch
    {
        "ThreatsFound" => (ThreatSeverity, Words.Join(": ", $"Malware found in {where}", Words.List(threats, 3)),
            $"Malware Protection for S3 scanned {where} and found a threat. Whoever reads the object may run it."),
        "NoThreatsFound" => (0, $"No malware found in {where}", $"Malware Protection for S3 scanned {where} and found no threat."),
        "Unsupported" => (UnscannedSeverity, $"{where} was not scanned: it is protected by a password, too large, or of a kind that is not supported",
            $"Malware Protection for S3 skipped {where}. Whether it holds malware is not known."),
        "AccessDenied" => (UnscannedSeverity, $"{where} was not scanned: access denied",
            $"Malware Protection for S3 may not read {where}. Check the role of the protection plan, the bucket's policy and the key."),
        "Failed" => (UnscannedSeverity, $"{where} was not scanned: the scan failed", $"Malware Protection for S3 could not scan {where}. Whether it holds malware is not known."),
        _ => (UnscannedSeverity, $"Object scan of {where}: {Plain(status)}", $"Malware Protection for S3 reports {Plain(status)} for {where}."),
    };

    /// <summary><c>NoThreatsFound</c> as <c>no threats found</c>.</summary>
    static string Plain(string status)
    {
        var words = new StringBuilder(status.Length + 4);
        foreach (var letter in status)
        {
            if (char.IsAsciiLetterUpper(letter) && words.Length > 0) words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }

    /// <summary>The same for every scan of one version of one object: 32 hexadecimal digits, like GuardDuty's own.</summary>
    static string Id(string bucket, string key, string version, string tag) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{bucket}\n{key}\n{version}\n{tag}")).AsSpan(0, 16));
}
