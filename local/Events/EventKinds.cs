using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What the options of generate-event choose; each event uses those that its kind names.</summary>
sealed record EventChoices
{
    public int Seed { get; init; } = 1;
    public string Region { get; init; } = "us-east-1";
    public int Records { get; init; } = 1;
    public int Events { get; init; } = 5;
    public int Control { get; init; } = 1;
    public bool FromKinesis { get; init; }
    public string Bucket { get; init; } = "sluice-samples";
    public string Key { get; init; } = "logs/2026/11/21/a file (1).json.gz";
    public string Schema { get; init; } = "1.0";
    public string Via { get; init; } = "none";
    public string? Body { get; init; } = "Hello from Sluice.";
    public string? Subject { get; init; }
    public double Severity { get; init; } = 8;
    public string FindingType { get; init; } = "UnauthorizedAccess:EC2/SSHBruteForce";
    public string Method { get; init; } = "GET";
    public string Path { get; init; } = "/findings?severity=8";
}

/// <param name="Options">Names of the options that it takes, without dashes; all take seed and region.</param>
sealed record EventKind(string Name, string Summary, string[] Options, Func<SampleSource, EventChoices, JsonObject> Make)
{
    public JsonObject From(EventChoices choices) => Make(new SampleSource(choices.Seed, choices.Region), choices);
}

static class EventKinds
{
    public static IReadOnlyList<EventKind> All { get; } =
    [
        new("firehose-cloudwatch-logs", "Firehose transformation of CloudWatch Logs data: VPC flow log lines, gzipped, and a control message",
            ["records", "events", "control", "kinesis-source"],
            (sample, choose) => FirehoseEvents.CloudWatchLogs(sample, choose.Records, choose.Events, choose.Control, choose.FromKinesis)),
        new("firehose", "Firehose transformation of plain data: one JSON line a record",
            ["records", "kinesis-source"],
            (sample, choose) => FirehoseEvents.Plain(sample, choose.Records, choose.FromKinesis)),
        new("cloudwatch-logs", "CloudWatch Logs subscription that invokes a function directly",
            ["events"],
            (sample, choose) => new JsonObject { ["awslogs"] = new JsonObject { ["data"] = Convert.ToBase64String(LogsEnvelope.Data(sample, choose.Events)) } }),
        new("s3-put", "S3 notification: objects were created",
            ["bucket", "key", "records"],
            (sample, choose) => S3Events.Put(sample, choose.Bucket, choose.Key, choose.Records)),
        new("s3-eventbridge", "The same through EventBridge (Object Created; the key is not URL-encoded there)",
            ["bucket", "key"],
            (sample, choose) => S3Events.EventBridge(sample, choose.Bucket, choose.Key)),
        new("sns-s3", "S3 notification inside an SNS message",
            ["bucket", "key"],
            (sample, choose) => QueueEvents.Sns(sample, S3Message(sample, choose), "Amazon S3 Notification")),
        new("sqs-s3", "S3 notifications inside SQS messages",
            ["bucket", "key", "records"],
            (sample, choose) => QueueEvents.Sqs(sample, Many(choose, () => S3Message(sample, choose)))),
        new("sqs-sns-s3", "S3 notifications inside SNS messages inside SQS messages",
            ["bucket", "key", "records"],
            (sample, choose) => QueueEvents.Sqs(sample, Many(choose, () => QueueEvents.SnsInQueue(sample, S3Message(sample, choose), "Amazon S3 Notification")))),
        new("s3-batch", "S3 batch operation, one task (--schema 1.0 or 2.0)",
            ["bucket", "key", "schema"],
            (sample, choose) => S3Events.Batch(sample, choose.Bucket, choose.Key, choose.Schema)),
        new("s3-test-event", "The test message that S3 sends when a notification is set up (--via sqs or sns: as a function sees it)",
            ["bucket", "via"],
            (sample, choose) => S3Test(sample, choose)),
        new("guardduty", "GuardDuty finding through EventBridge",
            ["severity", "type"],
            (sample, choose) => EventBridgeEvents.GuardDuty(sample, choose.Severity, choose.FindingType)),
        new("guardduty-finding", "GuardDuty finding through EventBridge, of a member's account: each seed another type, account and severity",
            [],
            (sample, _) => FindingEvents.Any(sample)),
        new("eventbridge-scheduled", "EventBridge rule with a schedule",
            [],
            (sample, _) => EventBridgeEvents.Scheduled(sample)),
        new("sqs", "SQS messages",
            ["records", "body"],
            (sample, choose) => QueueEvents.Sqs(sample, Many(choose, () => choose.Body!))),
        new("sns", "SNS message",
            ["body", "subject"],
            (sample, choose) => QueueEvents.Sns(sample, choose.Body!, choose.Subject)),
        new("apigateway-http", "Request through an API Gateway HTTP API (payload 2.0)",
            ["method", "path", "body"],
            (sample, choose) => HttpEvents.Request(sample, choose.Method, choose.Path, choose.Body)),
    ];

    static JsonObject S3Test(SampleSource sample, EventChoices choose)
    {
        var test = S3Events.Test(sample, choose.Bucket);
        return choose.Via switch
        {
            "sqs" => QueueEvents.Sqs(sample, [SampleJson.CompactText(test)]),
            "sns" => QueueEvents.Sns(sample, SampleJson.CompactText(test), "Amazon S3 Notification"),
            _ => test,
        };
    }

    static string S3Message(SampleSource sample, EventChoices choose) =>
        SampleJson.CompactText(S3Events.Put(sample, choose.Bucket, choose.Key, records: 1));

    static List<string> Many(EventChoices choose, Func<string> make) => [.. Enumerable.Range(0, choose.Records).Select(_ => make())];
}
