namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads events of EventBridge.</summary>
/// <param name="found">Gets what is found.</param>
/// <param name="parcel">Index of the message.</param>
sealed class BusReader(ArrivalList found, int parcel)
{
    /// <summary>EventBridge's name of findings, new and repeated.</summary>
    public const string FindingDetailType = "GuardDuty Finding";

    const string Own = "aws.guardduty";

    /// <summary>Adds what an event tells.</summary>
    /// <param name="envelope">An object with a <c>detail-type</c>.</param>
    /// <param name="id">Of what it came in; the event's own goes before it.</param>
    public void Add(JsonPart envelope, string id)
    {
        var (type, source) = (envelope["detail-type"u8].Text, envelope["source"u8].Text);
        if (envelope["id"u8].Text is { Length: > 0 } own) id = own;
        var name = Name(type, source);
        switch (type)
        {
            case FindingDetailType:
                Add(FindingReader.Read(envelope["detail"u8].Json, FindingOrigin.Event, out var problem, envelope.Json), problem, envelope, id, name);
                break;
            case ScanReader.DetailType:
                Add(FindingReader.ReadScan(envelope.Json, out problem), problem, envelope, id, name);
                break;
            case "AWS API Call via CloudTrail":
                found.Arrivals.Add(ArchiveReader.Read(envelope, parcel, id, name));
                break;
            case "Scheduled Event":
                found.IsSchedule = true;
                break;
            case "Object Created" when envelope["detail"u8]["object"u8].IsObject:
                new ObjectArrivals(found, parcel).Add(envelope, id);
                break;
            // A kind of finding that GuardDuty has yet to invent. Not of other sources: what this function puts on a bus must not come back.
            case var _ when source == Own && envelope["detail"u8] is var detail && ArrivalReader.HasTraits(detail)
                    && FindingReader.Read(detail.Json, FindingOrigin.Event, out _, envelope.Json) is { } future:
                Add(future, "", envelope, id, name);
                break;
            default:
                found.Arrivals.Add(new(parcel, id, ArrivalKind.NotAFinding) { Name = name });
                break;
        }
    }

    void Add(Finding? finding, string problem, JsonPart envelope, string id, string name) => found.Arrivals.Add(finding is not null
        ? new(parcel, id, ArrivalKind.Finding) { Finding = finding }
        : new(parcel, id, ArrivalKind.Unreadable) { Name = name, Problem = problem, Raw = envelope.RawCopy() });

    /// <summary>For people and counters; the names are of few kinds, and bounded.</summary>
    static string Name(string type, string source)
    {
        var name = $"EventBridge '{Short(type)}'{Words.Around(" of ", Short(source))}";
        return type.StartsWith("Security Hub Findings", StringComparison.Ordinal) ? name + " (not read: GuardDuty's own events tell the same)" : name;
    }

    static string Short(string text) => text.Length <= 100 ? text : text[..100];
}
