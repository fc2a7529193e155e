using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Local;

namespace Local.Tests;

public sealed class GenerateEventTests
{
    static JsonObject Event(string name, EventChoices? choices = null) =>
        EventKinds.All.Single(kind => kind.Name == name).From(choices ?? new EventChoices());

    public static TheoryData<string> Names => [.. EventKinds.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others(string name)
    {
        Assert.Equal(SampleJson.Indented(Event(name)), SampleJson.Indented(Event(name)));
        Assert.NotEqual(SampleJson.Indented(Event(name)), SampleJson.Indented(Event(name, new EventChoices { Seed = 2 })));
    }

    [Fact]
    public void A_firehose_event_holds_control_and_data_messages_with_flow_log_lines()
    {
        var sample = Event("firehose-cloudwatch-logs", new EventChoices { Records = 3, Events = 4, Control = 1 });

        var records = sample["records"]!.AsArray();
        var envelopes = records.Select(record => Inflate(Convert.FromBase64String(record!["data"]!.GetValue<string>()))).ToList();
        Assert.Equal(["CONTROL_MESSAGE", "DATA_MESSAGE", "DATA_MESSAGE", "DATA_MESSAGE"], envelopes.Select(envelope => envelope["messageType"]!.GetValue<string>()));
        Assert.Equal(4, records.Select(record => record!["recordId"]!.GetValue<string>()).Distinct().Count());
        Assert.All(envelopes.Skip(1), envelope =>
        {
            Assert.Equal(4, envelope["logEvents"]!.AsArray().Count);
            Assert.All(envelope["logEvents"]!.AsArray(), line =>
            {
                Assert.Equal(56, line!["id"]!.GetValue<string>().Length);
                Assert.Matches(@"^2 123456789012 eni-[0-9a-f]{17} (\S+ ){7}\d{10} \d{10} (ACCEPT OK|REJECT OK|- NODATA)$", line["message"]!.GetValue<string>());
            });
        });
        Assert.Null(sample["sourceKinesisStreamArn"]);
    }

    [Fact]
    public void A_firehose_event_from_kinesis_has_the_metadata_of_the_stream()
    {
        var sample = Event("firehose", new EventChoices { FromKinesis = true, Records = 2 });

        Assert.Equal("arn:aws:kinesis:us-east-1:123456789012:stream/LogSource", sample["sourceKinesisStreamArn"]!.GetValue<string>());
        Assert.All(sample["records"]!.AsArray(), record => Assert.Equal("shardId-000000000000", record!["kinesisRecordMetadata"]!["shardId"]!.GetValue<string>()));
    }

    [Fact]
    public void A_direct_subscription_is_gzip_in_awslogs()
    {
        var envelope = Inflate(Convert.FromBase64String(Event("cloudwatch-logs")["awslogs"]!["data"]!.GetValue<string>()));

        Assert.Equal("DATA_MESSAGE", envelope["messageType"]!.GetValue<string>());
    }

    [Fact]
    public void A_key_is_url_encoded_in_an_S3_message_and_plain_in_EventBridge()
    {
        var choices = new EventChoices { Key = "a b/ü+(1).gz" };

        Assert.Equal("a+b/%C3%BC%2B%281%29.gz", Event("s3-put", choices)["Records"]![0]!["s3"]!["object"]!["key"]!.GetValue<string>());
        Assert.Equal("a b/ü+(1).gz", Event("s3-eventbridge", choices)["detail"]!["object"]!["key"]!.GetValue<string>());
    }

    [Fact]
    public void Wrapped_S3_messages_unwrap_to_an_S3_message()
    {
        var inSns = JsonNode.Parse(Event("sns-s3")["Records"]![0]!["Sns"]!["Message"]!.GetValue<string>());
        var inSqs = JsonNode.Parse(Event("sqs-s3", new EventChoices { Records = 2 })["Records"]![1]!["body"]!.GetValue<string>());
        var notification = JsonNode.Parse(Event("sqs-sns-s3")["Records"]![0]!["body"]!.GetValue<string>())!;
        var inBoth = JsonNode.Parse(notification["Message"]!.GetValue<string>());

        Assert.All([inSns, inSqs, inBoth], message => Assert.Equal("sluice-samples", message!["Records"]![0]!["s3"]!["bucket"]!["name"]!.GetValue<string>()));
        Assert.Equal("Notification", notification["Type"]!.GetValue<string>());
        Assert.NotNull(notification["SigningCertURL"]);
        Assert.NotNull(Event("sns-s3")["Records"]![0]!["Sns"]!["SigningCertUrl"]);
    }

    [Fact]
    public void A_batch_task_follows_its_schema()
    {
        var (first, second) = (Event("s3-batch"), Event("s3-batch", new EventChoices { Schema = "2.0" }));

        Assert.Equal("arn:aws:s3:::sluice-samples", first["tasks"]![0]!["s3BucketArn"]!.GetValue<string>());
        Assert.Null(first["job"]!["userArguments"]);
        Assert.Equal("sluice-samples", second["tasks"]![0]!["s3Bucket"]!.GetValue<string>());
        Assert.NotNull(second["job"]!["userArguments"]);
    }

    [Fact]
    public void The_test_event_of_S3_comes_plain_or_through_a_queue_or_topic()
    {
        Assert.Equal("s3:TestEvent", Event("s3-test-event")["Event"]!.GetValue<string>());
        Assert.Contains("s3:TestEvent", Event("s3-test-event", new EventChoices { Via = "sqs" })["Records"]![0]!["body"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("s3:TestEvent", Event("s3-test-event", new EventChoices { Via = "sns" })["Records"]![0]!["Sns"]!["Message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_is_an_EventBridge_event_with_the_severity_asked_for()
    {
        var finding = Event("guardduty", new EventChoices { Severity = 9.3, FindingType = "AttackSequence:S3/CompromisedData" });

        Assert.Equal(("aws.guardduty", "GuardDuty Finding"), (finding["source"]!.GetValue<string>(), finding["detail-type"]!.GetValue<string>()));
        Assert.Equal((9.3, "AttackSequence:S3/CompromisedData"), (finding["detail"]!["severity"]!.GetValue<double>(), finding["detail"]!["type"]!.GetValue<string>()));
        Assert.Equal(finding["account"]!.GetValue<string>(), finding["detail"]!["accountId"]!.GetValue<string>());
    }

    [Fact]
    public void Findings_of_many_seeds_are_of_all_types_accounts_and_severities_with_a_resource_and_a_remote_address()
    {
        var findings = Enumerable.Range(1, 100).Select(seed => Event("guardduty-finding", new EventChoices { Seed = seed })["detail"]!).ToList();

        Assert.Equal(6, findings.DistinctBy(one => one["type"]!.ToString()).Count());
        Assert.Equal(["222233334444", "333344445555", "444455556666"], findings.Select(one => one["accountId"]!.ToString()).Distinct().Order());
        Assert.Equal([2, 5, 8], findings.Select(one => one["severity"]!.GetValue<double>()).Distinct().Order());
        Assert.Equal(100, findings.DistinctBy(one => one["id"]!.ToString()).Count());
        Assert.All(findings, one =>
        {
            var (details, action) = (one["resource"]!.AsObject().Last().Value!, one["service"]!["action"]!.AsObject().Last().Value!);
            Assert.NotEmpty(details is JsonArray list ? list : details.AsObject());
            var address = action["remoteIpDetails"]!["ipAddressV4"]!.ToString();
            Assert.Matches(@"^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$", address);
            Assert.Contains(address, one["title"]!.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_digest_of_a_queue_message_is_that_of_its_body() =>
        Assert.Equal("4bcfa10cfc4b20030374d5aeadbea2e0", Event("sqs")["Records"]![0]!["md5OfBody"]!.GetValue<string>());      // md5sum's word

    [Fact]
    public void An_http_request_has_its_query_apart()
    {
        var request = Event("apigateway-http", new EventChoices { Path = "/a?x=1&x=2&y=%20", Body = "{}" });

        Assert.Equal("/a", request["rawPath"]!.GetValue<string>());
        Assert.Equal("""{"x":"1,2","y":" "}""", request["queryStringParameters"]!.ToJsonString());
        Assert.Equal("{}", request["body"]!.GetValue<string>());
    }

    static JsonNode Inflate(byte[] gzip)
    {
        using var inflated = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
        using var text = new StreamReader(inflated, Encoding.UTF8);
        return JsonNode.Parse(text.ReadToEnd())!;
    }
}
