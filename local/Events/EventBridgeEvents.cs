using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Events that come through EventBridge.</summary>
/// <remarks>Sources: EventBridge user guide, "Events"; GuardDuty user guide, "Processing findings with EventBridge".</remarks>
static class EventBridgeEvents
{
    public static JsonObject Envelope(SampleSource sample, string source, string detailType, JsonArray resources, JsonObject detail) => new()
    {
        ["version"] = "0",
        ["id"] = sample.Guid(),
        ["detail-type"] = detailType,
        ["source"] = source,
        ["account"] = SampleSource.Account,
        ["time"] = sample.Iso,
        ["region"] = sample.Region,
        ["resources"] = resources,
        ["detail"] = detail,
    };

    public static JsonObject Scheduled(SampleSource sample) =>
        Envelope(sample, "aws.events", "Scheduled Event", [sample.Arn("events", "rule/EveryHour")], []);

    /// <param name="severity">1.0 to 10.0; from 9.0 on it is critical.</param>
    public static JsonObject GuardDuty(SampleSource sample, double severity, string type)
    {
        var (detector, finding, instance) = (sample.Hex(32), sample.Hex(32), "i-" + sample.Hex(17));
        var first = sample.IsoMilliseconds;
        sample.Pass(600_000);
        return Envelope(sample, "aws.guardduty", "GuardDuty Finding", [], new JsonObject
        {
            ["schemaVersion"] = "2.0",
            ["accountId"] = SampleSource.Account,
            ["region"] = sample.Region,
            ["partition"] = "aws",
            ["id"] = finding,
            ["arn"] = sample.Arn("guardduty", $"detector/{detector}/finding/{finding}"),
            ["type"] = type,
            ["resource"] = new JsonObject { ["resourceType"] = "Instance", ["instanceDetails"] = Instance(sample, instance) },
            ["service"] = new JsonObject
            {
                ["serviceName"] = "guardduty",
                ["detectorId"] = detector,
                ["action"] = NetworkConnection(sample),
                ["resourceRole"] = "TARGET",
                ["additionalInfo"] = new JsonObject { ["value"] = "{\"sample\":true}", ["type"] = "default", ["sample"] = true },
                ["evidence"] = null,
                ["eventFirstSeen"] = first,
                ["eventLastSeen"] = sample.IsoMilliseconds,
                ["archived"] = false,
                ["count"] = sample.Whole(1, 40),
            },
            ["severity"] = severity,
            ["createdAt"] = first,
            ["updatedAt"] = sample.IsoMilliseconds,
            ["title"] = $"203.0.113.10 is performing SSH brute force attacks against {instance}.",
            ["description"] = $"203.0.113.10 is performing SSH brute force attacks against {instance}. Brute force attacks are used to gain unauthorized access to your instance by guessing the SSH password.",
        });
    }

    public static JsonObject Instance(SampleSource sample, string instance) => new()
    {
        ["instanceId"] = instance,
        ["instanceType"] = "t3.micro",
        ["launchTime"] = "2026-11-01T08:00:00Z",
        ["availabilityZone"] = sample.Region + "a",
        ["instanceState"] = "running",
        ["imageId"] = "ami-" + sample.Hex(17),
        ["tags"] = new JsonArray(new JsonObject { ["key"] = "Name", ["value"] = "bastion" }),
        ["networkInterfaces"] = new JsonArray(new JsonObject
        {
            ["networkInterfaceId"] = "eni-" + sample.Hex(17),
            ["privateIpAddress"] = "10.0.0.1",
            ["publicIp"] = "198.51.100.1",
            ["subnetId"] = "subnet-" + sample.Hex(17),
            ["vpcId"] = "vpc-" + sample.Hex(17),
            ["securityGroups"] = new JsonArray(new JsonObject { ["groupId"] = "sg-" + sample.Hex(17), ["groupName"] = "bastion" }),
        }),
    };

    public static JsonObject NetworkConnection(SampleSource sample) => new()
    {
        ["actionType"] = "NETWORK_CONNECTION",
        ["networkConnectionAction"] = new JsonObject
        {
            ["connectionDirection"] = "INBOUND",
            ["localPortDetails"] = new JsonObject { ["port"] = 22, ["portName"] = "SSH" },
            ["remoteIpDetails"] = new JsonObject
            {
                ["ipAddressV4"] = "203.0.113.10",
                ["country"] = new JsonObject { ["countryName"] = "Sweden" },
                ["city"] = new JsonObject { ["cityName"] = "Stockholm" },
                ["geoLocation"] = new JsonObject { ["lat"] = 59.33, ["lon"] = 18.07 },
                ["organization"] = new JsonObject { ["asn"] = "64496", ["asnOrg"] = "Documentation", ["isp"] = "Documentation", ["org"] = "Documentation" },
            },
            ["remotePortDetails"] = new JsonObject { ["port"] = sample.Whole(1024, 65535), ["portName"] = "Unknown" },
            ["protocol"] = "TCP",
            ["blocked"] = false,
        },
    };
}
