using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>An object was created: as S3 tells it itself, through EventBridge, and in a batch job.</summary>
/// <remarks>Sources: S3 user guide, "Event message structure", "EventBridge event message structure", "Invoke AWS Lambda function" of batch operations.</remarks>
static class S3Events
{
    /// <summary>In an S3 message a key is URL-encoded with + for a space; in EventBridge it is not encoded at all.</summary>
    public static JsonObject Put(SampleSource sample, string bucket, string key, int records)
    {
        var list = new JsonArray();
        for (var i = 1; i <= records; i++)
        {
            sample.Pass(900);
            list.Add(PutRecord(sample, bucket, records == 1 ? key : Numbered(key, i)));
        }
        return new JsonObject { ["Records"] = list };
    }

    static JsonObject PutRecord(SampleSource sample, string bucket, string key) => new()
    {
        ["eventVersion"] = "2.1",
        ["eventSource"] = "aws:s3",
        ["awsRegion"] = sample.Region,
        ["eventTime"] = sample.IsoMilliseconds,
        ["eventName"] = "ObjectCreated:Put",
        ["userIdentity"] = new JsonObject { ["principalId"] = $"AWS:AROA{sample.UpperToken(17)}:writer" },
        ["requestParameters"] = new JsonObject { ["sourceIPAddress"] = "192.0.2.7" },
        ["responseElements"] = new JsonObject { ["x-amz-request-id"] = sample.UpperToken(16), ["x-amz-id-2"] = sample.Token(76) },
        ["s3"] = new JsonObject
        {
            ["s3SchemaVersion"] = "1.0",
            ["configurationId"] = sample.Guid(),
            ["bucket"] = new JsonObject
            {
                ["name"] = bucket,
                ["ownerIdentity"] = new JsonObject { ["principalId"] = "A" + sample.UpperToken(13) },
                ["arn"] = $"arn:aws:s3:::{bucket}",
            },
            ["object"] = new JsonObject
            {
                ["key"] = UrlEncoded(key),
                ["size"] = sample.Whole(1000, 5_000_000),
                ["eTag"] = sample.Hex(32),
                ["versionId"] = sample.Token(32),
                ["sequencer"] = "00" + sample.Hex(16).ToUpperInvariant(),
            },
        },
    };

    public static JsonObject EventBridge(SampleSource sample, string bucket, string key) => EventBridgeEvents.Envelope(
        sample, "aws.s3", "Object Created", [$"arn:aws:s3:::{bucket}"], new JsonObject
        {
            ["version"] = "0",
            ["bucket"] = new JsonObject { ["name"] = bucket },
            ["object"] = new JsonObject
            {
                ["key"] = key,
                ["size"] = sample.Whole(1000, 5_000_000),
                ["etag"] = sample.Hex(32),
                ["version-id"] = sample.Token(32),
                ["sequencer"] = "00" + sample.Hex(16).ToUpperInvariant(),
            },
            ["request-id"] = sample.UpperToken(16),
            ["requester"] = SampleSource.Account,
            ["source-ip-address"] = "192.0.2.7",
            ["reason"] = "PutObject",
        });

    /// <summary>S3 sends it once, when a notification to a queue or topic is set up. It has no Records.</summary>
    public static JsonObject Test(SampleSource sample, string bucket) => new()
    {
        ["Service"] = "Amazon S3",
        ["Event"] = "s3:TestEvent",
        ["Time"] = sample.IsoMilliseconds,
        ["Bucket"] = bucket,
        ["RequestId"] = sample.UpperToken(16),
        ["HostId"] = sample.Token(76),
    };

    /// <summary>One task a call. Schema 2.0 names the bucket instead of its ARN and has the job's arguments.</summary>
    public static JsonObject Batch(SampleSource sample, string bucket, string key, string schema)
    {
        var job = new JsonObject { ["id"] = sample.Guid() };
        if (schema == "2.0") job["userArguments"] = new JsonObject { ["DestinationPrefix"] = "copied/" };
        var task = new JsonObject
        {
            ["taskId"] = sample.Token(60),
            ["s3Key"] = UrlEncoded(key),
            ["s3VersionId"] = sample.Token(32),
        };
        task[schema == "2.0" ? "s3Bucket" : "s3BucketArn"] = schema == "2.0" ? bucket : $"arn:aws:s3:::{bucket}";
        return new JsonObject
        {
            ["invocationSchemaVersion"] = schema,
            ["invocationId"] = sample.Token(60),
            ["job"] = job,
            ["tasks"] = new JsonArray(task),
        };
    }

    static string UrlEncoded(string key) =>
        Uri.EscapeDataString(key).Replace("%20", "+", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal);

    static string Numbered(string key, int number)
    {
        var dot = key.IndexOf('.', key.LastIndexOf('/') + 1);
        return dot < 0 ? $"{key}-{number}" : $"{key[..dot]}-{number}{key[dot..]}";
    }
}
