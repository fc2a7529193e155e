using System.Globalization;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>OCSF 1.1.0, class Detection Finding, with the profile <c>cloud</c>.</summary>
/// <remarks>Source: schema.ocsf.io, "Detection Finding" [2004]: activity 1 create, 2 update, 3 close; severity 1 informational to 5 critical; status 1 new, 2 in progress, 4 resolved.
/// Times are milliseconds since 1970. The shape follows the mapping of Security Hub's GuardDuty findings in ocsf/examples.</remarks>
static class OcsfForm
{
    const int ClassUid = 2004;

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, (Notice Notice, DateTimeOffset Now, MachineBounds Bounds) message)
    {
        var (notice, now, bounds) = message;
        var finding = notice.Finding;
        var text = NoticeText.Of(notice, TextBounds.Roomy);
        var (activity, activityName) = notice.Kind switch
        {
            NoticeKind.New or NoticeKind.Summary => (1, "Create"),
            NoticeKind.Resolve => (3, "Close"),
            _ => (2, "Update"),
        };
        json.WriteStartObject();
        json.WriteNumber("category_uid", 2);
        json.WriteString("category_name", "Findings");
        json.WriteNumber("class_uid", ClassUid);
        json.WriteString("class_name", "Detection Finding");
        json.WriteNumber("activity_id", activity);
        json.WriteString("activity_name", activityName);
        json.WriteNumber("type_uid", (ClassUid * 100) + activity);
        json.WriteString("type_name", $"Detection Finding: {activityName}");
        json.WriteNumber("time", (finding.UpdatedAt ?? finding.LastSeen ?? now).ToUnixTimeMilliseconds());
        json.WriteNumber("severity_id", 1 + (int)text.Label);
        json.WriteString("severity", text.Label.ToString());
        var isClosed = notice.Kind == NoticeKind.Resolve;
        json.WriteNumber("status_id", isClosed ? 4 : 1);
        json.WriteString("status", isClosed ? "Resolved" : "New");
        json.WriteString("message", text.Headline);
        json.WriteNumber("count", (int)Math.Clamp(notice.Flood?.Count ?? finding.Count, 1, int.MaxValue));
        Metadata(json, notice, bounds);
        Cloud(json, notice, bounds);
        FindingInfo(json, notice, text, bounds);
        json.WriteStartArray("resources");
        Resource(json, finding, bounds);
        json.WriteEndArray();
        OcsfEvidence.Write(json, finding, bounds);
        json.WriteStartObject("remediation");
        json.WriteString("desc", text.Steps.Count > 0 ? string.Join(' ', text.Steps) : text.What);
        json.WriteEndObject();
        Unmapped(json, notice, bounds);
        json.WriteEndObject();
    }

    static void Metadata(Utf8JsonWriter json, Notice notice, MachineBounds bounds)
    {
        json.WriteStartObject("metadata");
        json.WriteString("version", "1.1.0");
        json.Texts("profiles", ["cloud"]);
        json.WriteStartObject("product");
        json.WriteString("name", "GuardDuty");
        json.WriteString("vendor_name", "AWS");
        if (notice.Finding.DetectorId.Length > 0)
        {
            json.WriteStartObject("feature");
            json.WriteString("uid", bounds.Short(notice.Finding.DetectorId));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Cloud(Utf8JsonWriter json, Notice notice, MachineBounds bounds)
    {
        json.WriteStartObject("cloud");
        json.WriteString("provider", "AWS");
        json.Text("region", bounds.Short(notice.Finding.Region));
        json.WriteStartObject("account");
        json.Text("uid", bounds.Short(notice.Finding.AccountId));
        json.Text("name", bounds.Short(notice.Account.Name));
        json.WriteNumber("type_id", 10);
        json.WriteString("type", "AWS Account");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void FindingInfo(Utf8JsonWriter json, Notice notice, NoticeText text, MachineBounds bounds)
    {
        var finding = notice.Finding;
        json.WriteStartObject("finding_info");
        json.WriteString("uid", notice.Flood is null && finding.Arn.Length > 0 ? bounds.Short(finding.Arn) : IncidentName.Of(notice, 255));
        json.WriteString("title", notice.Flood is null && finding.Title.Length > 0 ? bounds.Short(finding.Title) : text.Headline);
        json.WriteString("desc", notice.Flood is null && finding.Description.Length > 0 ? bounds.Whole(finding.Description) : text.What);
        json.Texts("types", [bounds.Short(finding.Type)]);
        Milliseconds(json, "created_time", finding.CreatedAt);
        Milliseconds(json, "modified_time", finding.UpdatedAt);
        Milliseconds(json, "first_seen_time", notice.Flood?.Since ?? finding.FirstSeen);
        Milliseconds(json, "last_seen_time", notice.Flood?.Until ?? finding.LastSeen);
        json.Text("src_url", text.Link);
        json.WriteEndObject();
    }

    static void Resource(Utf8JsonWriter json, Finding finding, MachineBounds bounds)
    {
        var subject = finding.Subject;
        json.WriteStartObject();
        json.WriteString("uid", subject.Arn.Length > 0 ? bounds.Short(subject.Arn) : subject.Id.Length > 0 ? bounds.Short(subject.Id) : $"AWS::::Account:{bounds.Short(finding.AccountId)}");
        json.Text("name", bounds.Short(subject.Id));
        json.WriteString("type", AsffForm.TypeOf(subject.ResourceType));
        json.Text("region", bounds.Short(finding.Region));
        json.Text("cloud_partition", bounds.Short(finding.Partition));
        json.Texts("labels", subject.Tags.Take(Math.Min(bounds.Items, 50)).Select(tag => bounds.Short($"{tag.Key}:{tag.Value}")));
        json.WriteEndObject();
    }

    /// <summary>What the class has no attribute for.</summary>
    static void Unmapped(Utf8JsonWriter json, Notice notice, MachineBounds bounds)
    {
        var finding = notice.Finding;
        json.WriteStartObject("unmapped");
        json.Severity("severity", NoticeText.NumberOf(notice));
        json.WriteString("kind", NormalisedForm.KindName(notice.Kind));
        json.Text("resource_role", finding.Role switch { ResourceRole.Actor => "ACTOR", ResourceRole.Target => "TARGET", _ => "" });
        json.Text("resource_type", bounds.Short(finding.Subject.ResourceType));
        json.Text("action_type", bounds.Short(finding.ActionType));
        json.Text("action", bounds.Short(finding.ActionText));
        if (finding.Blocked is { } blocked) json.WriteString("blocked", blocked ? "true" : "false");
        json.WriteBoolean("archived", finding.Archived);
        json.WriteBoolean("sample", finding.Sample);
        json.Texts("threats", finding.Threats.Take(bounds.Items).Select(bounds.Short));
        json.Texts("changes", notice.Changes.Take(bounds.Items).Select(bounds.Short));
        if (finding.Remotes is [{ Asn: > 0 } remote, ..]) json.WriteString("remote_asn", remote.Asn.ToString(CultureInfo.InvariantCulture));
        if (bounds.IsTight) json.WriteBoolean("truncated", true);
        json.WriteEndObject();
    }

    static void Milliseconds(Utf8JsonWriter json, string name, DateTimeOffset? moment)
    {
        if (moment is { } known) json.WriteNumber(name, known.ToUnixTimeMilliseconds());
    }
}
