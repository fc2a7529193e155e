namespace Sluice.GuardDutyFindingRouter;

/// <summary>Finds out the partition, region and account of a finding.</summary>
static class FindingPlaces
{
    /// <summary>The finding's own members first, then its ARN, then the event around it.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="envelope">The event of EventBridge; may be missing. Its account is the administrator's in the administrator's copy.</param>
    /// <param name="arn">The finding's ARN; empty where it has none.</param>
    /// <param name="needsEnvelope">Whether something stood in the envelope alone.</param>
    public static FindingPlace Of(JsonPart finding, JsonPart envelope, out string arn, out bool needsEnvelope)
    {
        arn = finding["arn"u8].Text;
        var (account, region, partition) = (Account(finding["accountId"u8]), finding["region"u8].Text, finding["partition"u8].Text);
        if (account.Length == 0) account = PartOf(arn, 4);
        if (region.Length == 0) region = PartOf(arn, 3);
        if (partition.Length == 0) partition = PartOf(arn, 1);
        needsEnvelope = envelope.IsObject && (account.Length == 0 || region.Length == 0);
        if (account.Length == 0) account = Account(envelope["account"u8]);
        if (region.Length == 0) region = envelope["region"u8].Text;
        return new(partition.Length > 0 ? partition : PartitionOf(region), region, account);
    }

    /// <summary>A number has lost its leading zeros.</summary>
    public static string Account(JsonPart account) => account.IsString ? account.Text.Trim() : account.Text is { Length: > 0 } number ? number.PadLeft(12, '0') : "";

    /// <summary>The partition that a region is in.</summary>
    public static string PartitionOf(string region) =>
        region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : "aws";

    /// <summary>The detector in <c>arn:aws:guardduty:region:account:detector/ID/finding/ID</c>; empty where there is none.</summary>
    public static string Detector(string arn)
    {
        var resource = PartOf(arn, 5);
        return resource.StartsWith("detector/", StringComparison.Ordinal) ? resource.Split('/')[1] : "";
    }

    static string PartOf(string arn, int index) => arn.StartsWith("arn:", StringComparison.Ordinal) && arn.Split(':', 6) is { Length: 6 } parts ? parts[index] : "";
}
