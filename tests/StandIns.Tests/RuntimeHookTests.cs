using Amazon.Lambda.Core;

namespace Sluice.StandIns.Tests;

/// <summary>What the RuntimeSupport stand-in relies on; the official assemblies keep other, hidden hooks for theirs.</summary>
[Collection(nameof(ProcessWide))]
public class RuntimeHookTests
{
    [Fact]
    public async Task The_trace_id_that_a_runtime_sets_is_seen_everywhere_until_it_sets_another()
    {
        await SetInACallOfItsOwn("Root=first");
        Assert.Equal("Root=first", LambdaTraceProvider.CurrentTraceId);
        Assert.Equal("Root=first", await Task.Run(() => LambdaTraceProvider.CurrentTraceId));

        await SetInACallOfItsOwn(null);
        Assert.Null(LambdaTraceProvider.CurrentTraceId);

        // An AsyncLocal alone would not outlive this call.
        static async Task SetInACallOfItsOwn(string? traceId)
        {
            await Task.Yield();
            LambdaTraceProvider.SetCurrentTraceId(traceId);
        }
    }

    [Fact]
    public async Task Snapshot_hooks_are_handed_over_once_in_the_order_of_their_registration()
    {
        var ran = new List<string>();
        SnapshotRestore.RegisterBeforeSnapshot(() => Note("before 1"));
        SnapshotRestore.RegisterBeforeSnapshot(() => Note("before 2"));
        SnapshotRestore.RegisterAfterRestore(() => Note("after"));

        var hooks = new List<Func<ValueTask>>();
        SnapshotRestore.CopyBeforeSnapshotCallbacksToRegistry(hooks.Add);
        SnapshotRestore.CopyAfterRestoreCallbacksToRegistry(hooks.Add);
        SnapshotRestore.CopyAfterRestoreCallbacksToRegistry(hooks.Add);
        foreach (var hook in hooks)
            await hook();

        Assert.Equal(["before 1", "before 2", "after"], ran);

        ValueTask Note(string what)
        {
            ran.Add(what);
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public void Logging_options_set_before_the_runtime_starts_reach_it()
    {
        var (early, late, seen) = (new StructuredLoggingOptions(), new StructuredLoggingOptions(), new List<StructuredLoggingOptions>());

        LambdaLogger.ConfigureStructuredLogging(early);
        LambdaLogger.SetConfigureStructuredLoggingAction(seen.Add);
        LambdaLogger.ConfigureStructuredLogging(late);

        Assert.Equal([early, late], seen);
    }

    [Fact]
    public void A_runtime_takes_over_the_static_logger()
    {
        var before = LambdaLogger._loggingWithLevelAndExceptionAction;
        var seen = "";
        LambdaLogger._loggingWithLevelAndExceptionAction =
            (level, exception, message, args) => seen = $"{level} {exception.Message} {message} {args.Length}";
        try
        {
            LambdaLogger.Log(LogLevel.Error, new InvalidOperationException("cause"), "{a} {b}", 1, 2);
        }
        finally
        {
            LambdaLogger._loggingWithLevelAndExceptionAction = before;
        }

        Assert.Equal("Error cause {a} {b} 2", seen);
    }
}
