using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Findings of GuardDuty as its administrator's account gets them: members, resources and severities by seed.</summary>
/// <remarks>Source: GuardDuty user guide, "GuardDuty finding format" and "Finding types" (default severities); API reference, Finding.</remarks>
static class FindingEvents
{
    static readonly string[] s_members = ["222233334444", "333344445555", "444455556666"];

    /// <summary>Networks for documentation, RFC 5737.</summary>
    static readonly string[] s_networks = ["192.0.2.", "198.51.100.", "203.0.113."];

    static readonly (string Name, string City, string Asn)[] s_places =
        [("Iceland", "Reykjavik", "64496"), ("Chile", "Santiago", "64497"), ("Vietnam", "Hanoi", "64498"), ("Netherlands", "Amsterdam", "64499")];

    /// <param name="Title">With the resource for {0} and the remote address for {1}.</param>
    sealed record Kind(string Type, double Severity, string Role, string Title, Func<SampleSource, string, (string Name, JsonObject Resource)> Resource, Func<SampleSource, JsonObject, JsonObject> Action);

    static readonly Kind[] s_kinds =
    [
        new("UnauthorizedAccess:EC2/SSHBruteForce", 2, "TARGET", "{1} is performing SSH brute force attacks against {0}.", Instance, Connection),
        new("UnauthorizedAccess:EC2/SSHBruteForce", 8, "ACTOR", "{0} is performing SSH brute force attacks against {1}.", Instance, Connection),
        new("CryptoCurrency:EC2/BitcoinTool.B", 8, "ACTOR", "{0} is communicating with {1}, which is associated with cryptocurrency.", Instance, Connection),
        new("Discovery:IAMUser/AnomalousBehavior", 2, "TARGET", "The user {0} invoked APIs from {1} in an unusual way.", Key, (sample, remote) => Call(sample, "ListUsers", "iam.amazonaws.com", remote)),
        new("UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B", 5, "TARGET", "Multiple successful console logins of {0}, one of them from {1}.", Key, (sample, remote) => Call(sample, "ConsoleLogin", "signin.amazonaws.com", remote)),
        new("Exfiltration:S3/AnomalousBehavior", 8, "TARGET", "Objects of {0} were read from {1} in an unusual way.", Bucket, (sample, remote) => Call(sample, "GetObject", "s3.amazonaws.com", remote)),
        new("Policy:S3/BucketAnonymousAccessGranted", 8, "TARGET", "Amazon S3 public anonymous access was granted for the bucket {0} from {1}.", Bucket, (sample, remote) => Call(sample, "PutBucketPolicy", "s3.amazonaws.com", remote)),
    ];

    /// <summary>One of them.</summary>
    public static JsonObject Any(SampleSource sample)
    {
        var kind = sample.OneOf<Kind>(s_kinds);
        var (account, detector, id) = (sample.OneOf<string>(s_members), sample.Hex(32), sample.Hex(32));
        var (name, resource) = kind.Resource(sample, account);
        var remote = Remote(sample);
        var first = sample.IsoMilliseconds;
        sample.Pass(600_000);
        var title = string.Format(System.Globalization.CultureInfo.InvariantCulture, kind.Title, name, remote["ipAddressV4"]);
        return EventBridgeEvents.Envelope(sample, "aws.guardduty", "GuardDuty Finding", [], new JsonObject
        {
            ["schemaVersion"] = "2.0",
            ["accountId"] = account,
            ["region"] = sample.Region,
            ["partition"] = "aws",
            ["id"] = id,
            ["arn"] = $"arn:aws:guardduty:{sample.Region}:{account}:detector/{detector}/finding/{id}",
            ["type"] = kind.Type,
            ["resource"] = resource,
            ["service"] = new JsonObject
            {
                ["serviceName"] = "guardduty",
                ["detectorId"] = detector,
                ["action"] = kind.Action(sample, remote),
                ["resourceRole"] = kind.Role,
                ["additionalInfo"] = new JsonObject { ["value"] = "{}", ["type"] = "default" },
                ["evidence"] = null,
                ["eventFirstSeen"] = first,
                ["eventLastSeen"] = sample.IsoMilliseconds,
                ["archived"] = false,
                ["count"] = sample.Whole(1, 40),
            },
            ["severity"] = kind.Severity,
            ["createdAt"] = first,
            ["updatedAt"] = sample.IsoMilliseconds,
            ["title"] = title,
            ["description"] = title,
        });
    }

    static (string, JsonObject) Instance(SampleSource sample, string account)
    {
        var id = "i-" + sample.Hex(17);
        return (id, new() { ["resourceType"] = "Instance", ["instanceDetails"] = EventBridgeEvents.Instance(sample, id) });
    }

    static (string, JsonObject) Key(SampleSource sample, string account)
    {
        var user = sample.OneOf("ann", "ben", "deploy");
        return (user, new()
        {
            ["resourceType"] = "AccessKey",
            ["accessKeyDetails"] = new JsonObject { ["accessKeyId"] = "AKIA" + sample.UpperToken(16), ["principalId"] = "AIDA" + sample.UpperToken(17), ["userType"] = "IAMUser", ["userName"] = user },
        });
    }

    static (string, JsonObject) Bucket(SampleSource sample, string account)
    {
        var bucket = $"{sample.OneOf("invoices", "exports", "backups")}-{account}";
        return (bucket, new()
        {
            ["resourceType"] = "S3Bucket",
            ["s3BucketDetails"] = new JsonArray(new JsonObject { ["arn"] = "arn:aws:s3:::" + bucket, ["name"] = bucket, ["type"] = "Destination", ["tags"] = new JsonArray() }),
        });
    }

    static JsonObject Connection(SampleSource sample, JsonObject remote)
    {
        var action = EventBridgeEvents.NetworkConnection(sample);
        action["networkConnectionAction"]!["remoteIpDetails"] = remote;
        return action;
    }

    static JsonObject Call(SampleSource sample, string api, string service, JsonObject remote) => new()
    {
        ["actionType"] = "AWS_API_CALL",
        ["awsApiCallAction"] = new JsonObject
        {
            ["api"] = api,
            ["serviceName"] = service,
            ["callerType"] = "Remote IP",
            ["userAgent"] = sample.OneOf("aws-cli/2.15.0", "Boto3/1.34.0", "console.amazonaws.com"),
            ["remoteIpDetails"] = remote,
        },
    };

    static JsonObject Remote(SampleSource sample)
    {
        var (country, city, asn) = sample.OneOf<(string, string, string)>(s_places);
        return new()
        {
            ["ipAddressV4"] = sample.OneOf<string>(s_networks) + sample.Whole(1, 254),
            ["country"] = new JsonObject { ["countryName"] = country },
            ["city"] = new JsonObject { ["cityName"] = city },
            ["organization"] = new JsonObject { ["asn"] = asn, ["asnOrg"] = "Documentation", ["isp"] = "Documentation", ["org"] = "Documentation" },
        };
    }
}
