using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads findings as GuardDuty writes them, whatever their kind, and whatever is missing.</summary>
/// <remarks>A finding is what has an id and a type; all else may be missing, for what cannot be read must still be told. Source: GuardDuty
/// user guide, "GuardDuty finding format"; API reference, Finding.</remarks>
static class FindingReader
{
    /// <summary>Where the severity is missing or cannot be read. GuardDuty always gives one, so its loss says something of the way here and
    /// nothing of the threat: Medium is seen by people and wakes nobody. <see cref="Finding.IsSeverityTold"/> is false then.</summary>
    public const double SeverityWhereNoneIsTold = 5;

    /// <summary>Reads a finding.</summary>
    /// <param name="finding">A JSON object, in camelCase or PascalCase.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="problem">Why it is no finding; empty where it is one.</param>
    /// <param name="envelope">EventBridge's event around it: its account and region stand in where the finding names none.</param>
    /// <returns><c>null</c> where it is no finding.</returns>
    public static Finding? Read(JsonElement finding, FindingOrigin origin, out string problem, JsonElement envelope = default)
    {
        var json = new JsonPart(finding);
        var (id, type) = (json["id"u8].Text.Trim(), json["type"u8].Text.Trim());
        problem = !json.Exists ? "there is no finding in it"
            : !json.IsObject ? $"the finding is a JSON {finding.ValueKind}, not an object"
            : (id.Length, type.Length) switch
            {
                (0, 0) => "the finding has neither id nor type",
                (0, _) => "the finding has no id",
                (_, 0) => "the finding has no type",
                _ => "",
            };
        return problem.Length > 0 ? null : Read(json, new JsonPart(envelope), id, type, origin);
    }

    /// <summary>Reads <see cref="Finding.Raw"/> again: a finding, or the whole event around it.</summary>
    /// <param name="raw">UTF-8, with or without a byte order mark.</param>
    /// <param name="origin">Where it came from, the first time.</param>
    /// <param name="problem">Why it is no finding; empty where it is one.</param>
    public static Finding? Reread(ReadOnlyMemory<byte> raw, FindingOrigin origin, out string problem)
    {
        raw = Utf8Text.WithoutMark(raw);
        problem = "it is not JSON in UTF-8";
        if (!Utf8.IsValid(raw.Span)) return null;
        try
        {
            using var document = JsonDocument.Parse(raw);
            var root = new JsonPart(document.RootElement);
            if (!root["detail-type"u8].Exists || !root["detail"u8].IsObject) return Read(document.RootElement, origin, out problem);
            return ScanReader.IsScan(root) ? ReadScan(document.RootElement, out problem) : Read(root["detail"u8].Json, origin, out problem, document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the result of an object scan of Malware Protection for S3 as a finding.</summary>
    /// <param name="envelope">The whole event of EventBridge: account and region stand only there.</param>
    /// <param name="problem">Why it cannot be read; empty where it can.</param>
    public static Finding? ReadScan(JsonElement envelope, out string problem) => ScanReader.Read(new JsonPart(envelope), out problem);

    static Finding Read(JsonPart json, JsonPart envelope, string id, string type, FindingOrigin origin)
    {
        var service = json["service"u8];
        var sequence = service["detection"u8]["sequence"u8];
        var place = FindingPlaces.Of(json, envelope, out var arn, out var needsEnvelope);
        var (action, text, domain, blocked) = ActionReader.Read(service);
        var severity = SeverityText.Read(json["severity"u8]);
        var detector = service["detectorId"u8].Text;
        return new Finding
        {
            Id = id,
            Type = type,
            Severity = severity ?? SeverityWhereNoneIsTold,
            IsSeverityTold = severity is not null,
            AccountId = place.AccountId,
            Region = place.Region,
            Partition = place.Partition,
            Arn = arn,
            DetectorId = detector.Length > 0 ? detector : FindingPlaces.Detector(arn),
            Title = json["title"u8].Text is { Length: > 0 } title ? title : type,
            Description = json["description"u8].Text,
            Role = Role(service["resourceRole"u8].Text),
            Subject = SubjectReader.Read(json["resource"u8], service, place),
            ActionType = action,
            ActionText = sequence.IsObject && text.Length == 0 ? SequenceReader.Signals(sequence) : text,
            Domain = sequence.IsObject && domain.Length == 0 ? SequenceReader.Domain(sequence) : domain,
            Blocked = blocked,
            Remotes = sequence.IsObject ? SequenceReader.Remotes(sequence) : RemoteReader.Read(service["action"u8]),
            Threats = ThreatReader.Read(service),
            FeatureName = service["featureName"u8].Text,
            Count = Math.Max(1, service["count"u8].Whole),
            Archived = service["archived"u8].Flag == true,
            Sample = SampleMark.IsOn(service["additionalInfo"u8], json["title"u8]),
            FirstSeen = service["eventFirstSeen"u8].Moment,
            LastSeen = service["eventLastSeen"u8].Moment,
            CreatedAt = json["createdAt"u8].Moment,
            UpdatedAt = json["updatedAt"u8].Moment,
            Origin = origin,
            Raw = (needsEnvelope ? envelope : json).RawCopy(),
        };
    }

    static ResourceRole Role(string role) =>
        role.Equals("TARGET", StringComparison.OrdinalIgnoreCase) ? ResourceRole.Target
        : role.Equals("ACTOR", StringComparison.OrdinalIgnoreCase) ? ResourceRole.Actor : ResourceRole.Unknown;
}
