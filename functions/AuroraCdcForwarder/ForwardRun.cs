namespace Sluice.AuroraCdcForwarder;

/// <summary>One invocation's changes: what became of each, and what is still to be accounted for by the event's sender.</summary>
sealed class ForwardRun(Forwarder forwarder, FailureQueue? failures, TimeProvider time, string flatTable)
{
    readonly SortedSet<int> _unkeptParcels = [];

    /// <summary>Payloads seen.</summary>
    public int Payloads { get; private set; }

    /// <summary>In the stream.</summary>
    public int Delivered { get; private set; }

    /// <summary>Left out on purpose.</summary>
    public int Dropped => DroppedWhy.Count;

    /// <summary>Not delivered, whether kept or not.</summary>
    public int Failed => FailedWhy.Count;

    /// <summary>Of those, in the failure queue.</summary>
    public int Kept { get; private set; }

    /// <summary>Of those, in no other place than the event.</summary>
    public int Unkept => Failed - Kept;

    /// <summary>Rows that left the outbox.</summary>
    public int Swept { get; set; }

    /// <summary>Why payloads were dropped.</summary>
    public ReasonTally DroppedWhy { get; } = new();

    /// <summary>Why payloads failed.</summary>
    public ReasonTally FailedWhy { get; } = new();

    /// <summary>Counts of lines.</summary>
    public ForwardTally Tally { get; } = new();

    /// <summary>Messages that hold payloads which are in no other place.</summary>
    public IReadOnlyCollection<int> UnkeptParcels => _unkeptParcels;

    /// <summary>Forwards payloads and keeps those that are beyond help.</summary>
    /// <returns>One entry a payload: whether it is accounted for, so that its sender may forget it.</returns>
    public async Task<IReadOnlyList<bool>> AddAsync(IReadOnlyList<Payload> payloads, CancellationToken deadline)
    {
        var received = time.GetUtcNow();
        var outcomes = await forwarder.ForwardAsync(payloads, payload => new PayloadOrigin(payload.Id, received, flatTable), Tally, deadline);
        var done = new bool[payloads.Count];
        for (var i = 0; i < payloads.Count; i++) done[i] = await SettleAsync(payloads[i], outcomes[i], deadline);
        return done;
    }

    async Task<bool> SettleAsync(Payload payload, PayloadOutcome outcome, CancellationToken deadline)
    {
        Payloads++;
        switch (outcome.Kind)
        {
            case VerdictKind.Delivered:
                Delivered++;
                return true;
            case VerdictKind.Dropped:
                DroppedWhy.Add(payload.Id, outcome.Reason);
                return true;
            default:
                var problem = outcome.MayPass ? "" : failures is null ? "FAILURE_QUEUE_URL is not set" : await failures.KeepAsync(payload, outcome.Reason, deadline);
                FailedWhy.Add(payload.Id, problem is { Length: > 0 } ? $"{outcome.Reason} ({problem})" : outcome.Reason);
                if (problem is null)
                {
                    Kept++;
                    return true;
                }
                _unkeptParcels.Add(payload.Parcel);
                return false;
        }
    }
}
