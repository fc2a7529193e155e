using System.Collections.Concurrent;

namespace Amazon.Lambda.Core;

/// <summary>Hooks around a SnapStart snapshot. They are only kept here, the runtime takes them over and runs them.</summary>
public static class SnapshotRestore
{
    static readonly ConcurrentQueue<Func<ValueTask>> s_beforeSnapshot = new();
    static readonly ConcurrentQueue<Func<ValueTask>> s_afterRestore = new();

    public static void RegisterBeforeSnapshot(Func<ValueTask> beforeSnapshotAction) => s_beforeSnapshot.Enqueue(beforeSnapshotAction);

    public static void RegisterAfterRestore(Func<ValueTask> afterRestoreAction) => s_afterRestore.Enqueue(afterRestoreAction);

    /// <summary>Hands over the hooks in the order of their registration and forgets them. The runtime runs these last to first.</summary>
    internal static void CopyBeforeSnapshotCallbacksToRegistry(Action<Func<ValueTask>> register) => HandOver(s_beforeSnapshot, register);

    /// <summary>Hands over the hooks in the order of their registration, in which the runtime runs them, and forgets them.</summary>
    internal static void CopyAfterRestoreCallbacksToRegistry(Action<Func<ValueTask>> register) => HandOver(s_afterRestore, register);

    static void HandOver(ConcurrentQueue<Func<ValueTask>> hooks, Action<Func<ValueTask>> register)
    {
        while (hooks.TryDequeue(out var hook))
            register(hook);
    }
}
