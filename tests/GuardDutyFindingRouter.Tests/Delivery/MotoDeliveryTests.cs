using System.Text.Json.Nodes;
using Amazon.EventBridge;
using Amazon.KinesisFirehose;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using Amazon.SQS;
using Amazon.SQS.Model;
using Sluice.Local.Tests;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>The services of AWS as moto plays them: what is sent arrives behind them.</summary>
public sealed class MotoDeliveryTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    static readonly BasicAWSCredentials Keys = new("AKIALOCAL00000000000", "local");

    string Url => moto.Server.Endpoint.ToString();

    AmazonSQSClient Sqs() => new(Keys, new AmazonSQSConfig { ServiceURL = Url, AuthenticationRegion = "us-east-1" });

    AwsClients Clients() => new(
        region => new AmazonSimpleNotificationServiceClient(Keys, new AmazonSimpleNotificationServiceConfig { ServiceURL = Url, AuthenticationRegion = region?.SystemName ?? "us-east-1" }),
        _ => Sqs(),
        _ => new AmazonKinesisFirehoseClient(Keys, new AmazonKinesisFirehoseConfig { ServiceURL = Url, AuthenticationRegion = "us-east-1" }),
        _ => new AmazonEventBridgeClient(Keys, new AmazonEventBridgeConfig { ServiceURL = Url, AuthenticationRegion = "us-east-1" }));

    async Task SendAsync(Destination destination)
    {
        using var clients = Clients();
        using var deliverer = new Deliverer(SomeDelivery.Settings, clients, new SecretText(() => throw new InvalidOperationException(), () => throw new InvalidOperationException()),
            Connections.Create(1, TimeSpan.FromSeconds(1)), SomeDelivery.Render, TimeProvider.System);
        var outcomes = await deliverer.SendManyAsync(destination, [.. Enumerable.Range(0, 12).Select(i => SomeDelivery.Notice(id: $"f{i}"))], DateTimeOffset.MaxValue, default);
        Assert.All(outcomes, outcome => Assert.Equal(DeliveryOutcome.Done, outcome));
    }

    async Task<string> QueueAsync()
    {
        var made = await moto.CallAsync("sqs", "AmazonSQS.CreateQueue", new JsonObject { ["QueueName"] = $"queue-{Guid.NewGuid():N}" });
        return (string)made.Answer["QueueUrl"]!;
    }

    static string ArnOf(string queue) => $"arn:aws:sqs:us-east-1:123456789012:{queue[(queue.LastIndexOf('/') + 1)..]}";

    async Task<List<Message>> ReceivedAsync(string queue, int count)
    {
        using var sqs = Sqs();
        var all = new List<Message>();
        while (all.Count < count)
        {
            var some = (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(queue) { MaxNumberOfMessages = 10, WaitTimeSeconds = 2, MessageAttributeNames = ["All"] })).Messages ?? [];
            if (some.Count == 0) break;
            all.AddRange(some);
        }
        return all;
    }

    static IEnumerable<string> Ids => Enumerable.Range(0, 12).Select(i => $"f{i}").Order(StringComparer.Ordinal);

    static IEnumerable<string> IdsOf(IEnumerable<string> bodies) => bodies.Select(body => (string)JsonNode.Parse(body)!["id"]!).Order(StringComparer.Ordinal);

    [SkippableFact]
    public async Task Messages_arrive_in_a_queue_with_attributes()
    {
        MotoFixture.SkipWithoutMoto();
        var queue = await QueueAsync();

        await SendAsync(new("queue", DestinationKind.Sqs) { Target = queue });

        var received = await ReceivedAsync(queue, 12);
        Assert.Equal(Ids, IdsOf(received.Select(message => message.Body)));
        Assert.All(received, message => Assert.Equal(("8", "Number"), (message.MessageAttributes["severity"].StringValue, message.MessageAttributes["severity"].DataType)));
    }

    [SkippableFact]
    public async Task Messages_to_a_topic_arrive_at_its_subscribers()
    {
        MotoFixture.SkipWithoutMoto();
        var queue = await QueueAsync();
        using var sns = new HttpClient { BaseAddress = moto.Server.Endpoint };
        var topic = "arn:aws:sns:us-east-1:123456789012:findings-" + Guid.NewGuid().ToString("N");
        await QueryAsync(("Action", "CreateTopic"), ("Name", topic[(topic.LastIndexOf(':') + 1)..]));
        await QueryAsync(("Action", "Subscribe"), ("TopicArn", topic), ("Protocol", "sqs"), ("Endpoint", ArnOf(queue)));

        await SendAsync(new("topic", DestinationKind.Sns) { Target = topic });

        Assert.Equal(Ids, IdsOf((await ReceivedAsync(queue, 12)).Select(message => (string)JsonNode.Parse(message.Body)!["Message"]!)));

        async Task QueryAsync(params (string Name, string Value)[] form)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new FormUrlEncodedContent(form.Append(("Version", "2010-03-31")).Select(pair => new KeyValuePair<string, string>(pair.Item1, pair.Item2))) };
            request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKIALOCAL00000000000/20261122/us-east-1/sns/aws4_request, SignedHeaders=host, Signature=0");
            using var answer = await sns.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    [SkippableFact]
    public async Task Records_arrive_in_a_delivery_stream()
    {
        MotoFixture.SkipWithoutMoto();
        var stream = await moto.StreamAsync();

        await SendAsync(new("lake", DestinationKind.Firehose) { Target = stream });

        var lines = (await moto.WaitingAsync(stream)).Select(record => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)record!["data"]!)));
        Assert.Equal(Ids, IdsOf(lines));
    }

    [SkippableFact]
    public async Task Events_on_a_bus_arrive_at_the_target_of_its_rule()
    {
        MotoFixture.SkipWithoutMoto();
        var (queue, bus) = (await QueueAsync(), $"bus-{Guid.NewGuid():N}");
        await moto.CallAsync("events", "AWSEvents.CreateEventBus", new JsonObject { ["Name"] = bus });
        await moto.CallAsync("events", "AWSEvents.PutRule", new JsonObject { ["Name"] = "all", ["EventBusName"] = bus, ["EventPattern"] = """{"source":["sluice.guardduty"]}""" });
        await moto.CallAsync("events", "AWSEvents.PutTargets", new JsonObject { ["Rule"] = "all", ["EventBusName"] = bus, ["Targets"] = new JsonArray(new JsonObject { ["Id"] = "q", ["Arn"] = ArnOf(queue) }) });

        await SendAsync(new("bus", DestinationKind.EventBridge) { Target = bus });

        var events = (await ReceivedAsync(queue, 12)).Select(message => JsonNode.Parse(message.Body)!).ToList();
        Assert.Equal(Ids, IdsOf(events.Select(one => one["detail"]!.ToJsonString())));
        Assert.All(events, one => Assert.Equal("GuardDuty Finding Routed", (string)one["detail-type"]!));
    }

    [SkippableFact]
    public async Task A_target_that_is_not_there_is_refused_for_good()
    {
        MotoFixture.SkipWithoutMoto();
        using var clients = Clients();
        using var deliverer = new Deliverer(SomeDelivery.Settings, clients, new SecretText(() => throw new InvalidOperationException(), () => throw new InvalidOperationException()),
            Connections.Create(1, TimeSpan.FromSeconds(1)), SomeDelivery.Render, TimeProvider.System);

        foreach (var destination in new Destination[]
        {
            new("queue", DestinationKind.Sqs) { Target = Url + "123456789012/not-there" },
            new("topic", DestinationKind.Sns) { Target = "arn:aws:sns:us-east-1:123456789012:not-there" },
            new("lake", DestinationKind.Firehose) { Target = "not-there" },
        })
        {
            var outcome = await deliverer.SendAsync(destination, SomeDelivery.Notice(), DateTimeOffset.MaxValue, default);
            Assert.Equal((false, false), (outcome.Delivered, outcome.MayPass));
            Assert.StartsWith($"'{destination.Name}' (", outcome.Reason, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task What_the_failure_queue_keeps_comes_back_as_an_event_of_it()
    {
        MotoFixture.SkipWithoutMoto();
        var queue = await QueueAsync();
        using var clients = Clients();
        var notice = SomeDelivery.Notice(NoticeKind.Update);
        var kept = Enumerable.Range(0, 12).Select(i => KeptDelivery.Of($"d{i}", notice, "answered 503 \ufffe 🎉", TimeProvider.System.GetUtcNow(), 1)).ToList();

        Assert.All(await new FailureQueue(clients, queue, RetryBudget.Throttling, TimeProvider.System).KeepAsync(kept, default), Assert.Null);

        var received = await ReceivedAsync(queue, 12);
        Assert.Equal(12, received.Count);
        foreach (var message in received)
        {
            var back = KeptDelivery.Read(System.Text.Encoding.UTF8.GetBytes(message.Body), (ReadOnlyMemory<byte> raw, FindingOrigin _, out string problem) =>
            {
                problem = "";
                return SomeDelivery.Finding((string)JsonNode.Parse(raw.Span)!["id"]!);
            }, out var wrong)!;
            Assert.Equal(("", notice.Kind, notice.Finding.Id, "answered 503 \ufffe 🎉"), (wrong, back.Kind, back.Finding!.Id, back.Reason));
            Assert.Equal(back.Destination, message.MessageAttributes["destination"].StringValue);
        }
    }
}
