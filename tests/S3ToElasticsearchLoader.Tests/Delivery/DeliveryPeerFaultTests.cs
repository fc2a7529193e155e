using System.Text;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>What other loaders do wrong between the parsed document and the index, one test each: seen by running them, or in their issues.</summary>
public sealed class DeliveryPeerFaultTests
{
    const int Documents = 2000, PerBody = 100;

    static async Task<(DeliveryReport Report, BucketInMemory Bucket)> LoadAsync(LoopbackServer server, int documents = Documents, params (string, string)[] set)
    {
        using var target = await Some.ConnectAsync(server.Url, set: [("CLUSTER", "opensearch"), ("FAILED_BUCKET", "dead"), .. set]);
        var bucket = new BucketInMemory();
        using var letters = target.DeadLettersOf(bucket.Client(), Some.Object, 0)!;
        using var pipeline = target.Pipeline(letters, CancellationToken.None);
        for (var first = 1; first <= documents; first += PerBody)
        {
            var body = await pipeline.RentAsync();
            Some.Fill(body, Some.Documents(PerBody), first: first);
            pipeline.Send(body);
        }
        return (await pipeline.FinishAsync(CancellationToken.None), bucket);
    }

    /// <summary>Every fiftieth document meets <paramref name="status"/> the first time.</summary>
    static LoopbackServer OneInFifty(int status)
    {
        var seen = new HashSet<string>();
        return new LoopbackServer(asked =>
        {
            var ids = asked.Lines().Where((_, i) => i % 2 == 0).ToArray();
            lock (seen) return Answer.Created(asked, i => (ids[i].Contains("50\"", StringComparison.Ordinal) || ids[i].Contains("00\"", StringComparison.Ordinal)) && (status != 429 || seen.Add(ids[i])) ? status : 201);
        });
    }

    [Fact]
    public async Task Two_percent_refused_for_overload_are_one_more_small_request_a_body()
    {
        // elastic-serverless-forwarder waits 2, 4, 8, 16 s in line: 57 s in place of 0.7 s. centralized-logging writes them off as failed;
        // aws-lambda-elasticsearch "succeeds" and loses them; siem-on-opensearch loads the whole file again.
        using var server = OneInFifty(429);
        var (report, bucket) = await LoadAsync(server);
        Assert.Equal((Documents, 0L, Documents / 50L, true), (report.Delivered, report.Rejected, report.Resent, report.IsComplete));
        Assert.Equal(2 * (Documents / PerBody), report.Requests);
        Assert.Empty(bucket.Objects);
    }

    [Fact]
    public async Task Two_percent_rejected_are_one_object_with_reasons()
    {
        // elastic-serverless-forwarder: an SQS message for each. siem-on-opensearch: logs the first five and loses the rest.
        using var server = OneInFifty(400);
        var (report, bucket) = await LoadAsync(server);
        Assert.Equal((Documents - (Documents / 50), Documents / 50, true), ((int)report.Delivered, (int)report.Rejected, report.IsComplete));
        var lines = bucket.LinesOf(Assert.Single(bucket.Objects).Key);
        Assert.Equal(Documents / 50, lines.Length);
        Assert.All(lines, line => Assert.NotEmpty(DeadLetterReader.Read(Encoding.UTF8.GetBytes(line)).Error.Reason));
    }

    [Fact]
    public async Task An_object_that_is_loaded_twice_floods_nothing()
    {
        // elastic-serverless-forwarder PR 729: each 409 became a message of its replay queue.
        using var server = new LoopbackServer(asked => Answer.Created(asked, _ => 409));
        var (report, bucket) = await LoadAsync(server);
        Assert.Equal((Documents, 0L, "", true), (report.AlreadyThere, report.Rejected, report.Reasons, report.IsComplete));
        Assert.Empty(bucket.Objects);
    }

    [Fact]
    public async Task Connections_are_kept_and_documents_go_in_bulk()
    {
        // aws-lambda-elasticsearch: a POST and a connection for each line.
        using var server = new LoopbackServer(asked => Answer.Created(asked));
        await LoadAsync(server);
        Assert.Equal(Documents / PerBody, server.Bulks.Count);
        Assert.InRange(server.Connections, 1, 2);
    }

    [Fact]
    public async Task A_summary_of_what_was_rejected_can_be_read()
    {
        // siem-on-opensearch 68: [[], [], ...]; data-prepper 3379: a failure without reason.
        using var server = OneInFifty(400);
        var (report, _) = await LoadAsync(server, documents: 100);
        Assert.Equal("2 x 400 said_so: field n (id line 50, line 100)", report.Reasons);
    }

    [Fact]
    public async Task A_limit_that_is_met_is_kept_in_mind_and_not_written_into_the_function()
    {
        // centralized-logging 242: a 413 ends in NameError; later versions rewrite their own environment, a cold start for everybody.
        using var server = new LoopbackServer(asked => asked.Body.Length > 2000 ? new(413, "<html>too large</html>", "text/html") : Answer.Created(asked));
        var (report, _) = await LoadAsync(server, set: ("BULK_GZIP", "false"));
        Assert.Equal((Documents, true), (report.Delivered, report.IsComplete));
        Assert.True(server.Bulks.Count(bulk => bulk.Body.Length > 2000) < 10, "the limit was forgotten");
    }

    [Fact]
    public async Task A_mapping_type_stands_only_where_there_are_types()
    {
        // aws-lambda-elasticsearch 17, and AWS' own console function: _type breaks from version 7 on.
        using var six = new LoopbackServer(asked => asked.IsBulk ? Answer.Created(asked) : Answer.Ok("""{"version":{"number":"6.8.23"}}"""));
        using var seven = new LoopbackServer(asked => asked.IsBulk ? Answer.Created(asked) : Answer.Ok("""{"version":{"number":"7.17.0"}}"""));
        await LoadAsync(six, 100, ("CLUSTER", "auto"), ("DOCUMENT_TYPE", "log"));
        await LoadAsync(seven, 100, ("CLUSTER", "auto"), ("DOCUMENT_TYPE", "log"));
        Assert.Contains("\"_type\":\"log\"", six.Bulks[0].Lines()[0], StringComparison.Ordinal);
        Assert.DoesNotContain("_type", seven.Bulks[0].Lines()[0], StringComparison.Ordinal);
        Assert.All(seven.Bulks, bulk => Assert.Equal("application/x-ndjson", bulk.Headers["content-type"]));      // refused without, from 6 on
    }

    [Fact]
    public async Task A_sink_that_fails_is_never_acknowledged()
    {
        // vector 19711; aws-lambda-elasticsearch ignores the status.
        using var server = new LoopbackServer(_ => new(500, """{"error":{"type":"illegal_state","reason":"broken"}}"""));
        using var target = await Some.ConnectAsync(server.Url, new RetryBudget(3, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)), set: ("CLUSTER", "opensearch"));
        using var pipeline = target.Pipeline(null, CancellationToken.None);
        var body = await pipeline.RentAsync();
        Some.Fill(body, Some.Documents(10));
        pipeline.Send(body);
        var report = await pipeline.FinishAsync(CancellationToken.None);
        Assert.Equal((false, 0L, 10L), (report.IsComplete, report.Resume?.Offset, report.Unfinished));
        Assert.Contains("illegal_state: broken", report.Failure!.Message, StringComparison.Ordinal);
    }
}
