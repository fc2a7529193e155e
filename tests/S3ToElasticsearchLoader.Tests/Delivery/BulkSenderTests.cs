namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>What no real server can be brought to say, or not when it is wanted.</summary>
public sealed class BulkSenderTests
{
    static async Task<BulkOutcome> SendAsync(LoopbackServer server, int documents = 10, int padding = 0, RetryBudget? budget = null, TimeSpan? timeout = null, params (string, string)[] set)
    {
        using var sender = Some.Sender(server.Url, budget: budget, timeout: timeout, set: set);
        var outcome = await sender.SendAsync(Some.Body(Some.Documents(documents, padding)), CancellationToken.None);
        Some.HasAllOnce(outcome, documents);
        return outcome;
    }

    /// <summary>A server whose first bulk answer is a fault, and which then works.</summary>
    static LoopbackServer FirstThen(Answer fault) => new(asked => asked.Number == 1 ? fault : Answer.Created(asked));

    [Theory]
    [InlineData(429), InlineData(500), InlineData(502), InlineData(503), InlineData(504), InlineData(408)]
    public async Task A_request_that_is_refused_as_a_whole_is_sent_again(int status)
    {
        using var server = FirstThen(new(status, "<html>busy</html>", "text/html"));
        var outcome = await SendAsync(server);
        Assert.Equal((10, 2, 10L), (outcome.Delivered, outcome.Requests, outcome.Resent));
    }

    [Fact]
    public async Task A_connection_that_is_reset_before_the_answer_leads_to_a_second_request()
    {
        using var server = FirstThen(Answer.Reset);
        Assert.Equal(10, (await SendAsync(server)).Delivered);
        Assert.Equal(2, server.Bulks.Count);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_asked_again()
    {
        using var server = new LoopbackServer(async asked =>
        {
            if (asked.Number == 1) await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, CancellationToken.None);
            return Answer.Created(asked);
        });
        Assert.Equal(10, (await SendAsync(server, timeout: TimeSpan.FromMilliseconds(300))).Delivered);
    }

    [Theory]
    [InlineData("garbage", "no JSON")]
    [InlineData("""{"took":1,"items":[{"create":{"status":201""", "cut")]
    [InlineData("""{"took":1,"errors":false}""", "no items")]
    [InlineData("""{"took":1,"errors":false,"items":[{"create":{"status":201}}]}""", "answers for 1 documents, 10 were sent")]
    public async Task An_answer_that_cannot_be_matched_is_no_delivery(string body, string reason)
    {
        using var server = new LoopbackServer(_ => Answer.Ok(body));
        var outcome = await SendAsync(server, budget: new RetryBudget(3, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)));
        Assert.Equal((10, 0, 3), (outcome.Unfinished.Count, outcome.Delivered, outcome.Requests));
        Assert.Contains(reason, outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_documents_that_were_refused_are_sent_again()
    {
        using var server = new LoopbackServer(asked => Answer.Created(asked, i => asked.Number == 1 && i is 2 or 5 ? 429 : 201));
        var outcome = await SendAsync(server, set: ("BULK_GZIP", "false"));
        Assert.Equal((10, 2L), (outcome.Delivered, outcome.Resent));
        Assert.Equal(["""{"create":{"_index":"logs","_id":"3"}}""", """{"create":{"_index":"logs","_id":"6"}}"""], server.Bulks[1].Lines().Where((_, i) => i % 2 == 0));
    }

    [Fact]
    public async Task Each_verdict_is_kept_at_its_place()
    {
        using var server = new LoopbackServer(asked => Answer.Created(asked, i => asked.Number > 1 ? 201 : i switch { 1 => 409, 3 => 400, 6 => 503, 8 => 404, _ => 201 }));
        var outcome = await SendAsync(server);
        Assert.Equal((7, 1), (outcome.Delivered, outcome.AlreadyThere));
        Assert.Equal([(3, 400), (8, 404)], outcome.Rejected.Select(rejection => (rejection.Item, rejection.Status)));
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_is_given_the_time()
    {
        var time = new Sluice.Tests.ImpatientTime();
        using var server = FirstThen(new(429, "{}", Headers: ("Retry-After", "17")));
        using var sender = Some.Sender(server.Url, time: time);
        Assert.Equal(10, (await sender.SendAsync(Some.Body(Some.Documents(10)), CancellationToken.None)).Delivered);
        Assert.InRange(Assert.Single(time.Waits).TotalSeconds, 17, 17.1);
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_halved_and_the_size_is_remembered()
    {
        using var server = new LoopbackServer(asked => asked.Body.Length > 30_000 ? new(413, "") : Answer.Created(asked));
        using var sender = Some.Sender(server.Url, set: ("BULK_GZIP", "false"));
        var first = await sender.SendAsync(Some.Body(Some.Documents(100, padding: 1000)), CancellationToken.None);
        Assert.Equal(100, first.Delivered);
        Assert.InRange(sender.Limit.RequestBytes, 15_000, 30_000);
        var refused = server.Bulks.Count(bulk => bulk.Body.Length > 30_000);
        await sender.SendAsync(Some.Body(Some.Documents(100, padding: 1000)), CancellationToken.None);
        Assert.Equal(refused, server.Bulks.Count(bulk => bulk.Body.Length > 30_000));
    }

    [Fact]
    public async Task A_connection_that_is_cut_twice_while_sending_means_too_large()
    {
        using var server = new LoopbackServer(asked => Answer.Created(asked)) { CutsWhileSending = (_, length) => length > 2_000_000 };
        var outcome = await SendAsync(server, documents: 40, padding: 150_000, set: ("BULK_GZIP", "false"));
        Assert.Null(outcome.Failure);
        Assert.Equal((40, 0), (outcome.Delivered, outcome.Rejected.Count));
    }

    [Fact]
    public async Task A_connection_that_is_cut_once_while_sending_changes_no_size()
    {
        var cuts = 0;
        using var server = new LoopbackServer(asked => Answer.Created(asked)) { CutsWhileSending = (_, _) => Interlocked.Increment(ref cuts) == 1 };
        using var sender = Some.Sender(server.Url, set: ("BULK_GZIP", "false"));
        Assert.Equal(40, (await sender.SendAsync(Some.Body(Some.Documents(40, padding: 150_000)), CancellationToken.None)).Delivered);
        Assert.Equal((BodyLimit.Hardest, 2), (sender.Limit.RequestBytes, server.Bulks.Count));
    }

    [Fact]
    public async Task A_server_that_cuts_every_request_makes_no_document_look_too_large()
    {
        using var server = new LoopbackServer(asked => Answer.Created(asked)) { CutsWhileSending = (_, _) => true };
        var outcome = await SendAsync(server, documents: 4, padding: 3_000_000, set: ("BULK_GZIP", "false"));
        Assert.Equal((4, 0), (outcome.Unfinished.Count, outcome.Rejected.Count));
    }

    [Fact]
    public async Task A_compressed_body_that_is_refused_goes_plain_from_then_on()
    {
        using var server = new LoopbackServer(asked => asked.Headers.ContainsKey("content-encoding") ? new(415, "") : Answer.Created(asked));
        using var sender = Some.Sender(server.Url);
        for (var i = 0; i < 2; i++) Assert.Equal(10, (await sender.SendAsync(Some.Body(Some.Documents(10)), CancellationToken.None)).Delivered);
        Assert.Equal([true, false, false], server.Bulks.Select(bulk => bulk.Headers.ContainsKey("content-encoding")));
    }

    [Theory]
    [InlineData(401, "SECRET")]
    [InlineData(403, "es:ESHttpPost")]
    [InlineData(404, "ELASTICSEARCH_URL")]
    [InlineData(302, "elsewhere.example")]
    public async Task A_refusal_that_waiting_does_not_change_ends_at_once_and_says_what_to_do(int status, string advice)
    {
        using var server = new LoopbackServer(_ => new(status, """{"Message":"User: arn:x is not authorized"}""", Headers: ("Location", "https://elsewhere.example/x?token=1")));
        var outcome = await SendAsync(server, set: ("BULK_GZIP", "false"));
        Assert.Equal((10, 1), (outcome.Unfinished.Count, outcome.Requests));
        Assert.Contains(advice, outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.False(outcome.Failure.Passes);
    }

    [Fact]
    public async Task A_document_that_we_may_not_write_fails_the_invocation_and_is_not_rejected()
    {
        using var server = new LoopbackServer(asked => Answer.Created(asked, i => i == 4 ? 403 : 201));
        var outcome = await SendAsync(server);
        Assert.Equal((9, 0, 1), (outcome.Delivered, outcome.Rejected.Count, outcome.Unfinished.Count));
        Assert.Contains("forbids", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_refuses_every_document_is_not_asked_about_each()
    {
        using var server = new LoopbackServer(_ => new(400, """{"error":"no handler found for uri [/_bulk] and method [POST]","status":400}"""));
        var outcome = await SendAsync(server, documents: 1000);
        Assert.True(outcome.Requests < 60, $"{outcome.Requests} requests");
        Assert.Contains("no handler found", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_time_is_up_the_account_tells_what_is_unfinished()
    {
        using var deadline = new CancellationTokenSource();
        using var server = new LoopbackServer(async asked =>
        {
            if (asked.Number == 1) return Answer.Created(asked, i => i < 6 ? 201 : 429);
            await deadline.CancelAsync();
            return Answer.Reset;
        });
        using var sender = Some.Sender(server.Url);
        var outcome = await sender.SendAsync(Some.Body(Some.Documents(10)), deadline.Token);
        Some.HasAllOnce(outcome, 10);
        Assert.Equal((6, true), (outcome.Delivered, outcome.Failure!.Passes));
        Assert.Equal([6, 7, 8, 9], outcome.Unfinished.Order());
    }

    [Fact]
    public async Task A_body_without_documents_is_no_request()
    {
        using var server = new LoopbackServer(asked => Answer.Created(asked));
        Assert.Equal(0, (await SendAsync(server, documents: 0)).Requests);
    }

    [Fact]
    public async Task Nothing_listens_and_the_message_says_what_to_check()
    {
        using var sender = Some.Sender("http://127.0.0.1:9", budget: new RetryBudget(2, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)));
        var outcome = await sender.SendAsync(Some.Body(Some.Documents(3)), CancellationToken.None);
        Assert.Equal(3, outcome.Unfinished.Count);
        Assert.Contains("security groups", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_refusals_never_lose_or_double_a_document()
    {
        var random = new Random(7);
        var taken = new Dictionary<string, int>();
        using var server = new LoopbackServer(asked =>
        {
            lock (taken)
            {
                if (random.Next(4) == 0) return random.Next(3) switch { 0 => Answer.Reset, 1 => new(503, ""), _ => new(413, "") };
                var lines = asked.Lines();
                var lost = random.Next(5) == 0;
                var answer = Answer.Created(asked, i =>
                {
                    var id = lines[2 * i];
                    if (taken.ContainsKey(id)) return 409;
                    if (random.Next(3) == 0) return 429;
                    taken[id] = 1;
                    return 201;
                });
                return lost ? Answer.Reset : answer;
            }
        });
        var outcome = await SendAsync(server, documents: 300, padding: 200, budget: new RetryBudget(200, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)));
        Assert.Equal((300, 300), (outcome.Delivered + outcome.AlreadyThere, taken.Count));
    }
}
