using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;

namespace Sluice.AwsSdkStandIns.Tests;

public class SnsWireTests
{
    [Fact]
    public async Task A_publication_goes_over_the_wire_as_a_form()
    {
        using var server = new ScriptedServer(Reply.Ok("""
            <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m1</MessageId><SequenceNumber>7</SequenceNumber></PublishResult>
            <ResponseMetadata><RequestId>call-1</RequestId></ResponseMetadata></PublishResponse>
            """));
        using var sns = Clients.Sns(server.Url);

        var answer = await sns.PublishAsync(new PublishRequest("arn:t", "ü & more", "s")
        {
            MessageAttributes = new() { ["k"] = new() { DataType = "Binary", BinaryValue = new MemoryStream([255]) } },
        });

        Assert.Equal("POST", server.Only.Method);
        Assert.StartsWith("application/x-www-form-urlencoded", server.Only.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(
            "Action=Publish&Message=%C3%BC%20%26%20more&MessageAttributes.entry.1.Name=k&MessageAttributes.entry.1.Value.BinaryValue=%2Fw%3D%3D&MessageAttributes.entry.1.Value.DataType=Binary&Subject=s&TopicArn=arn%3At&Version=2010-03-31",
            server.Only.Text);
        Assert.Equal(("m1", "7", "call-1"), (answer.MessageId, answer.SequenceNumber, answer.ResponseMetadata.RequestId));
    }

    [Fact]
    public async Task Entries_that_failed_stand_beside_those_that_did_not()
    {
        using var server = new ScriptedServer(Reply.Ok("""
            <PublishBatchResponse><PublishBatchResult>
              <Failed><member><Id>b</Id><Code>InternalError</Code><Message>later</Message><SenderFault>false</SenderFault></member></Failed>
              <Successful><member><Id>a</Id><MessageId>m1</MessageId></member><member><Id>c</Id><MessageId>m3</MessageId></member></Successful>
            </PublishBatchResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishBatchResponse>
            """));
        using var sns = Clients.Sns(server.Url);

        var answer = await sns.PublishBatchAsync(new PublishBatchRequest { TopicArn = "arn:t", PublishBatchRequestEntries = [new() { Id = "a", Message = "1" }, new() { Id = "b", Message = "2", Subject = "s" }] });

        Assert.Equal(
            "Action=PublishBatch&PublishBatchRequestEntries.member.1.Id=a&PublishBatchRequestEntries.member.1.Message=1&PublishBatchRequestEntries.member.2.Id=b&PublishBatchRequestEntries.member.2.Message=2&PublishBatchRequestEntries.member.2.Subject=s&TopicArn=arn%3At&Version=2010-03-31",
            server.Only.Text);
        Assert.Equal([("a", "m1"), ("c", "m3")], answer.Successful.Select(entry => (entry.Id, entry.MessageId)));
        var failed = Assert.Single(answer.Failed);
        Assert.Equal(("b", "InternalError", "later", false), (failed.Id, failed.Code, failed.Message, failed.SenderFault));
    }

    [Fact]
    public async Task Nothing_answered_is_null()
    {
        using var server = new ScriptedServer(Reply.Ok("<PublishBatchResponse><PublishBatchResult><Failed/><Successful/></PublishBatchResult></PublishBatchResponse>"));
        using var sns = Clients.Sns(server.Url);

        var answer = await sns.PublishBatchAsync(new PublishBatchRequest { TopicArn = "arn:t" });

        Assert.Null(answer.Successful);
        Assert.Null(answer.Failed);
    }

    [Fact]
    public async Task Errors_are_typed_by_their_code()
    {
        using var server = new ScriptedServer(
            Error("ParameterValueInvalid"), Error("AuthorizationError"), Error("SomethingNew"), new Reply(403, "not xml", "text/plain"));
        using var sns = Clients.Sns(server.Url);

        var invalid = await Assert.ThrowsAsync<InvalidParameterValueException>(() => sns.PublishAsync("t", "m"));
        await Assert.ThrowsAsync<AuthorizationErrorException>(() => sns.PublishAsync("t", "m"));
        Assert.Equal("SomethingNew", (await Assert.ThrowsAsync<AmazonSimpleNotificationServiceException>(() => sns.PublishAsync("t", "m"))).ErrorCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<AmazonSimpleNotificationServiceException>(() => sns.PublishAsync("t", "m"))).StatusCode);

        Assert.Equal(("why", "call-1"), (invalid.Message, invalid.RequestId));
        static Reply Error(string code) => new(400, $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>why</Message></Error><RequestId>call-1</RequestId></ErrorResponse>", "text/xml");
    }
}
