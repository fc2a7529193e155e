namespace Sluice.GuardDutyFindingRouter;

/// <summary>The resource in words.</summary>
static class SubjectText
{
    /// <summary>Its name, or what it is where it has none: <c>i-0123</c>, <c>an EC2 instance</c>.</summary>
    public static string Name(Finding finding, int max)
    {
        var id = CleanText.Content(finding.Subject.Id, max);
        if (id.Length > 0) return id;
        var noun = Noun(finding);
        if (noun == Several) return noun;
        return $"{("AEIOaeio".Contains(noun[0], StringComparison.Ordinal) ? "an" : "a")} {noun}";
    }

    /// <summary>The words of a type with the resource behind them; words that end in a colon need none.</summary>
    public static string After(string words, Finding finding, int max) => words.EndsWith(':') && CleanText.Content(finding.Subject.Id, max).Length == 0
        ? words[..^1] : $"{words} {Name(finding, max)}";

    /// <summary>Kind, name and detail: <c>EC2 instance i-0123 (m3.xlarge in us-east-1a)</c>; empty where nothing is told.</summary>
    public static string Full(Finding finding, TextBounds bounds)
    {
        var noun = Noun(finding);
        var id = CleanText.Content(finding.Subject.Id, bounds.Fact);
        var detail = CleanText.Content(finding.Subject.Detail, bounds.Fact);
        var head = (noun == Unnamed, id.Length == 0) switch
        {
            (true, true) => "",
            (true, false) => id,
            (false, true) => noun,
            _ => $"{noun} {id}",
        };
        return CleanText.Cut(head.Length == 0 ? detail : detail.Length == 0 ? head : $"{head} ({detail})", bounds.Fact);
    }

    /// <summary>With a capital, for the start of a sentence: <c>This instance</c>.</summary>
    public static string This(Finding finding) => finding.Subject.ResourceType switch
    {
        "Instance" => "This instance",
        "AccessKey" => "This identity",
        "S3Bucket" => "This bucket",
        "S3Object" => "This object",
        "EKSCluster" or "KubernetesCluster" or "ECSCluster" => "This cluster",
        "Container" => "This container",
        "RDSDBInstance" or "RDSLimitlessDB" => "This database",
        "Lambda" => "This function",
        _ => "This resource",
    };

    const string Unnamed = "resource";

    const string Several = "several resources";

    static string Noun(Finding finding) => finding.Subject.ResourceType switch
    {
        "Instance" => "EC2 instance",
        "AccessKey" => "IAM identity",
        "S3Bucket" => "S3 bucket",
        "S3Object" => "S3 object",
        "EKSCluster" or "KubernetesCluster" => "EKS cluster",
        "ECSCluster" => "ECS cluster",
        "Container" => "container",
        "RDSDBInstance" or "RDSLimitlessDB" => "RDS database",
        "Lambda" => "Lambda function",
        "EBSVolume" => "EBS volume",
        "EBSSnapshot" => "EBS snapshot",
        "EC2Image" => "machine image",
        "AttackSequence" => Several,
        var other => CleanText.Content(other, 40) is { Length: > 0 } name ? name : Unnamed,
    };
}
