using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The way through a snapshot: hooks before it, the wait for its restoring, hooks after it.</summary>
static class SnapStart
{
    public static async Task RunAsync(RuntimeApiClient client, CancellationToken cancellationToken)
    {
        // Last registered, first run: as a Dispose would.
        var before = new Stack<Func<ValueTask>>();
        SnapshotRestore.CopyBeforeSnapshotCallbacksToRegistry(before.Push);
        await RunHooksAsync(before, client, failure => client.ReportInitializationErrorAsync(failure, "Runtime.BeforeSnapshotError", cancellationToken));

        await client.RestoreNextInvocationAsync(cancellationToken);

        var after = new Queue<Func<ValueTask>>();
        SnapshotRestore.CopyAfterRestoreCallbacksToRegistry(after.Enqueue);
        await RunHooksAsync(after, client, failure => client.ReportRestoreErrorAsync(failure, "Runtime.AfterRestoreError", cancellationToken));
    }

    static async Task RunHooksAsync(IEnumerable<Func<ValueTask>> hooks, RuntimeApiClient client, Func<Exception, Task> report)
    {
        try
        {
            foreach (var hook in hooks) await hook();
        }
        catch (Exception failure)
        {
            await client.LastWordAsync(failure, () => report(failure));
            throw;
        }
    }
}
