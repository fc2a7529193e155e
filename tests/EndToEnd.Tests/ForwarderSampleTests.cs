using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.S3ToElasticsearchLoader.Tests;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests;

/// <summary>Every sample event of AuroraCdcForwarder through the real process, from its sources and as the package that is deployed, with a
/// delivery stream and a queue that count.</summary>
public class ForwarderSampleTests
{
    /// <summary>What is answered, which operations are delivered, and how many payloads are kept; a sample that is not named here fails the test below.</summary>
    static readonly Dictionary<string, (int ExitCode, string Answer, string Operations, int Kept)> s_expected = new()
    {
        ["article-flat-payload"] = (0, """{"changes":1,"delivered":1,"dropped":0,"failed":0}""", "I", 0),
        ["trigger-insert"] = (0, """{"changes":1,"delivered":1,"dropped":0,"failed":0}""", "I", 0),
        ["trigger-batch-with-update-key-change-delete-and-twin"] = (0, """{"changes":4,"delivered":4,"dropped":0,"failed":0}""", "UDID", 0),
        ["sqs-with-kept-payloads-and-garbage"] = (0, """{"batchItemFailures":[]}""", "II", 1),
        ["maxwell-with-bootstrap-and-ddl"] = (0, """{"changes":6,"delivered":4,"dropped":2,"failed":0}""", "IUDR", 0),
        ["debezium-with-schemas-every-type-and-tombstone"] = (0, """{"changes":3,"delivered":2,"dropped":1,"failed":0}""", "RU", 0),
        ["debezium-transaction-heartbeat-and-ddl"] = (0, """{"changes":4,"delivered":0,"dropped":4,"failed":0}""", "", 0),
        ["scheduled-sweep"] = (1, "OUTBOX_HOST is not set", "", 0),
    };

    [Fact]
    public void Every_sample_has_an_expectation() => Assert.Equal(s_expected.Keys.Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Repo.File("events", "AuroraCdcForwarder"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("jit")]
    [InlineData("aot")]
    public async Task Every_sample_event_is_answered_and_its_changes_are_delivered(string runtime)
    {
        foreach (var (sample, expected) in s_expected)
        {
            var (lines, kept) = (new List<string>(), new List<string>());
            using var server = new LoopbackServer(asked => Play(asked, lines, kept));
            var result = await Command.SluiceAsync("invoke", "AuroraCdcForwarder", "--runtime", runtime, "--event", $"events/AuroraCdcForwarder/{sample}.json",
                "--parameter-overrides", "CaptureChanges=true", "--env", "AWS_ENDPOINT_URL=" + server.Url);

            Assert.True(result.ExitCode == expected.ExitCode, $"{sample}: exit {result.ExitCode}\n{result.All}");
            if (expected.ExitCode != 0) Assert.Contains(expected.Answer, result.All, StringComparison.Ordinal);
            else Assert.Equal(expected.Answer, JsonNode.Parse(result.Output)!.ToJsonString(Command.Readable));
            Assert.Equal(expected.Operations, string.Concat(lines.Select(line => (string)JsonNode.Parse(line)!["cdc_op"]!)));
            Assert.Equal(expected.Kept, kept.Count);
        }
    }

    static Answer Play(Asked asked, List<string> lines, List<string> kept)
    {
        var body = JsonNode.Parse(asked.Body)!;
        if (asked.Headers["x-amz-target"] == "Firehose_20150804.PutRecordBatch")
        {
            var records = body["Records"]!.AsArray().Select(record => Encoding.UTF8.GetString(Convert.FromBase64String((string)record!["Data"]!))).ToList();
            lines.AddRange(records);
            return Answer.Ok($$"""{"FailedPutCount":0,"Encrypted":false,"RequestResponses":[{{string.Join(',', records.Select(_ => """{"RecordId":"1"}"""))}}]}""");
        }
        var message = (string)body["MessageBody"]!;
        kept.Add(message);
#pragma warning disable CA5351 // SQS answers with an MD5, which its client compares.
        var digest = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(message)));
#pragma warning restore CA5351
        return Answer.Ok($$"""{"MD5OfMessageBody":"{{digest}}","MessageId":"1"}""");
    }
}
