using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>Before the first event: initialization, and the way through a snapshot.</summary>
[Collection(nameof(SnapshotRestore))]
public class InitTests
{
    static readonly RuntimeApiOptions WithSnapStart = new() { SnapStart = true };

    [Fact]
    public async Task The_initializer_runs_before_the_first_event_is_asked_for()
    {
        var gate = new TaskCompletionSource<bool>();
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, initializer: () => gate.Task);
        Assert.Empty(runtime.Calls);

        gate.SetResult(true);

        Assert.Equal("{}", Runtime.Text(await runtime.InvokeAsync("{}")));
    }

    [Fact]
    public async Task What_the_initializer_throws_is_posted_and_ends_the_process()
    {
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, initializer: () => throw new ArgumentException("URL is missing"));

        await Assert.ThrowsAsync<ArgumentException>(() => runtime.Running);

        var error = await runtime.Api.Session.InitError;
        Assert.Equal(("Function.ArgumentException", "application/vnd.aws.lambda.error+json"), (error.ErrorType, error.ContentType));
        Assert.Equal("URL is missing", JsonElement.Parse(error.Body).GetProperty("errorMessage").GetString());
        Assert.Equal([RuntimeApiOperation.InitError], runtime.Calls.Select(call => call.Operation));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(null)]
    public async Task An_initialization_error_that_cannot_be_posted_still_ends_the_process_with_its_own_reason(int? status)
    {
        await using var runtime = await Runtime.StartAsync(
            Runtime.Echo, _ => new() { Status = status, Cut = status is null ? Cut.BeforeHandling : Cut.Nowhere }, () => throw new ArgumentException("URL is missing"));

        await Assert.ThrowsAsync<ArgumentException>(() => runtime.Running);
    }

    [Fact]
    public async Task An_initializer_that_returns_false_is_an_initialization_error_too()
    {
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, initializer: () => Task.FromResult(false));

        await Assert.ThrowsAnyAsync<Exception>(() => runtime.Running);

        Assert.Contains("returned false", Runtime.Text(await runtime.Api.Session.InitError), StringComparison.Ordinal);
        Assert.Equal(0, runtime.Count(RuntimeApiOperation.Next));
    }

    [Fact]
    public async Task An_initialization_error_may_be_only_a_type()
    {
        await using var api = await RuntimeApi.StartAsync();
        using var http = LambdaBootstrap.ConstructHttpClient();
        var client = new RuntimeApiClient(new FakeEnvironment(), http, api.Endpoint);

        await client.ReportInitializationErrorAsync("NotToday");

        Assert.Equal("Function.NotToday", (await api.Session.InitError).ErrorType);
    }

    [Fact]
    public async Task With_snap_start_the_hooks_run_around_the_wait_for_the_restore()
    {
        var order = new List<string>();
        foreach (var hook in new[] { "first", "second" })
        {
            SnapshotRestore.RegisterBeforeSnapshot(() => Note($"before {hook}"));
            SnapshotRestore.RegisterAfterRestore(() => Note($"after {hook}"));
        }

        await using var runtime = await Runtime.StartAsync(Runtime.Echo, options: WithSnapStart, environment: ("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));
        await runtime.Api.Session.Snapshot;
        await Note("restore");
        runtime.Api.Session.Restore();

        Assert.Equal("{}", Runtime.Text(await runtime.InvokeAsync("{}")));
        Assert.Equal(["before second", "before first", "restore", "after first", "after second"], order);
        Assert.Equal([RuntimeApiOperation.RestoreNext, RuntimeApiOperation.Next], runtime.Calls.Take(2).Select(call => call.Operation));

        ValueTask Note(string what)
        {
            lock (order) order.Add(what);
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task A_hook_that_fails_after_the_restore_is_posted_as_such()
    {
        SnapshotRestore.RegisterAfterRestore(() => throw new InvalidOperationException("no network yet"));
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, options: WithSnapStart, environment: ("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));
        runtime.Api.Session.Restore();

        await Assert.ThrowsAsync<InvalidOperationException>(() => runtime.Running);

        Assert.Equal("Runtime.AfterRestoreError", (await runtime.Api.Session.RestoreError).ErrorType);
    }

    [Fact]
    public async Task A_hook_that_fails_before_the_snapshot_is_an_initialization_error()
    {
        SnapshotRestore.RegisterBeforeSnapshot(() => throw new InvalidOperationException("not ready"));
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, options: WithSnapStart, environment: ("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => runtime.Running);

        Assert.Equal("Runtime.BeforeSnapshotError", (await runtime.Api.Session.InitError).ErrorType);
    }

    [Fact]
    public async Task Without_snap_start_no_restore_is_waited_for()
    {
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, environment: ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"));

        await runtime.InvokeAsync();

        Assert.Equal(0, runtime.Count(RuntimeApiOperation.RestoreNext));
    }
}
