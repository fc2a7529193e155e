namespace Sluice.GuardDutyFindingRouter;

/// <summary>A finding of GuardDuty, or the result of an object scan told as one. What GuardDuty left out is empty, never <c>null</c>.</summary>
/// <remarks>Source: GuardDuty user guide, "GuardDuty finding format". Findings of EventBridge and of S3 exports are in camelCase, those of
/// GetFindings in PascalCase; both are read.</remarks>
sealed record Finding
{
    /// <summary>The same in the administrator's and the member's copy, and in every repeat. 32 hexadecimal digits in practice.</summary>
    public required string Id { get; init; }

    /// <summary>Such as <c>UnauthorizedAccess:EC2/SSHBruteForce</c>. Object scans: <c>ObjectScan:S3/ThreatsFound</c> and so on, one for each status.</summary>
    public required string Type { get; init; }

    /// <summary>1.0 to 10.0 as GuardDuty gives it.</summary>
    public required double Severity { get; init; }

    /// <summary>Whether GuardDuty gave the severity; where it is missing, <see cref="Severity"/> is an assumption.</summary>
    public bool IsSeverityTold { get; init; } = true;

    /// <summary>12 digits of the account that has the resource: the member's, also in the administrator's copy.</summary>
    public required string AccountId { get; init; }

    /// <summary>Such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary><c>aws</c>, <c>aws-us-gov</c> or <c>aws-cn</c>.</summary>
    public string Partition { get; init; } = "aws";

    /// <summary>ARN of the finding.</summary>
    public string Arn { get; init; } = "";

    /// <summary>Of the region and account.</summary>
    public string DetectorId { get; init; } = "";

    /// <summary>GuardDuty's own one-line title; the type where it has none.</summary>
    public string Title { get; init; } = "";

    /// <summary>GuardDuty's own sentences.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether the resource was attacked or attacks.</summary>
    public ResourceRole Role { get; init; }

    /// <summary>What it is about.</summary>
    public FindingSubject Subject { get; init; } = FindingSubject.Unknown;

    /// <summary>Such as <c>NETWORK_CONNECTION</c>; empty where there was none.</summary>
    public string ActionType { get; init; } = "";

    /// <summary>What was done, in words: <c>TCP 22 outbound</c>, <c>iam:PutRolePolicy</c>, <c>DNS example.com</c>; empty where there was none.</summary>
    public string ActionText { get; init; } = "";

    /// <summary>Domain of a DNS request or of the caller; empty where there is none.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Whether the action was blocked; <c>null</c> where it is not told.</summary>
    public bool? Blocked { get; init; }

    /// <summary>Who was at the other end. An update carries only the latest.</summary>
    public IReadOnlyList<RemoteParty> Remotes { get; init; } = [];

    /// <summary>Threats that malware scans named.</summary>
    public IReadOnlyList<string> Threats { get; init; } = [];

    /// <summary>Such as <c>EbsVolumeScan</c>, <c>Correlation</c>; empty in most.</summary>
    public string FeatureName { get; init; } = "";

    /// <summary>How often it was seen; at least 1.</summary>
    public long Count { get; init; } = 1;

    /// <summary>Archived by hand or by a suppression rule of GuardDuty.</summary>
    public bool Archived { get; init; }

    /// <summary>Made by GuardDuty to try things out.</summary>
    public bool Sample { get; init; }

    /// <summary>When it was first seen.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>When it was last seen.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>When GuardDuty made it.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When GuardDuty last changed it: tells an older copy from a newer one.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Whether it came as an event or out of an export.</summary>
    public FindingOrigin Origin { get; init; }

    /// <summary>The finding as it came, a JSON object in UTF-8: what raw outputs and the failure queue carry. The whole event of EventBridge
    /// where account or region stand in that alone, as with object scans. <see cref="FindingReader.Reread"/> reads either.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Account, region and id: what the ledger knows it by.</summary>
    public string Key => $"{AccountId}/{Region}/{Id}";

    /// <summary>The part of the type before the colon, such as <c>CryptoCurrency</c>; the whole where there is none.</summary>
    public string ThreatPurpose => Type.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? Type[..colon] : Type;
}

/// <summary>Which side the resource was on.</summary>
enum ResourceRole : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>It was attacked.</summary>
    Target,

    /// <summary>It attacks, or does what an attacker would.</summary>
    Actor,
}

/// <summary>Where a finding came from.</summary>
enum FindingOrigin : byte
{
    /// <summary>An event of EventBridge, also through SNS or SQS.</summary>
    Event,

    /// <summary>An object of GuardDuty's export to S3.</summary>
    Export,
}

/// <summary>The resource that a finding is about.</summary>
/// <param name="ResourceType">GuardDuty's word, such as <c>Instance</c>, <c>AccessKey</c>, <c>S3Bucket</c>, <c>EKSCluster</c>, <c>RDSDBInstance</c>.</param>
/// <param name="Id">Its shortest telling name: instance id, user name, bucket, cluster, database; empty where none is told.</param>
/// <param name="Arn">Where GuardDuty gives or implies one; else empty.</param>
/// <param name="Detail">What helps a person to find it, such as <c>m3.xlarge in us-east-1a, vpc-0123, 10.0.0.1</c>; may be empty.</param>
/// <param name="Tags">Its tags, as GuardDuty copied them.</param>
sealed record FindingSubject(string ResourceType, string Id, string Arn, string Detail, IReadOnlyList<KeyValuePair<string, string>> Tags)
{
    /// <summary>Where a finding names nothing.</summary>
    public static FindingSubject Unknown { get; } = new("", "", "", "", []);
}

/// <summary>Somebody at the other end.</summary>
/// <param name="Address">IPv4 or IPv6 address; empty where only a domain or a service is told.</param>
/// <param name="Port">0 where it is not told.</param>
/// <param name="Country">Name of the country, as GuardDuty writes it.</param>
/// <param name="CountryCode">Two letters where GuardDuty tells them; else empty.</param>
/// <param name="City">Empty where it is not told.</param>
/// <param name="Asn">Number of the autonomous system; 0 where it is not told (GuardDuty writes -1 or "0" then).</param>
/// <param name="AsnOrganisation">Its owner.</param>
/// <param name="Isp">Internet service provider.</param>
sealed record RemoteParty(string Address, int Port, string Country, string CountryCode, string City, long Asn, string AsnOrganisation, string Isp);
