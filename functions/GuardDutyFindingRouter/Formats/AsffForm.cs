using System.Globalization;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>AWS Security Finding Format, as BatchImportFindings of Security Hub takes it.</summary>
/// <remarks>Source: Security Hub user guide, "ASFF syntax" and "Required top-level ASFF attributes"; GuardDuty user guide, "Typical finding from GuardDuty". GuardDuty's own
/// product may only be written by GuardDuty, so the product is the account's default one unless the destination's field <c>productArn</c> names another; names
/// that begin with <c>aws/</c> are Amazon's.</remarks>
static class AsffForm
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, (Notice Notice, Destination Destination, DateTimeOffset Now, MachineBounds Bounds) message)
    {
        var (notice, destination, now, bounds) = message;
        var finding = notice.Finding;
        var text = NoticeText.Of(notice, TextBounds.Roomy);
        var partition = finding.Partition.Length > 0 ? bounds.Short(finding.Partition) : "aws";
        json.WriteStartObject();
        json.WriteString("SchemaVersion", "2018-10-08");
        json.WriteString("Id", notice.Flood is null && finding.Arn.Length is > 0 and <= 512 ? finding.Arn : IncidentName.Of(notice, 512));
        json.WriteString("ProductArn", FieldOf(destination, "productArn") is { Length: > 0 } product
            ? product : $"arn:{partition}:securityhub:{bounds.Short(finding.Region)}:{bounds.Short(finding.AccountId)}:product/{bounds.Short(finding.AccountId)}/default");
        json.WriteString("GeneratorId", finding.DetectorId.Length is > 0 and <= 300
            ? $"arn:{partition}:guardduty:{bounds.Short(finding.Region)}:{bounds.Short(finding.AccountId)}:detector/{finding.DetectorId}" : "guardduty");
        json.WriteString("AwsAccountId", bounds.Short(finding.AccountId));
        json.Texts("Types", [bounds.Short(AsffTypes.Of(finding.Type))]);
        json.Moment("FirstObservedAt", finding.FirstSeen);
        json.Moment("LastObservedAt", finding.LastSeen);
        json.Moment("CreatedAt", finding.CreatedAt ?? finding.FirstSeen ?? now);
        json.Moment("UpdatedAt", finding.UpdatedAt ?? finding.LastSeen ?? now);
        Severity(json, NoticeText.NumberOf(notice), text.Label);
        json.WriteString("Title", CleanText.Cut(notice.Flood is null && finding.Title.Length > 0 ? finding.Title : text.Headline, 256));
        json.WriteString("Description", CleanText.Cut(notice.Flood is null && finding.Description.Length > 0 ? finding.Description : text.What, 1_024));
        json.WriteStartObject("Remediation");
        json.WriteStartObject("Recommendation");
        json.Text("Text", CleanText.Cut(string.Join(' ', text.Steps), 512));
        json.Text("Url", text.Link);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Text("SourceUrl", text.Link);
        ProductFields(json, notice);
        json.WriteStartArray("Resources");
        Resource(json, finding, partition, bounds);
        json.WriteEndArray();
        AsffAction.Write(json, finding, bounds);
        json.WriteStartObject("Workflow");
        json.WriteString("Status", notice.Kind == NoticeKind.Resolve ? "RESOLVED" : "NEW");
        json.WriteEndObject();
        json.WriteString("RecordState", finding.Archived || notice.Kind == NoticeKind.Resolve ? "ARCHIVED" : "ACTIVE");
        json.WriteBoolean("Sample", finding.Sample);
        json.WriteEndObject();
    }

    /// <summary>Security Hub's bands are ten times GuardDuty's: 1-39, 40-69, 70-89, 90-100.</summary>
    static void Severity(Utf8JsonWriter json, double severity, SeverityLabel label)
    {
        json.WriteStartObject("Severity");
        json.WriteString("Label", label switch
        {
            SeverityLabel.Critical => "CRITICAL",
            SeverityLabel.High => "HIGH",
            SeverityLabel.Medium => "MEDIUM",
            SeverityLabel.Low => "LOW",
            _ => "INFORMATIONAL",
        });
        json.WriteNumber("Normalized", label == SeverityLabel.Informational ? 0 : (int)Math.Floor(Math.Round(severity, 2) * 10));
        json.WriteString("Original", severity.ToString("0.##", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    static void ProductFields(Utf8JsonWriter json, Notice notice)
    {
        var finding = notice.Finding;
        json.WriteStartObject("ProductFields");
        json.WriteString("sluice/kind", NormalisedForm.KindName(notice.Kind));
        json.Text("sluice/type", CleanText.Cut(finding.Type, 512));
        json.WriteString("sluice/count", finding.Count.ToString(CultureInfo.InvariantCulture));
        json.Text("sluice/resourceRole", finding.Role switch { ResourceRole.Actor => "ACTOR", ResourceRole.Target => "TARGET", _ => "" });
        json.Text("sluice/action", CleanText.Cut(finding.ActionText, 1_024));
        json.Text("sluice/accountName", CleanText.Cut(notice.Account.Name, 256));
        json.Text("sluice/changes", CleanText.Cut(string.Join("; ", notice.Changes.Take(20)), 1_024));
        json.Text("sluice/threats", CleanText.Cut(string.Join("; ", finding.Threats.Take(20)), 1_024));
        if (notice.Flood is { } flood) json.WriteString("sluice/floodCount", flood.Count.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    static void Resource(Utf8JsonWriter json, Finding finding, string partition, MachineBounds bounds)
    {
        var subject = finding.Subject;
        json.WriteStartObject();
        json.WriteString("Type", TypeOf(subject.ResourceType));
        json.WriteString("Id", subject.Arn.Length > 0 ? CleanText.Cut(subject.Arn, 512) : subject.Id.Length > 0 ? CleanText.Cut(subject.Id, 512) : $"AWS::::Account:{bounds.Short(finding.AccountId)}");
        json.WriteString("Partition", partition);
        json.Text("Region", bounds.Short(finding.Region));
        NormalisedForm.Tags(json, "Tags", [.. subject.Tags.Where(tag => tag.Key.Length is > 0 and <= 128).Select(tag => KeyValuePair.Create(tag.Key, CleanText.Cut(tag.Value, 256)))], bounds);
        if (subject.Detail.Length > 0)
        {
            json.WriteStartObject("Details");
            json.WriteStartObject("Other");
            json.WriteString("Detail", CleanText.Cut(subject.Detail, 1_024));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>Security Hub's name of a resource type; <c>Other</c> where it has none.</summary>
    public static string TypeOf(string resourceType) => resourceType switch
    {
        "Instance" => "AwsEc2Instance",
        "AccessKey" => "AwsIamAccessKey",
        "S3Bucket" => "AwsS3Bucket",
        "S3Object" => "AwsS3Object",
        "EKSCluster" or "KubernetesCluster" => "AwsEksCluster",
        "ECSCluster" => "AwsEcsCluster",
        "RDSDBInstance" => "AwsRdsDbInstance",
        "Lambda" => "AwsLambdaFunction",
        "Container" => "Container",
        "EBSVolume" => "AwsEc2Volume",
        _ => "Other",
    };

    /// <summary>A field of the destination; empty where it has none of that name.</summary>
    public static string FieldOf(Destination destination, string name) => destination.Fields.FirstOrDefault(field => field.Key == name).Value ?? "";
}
