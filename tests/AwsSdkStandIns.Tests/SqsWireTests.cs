using Amazon.SQS;
using Amazon.SQS.Model;

namespace Sluice.AwsSdkStandIns.Tests;

public class SqsWireTests
{
    // md5("hello")
    const string Hello = "5d41402abc4b2a76b9719d911017c592";

    [Fact]
    public async Task A_message_goes_over_the_wire_as_the_official_client_sends_it()
    {
        using var server = new ScriptedServer(Reply.Ok($$"""{"MessageId":"m1","MD5OfMessageBody":"{{Hello}}","SequenceNumber":"7"}"""));
        using var sqs = Clients.Sqs(server.Url);

        var answer = await sqs.SendMessageAsync(new SendMessageRequest("https://queue/url", "hello")
        {
            DelaySeconds = 3,
            MessageGroupId = "g",
            MessageAttributes = new() { ["k"] = new() { DataType = "Binary", BinaryValue = new MemoryStream([1]) } },
            MessageSystemAttributes = new() { ["AWSTraceHeader"] = new() { DataType = "String", StringValue = "Root=1" } },
        });

        Assert.Equal("AmazonSQS.SendMessage", server.Only.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.0", server.Only.Headers["Content-Type"]);
        Assert.Equal("true", server.Only.Headers["x-amzn-query-mode"]);
        Assert.Equal("/", server.Only.Path);
        Assert.Equal("""{"DelaySeconds":3,"MessageAttributes":{"k":{"BinaryValue":"AQ==","DataType":"Binary"}},"MessageBody":"hello","MessageGroupId":"g","MessageSystemAttributes":{"AWSTraceHeader":{"DataType":"String","StringValue":"Root=1"}},"QueueUrl":"https://queue/url"}""", server.Only.Text);
        Assert.Equal(("m1", "7"), (answer.MessageId, answer.SequenceNumber));
    }

    [Fact]
    public async Task Entries_that_failed_stand_beside_those_that_did_not()
    {
        using var server = new ScriptedServer(Reply.Ok($$"""
            {"Successful":[{"Id":"a","MessageId":"m1","MD5OfMessageBody":"{{Hello}}"}],"Failed":[{"Id":"b","Code":"InternalError","Message":"later","SenderFault":false}]}
            """));
        using var sqs = Clients.Sqs(server.Url);

        var answer = await sqs.SendMessageBatchAsync("u", [new("a", "hello"), new("b", "x")]);

        Assert.Equal("""{"Entries":[{"Id":"a","MessageBody":"hello"},{"Id":"b","MessageBody":"x"}],"QueueUrl":"u"}""", server.Only.Text);
        Assert.Equal("m1", Assert.Single(answer.Successful).MessageId);
        var failed = Assert.Single(answer.Failed);
        Assert.Equal(("b", "InternalError", "later", false), (failed.Id, failed.Code, failed.Message, failed.SenderFault));
    }

    [Fact]
    public async Task A_body_that_changed_on_the_way_is_an_error()
    {
        using var server = new ScriptedServer(
            Reply.Ok($$"""{"MessageId":"m1","MD5OfMessageBody":"{{Hello}}"}"""),
            Reply.Ok($$"""{"Successful":[{"Id":"a","MessageId":"m1","MD5OfMessageBody":"{{Hello}}"}]}"""),
            Reply.Ok($$"""{"Messages":[{"MessageId":"m1","Body":"hellO","MD5OfBody":"{{Hello}}"}]}"""));
        using var sqs = Clients.Sqs(server.Url);

        await Assert.ThrowsAsync<AmazonSQSException>(() => sqs.SendMessageAsync("u", "hellO"));
        await Assert.ThrowsAsync<AmazonSQSException>(() => sqs.SendMessageBatchAsync("u", [new("a", "hellO")]));
        await Assert.ThrowsAsync<AmazonSQSException>(() => sqs.ReceiveMessageAsync("u"));
    }

    [Fact]
    public async Task Operations_that_answer_nothing_do_not_read_the_answer()
    {
        using var server = new ScriptedServer(Reply.Ok(""), Reply.Ok("no document"));
        using var sqs = Clients.Sqs(server.Url);

        Assert.Equal(System.Net.HttpStatusCode.OK, (await sqs.DeleteMessageAsync("u", "r")).HttpStatusCode);
        await sqs.ChangeMessageVisibilityAsync("u", "r", 30);

        Assert.Equal(["""{"QueueUrl":"u","ReceiptHandle":"r"}""", """{"QueueUrl":"u","ReceiptHandle":"r","VisibilityTimeout":30}"""], server.Seen.Select(seen => seen.Text));
    }

    [Fact]
    public async Task The_body_types_the_exception_and_the_header_gives_its_old_code()
    {
        using var server = new ScriptedServer(new Reply(
            400, """{"__type":"com.amazonaws.sqs#ReceiptHandleIsInvalid","message":"no"}""", Headers: ("x-amzn-query-error", "ReceiptHandleIsInvalid.Old;Sender")));
        using var sqs = Clients.Sqs(server.Url);

        var error = await Assert.ThrowsAsync<ReceiptHandleIsInvalidException>(() => sqs.DeleteMessageAsync("u", "r"));

        Assert.Equal("ReceiptHandleIsInvalid.Old", error.ErrorCode);
        Assert.Equal(Amazon.Runtime.ErrorType.Sender, error.ErrorType);
    }
}
