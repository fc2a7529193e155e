namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads the names of the threats that malware scans found.</summary>
static class ThreatReader
{
    /// <summary>Each name once, the most severe of a volume's scan first.</summary>
    /// <param name="service">The finding's <c>service</c>.</param>
    public static IReadOnlyList<string> Read(JsonPart service)
    {
        var detections = service["ebsVolumeScanDetails"u8]["scanDetections"u8];
        var malware = service["malwareScanDetails"u8]["threats"u8];
        if (!detections.IsObject && !malware.IsArray) return [];
        var names = new List<string>();
        Add(detections["highestSeverityThreatDetails"u8]["threatName"u8], names);
        foreach (var threat in detections["threatDetectedByName"u8]["threatNames"u8].Items) Add(new JsonPart(threat)["name"u8], names);
        AddNames(malware, names);
        return names.Count == 0 ? [] : names;
    }

    /// <summary>The names in <c>[{"name":…}]</c>, each once.</summary>
    public static void AddNames(JsonPart threats, List<string> names)
    {
        foreach (var threat in threats.Items) Add(new JsonPart(threat)["name"u8], names);
    }

    static void Add(JsonPart name, List<string> names)
    {
        if (name.Text is { Length: > 0 } text && !names.Contains(text)) names.Add(text);
    }
}
