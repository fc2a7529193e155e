using System.Text.Json;
using Amazon.EventBridge.Model;
using Amazon.SQS.Model;

namespace Sluice.AwsSdkStandIns.Tests;

[Collection(nameof(Moto))]
public class MotoEventBridgeTests(MotoServer moto)
{
    [SkippableFact]
    public async Task An_event_put_on_a_bus_reaches_the_queue_of_its_rule()
    {
        moto.SkipIfAbsent();
        using var created = JsonDocument.Parse(await moto.JsonAsync("sqs", "AmazonSQS.CreateQueue", """{"QueueName":"of-the-bus"}""", "1.0"));
        var queue = created.RootElement.GetProperty("QueueUrl").GetString()!;
        await moto.JsonAsync("events", "AWSEvents.CreateEventBus", """{"Name":"security"}""");
        await moto.JsonAsync("events", "AWSEvents.PutRule", """{"Name":"findings","EventBusName":"security","EventPattern":"{\"source\":[\"sluice\"]}"}""");
        await moto.JsonAsync("events", "AWSEvents.PutTargets", """{"Rule":"findings","EventBusName":"security","Targets":[{"Id":"q","Arn":"arn:aws:sqs:us-east-1:123456789012:of-the-bus"}]}""");
        using var events = Clients.Events(moto.Url);
        using var sqs = Clients.Sqs(moto.Url);

        var answer = await events.PutEventsAsync(new PutEventsRequest
        {
            Entries =
            [
                new() { EventBusName = "security", Source = "sluice", DetailType = "Finding", Detail = """{"title":"ünïcode & 🎉"}""", Resources = ["arn:aws:s3:::b"], Time = new DateTime(2026, 11, 22, 10, 5, 7, DateTimeKind.Utc) },
                new() { EventBusName = "security", Source = "another", DetailType = "Finding", Detail = "{}" },
                new() { EventBusName = "security", Source = "sluice", DetailType = "Finding", Detail = "not JSON" },
            ],
        });
        var message = Assert.Single((await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(queue) { MaxNumberOfMessages = 10 })).Messages);

        using var delivered = JsonDocument.Parse(message.Body);
        Assert.Equal(answer.Entries[0].EventId, delivered.RootElement.GetProperty("id").GetString());
        Assert.Equal(("sluice", "Finding", "2026-11-22T10:05:07Z"), (Text("source"), Text("detail-type"), Text("time")));
        Assert.Equal("ünïcode & 🎉", delivered.RootElement.GetProperty("detail").GetProperty("title").GetString());
        Assert.Equal("arn:aws:s3:::b", delivered.RootElement.GetProperty("resources")[0].GetString());
        Assert.Equal(1, answer.FailedEntryCount);
        Assert.Equal([null, null, "MalformedDetail"], answer.Entries.Select(entry => entry.ErrorCode));
        string? Text(string name) => delivered.RootElement.GetProperty(name).GetString();
    }
}
