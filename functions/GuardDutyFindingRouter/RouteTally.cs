namespace Sluice.GuardDutyFindingRouter;

/// <summary>Counts of one invocation. Findings are routed several at a time: each change is under the lock.</summary>
sealed class RouteTally
{
    readonly Lock _gate = new();
    readonly int[] _counts = new int[Enum.GetValues<Counted>().Length];
    readonly ReasonTally _dropped = new();
    readonly ReasonTally _failed = new();

    /// <summary>How often it was counted.</summary>
    public int this[Counted what]
    {
        get
        {
            lock (_gate) return _counts[(int)what];
        }
    }

    /// <summary>Left out on purpose.</summary>
    public int Dropped => _dropped.Count;

    /// <summary>Not delivered to each destination, kept or not.</summary>
    public int Failed => _failed.Count;

    /// <summary>Why findings were left out.</summary>
    public string DroppedWhy => _dropped.ToString();

    /// <summary>Why findings failed.</summary>
    public string FailedWhy => _failed.ToString();

    /// <summary>Why the ledger could not be used, the last time; empty where it could.</summary>
    public string LedgerProblem { get; private set; } = "";

    /// <summary>Counts one.</summary>
    public void Count(Counted what)
    {
        lock (_gate) _counts[(int)what]++;
    }

    /// <summary>Counts one that is left out.</summary>
    public void Drop(string id, string reason, Counted why)
    {
        lock (_gate)
        {
            _counts[(int)why]++;
            _dropped.Add(id, reason);
        }
    }

    /// <summary>Counts one that failed.</summary>
    public void Fail(string id, string reason)
    {
        lock (_gate) _failed.Add(id, reason);
    }

    /// <summary>Counts a time that the ledger could not be used.</summary>
    public void MissLedger(Exception why)
    {
        lock (_gate)
        {
            _counts[(int)Counted.LedgerUnavailable]++;
            LedgerProblem = $"{why.GetType().Name}: {why.Message}";
        }
    }
}

/// <summary>What is counted; each is a metric of its name.</summary>
enum Counted : byte
{
    /// <summary>All destinations have it.</summary>
    Delivered,

    /// <summary>Left out by a suppression.</summary>
    Suppressed,

    /// <summary>A copy of a state that somebody else told.</summary>
    Copies,

    /// <summary>A repeat that tells nobody anything new.</summary>
    Repeats,

    /// <summary>Told to people by a summary alone.</summary>
    Grouped,

    /// <summary>A message that a destination took.</summary>
    Notices,

    /// <summary>A message that the failure queue took.</summary>
    Kept,

    /// <summary>A summary of a flood.</summary>
    Summaries,

    /// <summary>A finding that no route matched.</summary>
    ByDefault,

    /// <summary>What arrived and is no finding.</summary>
    NotFindings,

    /// <summary>A time that the ledger could not be used.</summary>
    LedgerUnavailable,
}
