using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.S3ToElasticsearchLoader.Tests;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests;

/// <summary>Every sample event of S3ToElasticsearchLoader through the real process, from its sources and as the package that is deployed,
/// with the sample objects in moto and a cluster that counts.</summary>
public class LoaderSampleTests(Moto moto) : IClassFixture<Moto>
{
    const string Source = "example-logs";
    const string Replayed = "failed/example-logs/objects/lines.log/1/000000000000000-0000.jsonl.gz";

    /// <summary>What is answered, and which index gets how many documents; a sample that is not named here fails the test below.</summary>
    static readonly Dictionary<string, (int ExitCode, string Answer, string Documents)> s_expected = new()
    {
        ["every-format"] = (0, """{"objects":15,"delivered":15,"dropped":0,"ignored":0}""",
            "alb 2, apache 2, awswaf 5, cloudfront 2, cloudtrail 6, cloudwatch 4, csv 2, json 4, lines 2, nlb 1, s3access 2, vpcflow 5"),
        ["s3-test-event"] = (0, """{"objects":0,"delivered":0,"dropped":0,"ignored":1}""", ""),
        ["sns"] = (0, """{"objects":1,"delivered":1,"dropped":0,"ignored":0}""", "awswaf 2"),
        ["sqs"] = (0, """{"batchItemFailures":[]}""", "alb 2, awswaf 2, cloudtrail 6"),
        ["sqs-sns"] = (0, """{"batchItemFailures":[]}""", "cloudfront 2"),
        ["sqs-with-test-event-and-garbage"] = (0, """{"batchItemFailures":[{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661975970002"}]}""", "apache 2"),
        ["eventbridge"] = (0, """{"objects":1,"delivered":1,"dropped":0,"ignored":0}""", "vpcflow 2"),
        ["s3-batch-1.0"] = (0, """{"invocationSchemaVersion":"1.0","treatMissingKeysAs":"TemporaryFailure","invocationId":"YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo","results":[{"taskId":"dGFza2lkZ29lc2hlcmU1","resultCode":"Succeeded","resultString":"2 documents"}]}""", "awswaf 2"),
        ["s3-batch-2.0"] = (0, """{"invocationSchemaVersion":"2.0","treatMissingKeysAs":"TemporaryFailure","invocationId":"YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo","results":[{"taskId":"dGFza2lkZ29lc2hlcmU1","resultCode":"Succeeded","resultString":"1 documents"}]}""", "nlb 1"),
        ["sqs-to-go-on"] = (0, """{"batchItemFailures":[]}""", "lines 1"),
        ["sqs-to-go-on-with-a-changed-source"] = (0, """{"batchItemFailures":[]}""", ""),
        ["sqs-to-replay"] = (0, """{"batchItemFailures":[]}""", "lines 1"),
        ["gone"] = (0, """{"objects":2,"delivered":1,"dropped":1,"ignored":0}""", "apache 2"),
    };

    static IEnumerable<string> Samples => Directory.EnumerateFiles(Repo.File("events", "S3ToElasticsearchLoader"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    [Fact]
    public void Every_sample_has_an_expectation() => Assert.Equal(s_expected.Keys.Order(StringComparer.Ordinal), Samples);

    [SkippableTheory]
    [InlineData("jit")]
    [InlineData("aot")]
    public async Task Every_sample_event_is_answered_and_its_objects_are_loaded(string runtime)
    {
        moto.SkipIfAbsent();
        await moto.MakeBucketAsync(Source, "123456789012");
        foreach (var file in Directory.EnumerateFiles(Repo.File("events", "S3ToElasticsearchLoader", "objects")))
            await moto.PutAsync(Source, "objects/" + Path.GetFileName(file), await File.ReadAllBytesAsync(file));
        await moto.PutAsync(Source, Replayed, DeadLetter());

        foreach (var (sample, expected) in s_expected)
        {
            using var cluster = new ClusterInMemory();
            var result = await Command.SluiceAsync(
                "invoke", "S3ToElasticsearchLoader", "--runtime", runtime, "--event", $"events/S3ToElasticsearchLoader/{sample}.json",
                "--parameter-overrides", "ElasticsearchUrl=" + cluster.Url, "LoadFromBucketName=" + Source, "--env", "AWS_ENDPOINT_URL=" + moto.Endpoint);

            Assert.True(result.ExitCode == expected.ExitCode, $"{sample}: exit {result.ExitCode}\n{result.All}");
            Assert.Equal(expected.Answer, JsonNode.Parse(result.Output)!.ToJsonString(Command.Readable));
            var documents = cluster.Documents.Keys.CountBy(id => id[..id.LastIndexOf('-', id.IndexOf('/', StringComparison.Ordinal))]).OrderBy(index => index.Key, StringComparer.Ordinal);
            Assert.True(expected.Documents == string.Join(", ", documents.Select(index => $"{index.Key} {index.Value}")), $"{sample}: {string.Join(", ", documents)}\n{result.Errors}");
        }
    }

    /// <summary>A document that the cluster had refused, as the loader keeps it.</summary>
    static byte[] DeadLetter()
    {
        var line = """{"bucket":"example-logs","key":"objects/lines.log","etag":"1","line":3,"offset":70,"index":"lines-2026.11.21","id":"0123456789abcdef-70","status":400,"type":"mapper_parsing_exception","reason":"field message","document":{"@timestamp":"2026-11-21T23:00:00.000Z","message":"put back"}}""";
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(line + "\n"));
        return packed.ToArray();
    }
}
