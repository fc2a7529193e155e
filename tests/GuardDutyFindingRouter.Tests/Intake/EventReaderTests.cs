using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>What findings come wrapped in, and what else comes.</summary>
public class EventReaderTests
{
    const string Small = """{"id":"f1","type":"t1"}""";

    static Arrival One(string json) => Assert.Single(EventReader.Read(Encoding.UTF8.GetBytes(json), "request").Arrivals);

    static string Quoted(string json) => JsonValue.Create(json)!.ToJsonString();

    [Theory]
    [InlineData(Small, "request")]
    [InlineData("[" + Small + "]", "request-0")]
    [InlineData("[[" + Small + "]]", "request-0-0")]
    [InlineData("{\"detail-type\":\"GuardDuty Finding\",\"id\":\"e1\",\"detail\":" + Small + "}", "e1")]
    [InlineData("{\"detail-type\":\"GuardDuty Finding\",\"detail\":" + Small + "}", "request")]
    [InlineData("{\"requestContext\":{\"requestId\":\"first\"},\"requestPayload\":" + Small + "}", "first")]
    [InlineData("{\"requestContext\":{\"requestId\":\"first\"},\"requestPayload\":{\"detail-type\":\"GuardDuty Finding\",\"id\":\"e1\",\"detail\":" + Small + "}}", "e1")]
    [InlineData("{\"source\":\"aws.guardduty\",\"detail-type\":\"GuardDuty Finding of 2031\",\"id\":\"e1\",\"detail\":{\"id\":\"f1\",\"type\":\"t1\",\"severity\":5}}", "e1")]
    [InlineData("\uFEFF" + Small, "request")]
    [InlineData(" \r\n\t" + Small + "\n", "request")]
    public void A_finding_is_found_and_its_source_has_a_name_that_stays(string json, string id)
    {
        var arrival = One(json);
        Assert.Equal((ArrivalKind.Finding, id, "f1"), (arrival.Kind, arrival.Id, arrival.Finding?.Id));
        Assert.Equal(id, One(json).Id);
    }

    [Fact]
    public void Wrapped_in_SNS_SQS_both_and_more_it_is_the_same_finding()
    {
        var notification = $$"""{"Type":"Notification","MessageId":"n1","TopicArn":"arn:aws:sns:a:b:c","Message":{{Quoted(Small)}} }""";
        var failed = $$"""{"requestContext":{"requestId":"first"},"requestPayload":{"Records":[{"EventSource":"aws:sns","Sns":{"MessageId":"n2","Message":{{Quoted(Small)}} } } ] } }""";
        var read = Samples.Read(Samples.Queue(Small, notification, failed, Quoted(Small), "\uFEFF" + Small));
        Assert.All(read.Arrivals, arrival => Assert.Equal("f1", arrival.Finding?.Id));
        Assert.Equal(["m0", "n1", "n2", "m3", "m4"], read.Arrivals.Select(arrival => arrival.Id));
        Assert.Equal([0, 1, 2, 3, 4], read.Arrivals.Select(arrival => arrival.Parcel));
    }

    [Theory]
    [InlineData("""{"detail-type":"Scheduled Notice","source":"aws.events"}""", "EventBridge 'Scheduled Notice' of aws.events")]
    [InlineData("""{"detail-type":"GuardDuty Runtime Protection Unhealthy","source":"aws.guardduty","detail":{"resourceAccountId":"1"}}""", "EventBridge 'GuardDuty Runtime Protection Unhealthy' of aws.guardduty")]
    [InlineData("""{"detail-type":"Security Hub Findings - Imported","source":"aws.securityhub","detail":{"findings":[{"ProductName":"GuardDuty"}]}}""",
        "EventBridge 'Security Hub Findings - Imported' of aws.securityhub (not read: GuardDuty's own events tell the same)")]
    [InlineData("""{"detail-type":"Finding","source":"sluice","detail":{"id":"a","type":"b","severity":8}}""", "EventBridge 'Finding' of sluice")]
    [InlineData("""{"detail-type":"AWS API Call via CloudTrail","source":"aws.s3","detail":{"eventSource":"s3.amazonaws.com","eventName":"PutBucketPolicy"}}""", "EventBridge 'AWS API Call via CloudTrail' of aws.s3 for PutBucketPolicy")]
    [InlineData("""{"detail-type":"AWS API Call via CloudTrail","source":"aws.guardduty","detail":{"eventSource":"guardduty.amazonaws.com","eventName":"CreateFilter"}}""", "GuardDuty's API call CreateFilter")]
    [InlineData("""{"detail-type":"AWS API Call via CloudTrail","source":"aws.guardduty","detail":{"eventSource":"guardduty.amazonaws.com","eventName":"ArchiveFindings","errorCode":"AccessDenied","requestParameters":{"findingIds":["a"]}}}""",
        "GuardDuty's API call ArchiveFindings that failed (AccessDenied)")]
    [InlineData("""{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}""", "test event of S3")]
    [InlineData("""{"Type":"SubscriptionConfirmation","TopicArn":"arn:aws:sns:a:b:c","Token":"secret","Message":"x"}""", "SNS SubscriptionConfirmation")]
    [InlineData("""{"Records":[{"EventSource":"aws:sns","Sns":{"MessageId":"n","Message":""}}]}""", "empty SNS message")]
    [InlineData("""{"Records":[{"eventSource":"aws:s3","eventName":"ObjectRemoved:Delete","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}""", "S3 event of no created object")]
    [InlineData("""{"Records":[]}""", "event without records")]
    [InlineData("""{"key1":"value1"}""", "JSON object of no known kind as event")]
    [InlineData("[]", "empty array as event")]
    [InlineData("null", "JSON Null as event")]
    [InlineData("5", "JSON Number as event")]
    public void What_is_no_finding_has_a_telling_name(string json, string name)
    {
        var arrival = One(json);
        Assert.Equal((ArrivalKind.NotAFinding, name), (arrival.Kind, arrival.Name));
    }

    [Theory]
    [InlineData("""{"detail-type":"GuardDuty Finding","id":"e","source":"aws.guardduty","detail":{"id":"a"}}""", "EventBridge 'GuardDuty Finding' of aws.guardduty", "the finding has no type")]
    [InlineData("""{"detail-type":"GuardDuty Finding","id":"e"}""", "EventBridge 'GuardDuty Finding'", "there is no finding in it")]
    [InlineData("""{"detail-type":"GuardDuty Malware Protection Object Scan Result","detail":{}}""", "EventBridge 'GuardDuty Malware Protection Object Scan Result'", "the object scan names no bucket or no object")]
    [InlineData("""{"schemaVersion":"2.0","severity":8}""", "event", "the finding has neither id nor type")]
    [InlineData("""{"Records":[{"EventSource":"aws:sns","Sns":{"MessageId":"n","Message":"Alarm: disk full"}}]}""", "SNS message", "is not JSON, or nested deeper than 64")]
    [InlineData("""{"Records":[{"EventSource":"aws:sns","Sns":{"MessageId":"n"}}]}""", "SNS message", "has no text")]
    [InlineData("""{"Records":[{"eventSource":"aws:kinesis","kinesis":{"data":"e30="}}]}""", "record", "is of no kind that is read (SNS, SQS, S3)")]
    [InlineData("""{"Records":["x"]}""", "record", "is of no kind that is read (SNS, SQS, S3)")]
    [InlineData("\"hello\"", "text in an event", "is not JSON, or nested deeper than 64")]
    [InlineData("""{"detail-type":"AWS API Call via CloudTrail","detail":{"eventSource":"guardduty.amazonaws.com","eventName":"ArchiveFindings","requestParameters":{"findingIds":[]}}}""", "GuardDuty's API call ArchiveFindings", "names no findings")]
    [InlineData("""{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"bucket":{},"object":{"key":"k"}}}]}""", "S3 notification", "The event has an S3 record without bucket name or object key.")]
    public void What_should_be_a_finding_and_is_not_keeps_its_text_for_the_failure_queue(string json, string name, string problem)
    {
        var arrival = One(json);
        Assert.Equal((ArrivalKind.Unreadable, name, problem), (arrival.Kind, arrival.Name, arrival.Problem));
        Assert.True(arrival.Raw.Length > 0);
    }

    [Fact]
    public void The_text_that_could_not_be_read_is_kept_as_it_came() =>
        Assert.Equal("Alarm: \"disk\" full\n", Encoding.UTF8.GetString(Samples.Read(Samples.Queue("Alarm: \"disk\" full\n")).Arrivals[0].Raw.Span));

    [Fact]
    public void What_the_failure_queue_kept_is_handed_on_as_it_stands()
    {
        const string kept = """{"sluiceFailedFinding":1,"destination":"on-call","finding":{"id":"a","type":"b"}}""";
        var arrival = Assert.Single(Samples.Read(Samples.Queue(kept)).Arrivals);
        Assert.Equal((ArrivalKind.Kept, kept), (arrival.Kind, Encoding.UTF8.GetString(arrival.Kept.Span)));
    }

    [Theory]
    [InlineData("""{"flush":true}""")]
    [InlineData("""{"detail-type":"Scheduled Event","source":"aws.events","detail":{}}""")]
    public void A_schedule_asks_for_the_scheduled_work(string json)
    {
        var read = EventReader.Read(Encoding.UTF8.GetBytes(json), "request");
        Assert.True(read.IsSchedule);
        Assert.Empty(read.Arrivals);
    }

    [Fact]
    public void Tasks_of_a_batch_job_are_exports_with_what_their_answer_needs()
    {
        var read = EventReader.Read("""{"invocationSchemaVersion":"1.0","invocationId":"i","job":{"id":"j"},"tasks":[{"taskId":"t0","s3Key":"","s3BucketArn":"arn:aws:s3:::b"},{"taskId":"t1","s3Key":"a%2Bb.gz","s3VersionId":"1","s3BucketArn":"arn:aws:s3:::b"}]}"""u8.ToArray(), "request");
        Assert.Equal((1, "s3://b/a+b.gz?versionId=1"), (Assert.Single(read.Exports).Parcel, read.Exports[0].Object.ToString()));
        Assert.Equal(["t0", "t1"], read.BatchJob!.Parcels.Select(parcel => parcel.Id));
    }

    [Theory]
    [InlineData("", "The event is not JSON, or nested deeper than 64, at line 1, byte 0.")]
    [InlineData("plain text", "The event is not JSON, or nested deeper than 64, at line 1, byte 0.")]
    [InlineData("{\n\"id\":}", "The event is not JSON, or nested deeper than 64, at line 2, byte 5.")]
    [InlineData("""{"Records":[{"eventSource":"aws:sqs","messageId":"m","body":"{}"},{"eventSource":"aws:sqs","body":"{}"}]}""", "The event has a queue's record without messageId: it could not be answered.")]
    [InlineData("""{"Records":[{"eventSource":"aws:sqs","messageId":"m","body":"{}"},7]}""", "The event has a queue's record without messageId: it could not be answered.")]
    public void An_event_that_cannot_be_read_as_a_whole_says_where(string json, string expected) =>
        Assert.Equal(expected, Assert.Throws<InvalidDataException>(() => EventReader.Read(Encoding.UTF8.GetBytes(json), "request")).Message);

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused() => Assert.Throws<InvalidDataException>(() => EventReader.Read(new byte[] { (byte)'"', 0xC3, (byte)'"' }, "request"));

    [Fact]
    public void A_message_that_is_nested_or_wrapped_without_end_harms_no_other()
    {
        var wrapped = Small;
        for (var i = 0; i < 10; i++) wrapped = $$"""{"requestContext":{},"requestPayload":{{wrapped}}}""";
        var read = Samples.Read(Samples.Queue(Small, new string('[', 1_000) + new string(']', 1_000), wrapped, Small));
        Assert.Equal([ArrivalKind.Finding, ArrivalKind.Unreadable, ArrivalKind.Unreadable, ArrivalKind.Finding], read.Arrivals.Select(arrival => arrival.Kind));
        Assert.Equal("is wrapped more than 8 times", read.Arrivals[2].Problem);
    }

    [Fact]
    public void Nothing_that_was_read_changes_with_the_memory_of_the_event()
    {
        var bytes = Samples.Bytes("sqs-with-findings-and-garbage");
        var read = EventReader.Read(bytes, "request");
        var (before, raw) = (Told.Of(read), read.Arrivals.Select(arrival => Encoding.UTF8.GetString((arrival.Finding?.Raw ?? arrival.Raw).Span)).ToList());
        Array.Fill(bytes, (byte)'x');
        Assert.Equal(before, Told.Of(read));
        Assert.Equal(raw, read.Arrivals.Select(arrival => Encoding.UTF8.GetString((arrival.Finding?.Raw ?? arrival.Raw).Span)));
    }
}
