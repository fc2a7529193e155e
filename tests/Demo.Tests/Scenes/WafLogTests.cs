using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

/// <summary>The demo says so when an object of WAF logs is missing, is another one, or lies elsewhere.</summary>
public class WafLogTests
{
    static readonly WafLogObject s_parsed = new("AWSLogs/x/one.gz", [1, 2], 1, "a/b/c/");
    static readonly WafLogObject s_strange = new("strange key.gz", [3], 1, null);
    static readonly CopyCounts s_counts = new(In: 3, Copied: 2, AlreadyThere: 1, Unparsed: 1, Ignored: 1, Failed: 0);
    static readonly QueueAccount s_queue = new(Received: 4, Deleted: 4, Failed: 0, Invocations: 2);

    static List<string> Check(Dictionary<string, byte[]>? arrived = null, CopyCounts? counts = null, QueueAccount? queue = null) =>
        [.. WafLogBalance.Check([s_parsed, s_strange], "bucket", arrived ?? Arrived(), counts ?? s_counts, queue ?? s_queue, again: 1)];

    static Dictionary<string, byte[]> Arrived() => new() { ["a/b/c/one.gz"] = [1, 2], ["unparsed/bucket/strange key.gz"] = [3] };

    [Fact]
    public void Every_object_in_its_place_is_a_balance() => Assert.Empty(Check());

    [Fact]
    public void An_object_that_is_missing_is_none()
    {
        var arrived = Arrived();
        arrived.Remove("a/b/c/one.gz");
        Assert.Equal(["AWSLogs/x/one.gz is not at a/b/c/one.gz in the central bucket"], Check(arrived));
    }

    [Fact]
    public void An_object_in_another_partition_is_none()
    {
        var arrived = Arrived();
        arrived.Remove("a/b/c/one.gz", out var body);
        arrived["a/b/d/one.gz"] = body!;
        Assert.Equal(["AWSLogs/x/one.gz is not at a/b/c/one.gz in the central bucket", "a/b/d/one.gz is in the central bucket, and nobody put it"], Check(arrived));
    }

    [Fact]
    public void An_object_with_another_byte_is_none()
    {
        var arrived = Arrived();
        arrived["a/b/c/one.gz"] = [1, 3];
        Assert.Equal(["a/b/c/one.gz in the central bucket has other bytes than AWSLogs/x/one.gz"], Check(arrived));
    }

    [Fact]
    public void A_copy_beside_the_first_is_none()
    {
        var arrived = Arrived();
        arrived["a/b/c/one~0011.gz"] = [1, 2];
        Assert.Single(Check(arrived, s_counts with { Copied = 3, AlreadyThere = 0 }), problem => problem.StartsWith("WafLogCopier says 3 copied, 0 already there", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failure_or_a_message_that_comes_again_is_none()
    {
        Assert.Single(Check(counts: s_counts with { Failed = 1 }));
        Assert.Single(Check(counts: s_counts with { Ignored = 0 }));
        Assert.Single(Check(queue: s_queue with { Deleted = 3, Failed = 1 }));
        Assert.Single(Check(queue: s_queue with { Received = 3, Deleted = 3 }));
    }

    [Fact]
    public void Counts_are_those_of_all_invocations_and_of_no_other_line() => Assert.Equal(
        new CopyCounts(5, 4, 1, 1, 1, 0),
        CopyCounts.Of(
        [
            "REPORT RequestId: 1", "{broken", """{"message":"started"}""",
            """{"message":"objects copied","RecordsIn":4,"Copied":4,"AlreadyThere":0,"Unparsed":1,"EventsIgnored":1,"Failed":0}""",
            """{"message":"objects copied","RecordsIn":1,"Copied":0,"AlreadyThere":1,"Unparsed":0,"EventsIgnored":0,"Failed":0}""",
        ]));

    [Fact]
    public void The_logs_are_of_two_regions_and_two_hours_and_one_tells_nothing()
    {
        var logs = WafLogs.Make(1, "us-east-1", new(2026, 11, 21, 21, 40, 0, TimeSpan.Zero), files: 4);

        Assert.Equal(logs.Count, logs.Select(one => one.CopyKey("bucket")).Distinct().Count());
        string[] partitions =
        [
            "123456789012/eu-west-1/storefront-eu/2026/11/21/21/", "123456789012/eu-west-1/storefront-eu/2026/11/21/22/",
            "123456789012/us-east-1/api-gateway/2026/11/21/21/", "123456789012/us-east-1/api-gateway/2026/11/21/22/",
            "123456789012/us-east-1/aws-waf-logs-checkout/2026/11/21/21/", "123456789012/us-east-1/aws-waf-logs-checkout/2026/11/21/22/",
            "123456789012/us-east-1/storefront/2026/11/21/21/", "123456789012/us-east-1/storefront/2026/11/21/22/",
        ];
        Assert.Equal(partitions, logs.Select(one => one.Partition).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        Assert.Single(logs, one => one.Partition is null);
    }

    [Fact]
    public void An_object_is_gzip_with_a_record_a_line_and_the_same_seed_gives_the_same()
    {
        var from = new DateTimeOffset(2026, 11, 21, 21, 40, 0, TimeSpan.Zero);
        var one = WafLogs.Make(1, "us-east-1", from, files: 1)[0];

        using var text = new StreamReader(new GZipStream(new MemoryStream(one.Body), CompressionMode.Decompress), Encoding.UTF8);
        var records = text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();

        Assert.Equal(one.Records, records.Count);
        Assert.All(records, record => Assert.Equal(record["action"]!.ToString() == "BLOCK", record["terminatingRuleId"]!.ToString() != "Default_Action"));
        Assert.Equal(one.Body, WafLogs.Make(1, "us-east-1", from, files: 1)[0].Body);
    }

    [Fact]
    public void The_two_stacks_know_of_each_other_and_share_nothing()
    {
        var accounts = TwoAccounts.Resolve(Repository.Root, new Dictionary<string, string>(), new Uri("http://127.0.0.1:9200"));

        Assert.Equal(["CentralBucket", "CentralBucketPolicy", "CentralKey"], accounts.Central.Resources.Keys.Where(name => name.StartsWith("Central", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(["S3ToElasticsearchLoader"], accounts.Central.Functions.Keys);
        Assert.Equal("http://127.0.0.1:9200", accounts.Central.Functions["S3ToElasticsearchLoader"].Environment["ELASTICSEARCH_URL"]);
        Assert.DoesNotContain("S3ToElasticsearchLoader", accounts.Resource.Resources.Keys);
        Assert.DoesNotContain("CentralBucket", accounts.Resource.Resources.Keys);
        var environment = accounts.Resource.Functions["WafLogCopier"].Environment;
        Assert.Equal(accounts.Central.Resources["CentralBucket"].PhysicalName, environment["TARGET_BUCKET"]);
        Assert.Equal(TwoAccounts.CentralAccount, environment["TARGET_BUCKET_OWNER"]);
        Assert.Contains($":{TwoAccounts.CentralAccount}:key/", environment["KMS_KEY_ARN"], StringComparison.Ordinal);
    }
}
