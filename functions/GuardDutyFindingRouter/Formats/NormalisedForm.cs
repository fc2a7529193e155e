using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Sluice's own form of a notice: flat, with stable names. A member that would say nothing is left out; names are never reused for another meaning, and
/// <c>schemaVersion</c> grows if a member changes.</summary>
static class NormalisedForm
{
    /// <summary>Of the form.</summary>
    public const string SchemaVersion = "1";

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, (Notice Notice, Destination Destination, DateTimeOffset Now, MachineBounds Bounds) message)
    {
        var (notice, destination, now, bounds) = message;
        json.WriteStartObject();
        WriteMembers(json, notice, now, bounds);
        json.Text("destination", bounds.Short(destination.Name));
        // It was asked for, and did not fit or was no JSON.
        if (destination.Form == PayloadForm.Raw && notice.Flood is null && notice.Finding.Raw.Length > 0) json.WriteBoolean("rawOmitted", true);
        json.WriteEndObject();
    }

    /// <summary>All members but <c>destination</c>.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Notice notice, DateTimeOffset now, MachineBounds bounds)
    {
        var finding = notice.Finding;
        var text = NoticeText.Of(notice, TextBounds.Roomy);
        json.WriteString("schemaVersion", SchemaVersion);
        json.WriteString("kind", KindName(notice.Kind));
        json.WriteString("incidentKey", IncidentName.Of(notice, 255));
        json.Text("id", bounds.Short(finding.Id));
        json.Text("arn", bounds.Short(finding.Arn));
        json.Text("type", bounds.Short(finding.Type));
        json.Text("threatPurpose", bounds.Short(finding.ThreatPurpose));
        json.Severity("severity", NoticeText.NumberOf(notice));
        json.WriteString("severityLabel", text.Label.ToString());
        json.WriteString("headline", text.Headline);
        json.WriteString("what", text.What);
        json.Text("title", bounds.Short(finding.Title));
        json.Text("description", bounds.Whole(finding.Description));
        json.Texts("changes", notice.Changes.Take(bounds.Items).Select(bounds.Short));
        json.Texts("steps", text.Steps);
        json.Text("url", text.Link);
        json.Text("accountId", bounds.Short(finding.AccountId));
        json.Text("accountName", bounds.Short(notice.Account.Name));
        json.Text("organisationalUnit", bounds.Short(notice.Account.OrganisationalUnit));
        json.Text("region", bounds.Short(finding.Region));
        json.Text("partition", bounds.Short(finding.Partition));
        json.Text("detectorId", bounds.Short(finding.DetectorId));
        Resource(json, finding, bounds);
        json.Text("actionType", bounds.Short(finding.ActionType));
        json.Text("action", bounds.Short(finding.ActionText));
        json.Text("domain", bounds.Short(finding.Domain));
        if (finding.Blocked is { } blocked) json.WriteBoolean("blocked", blocked);
        Remotes(json, finding.Remotes, bounds);
        json.Texts("threats", finding.Threats.Take(bounds.Items).Select(bounds.Short));
        json.Text("featureName", bounds.Short(finding.FeatureName));
        json.WriteNumber("count", finding.Count);
        json.WriteBoolean("archived", finding.Archived);
        json.WriteBoolean("sample", finding.Sample);
        json.Moment("firstSeen", finding.FirstSeen);
        json.Moment("lastSeen", finding.LastSeen);
        json.Moment("createdAt", finding.CreatedAt);
        json.Moment("updatedAt", finding.UpdatedAt);
        json.WriteString("origin", finding.Origin == FindingOrigin.Export ? "export" : "event");
        if (notice.Flood is { } flood) FloodMembers(json, flood, bounds);
        json.Moment("toldAt", now);
        if (bounds.IsTight || finding.Description.Length > bounds.Long) json.WriteBoolean("truncated", true);
    }

    /// <summary><c>new</c>, <c>update</c>, <c>repeat</c>, <c>resolve</c>, <c>summary</c>.</summary>
    public static string KindName(NoticeKind kind) => kind switch
    {
        NoticeKind.Update => "update",
        NoticeKind.Repeat => "repeat",
        NoticeKind.Resolve => "resolve",
        NoticeKind.Summary => "summary",
        _ => "new",
    };

    static void Resource(Utf8JsonWriter json, Finding finding, MachineBounds bounds)
    {
        var subject = finding.Subject;
        json.Text("resourceType", bounds.Short(subject.ResourceType));
        json.Text("resourceId", bounds.Short(subject.Id));
        json.Text("resourceArn", bounds.Short(subject.Arn));
        json.Text("resourceDetail", bounds.Short(subject.Detail));
        json.Text("role", finding.Role switch { ResourceRole.Actor => "actor", ResourceRole.Target => "target", _ => "" });
        Tags(json, "resourceTags", subject.Tags, bounds);
    }

    /// <summary>An object with each name once, where there are any.</summary>
    public static void Tags(Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, string>> tags, MachineBounds bounds)
    {
        if (tags.Count == 0) return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        json.WriteStartObject(name);
        foreach (var tag in tags)
        {
            var key = bounds.Short(tag.Key);
            if (names.Count < Math.Min(bounds.Items, 50) && names.Add(key)) json.WriteString(key, bounds.Short(tag.Value));
        }
        json.WriteEndObject();
    }

    static void Remotes(Utf8JsonWriter json, IReadOnlyList<RemoteParty> remotes, MachineBounds bounds)
    {
        if (remotes.Count == 0) return;
        json.Text("remoteAddress", bounds.Short(remotes[0].Address));
        json.WriteStartArray("remotes");
        foreach (var remote in remotes.Take(bounds.Items))
        {
            json.WriteStartObject();
            json.Text("address", bounds.Short(remote.Address));
            if (remote.Port > 0) json.WriteNumber("port", remote.Port);
            json.Text("country", bounds.Short(remote.Country));
            json.Text("countryCode", bounds.Short(remote.CountryCode));
            json.Text("city", bounds.Short(remote.City));
            if (remote.Asn > 0) json.WriteNumber("asn", remote.Asn);
            json.Text("asnOrganisation", bounds.Short(remote.AsnOrganisation));
            json.Text("isp", bounds.Short(remote.Isp));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void FloodMembers(Utf8JsonWriter json, Flood flood, MachineBounds bounds)
    {
        json.WriteNumber("floodCount", flood.Count);
        json.WriteNumber("floodGrouped", flood.Grouped);
        json.Moment("floodSince", flood.Since);
        json.Moment("floodUntil", flood.Until);
        json.Texts("floodResources", flood.Subjects.Take(20).Select(bounds.Short));
    }
}
