namespace Sluice.GuardDutyFindingRouter;

/// <summary>An event, as what arrived in it.</summary>
/// <param name="MessageIds">Of the messages of a queue, in order, to be answered one by one; <c>null</c> for other events.</param>
/// <param name="Arrivals">In order. Each message of a queue has at least one, unless it has an export or asks for the scheduled work.</param>
/// <param name="Exports">Objects to read findings from; <c>Parcel</c> as in <see cref="Arrival"/>.</param>
/// <param name="IsSchedule">Whether the scheduled work is to be done.</param>
/// <param name="BatchJob">The job of S3 Batch Operations whose tasks the exports are, for <see cref="ObjectAnswer"/>; <c>null</c> for other events.</param>
sealed record FindingEvent(
    IReadOnlyList<string>? MessageIds, IReadOnlyList<Arrival> Arrivals, IReadOnlyList<(int Parcel, CreatedObject Object)> Exports, bool IsSchedule, ObjectEvent? BatchJob = null)
{
    /// <summary>How often each of these messages was received so far, this time included; 1 where the queue does not say.</summary>
    public IReadOnlyList<int> Receives { get; init; } = [];
}

/// <summary>One thing that arrived.</summary>
/// <param name="Parcel">Index of the queue's message that it came in; 0 for events that have none.</param>
/// <param name="Id">Names where it came from, the same when Lambda or a queue repeats it: EventBridge's event id, else the message's or the
/// request's id, with its number in there.</param>
/// <param name="Kind">What it is; says which of the members below are set.</param>
sealed record Arrival(int Parcel, string Id, ArrivalKind Kind)
{
    /// <summary>Of a finding.</summary>
    public Finding? Finding { get; init; }

    /// <summary>Of an archive.</summary>
    public ArchiveCall? Archive { get; init; }

    /// <summary>Of a kept delivery: its JSON object, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Kept { get; init; }

    /// <summary>What it is, where it is no finding: <c>EventBridge 'Scheduled Event' of aws.events</c>. Never a part of its content, which may be secret.</summary>
    public string Name { get; init; } = "";

    /// <summary>Why it could not be read; empty otherwise.</summary>
    public string Problem { get; init; } = "";

    /// <summary>What could not be read, as it came (UTF-8), for the failure queue; empty otherwise.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }
}

/// <summary>The kinds of <see cref="Arrival"/>. Zero is the one that must not be lost.</summary>
enum ArrivalKind : byte
{
    /// <summary>It should be a finding, or could be one, and cannot be read.</summary>
    Unreadable,

    /// <summary>A finding, or the result of an object scan.</summary>
    Finding,

    /// <summary>Findings were archived, or are no longer.</summary>
    Archive,

    /// <summary>A delivery that the failure queue kept.</summary>
    Kept,

    /// <summary>Something else, that is counted by its name.</summary>
    NotAFinding,
}

/// <summary>A call of ArchiveFindings or UnarchiveFindings that succeeded.</summary>
/// <param name="FindingIds">At least one. Without their account: an administrator archives the findings of members.</param>
/// <param name="Archived">Whether they are archived now.</param>
/// <param name="DetectorId">Of the account that called.</param>
/// <param name="AccountId">That called.</param>
/// <param name="Region">Of the findings.</param>
/// <param name="By">ARN of the caller; empty where it is not told.</param>
/// <param name="Time">When; <c>null</c> where it is not told.</param>
sealed record ArchiveCall(IReadOnlyList<string> FindingIds, bool Archived, string DetectorId, string AccountId, string Region, string By, DateTimeOffset? Time);
