using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.S3ToElasticsearchLoader.Tests;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests;

/// <summary>Every sample event of GuardDutyFindingRouter through the real process, from its sources and as the package that is deployed, with a
/// chat, a queue, a delivery stream and a failure queue that count. There is no ledger: each sample is told as if it were the first.</summary>
public class RouterSampleTests
{
    /// <summary>An event of its own: one that no queue repeats is answered with counts.</summary>
    static string Counts(int findings, int delivered, int dropped, int failed, int notices) =>
        $$"""{"findings":{{findings}},"delivered":{{delivered}},"dropped":{{dropped}},"failed":{{failed}},"notices":{{notices}}}""";

    const string OfQueue = """{"batchItemFailures":[]}""";

    /// <summary>What is answered, who is told of what (sorted), and how many messages are kept; a sample that is not named here fails the test below.</summary>
    static readonly Dictionary<string, (string Answer, string Told, int Kept)> s_expected = new()
    {
        ["eventbridge-ec2-ssh-brute-force-actor"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["twin-in-administrator-account"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["repeat-with-grown-count"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["severity-raised"] = (Counts(2, 2, 0, 0, 2), "lake new, lake new", 0),
        ["eventbridge-ec2-port-probe"] = (Counts(1, 0, 1, 0, 0), "", 0),
        ["eventbridge-iam"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["eventbridge-s3"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["eventbridge-eks"] = (Counts(1, 1, 0, 0, 1), "lake new", 0),
        ["eventbridge-runtime"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["eventbridge-rds"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["eventbridge-malware-ebs"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["eventbridge-attack-sequence-critical"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["object-scan-threats-found"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["object-scan-clean"] = (Counts(1, 1, 0, 0, 1), "lake new", 0),
        ["archived-finding"] = (Counts(1, 1, 0, 0, 2), "chat resolve, siem resolve", 0),
        ["api-archive-findings"] = (Counts(2, 0, 2, 0, 0), "", 0),
        ["api-unarchive-findings"] = (Counts(1, 0, 1, 0, 0), "", 0),
        ["sample-finding"] = (Counts(1, 1, 0, 0, 1), "siem new", 0),
        ["get-findings"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["sns"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["sqs-sns"] = (OfQueue, "chat new, siem new", 0),
        ["sqs-with-findings-and-garbage"] = (OfQueue, "chat new, chat new, siem new, siem new", 2),
        ["failure-destination-envelope"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["s3-export"] = (Counts(5, 4, 0, 1, 4), "lake new, lake new, lake new, lake new", 1),
        ["scheduled"] = (Counts(0, 0, 0, 0, 0), "", 0),
        ["not-a-finding"] = (Counts(1, 0, 1, 0, 0), "", 0),
        // Both say that they are samples of GuardDuty.
        ["public-cloud-custodian-dns"] = (Counts(1, 1, 0, 0, 1), "siem new", 0),
        ["public-olu-network"] = (Counts(1, 1, 0, 0, 1), "siem new", 0),
        ["public-panther-iam-domain-caller"] = (Counts(1, 1, 0, 0, 2), "chat new, siem new", 0),
        ["public-panther-low"] = (Counts(1, 1, 0, 0, 1), "lake new", 0),
    };

    [Fact]
    public void Every_sample_has_an_expectation() => Assert.Equal(s_expected.Keys.Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Repo.File("events", "GuardDutyFindingRouter"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("jit")]
    [InlineData("aot")]
    public async Task Every_sample_event_is_answered_and_tells_whom_the_rules_name(string runtime)
    {
        var problems = new List<string>();
        foreach (var (sample, expected) in s_expected)
        {
            var places = new Places();
            using var server = new LoopbackServer(places.Answer);
            var result = await Command.SluiceAsync("invoke", "GuardDutyFindingRouter", "--runtime", runtime, "--event", $"events/GuardDutyFindingRouter/{sample}.json",
                "--parameter-overrides", "FindingRules=/sluice/guardduty/rules", "--env", "RULES=" + Rules(server.Url), "LEDGER_TABLE=", "AWS_ENDPOINT_URL=" + server.Url);

            var seen = (result.Output, places.Told, places.Kept.Count);
            if (result.ExitCode != 0 || seen != expected) problems.Add($"{sample}: exit {result.ExitCode}, {seen}\n{result.Errors}");
            // What is kept says why, to whoever looks into the queue.
            problems.AddRange(places.Kept.Where(kept => ((string?)kept["reason"] ?? "").Length == 0).Select(kept => $"{sample}: kept without a reason: {kept.ToJsonString()}"));
        }
        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    /// <summary>High and worse to a chat and a queue, what no route takes to a stream.</summary>
    static string Rules(string server) => $$"""
        {
          "version": 1,
          "accounts": { "444455556666": { "name": "shop-prod", "ou": "Workloads/Production" } },
          "destinations": {
            "chat": { "type": "slack", "url": "{{server}}/chat" },
            "siem": { "type": "sqs", "queue": "https://sqs.us-east-1.amazonaws.com/123456789012/siem" },
            "lake": { "type": "firehose", "stream": "lake" }
          },
          "suppressions": [ { "name": "probes", "when": { "types": ["Recon:EC2/*"] }, "until": "2099-01-01", "reason": "Looked at weekly." } ],
          "routes": [
            { "name": "samples", "when": { "sample": true, "origin": "event" }, "to": ["siem"], "stop": true },
            { "name": "backfill", "when": { "origin": "export" }, "to": ["lake"], "stop": true },
            { "name": "high", "when": { "severity": { "from": "high" } }, "to": ["chat", "siem"] }
          ],
          "default": ["lake"]
        }
        """;

    /// <summary>Everything that the router talks to, under one address.</summary>
    sealed class Places
    {
        readonly List<string> _told = [];       // guarded by itself

        /// <summary>Bodies that the failure queue took.</summary>
        public List<JsonObject> Kept { get; } = [];

        public string Told
        {
            get { lock (_told) return string.Join(", ", _told.Order(StringComparer.Ordinal)); }
        }

        public Answer Answer(Asked asked)
        {
            lock (_told)
            {
                if (asked.Path == "/chat") return Chat(JsonNode.Parse(asked.Body)!);
                if (asked.Method == "GET") return new(200, "", "application/gzip") { Bytes = File.ReadAllBytes(Repo.File("events", "GuardDutyFindingRouter", "objects", "export.jsonl.gz")) };
                return asked.Headers["x-amz-target"] switch
                {
                    "Firehose_20150804.PutRecordBatch" => Stream(JsonNode.Parse(asked.Body)!),
                    "AmazonSQS.SendMessageBatch" => Queue(JsonNode.Parse(asked.Body)!),
                    var other => new(400, $$"""{"__type":"UnknownOperationException","message":"{{other}} is not played"}"""),
                };
            }
        }

        Answer Chat(JsonNode message)
        {
            var text = (string)message["text"]!;
            _told.Add("chat " + (text.Contains("RESOLVED", StringComparison.Ordinal) ? "resolve" : text.Contains("UPDATE", StringComparison.Ordinal) ? "update" : "new"));
            return new(200, "ok", "text/plain");
        }

        Answer Stream(JsonNode request)
        {
            var records = request["Records"]!.AsArray().Select(record => JsonNode.Parse(Convert.FromBase64String((string)record!["Data"]!))!).ToList();
            _told.AddRange(records.Select(record => $"{request["DeliveryStreamName"]} {record["kind"]}"));
            return S3ToElasticsearchLoader.Tests.Answer.Ok($$"""{"FailedPutCount":0,"Encrypted":false,"RequestResponses":[{{string.Join(',', records.Select(_ => """{"RecordId":"1"}"""))}}]}""");
        }

        Answer Queue(JsonNode request)
        {
            var isFailures = ((string)request["QueueUrl"]!).Contains("FindingFailures", StringComparison.Ordinal);
            var taken = new JsonArray();
            foreach (var entry in request["Entries"]!.AsArray())
            {
                var body = (string)entry!["MessageBody"]!;
                if (isFailures) Kept.Add(JsonNode.Parse(body)!.AsObject());
                else _told.Add($"siem {JsonNode.Parse(body)!["kind"]}");
#pragma warning disable CA5351 // SQS answers with an MD5, which its client compares.
                taken.Add(new JsonObject { ["Id"] = (string)entry["Id"]!, ["MessageId"] = "1", ["MD5OfMessageBody"] = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body))) });
#pragma warning restore CA5351
            }
            return S3ToElasticsearchLoader.Tests.Answer.Ok(new JsonObject { ["Successful"] = taken, ["Failed"] = new JsonArray() }.ToJsonString());
        }
    }
}
