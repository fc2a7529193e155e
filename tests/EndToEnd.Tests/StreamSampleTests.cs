using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.EndToEnd.Tests;

/// <summary>What goes back to a delivery stream, by the real processes of the three functions that share a project: what does not fit an answer, and what
/// is replayed.</summary>
public class StreamSampleTests(Moto moto) : IClassFixture<Moto>
{
    const string Stream = "sluice-dev-LogStream";

    [SkippableTheory]
    [InlineData("CloudWatchLogsDecompressor")]
    [InlineData("SplunkTransform")]
    public async Task What_does_not_fit_the_answer_goes_back_to_the_stream(string function)
    {
        moto.SkipIfAbsent();
        await MakeStreamAsync();
        var generated = await Command.SluiceAsync("generate-event", "firehose-cloudwatch-logs", "--records", "40", "--seed", "7");
        var file = Path.Combine(Path.GetTempPath(), $"sluice-{Guid.NewGuid():N}.json");
        var @event = JsonNode.Parse(generated.Output)!;
        @event["deliveryStreamArn"] = $"arn:aws:firehose:us-east-1:123456789012:deliverystream/{Stream}";
        await File.WriteAllTextAsync(file, @event.ToJsonString());
        try
        {
            var result = await Command.SluiceAsync("invoke", function, "--event", file, "--env", "AWS_ENDPOINT_URL=" + moto.Endpoint, "--env", "MAX_ANSWER_BYTES=8192",
                "--parameter-overrides", "SplunkEndpoint=https://splunk.example.com:8088", "SplunkTokenSecretArn=arn:aws:secretsmanager:us-east-1:123456789012:secret:splunk-AbCdEf");

            Assert.True(result.ExitCode == 0, result.All);
            Assert.DoesNotContain("ProcessingFailed", result.Output, StringComparison.Ordinal);
            Assert.Matches("\"RecordsReingested\":[1-9]", result.Errors);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [SkippableFact]
    public async Task An_object_of_failed_records_is_replayed_once()
    {
        moto.SkipIfAbsent();
        await MakeStreamAsync();
        var bucket = $"logs-{Guid.NewGuid():N}";
        await moto.MakeBucketAsync(bucket, "123456789012");
        var line = new JsonObject { ["rawData"] = Convert.ToBase64String("a record"u8), ["errorCode"] = "Lambda.FunctionError", ["attemptsMade"] = 4 };
        await moto.PutAsync(bucket, "replay/failed/one", Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));
        var @event = new JsonObject
        {
            ["source"] = "aws.s3", ["detail-type"] = "Object Created", ["detail"] = new JsonObject { ["bucket"] = new JsonObject { ["name"] = bucket }, ["object"] = new JsonObject { ["key"] = "replay/failed/one" } },
        };
        var file = Path.Combine(Path.GetTempPath(), $"sluice-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, @event.ToJsonString());
        try
        {
            foreach (var (sent, skipped) in ((int, int)[])[(1, 0), (0, 1)])
            {
                var result = await Command.SluiceAsync("invoke", "Replay", "--event", file, "--env", "AWS_ENDPOINT_URL=" + moto.Endpoint, "--env", "REPLAY_TO=" + Stream);
                Assert.True(result.ExitCode == 0, result.All);
                var answer = JsonNode.Parse(result.Output)!;
                Assert.Equal((sent, skipped), ((int)answer["sent"]!, (int)answer["skipped"]!));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    async Task MakeStreamAsync()
    {
        var streams = await moto.CallAsync("firehose", "Firehose_20150804.ListDeliveryStreams", new JsonObject());
        if (streams["DeliveryStreamNames"]!.AsArray().Any(name => (string)name! == Stream)) return;
        await moto.CallAsync("firehose", "Firehose_20150804.CreateDeliveryStream", new JsonObject
        {
            ["DeliveryStreamName"] = Stream,
            ["ExtendedS3DestinationConfiguration"] = new JsonObject { ["BucketARN"] = "arn:aws:s3:::none", ["RoleARN"] = "arn:aws:iam::123456789012:role/none" },
        });
    }
}
