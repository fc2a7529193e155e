using System.Globalization;

namespace Sluice.S3ToElasticsearchLoader.Tests;

public sealed class BulkPipelineTests
{
    static async Task<DeliveryReport> RunAsync(LoopbackServer server, int bodies, int perBody, DeadLetters? letters = null, RetryBudget? budget = null, int concurrency = 2, Action<BulkBody, int>? more = null)
    {
        using var sender = Some.Sender(server.Url, budget: budget, set: ("BULK_CONCURRENCY", concurrency.ToString(CultureInfo.InvariantCulture)));
        using var pipeline = new BulkPipeline(sender, Some.Dialect, concurrency, letters, 0, CancellationToken.None);
        for (var n = 0; n < bodies; n++)
        {
            BulkBody body;
            try
            {
                body = await pipeline.RentAsync();
            }
            catch (DeliveryStoppedException)
            {
                break;
            }
            Some.Fill(body, Some.Documents(perBody), first: 1 + (n * perBody));
            more?.Invoke(body, n);
            pipeline.Send(body);
        }
        return await pipeline.FinishAsync(CancellationToken.None);
    }

    static DeadLetters Letters(BucketInMemory bucket, long start = 0) => new(bucket.Client(), "dead", "failed/", Some.Object, start);

    [Fact]
    public async Task No_more_requests_are_under_way_than_are_allowed_and_the_memory_is_used_again()
    {
        var (now, most) = (0, 0);
        using var server = new LoopbackServer(async asked =>
        {
            lock (Some.Object) most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
            Interlocked.Decrement(ref now);
            return Answer.Created(asked);
        });
        var bodies = new HashSet<BulkBody>();
        var report = await RunAsync(server, bodies: 50, perBody: 4, concurrency: 3, more: (body, _) => bodies.Add(body));
        Assert.Equal((200, true), (report.Delivered, report.IsComplete));
        Assert.InRange(most, 2, 3);
        Assert.InRange(bodies.Count, 1, 6);
    }

    [Fact]
    public async Task A_body_that_waits_for_its_next_try_does_not_hold_up_the_others()
    {
        var others = 0;
        using var server = new LoopbackServer(asked =>
            asked.Lines()[0].Contains("\"1\"", StringComparison.Ordinal) && Volatile.Read(ref others) < 5 ? new(429, "")
            : Created(asked));
        Answer Created(Asked asked)
        {
            Interlocked.Increment(ref others);
            return Answer.Created(asked);
        }
        // With one request at a time, the five others can only come through while the first waits.
        var report = await RunAsync(server, bodies: 6, perBody: 2, concurrency: 1, budget: new RetryBudget(1000, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5)));
        Assert.Equal((12, true), (report.Delivered, report.IsComplete));
    }

    [Fact]
    public async Task Few_documents_that_must_wait_leave_their_body_and_are_counted_once()
    {
        var refused = new HashSet<string>();
        using var server = new LoopbackServer(asked =>
        {
            var ids = asked.Lines().Where((_, i) => i % 2 == 0).ToArray();
            // Every tenth document of the first bodies, twice.
            lock (refused) return Answer.Created(asked, i => i % 10 == 3 && ids.Length > 10 && refused.Add(ids[i]) ? 429 : ids.Length <= 10 && refused.Add(ids[i] + asked.Number) && refused.Add("again " + ids[i]) ? 429 : 201);
        });
        var waiting = 0;
        var report = await RunAsync(server, bodies: 20, perBody: 100, concurrency: 1, budget: new RetryBudget(50, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50)), more: (_, n) =>
        {
            // With two bodies in all, the twentieth is only filled so soon if the rests of the others do not keep theirs.
            if (n == 19) waiting = server.Bulks.Count(bulk => bulk.Lines().Length <= 20);
        });
        Assert.Equal((2000, 2000, 0, true), (report.Documents, report.Delivered, report.Unfinished, report.IsComplete));
        Assert.Equal(400, report.Resent);
        Assert.True(waiting < 38, $"{waiting} of 40 rests had been sent before the last body was filled");
    }

    [Fact]
    public async Task The_place_to_go_on_is_the_least_offset_that_is_not_finished()
    {
        using var server = new LoopbackServer(asked => asked.Lines()[0].Contains("\"21\"", StringComparison.Ordinal) ? Answer.Created(asked, i => i == 3 ? 429 : 201) : Answer.Created(asked, i => 201));
        using var sender = Some.Sender(server.Url, budget: new RetryBudget(2, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)));
        using var pipeline = new BulkPipeline(sender, Some.Dialect, 4, null, 0, CancellationToken.None);
        var bodies = new List<BulkBody>();
        for (var n = 0; n < 4; n++) bodies.Add(await pipeline.RentAsync());
        for (var n = 0; n < 4; n++) Some.Fill(bodies[n], Some.Documents(10), first: 1 + (n * 10));
        foreach (var body in bodies) pipeline.Send(body);
        var report = await pipeline.FinishAsync(CancellationToken.None);
        // Line 24, whose second try meets the same server under another first line.
        Assert.Equal((40, 40L), (report.Documents, report.Delivered + report.Unfinished));
        if (report.Unfinished > 0) Assert.Equal(2300L, report.Resume?.Offset);
        else Assert.Null(report.Resume?.Offset);
    }

    [Fact]
    public async Task A_cluster_that_refuses_stops_the_pipeline_and_the_rest_of_the_object_is_not_read_for_nothing()
    {
        using var server = new LoopbackServer(_ => new(403, "{}"));
        var report = await RunAsync(server, bodies: 1000, perBody: 2);
        Assert.True(report.Documents < 100, $"{report.Documents} documents");
        Assert.Equal((0L, false, report.Documents), (report.Resume?.Offset, report.IsComplete, report.Unfinished));
        Assert.IsType<ClusterException>(report.Failure);
    }

    [Fact]
    public async Task Rejected_documents_and_records_are_in_one_object_and_the_run_is_complete()
    {
        using var server = new LoopbackServer(asked => Answer.Created(asked, i => i == 1 ? 400 : 201));
        var bucket = new BucketInMemory();
        using var letters = Letters(bucket);
        var report = await RunAsync(server, bodies: 3, perBody: 4, letters, more: (body, n) => body.Rejected.Add(new(900 + n, 90_000 + n, "not JSON", new byte[] { 1, 2 })));
        Assert.Equal((9, 3, 3, true), (report.Delivered, report.Rejected, report.RejectedRecords, report.IsComplete));
        Assert.Equal(6, bucket.LinesOf("dead/failed/logs/AWSLogs/1/waf/a b.gz/v1/000000000000000-0000.jsonl.gz").Length);
        Assert.Single(bucket.Objects);
    }

    [Fact]
    public async Task Without_a_bucket_for_them_rejections_fail_the_invocation_with_their_reasons_and_without_their_content()
    {
        using var server = new LoopbackServer(asked => Answer.Created(asked, i => i == 1 ? 400 : 201));
        var report = await RunAsync(server, bodies: 1, perBody: 4);
        Assert.Equal((100L, false), (report.Resume?.Offset, report.IsComplete));
        Assert.Contains("FAILED_BUCKET", report.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("1 x 400 said_so: field n (id line 2)", report.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", report.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_that_cannot_be_written_leave_the_run_incomplete_from_the_first_of_them()
    {
        using var server = new LoopbackServer(asked => Answer.Created(asked, i => i == 1 ? 400 : 201));
        var bucket = new BucketInMemory();
        bucket.Forbidden.Add("dead/failed/logs/AWSLogs/1/waf/a b.gz/v1/000000000000000-0000.jsonl.gz");
        using var letters = Letters(bucket);
        var report = await RunAsync(server, bodies: 2, perBody: 4, letters);
        Assert.Equal((100L, false), (report.Resume?.Offset, report.IsComplete));
        Assert.IsType<Amazon.S3.AmazonS3Exception>(report.Failure);
    }

    [Fact]
    public async Task A_run_that_is_repeated_writes_over_its_dead_letters()
    {
        using var server = new LoopbackServer(asked => Answer.Created(asked, i => 400));
        var bucket = new BucketInMemory();
        for (var run = 0; run < 2; run++)
        {
            using var letters = Letters(bucket);
            await RunAsync(server, bodies: 1, perBody: 4, letters);
        }
        Assert.Equal(4, bucket.LinesOf(Assert.Single(bucket.Objects).Key).Length);
    }
}
