using System.Text;
using System.Text.Json.Nodes;
using Amazon.SQS;

namespace Sluice.Local.Tests;

/// <summary>Messages reach the function in batches, and only those that it took are deleted.</summary>
public class QueueFeedTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    const string Arn = "arn:aws:sqs:eu-west-1:123456789012:queue";

    readonly List<List<string>> _batches = [];      // bodies of each invocation
    readonly List<JsonNode> _events = [];

    async Task<(AmazonSQSClient Sqs, string Url)> QueueAsync(params string[] bodies)
    {
        var name = $"queue-{Guid.NewGuid():N}";
        await moto.Stack.CreateAsync([new(name, "AWS::SQS::Queue", name, name, new Dictionary<string, string>(), [])], default);
        var sqs = moto.Aws.Sqs();
        var url = (await sqs.GetQueueUrlAsync(name)).QueueUrl;
        foreach (var body in bodies) await sqs.SendMessageAsync(url, body);
        return (sqs, url);
    }

    /// <summary>A function that fails the messages with this body.</summary>
    QueueFeed Feed(AmazonSQSClient sqs, string url, string? refuse = null, OutcomeKind kind = OutcomeKind.Succeeded, int batchSize = 100, bool reports = true) =>
        new(sqs, url, new(Arn, batchSize, reports), (@event, _) =>
        {
            var records = JsonNode.Parse(@event.Span)!["Records"]!.AsArray();
            _events.AddRange(records!);
            _batches.Add([.. records.Select(one => one!["body"]!.ToString())]);
            var failed = records.Where(one => one!["body"]!.ToString() == refuse).Select(one => $$"""{"itemIdentifier":"{{one!["messageId"]}}"}""");
            return Task.FromResult(new InvocationOutcome(kind, Encoding.UTF8.GetBytes($$"""{"batchItemFailures":[{{string.Join(",", failed)}}]}"""), "id", TimeSpan.Zero, null, 0));
        });

    static async Task<(string? Waiting, string? InFlight)> LeftAsync(AmazonSQSClient sqs, string url)
    {
        var attributes = (await sqs.GetQueueAttributesAsync(url, ["All"])).Attributes;
        return (attributes["ApproximateNumberOfMessages"], attributes["ApproximateNumberOfMessagesNotVisible"]);
    }

    [SkippableFact]
    public async Task A_batch_is_more_than_one_call_gives_and_never_more_than_its_size()
    {
        MotoFixture.SkipWithoutMoto();
        var (sqs, url) = await QueueAsync([.. Enumerable.Range(0, 27).Select(i => $"{i}")]);
        using var feed = Feed(sqs, url, batchSize: 25);

        await feed.FlushAsync(default);

        Assert.Equal([25, 2], _batches.Select(batch => batch.Count));
        Assert.Equal(27, _batches.SelectMany(batch => batch).Distinct().Count());
        Assert.Equal(new QueueAccount(27, 27, 0, 2), feed.Account);
        Assert.Equal(("0", "0"), await LeftAsync(sqs, url));
    }

    [SkippableFact]
    public async Task A_message_that_the_function_names_stays()
    {
        MotoFixture.SkipWithoutMoto();
        var (sqs, url) = await QueueAsync("good", "bad", "good too");
        using var feed = Feed(sqs, url, refuse: "bad");

        await feed.FlushAsync(default);

        Assert.Equal(new QueueAccount(3, 2, 1, 1), feed.Account);
        Assert.Equal(("0", "1"), await LeftAsync(sqs, url));
    }

    [SkippableFact]
    public async Task Names_mean_nothing_where_the_mapping_asks_for_none()
    {
        MotoFixture.SkipWithoutMoto();
        var (sqs, url) = await QueueAsync("good", "bad");
        using var feed = Feed(sqs, url, refuse: "bad", reports: false);

        await feed.FlushAsync(default);

        Assert.Equal(("0", "0"), await LeftAsync(sqs, url));
    }

    [SkippableTheory]
    [InlineData("FunctionError")]
    [InlineData("TimedOut")]
    [InlineData("Exited")]
    public async Task An_invocation_that_fails_deletes_nothing(string kind)
    {
        MotoFixture.SkipWithoutMoto();
        var (sqs, url) = await QueueAsync("one", "two");
        using var feed = Feed(sqs, url, kind: Enum.Parse<OutcomeKind>(kind));

        await feed.FlushAsync(default);

        Assert.Equal(new QueueAccount(2, 0, 2, 1), feed.Account);
        Assert.Equal(("0", "2"), await LeftAsync(sqs, url));
    }

    [SkippableFact]
    public async Task A_message_is_what_Lambda_makes_of_it()
    {
        MotoFixture.SkipWithoutMoto();
        var (sqs, url) = await QueueAsync("""{"ü":1}""");
        using var feed = Feed(sqs, url);

        await feed.FlushAsync(default);

        var record = Assert.Single(_events);
        Assert.Equal(["messageId", "receiptHandle", "body", "attributes", "messageAttributes", "md5OfBody", "eventSource", "eventSourceARN", "awsRegion"], record.AsObject().Select(one => one.Key));
        Assert.Equal(("""{"ü":1}""", "aws:sqs", Arn, "eu-west-1", "1"),
            (record["body"]!.ToString(), record["eventSource"]!.ToString(), record["eventSourceARN"]!.ToString(), record["awsRegion"]!.ToString(), record["attributes"]!["ApproximateReceiveCount"]!.ToString()));
    }

    [SkippableFact]
    public async Task A_message_that_was_deleted_can_come_a_second_time()
    {
        MotoFixture.SkipWithoutMoto();
        var (sqs, url) = await QueueAsync("one", "two");
        using var feed = Feed(sqs, url);
        await feed.FlushAsync(default);

        await feed.DeliverAgainAsync(1, default);

        Assert.Equal([["one", "two"], ["two"]], _batches);
        Assert.Equal(_events[1]["messageId"]!.ToString(), _events[2]["messageId"]!.ToString());
        Assert.Equal(new QueueAccount(3, 3, 0, 2), feed.Account);
    }

    [SkippableFact]
    public async Task A_running_feed_delivers_by_itself()
    {
        MotoFixture.SkipWithoutMoto();
        var (sqs, url) = await QueueAsync();
        using var feed = Feed(sqs, url);
        using var stop = new CancellationTokenSource();
        var running = feed.RunAsync(stop.Token);

        await sqs.SendMessageAsync(url, "one");
        while (feed.Account.Received == 0 && !running.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, default);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal([["one"]], _batches);
    }
}
