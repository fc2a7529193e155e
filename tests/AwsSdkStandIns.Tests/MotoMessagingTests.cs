using System.Text.Json;
using Amazon.SimpleNotificationService.Model;
using Amazon.SQS.Model;
using SnsAttribute = Amazon.SimpleNotificationService.Model.MessageAttributeValue;

namespace Sluice.AwsSdkStandIns.Tests;

[Collection(nameof(Moto))]
public class MotoMessagingTests(MotoServer moto)
{
    [SkippableFact]
    public async Task A_message_is_sent_received_hidden_and_deleted()
    {
        moto.SkipIfAbsent();
        var queue = await CreateQueueAsync("round-trip");
        using var sqs = Clients.Sqs(moto.Url);

        var sent = await sqs.SendMessageAsync(new SendMessageRequest(queue, "ünïcode \"🎉\" & <tag>")
        {
            MessageAttributes = new()
            {
                ["kind"] = new() { DataType = "String", StringValue = "ü" },
                ["blob"] = new() { DataType = "Binary", BinaryValue = new MemoryStream([0, 255]) },
            },
        });
        var received = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(queue)
        {
            MessageAttributeNames = ["All"],
            MessageSystemAttributeNames = ["ApproximateReceiveCount"],
            WaitTimeSeconds = 1,
        });

        var message = Assert.Single(received.Messages);
        Assert.Equal(sent.MessageId, message.MessageId);
        Assert.Equal("ünïcode \"🎉\" & <tag>", message.Body);
        Assert.Equal("ü", message.MessageAttributes["kind"].StringValue);
        Assert.Equal([0, 255], message.MessageAttributes["blob"].BinaryValue.ToArray());
        Assert.Equal("1", message.Attributes["ApproximateReceiveCount"]);

        await sqs.ChangeMessageVisibilityAsync(queue, message.ReceiptHandle, 0);
        var again = Assert.Single((await sqs.ReceiveMessageAsync(queue)).Messages);
        await sqs.DeleteMessageAsync(queue, again.ReceiptHandle);
        Assert.Null((await sqs.ReceiveMessageAsync(queue)).Messages);    // v4: no messages is null
    }

    [SkippableFact]
    public async Task A_batch_is_sent_and_deleted_entry_by_entry()
    {
        moto.SkipIfAbsent();
        var queue = await CreateQueueAsync("batches");
        using var sqs = Clients.Sqs(moto.Url);

        var sent = await sqs.SendMessageBatchAsync(queue, [new("a", "first ü"), new("b", "second") { DelaySeconds = 0 }]);
        var received = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(queue) { MaxNumberOfMessages = 10 });
        var deleted = await sqs.DeleteMessageBatchAsync(queue, [.. received.Messages.Select((message, i) => new DeleteMessageBatchRequestEntry($"d{i}", message.ReceiptHandle))]);
        var attributes = await sqs.GetQueueAttributesAsync(queue, ["All"]);

        Assert.Equal(["a", "b"], sent.Successful.Select(entry => entry.Id));
        Assert.Empty(sent.Failed ?? []);
        Assert.Equal(["first ü", "second"], received.Messages.Select(message => message.Body).Order(StringComparer.Ordinal));
        Assert.Equal(["d0", "d1"], deleted.Successful.Select(entry => entry.Id));
        Assert.Equal(0, attributes.ApproximateNumberOfMessages);
        Assert.Equal(30, attributes.VisibilityTimeout);
        Assert.EndsWith(":batches", attributes.QueueARN, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_queue_is_found_by_name_and_a_missing_one_is_a_typed_error()
    {
        moto.SkipIfAbsent();
        var queue = await CreateQueueAsync("known");
        using var sqs = Clients.Sqs(moto.Url);

        Assert.Equal(queue, (await sqs.GetQueueUrlAsync("known")).QueueUrl);
        var missing = await Assert.ThrowsAsync<QueueDoesNotExistException>(() => sqs.GetQueueUrlAsync("unknown"));
        Assert.Equal("AWS.SimpleQueueService.NonExistentQueue", missing.ErrorCode);    // the code of the Query protocol, as the official client has it
        await Assert.ThrowsAsync<QueueDoesNotExistException>(() => sqs.SendMessageAsync(queue + "-gone", "x"));
    }

    [SkippableFact]
    public async Task A_message_published_to_a_topic_reaches_the_queue()
    {
        moto.SkipIfAbsent();
        var queue = await CreateQueueAsync("subscribed");
        var topic = await CreateTopicAsync("findings", "subscribed");
        using var sns = Clients.Sns(moto.Url);
        using var sqs = Clients.Sqs(moto.Url);

        var published = await sns.PublishAsync(new PublishRequest(topic, "ünïcode & 🎉\n", "subject + more")
        {
            MessageAttributes = new() { ["severity"] = new SnsAttribute { DataType = "Number", StringValue = "8" } },
        });
        var message = Assert.Single((await sqs.ReceiveMessageAsync(queue)).Messages);

        using var envelope = JsonDocument.Parse(message.Body);
        Assert.Equal(published.MessageId, envelope.RootElement.GetProperty("MessageId").GetString());
        Assert.Equal("ünïcode & 🎉\n", envelope.RootElement.GetProperty("Message").GetString());
        Assert.Equal("subject + more", envelope.RootElement.GetProperty("Subject").GetString());
        Assert.Equal("8", envelope.RootElement.GetProperty("MessageAttributes").GetProperty("severity").GetProperty("Value").GetString());
        Assert.NotEmpty(published.ResponseMetadata.RequestId);
    }

    [SkippableFact]
    public async Task A_batch_published_to_a_topic_is_answered_entry_by_entry()
    {
        moto.SkipIfAbsent();
        var queue = await CreateQueueAsync("batch-subscribed");
        var topic = await CreateTopicAsync("batch-findings", "batch-subscribed");
        using var sns = Clients.Sns(moto.Url);
        using var sqs = Clients.Sqs(moto.Url);

        var answer = await sns.PublishBatchAsync(new PublishBatchRequest
        {
            TopicArn = topic,
            PublishBatchRequestEntries = [new() { Id = "a", Message = "first" }, new() { Id = "b", Message = "second ü", Subject = "s" }],
        });
        var received = (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(queue) { MaxNumberOfMessages = 10 })).Messages;

        Assert.Equal(["a", "b"], answer.Successful.Select(entry => entry.Id));
        Assert.All(answer.Successful, entry => Assert.NotEmpty(entry.MessageId));
        Assert.Null(answer.Failed);
        Assert.Equal(2, received.Count);
    }

    [SkippableFact]
    public async Task A_missing_topic_is_a_typed_error()
    {
        moto.SkipIfAbsent();
        using var sns = Clients.Sns(moto.Url);

        var missing = await Assert.ThrowsAsync<NotFoundException>(() => sns.PublishAsync("arn:aws:sns:us-east-1:123456789012:unknown", "x"));

        Assert.Equal("NotFound", missing.ErrorCode);
    }

    async Task<string> CreateQueueAsync(string name)
    {
        using var created = JsonDocument.Parse(await moto.JsonAsync("sqs", "AmazonSQS.CreateQueue", $$"""{"QueueName":"{{name}}"}""", "1.0"));
        return created.RootElement.GetProperty("QueueUrl").GetString()!;
    }

    async Task<string> CreateTopicAsync(string name, string queue)
    {
        await moto.QueryAsync("sns", ("Action", "CreateTopic"), ("Name", name), ("Version", "2010-03-31"));
        var topic = $"arn:aws:sns:us-east-1:123456789012:{name}";
        await moto.QueryAsync("sns", ("Action", "Subscribe"), ("TopicArn", topic), ("Protocol", "sqs"), ("Endpoint", $"arn:aws:sqs:us-east-1:123456789012:{queue}"), ("Version", "2010-03-31"));
        return topic;
    }
}
