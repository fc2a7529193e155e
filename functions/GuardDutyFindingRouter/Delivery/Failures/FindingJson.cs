using System.Globalization;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>What is known of a finding that came without its own JSON, in GuardDuty's form, so that it can be read again.</summary>
static class FindingJson
{
    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("schemaVersion"u8, "2.0"u8);
        json.WriteString("id"u8, finding.Id);
        json.WriteString("type"u8, finding.Type);
        json.WriteNumber("severity"u8, finding.Severity);
        json.WriteString("accountId"u8, finding.AccountId);
        json.WriteString("region"u8, finding.Region);
        json.WriteString("partition"u8, finding.Partition);
        json.WriteString("arn"u8, finding.Arn);
        json.WriteString("title"u8, finding.Title);
        json.WriteString("description"u8, finding.Description);
        WriteTime(json, "createdAt", finding.CreatedAt);
        WriteTime(json, "updatedAt", finding.UpdatedAt);
        json.WriteStartObject("resource"u8);
        json.WriteString("resourceType"u8, finding.Subject.ResourceType);
        json.WriteEndObject();
        json.WriteStartObject("service"u8);
        json.WriteString("serviceName"u8, "guardduty"u8);
        json.WriteString("detectorId"u8, finding.DetectorId);
        json.WriteNumber("count"u8, finding.Count);
        json.WriteBoolean("archived"u8, finding.Archived);
        if (finding.Role != ResourceRole.Unknown) json.WriteString("resourceRole"u8, finding.Role == ResourceRole.Actor ? "ACTOR"u8 : "TARGET"u8);
        WriteTime(json, "eventFirstSeen", finding.FirstSeen);
        WriteTime(json, "eventLastSeen", finding.LastSeen);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known) json.WriteString(name, known.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}
