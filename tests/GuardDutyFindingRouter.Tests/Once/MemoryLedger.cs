namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>A table in memory that keeps its promise: a write on a version that is not the newest changes nothing.</summary>
sealed class MemoryLedger : ILedgerStore
{
    readonly Lock _gate = new();
    readonly Dictionary<(string Id, string Account), StoredEntry> _entries = [];

    /// <summary>Whether calls fail from now on.</summary>
    public bool IsDown { get; set; }

    /// <summary>Comes between a read and what follows it: the others' chance to be faster.</summary>
    public Func<Task> AfterRead { get; init; } = () => Task.CompletedTask;

    public async Task<StoredEntry?> ReadAsync(string id, string account, CancellationToken cancellation)
    {
        Check();
        StoredEntry? found;
        lock (_gate) found = _entries.GetValueOrDefault((id, account));
        await AfterRead();
        return found;
    }

    public Task<IReadOnlyList<StoredEntry>> ReadAllAsync(string id, CancellationToken cancellation)
    {
        Check();
        lock (_gate) return Task.FromResult<IReadOnlyList<StoredEntry>>([.. _entries.Where(one => one.Key.Id == id).Select(one => one.Value)]);
    }

    public Task<bool> WriteAsync(string id, StoredEntry entry, CancellationToken cancellation)
    {
        Check();
        lock (_gate)
        {
            if ((_entries.GetValueOrDefault((id, entry.Account))?.Version ?? 0) != entry.Version - 1) return Task.FromResult(false);
            _entries[(id, entry.Account)] = entry;
            return Task.FromResult(true);
        }
    }

    void Check()
    {
        if (IsDown) throw new IOException("the table is down");
    }
}
