using System.Text;
using System.Text.Json;
using Amazon.S3;

namespace Sluice.Local.Tests;

/// <summary>However many runs meet at an object, one sends it, and the mark tells the truth.</summary>
public class ReplayBucketTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    const string Key = "failed/a";

    readonly List<string> _sent = [];

    async Task<ReplayBench> BenchAsync()
    {
        MotoFixture.SkipWithoutMoto();
        var bench = await ReplayBench.StartAsync(moto);
        await bench.PutAsync(Key, ReplayBench.Line("one"));
        return bench;
    }

    Task<IReadOnlyList<string?>> SendAsync(IReadOnlyList<byte[]> records, CancellationToken cancellation)
    {
        _sent.AddRange(records.Select(Encoding.UTF8.GetString));
        return Task.FromResult<IReadOnlyList<string?>>(new string?[records.Count]);
    }

    Task<ReplayOutcome> RunAsync(ReplayBench bench, IAmazonS3? s3 = null, PutBatch? send = null, string key = Key) =>
        bench.Replays(send ?? SendAsync, s3).RunAsync(bench.Bucket, key, "stream", default);

    static async Task<string?> StateAsync(ReplayBench bench) => (string?)(await bench.MarkAsync(Key))?["state"];

    [SkippableFact]
    public async Task While_one_run_sends_another_leaves_the_object_alone()
    {
        using var bench = await BenchAsync();
        ReplayOutcome? second = null;
        var first = await RunAsync(bench, send: async (records, cancellation) =>
        {
            second = await RunAsync(bench);
            return await SendAsync(records, cancellation);
        });

        Assert.Equal(["one"], _sent);
        Assert.Equal((1, null), (first.Result!.Sent, first.Skipped));
        Assert.Equal(new ReplayOutcome(Key, "another run has been at it since 2026-11-22 06:07:08Z", null, IsOpen: true), second);
        Assert.Equal("done", await StateAsync(bench));
    }

    [SkippableFact]
    public async Task Of_two_runs_that_both_saw_no_mark_one_sends()
    {
        using var bench = await BenchAsync();
        ReplayOutcome? other = null;
        using var s3 = bench.Interrupted(async request =>
        {
            if (request.Method == HttpMethod.Put && other is null) other = await RunAsync(bench);
        });
        var outcome = await RunAsync(bench, s3);

        Assert.Equal(["one"], _sent);
        Assert.Equal(1, other!.Result!.Sent);
        Assert.Equal(new ReplayOutcome(Key, "another run took it just now", null, IsOpen: true), outcome);
        Assert.Equal("done", await StateAsync(bench));
    }

    [SkippableFact]
    public async Task Of_two_runs_that_both_saw_an_old_mark_one_sends()
    {
        using var bench = await BenchAsync();
        await LeaveRunningAsync(bench);
        bench.Time.Now = bench.Time.Now.AddMinutes(15);
        ReplayOutcome? other = null;
        using var s3 = bench.Interrupted(async request =>
        {
            if (request.Method == HttpMethod.Put && other is null) other = await RunAsync(bench);
        });

        Assert.Equal("another run took it just now", (await RunAsync(bench, s3)).Skipped);
        Assert.Equal(["one"], _sent);
    }

    [SkippableTheory]
    [InlineData(14.99, false)]
    [InlineData(15, true)]
    public async Task A_run_that_was_cut_off_is_respected_for_15_minutes(double minutes, bool isTakenOver)
    {
        using var bench = await BenchAsync();
        await LeaveRunningAsync(bench);
        bench.Time.Now = bench.Time.Now.AddMinutes(minutes);

        var outcome = await RunAsync(bench);
        Assert.Equal(isTakenOver, outcome.Skipped is null);
        Assert.Equal(isTakenOver ? "done" : "running", await StateAsync(bench));
    }

    [SkippableTheory]
    [InlineData("Refused")]
    [InlineData(null)]
    public async Task A_run_that_was_taken_over_leaves_the_others_mark_as_it_is(string? answer)
    {
        using var bench = await BenchAsync();
        var isFirst = true;
        await RunAsync(bench, send: async (records, _) =>
        {
            if (isFirst)
            {
                isFirst = false;
                bench.Time.Now = bench.Time.Now.AddMinutes(20);
                await RunAsync(bench);
            }
            bench.Time.Now = bench.Time.Now.AddMinutes(1);
            return [.. records.Select(_ => answer)];
        });
        Assert.Equal("done", await StateAsync(bench));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 6, 27, 8, TimeSpan.Zero), (await bench.MarkAsync(Key))!["since"]!.GetValue<DateTimeOffset>());
    }

    [SkippableFact]
    public async Task What_the_stream_keeps_refusing_takes_the_mark_away()
    {
        using var bench = await BenchAsync();
        var outcome = await RunAsync(bench, send: (records, _) => Task.FromResult<IReadOnlyList<string?>>([.. records.Select(_ => "Throttled")]));
        Assert.Equal(["line 1: the stream refused it: Throttled"], outcome.Result!.Problems);
        Assert.Null(await bench.MarkAsync(Key));
        Assert.Equal(1, (await RunAsync(bench)).Result!.Sent);
    }

    [SkippableFact]
    public async Task A_run_that_breaks_takes_the_mark_away_also_when_its_time_is_up()
    {
        using var bench = await BenchAsync();
        using var deadline = new CancellationTokenSource();
        var replays = bench.Replays(async (_, _) =>
        {
            await deadline.CancelAsync();
            throw new InvalidDataException("broken");
        });
        await Assert.ThrowsAsync<InvalidDataException>(() => replays.RunAsync(bench.Bucket, Key, "stream", deadline.Token));
        Assert.Null(await bench.MarkAsync(Key));
    }

    [SkippableFact]
    public async Task A_mark_whose_answer_was_lost_is_known_again_as_our_own()
    {
        using var bench = await BenchAsync();
        await bench.FaultAsync($"PUT /{bench.Bucket}/replayed/", "ack-lost");
        Assert.Equal(1, (await RunAsync(bench)).Result?.Sent);
        Assert.Equal("done", await StateAsync(bench));
    }

    [SkippableFact]
    public async Task An_object_that_is_gone_is_skipped_and_a_bucket_that_never_was_is_an_error()
    {
        using var bench = await BenchAsync();
        Assert.Equal(new ReplayOutcome("failed/none", "it is gone", null), await RunAsync(bench, key: "failed/none"));
        var error = await Assert.ThrowsAsync<AmazonS3Exception>(() => bench.Replays(SendAsync).RunAsync(bench.Bucket + "-none", Key, "stream", default));
        Assert.Equal("NoSuchBucket", error.ErrorCode);
    }

    [SkippableFact]
    public async Task A_mark_is_never_replayed_and_gets_no_mark()
    {
        using var bench = await BenchAsync();
        await RunAsync(bench);
        Assert.Equal(new ReplayOutcome("replayed/" + Key, "it is a mark", null), await RunAsync(bench, key: "replayed/" + Key));
        Assert.Null(await bench.MarkAsync("replayed/" + Key));
    }

    /// <summary>As a process does that is killed while it sends.</summary>
    static async Task LeaveRunningAsync(ReplayBench bench)
    {
        var found = await bench.S3.GetObjectMetadataAsync(bench.Bucket, Key);
        var mark = new ReplayMark(found.ETag, "running", bench.Time.Now, "stream", 0, Guid.NewGuid());
        await bench.PutAsync("replayed/" + Key, JsonSerializer.SerializeToUtf8Bytes(mark, ReplayMarkJson.Default.ReplayMark));
    }
}
