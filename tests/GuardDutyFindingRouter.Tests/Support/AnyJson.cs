using FsCheck;
using FsCheck.Fluent;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>JSON that looks like events and findings, with everything in the wrong place.</summary>
static class AnyJson
{
    static readonly string[] s_names =
    [
        "id", "Id", "type", "Type", "severity", "Severity", "accountId", "arn", "region", "partition", "title", "description", "createdAt", "updatedAt", "schemaVersion",
        "resource", "Resource", "service", "Service", "resourceType", "instanceDetails", "instanceId", "networkInterfaces", "tags", "key", "value", "s3BucketDetails", "name",
        "s3ObjectDetails", "accessKeyDetails", "userName", "principalId", "accessKeyId", "eksClusterDetails", "kubernetesDetails", "kubernetesWorkloadDetails", "containerDetails",
        "ecsClusterDetails", "taskDetails", "lambdaDetails", "functionArn", "rdsDbInstanceDetails", "dbInstanceIdentifier", "newThingDetails", "action", "actionType",
        "networkConnectionAction", "portProbeAction", "portProbeDetails", "dnsRequestAction", "domain", "awsApiCallAction", "kubernetesApiCallAction", "sourceIPs", "rdsLoginAttemptAction",
        "LoginAttributes", "remoteIpDetails", "ipAddressV4", "organization", "asn", "country", "countryName", "remotePortDetails", "port", "blocked", "additionalInfo", "sample", "count",
        "archived", "eventFirstSeen", "detection", "sequence", "actors", "user", "endpoints", "ip", "resources", "uid", "signals", "ebsVolumeScanDetails", "scanDetections",
        "threatDetectedByName", "threatNames", "malwareScanDetails", "threats", "runtimeDetails", "process", "Records", "Sns", "Message", "MessageId", "TopicArn", "body", "eventSource",
        "messageId", "s3", "bucket", "object", "eventName", "detail-type", "detail", "source", "account", "time", "requestPayload", "requestContext", "requestId", "requestParameters",
        "findingIds", "scanResultDetails", "scanResultStatus", "bucketName", "objectKey", "Findings", "flush", "sluiceFailedFinding", "Event", "\\ud800", "\\u0069d", "", "undefinedNothing",
    ];

    static readonly string[] s_texts =
    [
        "", " ", "x", "0", "-1", "5", "8.5", "NaN", "1e999", "true", "HIGH", "2025-10-01T14:40:03Z", "2025-10-01T14:40:03.123", "9999-99-99T99:99:99Z", "arn:aws:s3:::b", "arn:::::", "arn:",
        "arn:aws:guardduty:eu-west-1:123456789012:detector/d/finding/f", "GuardDuty Finding", "GuardDuty Malware Protection Object Scan Result", "AWS API Call via CloudTrail", "Object Created",
        "Scheduled Event", "aws.guardduty", "guardduty.amazonaws.com", "ArchiveFindings", "Notification", "aws:sns", "aws:s3", "ObjectCreated:Put", "Instance", "S3Bucket", "AccessKey", "Container",
        "AttackSequence", "TARGET", "THREATS_FOUND", "s3:TestEvent", "\\ud800", "\\udc00x", "{\\\"sample\\\":true}", "{\\\"id\\\":\\\"a\\\",\\\"type\\\":\\\"b\\\"}", "{\\\"half", "[]", "\\ufeff{}", "ü",
    ];

    static readonly string[] s_numbers = ["0", "-1", "1", "8", "9.5", "1e400", "-1e400", "99999999999999999999", "1513612692.5", "65536", "4294967296", "0.5", "123456789012"];

    /// <summary>A value, as text. Escapes are as they stand in JSON.</summary>
    public static Gen<string> Value(int depth)
    {
        var leaf = Gen.Frequency(
            (6, Gen.Elements(s_texts).Select(text => $"\"{text}\"")), (2, Gen.Elements(s_numbers)), (1, Gen.Elements("true", "false", "null", "{}", "[]")));
        if (depth == 0) return leaf;
        var array = Gen.Choose(0, 3).SelectMany(count => Value(depth - 1).ArrayOf(count)).Select(items => $"[{string.Join(',', items)}]");
        return Gen.Frequency((2, leaf), (5, Object(depth)), (1, array));
    }

    /// <summary>An object, as text.</summary>
    public static Gen<string> Object(int depth) => Gen.Choose(0, 8).SelectMany(count =>
        Gen.Elements(s_names).SelectMany(name => Value(depth - 1).Select(value => $"\"{name}\":{value}")).ArrayOf(count)).Select(members => $"{{{string.Join(',', members)}}}");

    /// <summary>An event of a kind that is read, whose parts are anything.</summary>
    public static Gen<string> Event()
    {
        var texts = Gen.Elements(s_texts);
        var finding = Value(4).SelectMany(resource => Value(5).SelectMany(service => Value(1).SelectMany(severity => texts.Select(type =>
            $$"""{"id":"f1","type":"{{type}}","severity":{{severity}},"resource":{{resource}},"service":{{service}}}"""))));
        var onBus = Gen.OneOf(finding, Object(4)).SelectMany(detail => texts.SelectMany(type => texts.Select(source =>
            $$"""{"id":"e1","detail-type":"{{type}}","source":"{{source}}","account":"111122223333","region":"eu-west-1","detail":{{detail}}}""")));
        var records = Object(4).ArrayOf(2).Select(all => $$"""{"Records":[{{string.Join(',', all)}}]}""");
        return Gen.OneOf(finding, onBus, records, Value(5));
    }
}
