namespace Sluice.S3ToElasticsearchLoader.Tests;

public sealed class DeliverySettingsTests
{
    [Fact]
    public void With_an_address_alone_the_rest_is_what_the_readme_says()
    {
        var settings = Some.Settings("http://localhost:9200");
        Assert.Equal((ClusterKind.Unknown, AuthKind.None, "_doc", true, "create"), (settings.Kind, settings.Auth, settings.DocumentType, settings.WithIds, settings.Operation));
        Assert.Equal((5 << 20, 2, true, 60.0), (settings.BulkBytes, settings.Concurrency, settings.Gzip, settings.Timeout.TotalSeconds));
        Assert.Equal(("", "failed/", true, false, 0), (settings.FailedBucket, settings.FailedPrefix, settings.InstallTemplates, settings.DataStreams, settings.RetentionDays));
    }

    [Theory]
    [InlineData("https://vpc-logs-abc.eu-west-1.es.amazonaws.com", "es", "eu-west-1", ClusterKind.Unknown)]
    [InlineData("https://abc.us-gov-west-1.aoss.amazonaws.com", "aoss", "us-gov-west-1", ClusterKind.OpenSearchServerless)]
    [InlineData("https://x.cn-north-1.es.amazonaws.com.cn", "es", "cn-north-1", ClusterKind.Unknown)]
    public void A_host_of_AWS_tells_how_to_sign(string url, string service, string region, object kind)
    {
        var settings = Some.Settings(url, ("AWS_REGION", "ap-south-1"));
        Assert.Equal((AuthKind.SigV4, service, region, kind), (settings.Auth, settings.Service, settings.Region, settings.Kind));
    }

    [Fact]
    public void A_prefix_ends_with_a_slash_whoever_wrote_it() => Assert.Equal("bad/", Some.Settings("http://localhost", ("FAILED_PREFIX", "bad")).FailedPrefix);

    [Fact]
    public void Dead_letters_are_known_by_bucket_and_prefix()
    {
        var settings = Some.Settings("http://localhost", ("FAILED_BUCKET", "b"));
        Assert.Equal((true, false, false), (settings.HoldsDeadLetters("b", "failed/x"), settings.HoldsDeadLetters("a", "failed/x"), settings.HoldsDeadLetters("b", "failedx")));
        Assert.False(Some.Settings("http://localhost").HoldsDeadLetters("b", "failed/x"));
    }

    [Theory]
    [InlineData("ELASTICSEARCH_URL", "localhost:9200")]
    [InlineData("ELASTICSEARCH_URL", "https://user:hush@host/")]
    [InlineData("SECRET", "", "AUTH", "basic")]
    [InlineData("https", "x", "AUTH", "basic", "SECRET", "name", "ELASTICSEARCH_URL", "http://host")]
    [InlineData("AWS_REGION", "", "AUTH", "sigv4")]
    [InlineData("BULK_MEGABYTES", "10"), InlineData("BULK_CONCURRENCY", "0"), InlineData("CLUSTER", "solr"), InlineData("AUTH", "kerberos")]
    [InlineData("BULK_OPERATION", "index", "DATA_STREAMS", "true")]
    public void A_mistake_is_named_and_a_password_is_not_shown(string named, params string[] set)
    {
        var pairs = new List<(string, string)> { ("ELASTICSEARCH_URL", "https://host") };
        if (set.Length % 2 == 1) set = [named, .. set];
        for (var i = 0; i < set.Length; i += 2) pairs.Add((set[i], set[i + 1]));
        var env = Some.Env([.. pairs]);
        var settings = DeliverySettings.From(env);
        var wrong = Assert.Throws<SettingsException>(() => env.Complete(settings));
        Assert.Contains(named, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_set_is_one_message_and_no_crash()
    {
        var env = Some.Env();
        var settings = DeliverySettings.From(env);
        Assert.Contains("ELASTICSEARCH_URL", Assert.Throws<SettingsException>(() => env.Complete(settings)).Message, StringComparison.Ordinal);
    }
}
