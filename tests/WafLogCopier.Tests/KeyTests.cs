using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.WafLogCopier.Tests;

/// <summary>What keys tell, and where copies go.</summary>
public class KeyTests
{
    const string Firehose = "aws-waf-logs-shop-1-2026-11-22-10-05-59-0a1b2c3d-0000-4000-8000-0123456789ab.gz";

    [Theory]
    [InlineData("AWSLogs/111122223333/WAFLogs/eu-west-1/shop/2026/11/22/10/05/111122223333_waflogs_eu-west-1_shop_20261122T1005Z_0a1b.log.gz", "111122223333", "eu-west-1", "shop", "2026-11-22T10:05")]
    [InlineData("team/x/AWSLogs/111122223333/WAFLogs/cloudfront/my_acl-2/2026/11/22/10/05/n.log.gz", "111122223333", "cloudfront", "my_acl-2", "2026-11-22T10:05")]
    [InlineData("AWSLogs/111122223333/WAFLogs/us-east-1/shop/x_waflogs_us-east-1_shop_20261122T1005Z_0a1b.log.gz", "111122223333", "us-east-1", "shop", "2026-11-22T10:05")]
    [InlineData("AWSLogs/o-a1b2c3/111122223333/CloudTrail/eu-west-1/2026/11/22/111122223333_CloudTrail_eu-west-1_20261122T1015Z_abc.json.gz", "111122223333", "eu-west-1", "CloudTrail", "2026-11-22T10:15")]
    [InlineData("AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/11/22/111122223333_vpcflowlogs_eu-west-1_fl-1_20261122T1005Z_1.log.gz", "111122223333", "eu-west-1", "vpcflowlogs", "2026-11-22T10:05")]
    [InlineData("AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2026/11/22/n.log.gz", "111122223333", "eu-west-1", "elasticloadbalancing", "2026-11-22T00:00")]
    [InlineData("prefix/2026/11/22/10/" + Firehose, "", "", "aws-waf-logs-shop", "2026-11-22T10:05")]
    [InlineData("aws-waf-logs-a-2-12-2026-11-22-10-05-59-0a1b2c3d-0000-4000-8000-0123456789ab", "", "", "aws-waf-logs-a-2", "2026-11-22T10:05")]
    public void A_key_tells_account_region_stream_and_time(string key, string account, string region, string stream, string time)
    {
        var parts = SourceKey.Parse(key);
        Assert.Equal((account, region, stream), (parts.Account, parts.Region, parts.Stream));
        Assert.Equal(time, parts.Time!.Value.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AWSLogs")]
    [InlineData("AWSLogs/")]
    [InlineData("AWSLogs/o-1")]
    [InlineData("AWSLogs/1/WAFLogs/eu-west-1/shop/2026/11/22/10/05/n")]
    [InlineData("AWSLogs/111122223333/WAFLogs/eu-west-1")]
    [InlineData("aws-waf-logs-shop-1-2026-13-22-10-05-59-0a1b2c3d-0000-4000-8000-0123456789ab")]
    [InlineData("aws-waf-logs-shop-1-2026-11-22-10-05-59-nouuid")]
    public void A_key_of_another_form_tells_nothing(string key) => Assert.Equal(KeyParts.None, SourceKey.Parse(key));

    [Fact]
    public void No_key_makes_it_fail() => Prop.ForAll((NonNull<string> key) => Of("bucket", key.Get).Key.Length > 0).QuickCheckThrowOnFailure();

    [Fact]
    public void A_key_cut_anywhere_goes_to_a_partition_or_is_kept_whole_under_unparsed()
    {
        for (var length = 1; length <= Scene.WafKey().Length; length++)
        {
            var key = Scene.WafKey()[..length];
            var target = Of("logs", key);
            Assert.True(target.Unparsed is null || target.Key == "unparsed/logs/" + key, target.Key);
        }
    }

    [Fact]
    public void Parts_that_the_key_lacks_come_from_the_event_and_from_the_function()
    {
        var source = new CreatedObject("logs", Firehose, "", "", 1, "eu-west-1", "", null);
        Assert.Equal($"999988887777/eu-west-1/aws-waf-logs-shop/2026/11/22/10/{Firehose}", Keys().Of(source, "999988887777").Key);
        Assert.Equal($"111122223333/eu-west-1/aws-waf-logs-shop/2026/11/22/10/{Firehose}", Keys().Of(source with { Account = "111122223333" }, "999988887777").Key);
        var missing = Keys().Of(source with { Region = "" }, "");
        Assert.Equal(("unparsed/logs/" + Firehose, "its key tells no account, region"), (missing.Key, missing.Unparsed));
    }

    [Fact]
    public void A_mapping_has_the_last_word_for_its_place_and_the_first_that_covers_counts()
    {
        var keys = Keys(("KEY_MAPPING", "logs/prod/=>account=111122223333,stream=prod; logs=>region=eu-north-1; other=>stream=x"));
        Assert.Equal($"111122223333/eu-west-1/prod/2026/11/22/10/{Firehose}", keys.Of(new("logs", "prod/" + Firehose, "", "", 1, "eu-west-1", "", null), "999988887777").Key);
        Assert.Equal($"999988887777/eu-north-1/aws-waf-logs-shop/2026/11/22/10/{Firehose}", keys.Of(new("logs", Firehose, "", "", 1, "eu-west-1", "", null), "999988887777").Key);
    }

    [Fact]
    public void Hive_style_names_its_folders()
    {
        var key = Keys(("KEY_STYLE", "hive")).Of(new("logs", Scene.WafKey(), "", "", 1, "", "", null), "").Key;
        Assert.StartsWith("account=111122223333/region=eu-west-1/stream=shop/year=2026/month=11/day=22/hour=10/111122223333_waflogs", key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/../b", "unparsed/logs/a/%2E%2E/b")]
    [InlineData("./a", "unparsed/logs/%2E/a")]
    [InlineData("a/..", "unparsed/logs/a/%2E%2E")]
    [InlineData("a//b", "unparsed/logs/a//b")]
    [InlineData("/a", "unparsed/logs//a")]
    [InlineData("a.b./c", "unparsed/logs/a.b./c")]
    public void Segments_of_dots_lose_their_meaning_and_others_stay(string key, string expected) => Assert.Equal(expected, Of("logs", key).Key);

    [Fact]
    public void A_key_that_would_be_too_long_is_cut_and_marked_and_stays_its_own()
    {
        var one = Of("logs", new string('ü', 511) + "a").Key;
        var other = Of("logs", new string('ü', 511) + "b").Key;
        Assert.InRange(Encoding.UTF8.GetByteCount(one), 1000, 1024);
        Assert.NotEqual(one, other);
        Assert.DoesNotContain('\uFFFD', one);
    }

    [Theory]
    [InlineData("a/b.log.gz", "a/b~")]
    [InlineData("a/b", "a/b~")]
    [InlineData("a.b/.hidden", "a.b/.hidden~")]
    public void A_name_beside_another_keeps_folder_and_extension(string key, string start)
    {
        var source = new CreatedObject("logs", "k", "", "e", 1, "", "", null);
        var beside = TargetKeys.Beside(key, source);
        Assert.StartsWith(start, beside, StringComparison.Ordinal);
        Assert.EndsWith(key.Contains(".log", StringComparison.Ordinal) ? ".log.gz" : beside, beside, StringComparison.Ordinal);
        Assert.Equal(beside, TargetKeys.Beside(key, source with { VersionId = "v" }));
        Assert.NotEqual(beside, TargetKeys.Beside(key, source with { ETag = "f" }));
    }

    static TargetKey Of(string bucket, string key) => Keys().Of(new(bucket, key, "", "", 1, "eu-west-1", "", null), "999988887777");

    static TargetKeys Keys(params (string Name, string Value)[] settings) => Settings.From(new EnvironmentReader(name =>
        name == "TARGET_BUCKET" ? "central" : settings.FirstOrDefault(one => one.Name == name).Value)).Keys;
}
