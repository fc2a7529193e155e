using System.IO.Compression;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.CloudWatchEvents.S3Events;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.CloudWatchLogsEvents;
using Amazon.Lambda.KinesisFirehoseEvents;
using Amazon.Lambda.S3Events;
using Amazon.Lambda.SNSEvents;
using Amazon.Lambda.SQSEvents;

namespace Sluice.StandIns.Tests;

public class EventTests
{
    [Fact]
    public void A_firehose_event_keeps_every_value()
    {
        var batch = Sample.Read<KinesisFirehoseEvent>("dotnet-kinesis-firehose-event.json");

        Assert.Equal("00540a87-5050-496a-84e4-e7d92bbaf5e2", batch.InvocationId);
        Assert.Equal("arn:aws:firehose:us-east-1:AAAAAAAAAAAA:deliverystream/lambda-test", batch.DeliveryStreamArn);
        Assert.Equal("us-east-1", batch.Region);
        var record = Assert.Single(batch.Records);
        Assert.Equal("49572672223665514422805246926656954630972486059535892482", record.RecordId);
        Assert.Equal(1493276938812, record.ApproximateArrivalEpoch);
        Assert.Equal(new DateTime(2017, 4, 27, 7, 8, 58, 812, DateTimeKind.Utc), record.ApproximateArrivalTimestamp);
        Assert.Equal(DateTimeKind.Utc, record.ApproximateArrivalTimestamp.Kind);
        Assert.Equal("aGVsbG8gd29ybGQ=", record.Base64EncodedData);
        Assert.Equal("hello world", record.DecodeData());
    }

    [Fact]
    public void A_firehose_event_from_a_kinesis_stream_keeps_its_records_in_order()
    {
        var batch = Sample.Read<KinesisFirehoseEvent>("go-kinesis-firehose-event.json");

        Assert.Equal(["record1", "record2"], batch.Records.Select(record => record.RecordId));
        Assert.All(batch.Records, record => Assert.Equal("Hello World", record.DecodeData()));
        Assert.All(batch.Records, record => Assert.Equal(1507217624302, record.ApproximateArrivalEpoch));
    }

    [Fact]
    public void A_logs_event_unpacks_to_the_json_that_was_sent() => Assert.Equal(
        """
        {"messageType":"DATA_MESSAGE","owner":"123456789123","logGroup":"testLogGroup","logStream":"testLogStream","subscriptionFilters":["testFilter"],"logEvents":[{"id":"eventId1","timestamp":1440442987000,"message":"[ERROR] First test message"},{"id":"eventId2","timestamp":1440442987001,"message":"[ERROR] Second test message"}]}
        """,
        Sample.Read<CloudWatchLogsEvent>("dotnet-logs-event.json").Awslogs.DecodeData());

    [Fact]
    public void A_logs_event_cut_short_is_refused()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write("{\"messageType\":\"CONTROL_MESSAGE\"}"u8);
        var log = new CloudWatchLogsEvent.Log { EncodedData = Convert.ToBase64String(packed.ToArray().AsSpan()[..^9]) };

        Assert.Throws<InvalidDataException>(log.DecodeData);
    }

    [Fact]
    public void An_s3_event_keeps_every_value()
    {
        var record = Assert.Single(Sample.Read<S3Event>("go-s3-event.json").Records);

        Assert.Equal("2.0", record.EventVersion);
        Assert.Equal("aws:s3", record.EventSource);
        Assert.Equal("us-east-1", record.AwsRegion);
        Assert.Equal(new DateTime(1970, 1, 1, 0, 0, 0, 123, DateTimeKind.Utc), record.EventTime);
        Assert.Equal("ObjectCreated:Put", record.EventName);
        Assert.Equal("EXAMPLE", record.UserIdentity.PrincipalId);
        Assert.Equal("127.0.0.1", record.RequestParameters.SourceIPAddress);
        Assert.Equal("C3D13FE58DE4C810", record.ResponseElements.XAmzRequestId);
        Assert.Equal("FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD", record.ResponseElements.XAmzId2);
        Assert.Equal("1.0", record.S3.S3SchemaVersion);
        Assert.Equal("testConfigRule", record.S3.ConfigurationId);
        Assert.Equal("sourcebucket", record.S3.Bucket.Name);
        Assert.Equal("EXAMPLE", record.S3.Bucket.OwnerIdentity.PrincipalId);
        Assert.Equal("arn:aws:s3:::mybucket", record.S3.Bucket.Arn);
        Assert.Equal("Happy%20Face.jpg", record.S3.Object.Key);
        Assert.Equal("Happy Face.jpg", record.S3.Object.KeyDecoded);
        Assert.Equal(1024, record.S3.Object.Size);
        Assert.Equal("version", record.S3.Object.VersionId);
        Assert.Equal("d41d8cd98f00b204e9800998ecf8427e", record.S3.Object.ETag);
        Assert.Equal("Happy Sequencer", record.S3.Object.Sequencer);
        Assert.Null(record.GlacierEventData);
    }

    [Theory]
    [InlineData("plain/2026/11/22/key.gz", "plain/2026/11/22/key.gz")]
    [InlineData("a+b", "a b")]
    [InlineData("a%2Bb", "a+b")]
    [InlineData("100%25+sure", "100% sure")]
    [InlineData("%E3%81%82.txt", "あ.txt")]
    [InlineData(null, null)]
    public void An_s3_key_is_decoded_the_way_s3_encodes_it(string? key, string? decoded) =>
        Assert.Equal(decoded, new S3Event.S3ObjectEntity { Key = key }.KeyDecoded);

    [Fact]
    public void An_sns_event_keeps_every_value()
    {
        var record = Assert.Single(Sample.Read<SNSEvent>("go-sns-event.json").Records);

        Assert.Equal("1.0", record.EventVersion);
        Assert.Equal("arn:aws:sns:EXAMPLE", record.EventSubscriptionArn);
        Assert.Equal("aws:sns", record.EventSource);
        Assert.Equal("EXAMPLE", record.Sns.Signature);
        Assert.Equal("95df01b4-ee98-5cb9-9903-4c221d41eb5e", record.Sns.MessageId);
        Assert.Equal("Notification", record.Sns.Type);
        Assert.Equal("arn:aws:sns:EXAMPLE", record.Sns.TopicArn);
        Assert.Equal("1", record.Sns.SignatureVersion);
        Assert.Equal(new DateTime(2015, 6, 3, 17, 43, 27, 123, DateTimeKind.Utc), record.Sns.Timestamp);
        Assert.Equal("EXAMPLE", record.Sns.SigningCertUrl);
        Assert.Equal("Hello from SNS!", record.Sns.Message);
        Assert.Equal("EXAMPLE", record.Sns.UnsubscribeUrl);
        Assert.Equal("TestInvoke", record.Sns.Subject);
        Assert.Equal(
            [("Test", "String", "TestString"), ("TestBinary", "Binary", "TestBinary")],
            record.Sns.MessageAttributes.Select(attribute => (attribute.Key, attribute.Value.Type, attribute.Value.Value)));
    }

    [Fact]
    public void An_sqs_event_keeps_every_value()
    {
        var message = Assert.Single(Sample.Read<SQSEvent>("go-sqs-event.json").Records);

        Assert.Equal("MessageID_1", message.MessageId);
        Assert.Equal("MessageReceiptHandle", message.ReceiptHandle);
        Assert.Equal("Message Body", message.Body);
        Assert.Equal("fce0ea8dd236ccb3ed9b37dae260836f", message.Md5OfBody);
        Assert.Equal("582c92c5c5b6ac403040a4f3ab3115c9", message.Md5OfMessageAttributes);
        Assert.Equal("arn:aws:sqs:us-west-2:123456789012:SQSQueue", message.EventSourceArn);
        Assert.Equal("aws:sqs", message.EventSource);
        Assert.Equal("us-west-2", message.AwsRegion);
        Assert.Equal("2", message.Attributes["ApproximateReceiveCount"]);
        Assert.Equal("1520621634884", message.Attributes["ApproximateFirstReceiveTimestamp"]);
        Assert.Equal("123", message.MessageAttributes["Attribute2"].StringValue);
        Assert.Null(message.MessageAttributes["Attribute2"].BinaryValue);
        var binary = message.MessageAttributes["Attribute3"];
        Assert.Equal("Binary", binary.DataType);
        Assert.Equal("1100"u8, binary.BinaryValue.ToArray());
        Assert.Equal(["abc", "123"], binary.StringListValues);
        Assert.Equal(["0", "1", "0"], binary.BinaryListValues.Select(value => new StreamReader(value).ReadToEnd()));
    }

    [Fact]
    public void An_eventbridge_event_takes_its_detail_type_from_the_hyphenated_name()
    {
        var scheduled = Sample.Parse<ScheduledEvent>("""
            {"version":"0","id":"53dc4d37","detail-type":"Scheduled Event","source":"aws.events","account":"123456789012",
             "time":"2015-10-08T16:53:06Z","region":"us-east-1","resources":["arn:aws:events:us-east-1:123456789012:rule/r"],"detail":{}}
            """u8);

        Assert.Equal("Scheduled Event", scheduled.DetailType);
        Assert.Equal("aws.events", scheduled.Source);
        Assert.Equal(new DateTime(2015, 10, 8, 16, 53, 6, DateTimeKind.Utc), scheduled.Time);
        Assert.Equal(["arn:aws:events:us-east-1:123456789012:rule/r"], scheduled.Resources);
        Assert.NotNull(scheduled.Detail);
    }

    [Fact]
    public void An_s3_event_from_eventbridge_keeps_its_hyphenated_names()
    {
        var created = Sample.Parse<S3ObjectCreateEvent>("""
            {"detail-type":"Object Created","source":"aws.s3","detail":{"version":"0","bucket":{"name":"b"},
             "object":{"key":"k","size":5,"etag":"e","version-id":"v","sequencer":"s"},"request-id":"N4N7GDK58NMKJ12R",
             "requester":"123456789012","source-ip-address":"1.2.3.4","reason":"PutObject"}}
            """u8).Detail;

        Assert.Equal(("b", "k", 5, "e"), (created.Bucket.Name, created.Object.Key, created.Object.Size, created.Object.ETag));
        Assert.Equal(("v", "s"), (created.Object.VersionId, created.Object.Sequencer));
        Assert.Equal(("N4N7GDK58NMKJ12R", "1.2.3.4", "PutObject"), (created.RequestId, created.SourceIpAddress, created.Reason));
    }

    [Fact]
    public void Cognito_claims_are_read_from_what_the_authorizer_left()
    {
        var authorizer = Sample.Parse<APIGatewayProxyRequest>("""
            {"httpMethod":"GET","requestContext":{"authorizer":{"principalId":"me","claims":{"sub":"1","auth_time":2}}}}
            """u8).RequestContext.Authorizer;

        Assert.Equal("me", authorizer["principalId"].ToString());
        Assert.Equal(new Dictionary<string, string> { ["sub"] = "1" }, authorizer.Claims);
    }

    [Fact]
    public void An_authorizer_context_reads_numbers_and_booleans_from_json_and_from_code()
    {
#pragma warning disable CS0618 // The old properties are obsolete in the official package too.
        var fromJson = Sample.Parse<APIGatewayCustomAuthorizerContext>("""{"stringKey":"s","numKey":7,"boolKey":true}"""u8);
        var fromCode = new APIGatewayCustomAuthorizerContextOutput { StringKey = "s", NumKey = 7, BoolKey = true };

        Assert.Equal(("s", 7, true), (fromJson.StringKey, fromJson.NumKey, fromJson.BoolKey));
        Assert.Equal(("s", 7, true), (fromCode.StringKey, fromCode.NumKey, fromCode.BoolKey));
        Assert.Null(new APIGatewayCustomAuthorizerContext().NumKey);
#pragma warning restore CS0618
    }
}
