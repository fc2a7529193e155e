using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>An object of logs on its way.</summary>
/// <param name="Key">As its writer names it.</param>
/// <param name="Records">Lines of it, the broken ones too.</param>
/// <param name="Partition">Where the copy belongs, without its name; <c>null</c> where the key tells none.</param>
sealed record WafLogObject(string Key, byte[] Body, int Records, string? Partition)
{
    /// <summary>What the copy is called in the central bucket.</summary>
    public string CopyKey(string bucket) => Partition is null ? $"unparsed/{bucket}/{Key}" : Partition + Key[(Key.LastIndexOf('/') + 1)..];
}

/// <summary>What web ACLs of two regions log: objects as WAF writes them itself, and as Firehose does.</summary>
/// <remarks>Sources: WAF developer guide, "Logging protection pack (web ACL) traffic": S3 keys, log fields.</remarks>
static class WafLogs
{
    const string Account = Deployment.Account;
    const int RecordsEach = 40;

    /// <summary>Neither account, region, stream nor time; and what must be encoded in a message, a URL and a header.</summary>
    const string StrangeKey = "by hand/50% + ünsorted/waf logs.log.gz";

    static readonly (string Region, string WebAcl)[] s_webAcls = [("us-east-1", "storefront"), ("us-east-1", "api-gateway"), ("eu-west-1", "storefront-eu")];

    /// <summary>The same seed gives the same objects, but for their times.</summary>
    /// <param name="region">Of the bucket: Firehose's names tell none.</param>
    public static IReadOnlyList<WafLogObject> Make(int seed, string region, DateTimeOffset from, int files)
    {
        var sample = new SampleSource(seed, region, from);
        // WAF writes a file every five minutes; an hour must pass between them, or all would lie in one partition.
        var first = new DateTimeOffset(from.Year, from.Month, from.Day, from.Hour, 0, 0, TimeSpan.Zero).AddMinutes(60 - 5 * (files / 2));
        var times = Enumerable.Range(0, files).Select(i => first.AddMinutes(5 * i)).ToList();
        return
        [
            .. s_webAcls.SelectMany(_ => times, (acl, time) => OfWaf(sample, acl.Region, acl.WebAcl, time)),
            .. times.Select((time, i) => OfFirehose(sample, region, "aws-waf-logs-checkout", time, broken: i == 0)),
            new(StrangeKey, Gzipped(sample, region, "storefront", first), RecordsEach, null),
        ];
    }

    static WafLogObject OfWaf(SampleSource sample, string region, string webAcl, DateTimeOffset time)
    {
        var name = $"{Account}_waflogs_{region}_{webAcl}_{Text(time, "yyyyMMdd'T'HHmm")}Z_{sample.Hex(8)}.log.gz";
        return new($"AWSLogs/{Account}/WAFLogs/{region}/{webAcl}/{Text(time, "yyyy/MM/dd/HH/mm")}/{name}", Gzipped(sample, region, webAcl, time), RecordsEach,
            $"{Account}/{region}/{webAcl}/{Text(time, "yyyy/MM/dd/HH")}/");
    }

    static WafLogObject OfFirehose(SampleSource sample, string region, string stream, DateTimeOffset time, bool broken)
    {
        var name = $"{stream}-1-{Text(time, "yyyy-MM-dd-HH-mm-ss")}-{sample.Guid()}.gz";
        return new($"{Text(time, "yyyy/MM/dd/HH")}/{name}", Gzipped(sample, region, "checkout", time, broken), RecordsEach, $"{Account}/{region}/{stream}/{Text(time, "yyyy/MM/dd/HH")}/");
    }

    /// <param name="broken">One of its lines ends in the middle, as what writes lines leaves them now and then.</param>
    static byte[] Gzipped(SampleSource sample, string region, string webAcl, DateTimeOffset time, bool broken = false)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < RecordsEach; i++)
        {
            var record = Record(sample, region, webAcl, time.AddSeconds(7 * i)).ToJsonString();
            lines.Append(broken && i == RecordsEach / 2 ? record[..(record.Length / 2)] : record).Append('\n');
        }
        using var stored = new MemoryStream();
        using (var gzip = new GZipStream(stored, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(lines.ToString()));
        return stored.ToArray();
    }

    static JsonObject Record(SampleSource sample, string region, string webAcl, DateTimeOffset time)
    {
        var blocked = sample.Whole(1, 5) == 1;
        // Those who are blocked are few and come often.
        var client = blocked ? sample.OneOf("198.51.100.23", "198.51.100.77", "203.0.113.200", "2001:db8::bad:1") : $"203.0.113.{sample.Whole(1, 254).ToString(CultureInfo.InvariantCulture)}";
        var rule = blocked ? sample.OneOf("AWS-AWSManagedRulesCommonRuleSet", "AWS-AWSManagedRulesSQLiRuleSet", "RateLimit") : "Default_Action";
        return new()
        {
            ["timestamp"] = time.ToUnixTimeMilliseconds(),
            ["formatVersion"] = 1,
            ["webaclId"] = $"arn:aws:wafv2:{region}:{Account}:regional/webacl/{webAcl}/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9",
            ["terminatingRuleId"] = rule,
            ["terminatingRuleType"] = rule switch { "Default_Action" => "REGULAR", "RateLimit" => "RATE_BASED", _ => "MANAGED_RULE_GROUP" },
            ["action"] = blocked ? "BLOCK" : "ALLOW",
            ["terminatingRuleMatchDetails"] = new JsonArray(),
            ["httpSourceName"] = "ALB",
            ["httpSourceId"] = $"{Account}-app/{webAcl}/{sample.Hex(16)}",
            ["ruleGroupList"] = new JsonArray(),
            ["rateBasedRuleList"] = new JsonArray(),
            ["nonTerminatingMatchingRules"] = new JsonArray(),
            ["requestHeadersInserted"] = null,
            ["responseCodeSent"] = blocked ? 403 : null,
            ["httpRequest"] = new JsonObject
            {
                ["clientIp"] = client,
                ["country"] = sample.OneOf("DE", "FR", "US", "JP"),
                ["headers"] = new JsonArray(new JsonObject { ["name"] = "Host", ["value"] = "shop.example.com" }, new JsonObject { ["name"] = "User-Agent", ["value"] = "Mozilla/5.0" }),
                ["uri"] = sample.OneOf("/", "/basket", "/checkout", "/search"),
                ["args"] = blocked ? "q=%27%20OR%201%3D1" : "",
                ["httpVersion"] = "HTTP/2.0",
                ["httpMethod"] = sample.OneOf("GET", "POST"),
                ["requestId"] = $"1-{sample.Hex(8)}-{sample.Hex(24)}",
            },
            ["labels"] = new JsonArray(),
            ["ja3Fingerprint"] = sample.Hex(32),
        };
    }

    static string Text(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
