using System.Text;
using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests;

/// <summary>Every sample event of WafLogCopier through the real process, from its sources and as the package that is deployed, with the
/// objects that it names in moto.</summary>
public class WafLogCopierSampleTests(Moto moto) : IClassFixture<Moto>
{
    const string Source = "aws-waf-logs-example";
    const string CentralAccount = "222233334444";

    const string Early = "AWSLogs/123456789012/WAFLogs/us-east-1/storefront/2026/11/21/22/55/123456789012_waflogs_us-east-1_storefront_20261121T2255Z_1b4e28ba.log.gz";
    const string Late = "AWSLogs/123456789012/WAFLogs/us-east-1/storefront/2026/11/21/23/00/123456789012_waflogs_us-east-1_storefront_20261121T2300Z_2fa1883f.log.gz";
    const string Europe = "AWSLogs/123456789012/WAFLogs/eu-west-1/storefront-eu/2026/11/21/23/00/123456789012_waflogs_eu-west-1_storefront-eu_20261121T2300Z_9c1185a5.log.gz";
    const string Global = "AWSLogs/123456789012/WAFLogs/cloudfront/edge/2026/11/21/23/05/123456789012_waflogs_cloudfront_edge_20261121T2305Z_c4ca4238.log.gz";
    const string OfFirehose = "2026/11/21/23/aws-waf-logs-checkout-1-2026-11-21-23-04-10-6d8a7979-e1cf-4857-8386-dc22e2703308.gz";
    const string Plus = "exports/checkout+eu/waf logs 1.log.gz";
    const string Percent = "exports/checkout%2Beu/waf%20logs 2.log.gz";
    const string Unicode = "exports/übersicht/日本語 🧱.log.gz";
    const string Up = "exports/../escaped/waf.log.gz";
    const string Doubled = "exports//doubled//waf.log.gz";

    /// <summary>As the samples name it: size and ETag.</summary>
    static readonly byte[] s_body = Encoding.UTF8.GetBytes("{\"timestamp\":1795301100000,\"formatVersion\":1,\"terminatingRuleId\":\"Default_Action\",\"action\":\"ALLOW\"}\n");

    /// <summary>Where the copy of each object belongs.</summary>
    static readonly Dictionary<string, string> s_copies = new()
    {
        [Early] = "123456789012/us-east-1/storefront/2026/11/21/22/123456789012_waflogs_us-east-1_storefront_20261121T2255Z_1b4e28ba.log.gz",
        [Late] = "123456789012/us-east-1/storefront/2026/11/21/23/123456789012_waflogs_us-east-1_storefront_20261121T2300Z_2fa1883f.log.gz",
        [Europe] = "123456789012/eu-west-1/storefront-eu/2026/11/21/23/123456789012_waflogs_eu-west-1_storefront-eu_20261121T2300Z_9c1185a5.log.gz",
        [Global] = "123456789012/cloudfront/edge/2026/11/21/23/123456789012_waflogs_cloudfront_edge_20261121T2305Z_c4ca4238.log.gz",
        [OfFirehose] = "123456789012/us-east-1/aws-waf-logs-checkout/2026/11/21/23/aws-waf-logs-checkout-1-2026-11-21-23-04-10-6d8a7979-e1cf-4857-8386-dc22e2703308.gz",
        [Plus] = "unparsed/aws-waf-logs-example/exports/checkout+eu/waf logs 1.log.gz",
        [Percent] = "unparsed/aws-waf-logs-example/exports/checkout%2Beu/waf%20logs 2.log.gz",
        [Unicode] = "unparsed/aws-waf-logs-example/exports/übersicht/日本語 🧱.log.gz",
        [Up] = "unparsed/aws-waf-logs-example/exports/%2E%2E/escaped/waf.log.gz",
        [Doubled] = "unparsed/aws-waf-logs-example/exports//doubled//waf.log.gz",
    };

    /// <summary>What is answered and copied; a sample that is not named here fails the test below.</summary>
    static readonly Dictionary<string, Expectation> s_expected = new()
    {
        ["s3-notification"] = Counts(4, 4, 0, 0, Early, Europe, Global, OfFirehose),
        ["s3-notification-with-removals"] = Counts(2, 2, 0, 2, Late, Global),
        ["s3-test-event"] = Counts(0, 0, 0, 1),
        ["strange-keys"] = Counts(5, 5, 0, 0, Plus, Percent, Unicode, Up, Doubled),
        ["strange-keys-eventbridge"] = Counts(1, 1, 0, 0, Percent),
        ["sns"] = Counts(2, 2, 0, 0, Early, Late),
        ["sqs"] = Failures([], Early, Europe, OfFirehose),
        ["sqs-with-test-event-removal-and-garbage"] = Failures([4, 5], Late),
        ["sqs-sns"] = Failures([], Early, Global),
        ["sqs-eventbridge"] = Failures([], Europe),
        ["eventbridge"] = Counts(1, 1, 0, 0, Late),
        ["eventbridge-deleted"] = Counts(0, 0, 0, 1),
        ["s3-batch-1.0"] = Job("1.0", Early),
        ["s3-batch-2.0"] = Job("2.0", Plus),
        ["gone-and-twice"] = Counts(3, 2, 1, 0, Late),
        ["not-an-event-of-objects"] = new(1, "names no S3 object, expected an S3 notification", []),
    };

    static IEnumerable<string> Samples => Directory.EnumerateFiles(Repo.File("events", "WafLogCopier"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    [Fact]
    public void Every_sample_has_an_expectation() => Assert.Equal(s_expected.Keys.Order(StringComparer.Ordinal), Samples);

    [SkippableTheory]
    [InlineData("jit")]
    [InlineData("aot")]
    public async Task Every_sample_event_is_answered_and_its_objects_are_copied(string runtime)
    {
        moto.SkipIfAbsent();
        await moto.MakeBucketAsync(Source, "123456789012");
        foreach (var key in s_copies.Keys) await moto.PutAsync(Source, key, s_body);

        foreach (var (sample, expected) in s_expected)
        {
            var target = $"central-{Guid.NewGuid():N}";
            await moto.MakeBucketAsync(target, CentralAccount);
            var result = await InvokeAsync(sample, runtime, target, CentralAccount);

            Assert.True(result.ExitCode == expected.ExitCode, $"{sample}: exit {result.ExitCode}\n{result.All}");
            if (expected.ExitCode == 0) Assert.Equal(expected.Answer.Replace("{target}", target, StringComparison.Ordinal), JsonNode.Parse(result.Output)!.ToJsonString(Command.Readable));
            else Assert.Contains(expected.Answer, result.Output, StringComparison.Ordinal);
            Assert.Equal(expected.Copied.Select(key => s_copies[key]).Order(StringComparer.Ordinal), await moto.KeysAsync(target));
            foreach (var key in expected.Copied) Assert.Equal(s_body, await moto.GetAsync(target, s_copies[key]));
        }
    }

    [SkippableFact]
    public async Task A_central_bucket_of_another_owner_is_refused_with_what_to_check()
    {
        moto.SkipIfAbsent();
        var target = $"central-{Guid.NewGuid():N}";
        await moto.MakeBucketAsync(Source, "123456789012");
        await moto.PutAsync(Source, Late, s_body);
        await moto.MakeBucketAsync(target, "999999999999");

        var result = await InvokeAsync("eventbridge", "jit", target, CentralAccount);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("TARGET_BUCKET_OWNER, where set, must be its account", result.Output, StringComparison.Ordinal);
        Assert.Empty(await moto.KeysAsync(target));
    }

    Task<CommandResult> InvokeAsync(string sample, string runtime, string target, string owner) => Command.SluiceAsync(
        "invoke", "WafLogCopier", "--runtime", runtime, "--event", $"events/WafLogCopier/{sample}.json",
        "--parameter-overrides", "CentralBucketName=" + target, "CentralBucketAccount=" + owner, "SourceBucketName=" + Source,
        "--env", "AWS_ENDPOINT_URL=" + moto.Endpoint);

    static Expectation Counts(int objects, int delivered, int dropped, int ignored, params string[] copied) =>
        new(0, $$"""{"objects":{{objects}},"delivered":{{delivered}},"dropped":{{dropped}},"ignored":{{ignored}}}""", copied);

    /// <summary>The numbers, from 1, of the messages that come again.</summary>
    static Expectation Failures(int[] messages, params string[] copied) =>
        new(0, $$"""{"batchItemFailures":[{{string.Join(",", messages.Select(i => $$"""{"itemIdentifier":"059f36b4-87a3-44ab-83d2-66197597000{{i}}"}"""))}}]}""", copied);

    static Expectation Job(string schema, string copied) => new(0,
        $$"""{"invocationSchemaVersion":"{{schema}}","treatMissingKeysAs":"TemporaryFailure","invocationId":"YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo","results":[{"taskId":"dGFza2lkZ29lc2hlcmU1","resultCode":"Succeeded","resultString":"copied to {target}/{{s_copies[copied]}}"}]}""",
        [copied]);

    /// <summary>The answer is all of it; of an error a part.</summary>
    sealed record Expectation(int ExitCode, string Answer, string[] Copied);
}
