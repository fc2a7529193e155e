namespace Sluice.GuardDutyFindingRouter;

/// <summary>Where a finding was made: what ARNs are implied with.</summary>
readonly record struct FindingPlace(string Partition, string Region, string AccountId)
{
    /// <summary>An ARN of this place.</summary>
    public string Arn(string service, string resource) => $"arn:{Partition}:{service}:{Region}:{AccountId}:{resource}";
}

/// <summary>Finds out which resource a finding is about.</summary>
/// <remarks>A finding often describes several: the instance under a container, the key that was used on a bucket. GuardDuty's
/// <c>resourceType</c> says which of them is meant; where it names none that is described, or one that is not known yet, the most
/// particular one that is described is taken.</remarks>
static class SubjectReader
{
    /// <summary>Reads the subject.</summary>
    /// <param name="resource">The finding's <c>resource</c>; may be missing.</param>
    /// <param name="service">The finding's <c>service</c>: attack sequences tell their resources there.</param>
    /// <param name="place">For ARNs that are implied.</param>
    public static FindingSubject Read(JsonPart resource, JsonPart service, FindingPlace place)
    {
        var told = resource["resourceType"u8].Text;
        var sequence = service["detection"u8]["sequence"u8];
        if (sequence.IsObject && SequenceReader.Subject(sequence, told) is { } ofSequence) return ofSequence;
        if (!resource.IsObject) return Subjects.Affected(service["action"u8]["awsApiCallAction"u8]["affectedResources"u8]);
        var tags = SubjectTags.Read(resource);
        var subject = OfType(told, resource, tags, place);
        if (subject.IsEmpty) subject = MostParticular(resource, tags, place, ref told);
        if (subject.IsEmpty) subject = Subjects.Unknown(resource);
        return new(told, subject.Id, subject.Arn, subject.Detail, tags);
    }

    static SubjectNames OfType(string type, JsonPart resource, IReadOnlyList<KeyValuePair<string, string>> tags, FindingPlace place) => type switch
    {
        "Instance" => Subjects.Instance(resource["instanceDetails"u8], tags, place),
        "AccessKey" => Subjects.AccessKey(resource["accessKeyDetails"u8], place),
        "S3Bucket" or "S3Object" => Subjects.Bucket(resource, place),
        "EKSCluster" or "KubernetesCluster" => Subjects.Kubernetes(resource),
        "ECSCluster" => Subjects.Ecs(resource["ecsClusterDetails"u8], resource["containerDetails"u8]),
        "Container" => Subjects.Container(resource, place),
        "Lambda" => Subjects.Lambda(resource["lambdaDetails"u8]),
        "RDSDBInstance" => Subjects.Database(resource["rdsDbInstanceDetails"u8], resource["rdsDbUserDetails"u8]),
        "RDSLimitlessDB" => Subjects.Limitless(resource["rdsLimitlessDbDetails"u8], resource["rdsDbUserDetails"u8]),
        "EBSSnapshot" => Subjects.Backup(resource["ebsSnapshotDetails"u8]["snapshotArn"u8].Text, ""),
        "EC2Image" => Subjects.Backup(resource["ec2ImageDetails"u8]["imageArn"u8].Text, ""),
        _ => default,
    };

    /// <summary>Those that live in another come before it; the caller's key comes last, for it is often only the means.</summary>
    static SubjectNames MostParticular(JsonPart resource, IReadOnlyList<KeyValuePair<string, string>> tags, FindingPlace place, ref string told)
    {
        foreach (var type in (ReadOnlySpan<string>)["S3Bucket", "Lambda", "RDSDBInstance", "RDSLimitlessDB", "Container", "ECSCluster", "EKSCluster", "Instance", "EBSSnapshot", "EC2Image"])
        {
            var subject = OfType(type, resource, tags, place);
            if (subject.IsEmpty) continue;
            if (told.Length == 0) told = type;
            return subject;
        }
        var recovery = resource["recoveryPointDetails"u8];
        var point = Subjects.Backup(recovery["recoveryPointArn"u8].Text, recovery["backupVaultName"u8].Text);
        if (!point.IsEmpty) return point;
        var key = OfType("AccessKey", resource, tags, place);
        // A future kind may describe itself beside the key that was used: then it is the subject.
        if (key.IsEmpty || (told is not ("" or "AccessKey") && !Subjects.Unknown(resource).IsEmpty)) return default;
        if (told.Length == 0) told = "AccessKey";
        return key;
    }
}

/// <summary>A subject's name, ARN and what helps to find it.</summary>
readonly record struct SubjectNames(string? IdOrNull, string? ArnOrNull, string? DetailOrNull)
{
    public string Id => IdOrNull ?? "";

    public string Arn => ArnOrNull ?? "";

    public string Detail => DetailOrNull ?? "";

    public bool IsEmpty => Id.Length == 0;
}
