namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads calls of GuardDuty's API that CloudTrail tells EventBridge of.</summary>
/// <remarks>Archiving by hand makes no event of its own. Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail";
/// requestParameters are those of the API: detectorId, findingIds.</remarks>
static class ArchiveReader
{
    /// <summary>Reads a call: an archive, or something else with a name.</summary>
    public static Arrival Read(JsonPart envelope, int parcel, string id, string name)
    {
        var detail = envelope["detail"u8];
        var (call, service) = (detail["eventName"u8].Text, detail["eventSource"u8].Text);
        var isGuardDuty = service is "guardduty.amazonaws.com" or "guardduty.amazonaws.com.cn";
        if (!isGuardDuty || call is not ("ArchiveFindings" or "UnarchiveFindings"))
            return Other(isGuardDuty ? $"GuardDuty's API call {Name(call)}" : Words.Join(" ", name, Words.Around("for ", Name(call))));
        // Nothing was archived.
        if (detail["errorCode"u8].Text is { Length: > 0 } error) return Other($"GuardDuty's API call {call} that failed ({Name(error)})");
        var asked = detail["requestParameters"u8];
        var ids = new List<string>();
        foreach (var element in asked["findingIds"u8].Items)
        {
            if (new JsonPart(element).Text.Trim() is { Length: > 0 } one && !ids.Contains(one)) ids.Add(one);
        }
        if (ids.Count == 0)
            return new(parcel, id, ArrivalKind.Unreadable) { Name = $"GuardDuty's API call {call}", Problem = "names no findings", Raw = envelope.RawCopy() };
        var region = detail["awsRegion"u8].Text is { Length: > 0 } told ? told : envelope["region"u8].Text;
        var caller = detail["userIdentity"u8];
        var account = FindingPlaces.Account(detail["recipientAccountId"u8]) is { Length: > 0 } recipient ? recipient : FindingPlaces.Account(envelope["account"u8]);
        return new(parcel, id, ArrivalKind.Archive)
        {
            Archive = new(ids, call == "ArchiveFindings", asked["detectorId"u8].Text, account, region, caller["arn"u8].Text, detail["eventTime"u8].Moment ?? envelope["time"u8].Moment),
        };

        Arrival Other(string what) => new(parcel, id, ArrivalKind.NotAFinding) { Name = what };
    }

    /// <summary>Names of the API are of letters, and never long.</summary>
    static string Name(string text) => text.Length <= 60 ? text : text[..60];
}
