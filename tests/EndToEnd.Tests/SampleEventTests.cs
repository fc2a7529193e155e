using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests;

/// <summary>Every sample event through the real process, from its sources and as the package that is deployed.</summary>
public class SampleEventTests
{
    /// <summary>What each record of a sample becomes; a sample that is not named here fails the test below.</summary>
    static readonly Dictionary<string, string[]> Expected = new()
    {
        ["vpc-flow-logs"] = ["Ok", "Ok", "Ok"],
        ["data-control-and-garbage"] = ["Ok", "Dropped", "ProcessingFailed"],
        ["broken-records"] = ["Dropped", "ProcessingFailed", "ProcessingFailed", "ProcessingFailed", "ProcessingFailed", "Ok"],
        ["kinesis-source"] = ["Ok", "Ok"],
        ["plain-multi-member-and-bom"] = ["Ok", "Ok", "Ok", "Ok"],
        ["lambda-json-logs"] = ["Ok"],
    };

    static IEnumerable<string> Samples => Directory.EnumerateFiles(Repo.File("events", "CloudWatchLogsDecompressor"), "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    [Fact]
    public void Every_sample_has_an_expectation() => Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), Samples);

    [Theory]
    [InlineData("jit")]
    [InlineData("aot")]
    public async Task Every_sample_event_is_answered_by_the_function_process(string runtime)
    {
        foreach (var sample in Samples)
        {
            var result = await Command.SluiceAsync("invoke", "CloudWatchLogsDecompressor", "--runtime", runtime,
                "--event", $"events/CloudWatchLogsDecompressor/{sample}.json");

            Assert.True(result.ExitCode == 0, $"{sample}: exit {result.ExitCode}\n{result.All}");
            Assert.Equal(Expected[sample], JsonNode.Parse(result.Output)!["records"]!.AsArray().Select(record => (string)record!["result"]!));
            Assert.Contains("REPORT RequestId: ", result.Errors, StringComparison.Ordinal);
            Assert.Contains("\"RecordsIn\":" + Expected[sample].Length, result.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("message", "START RequestId: 1\nline with \"quotes\" and ünïcode\ntwo\nlines\n")]
    [InlineData("envelope", "{\"owner\":\"123456789012\",\"logGroup\":\"/aws/vpc/flow-logs\",\"logStream\":\"eni-0a1b2c3d4e5f60718-all\",\"subscriptionFilters\":[\"sluice\"],\"id\":")]
    [InlineData("splunk-hec", "{\"time\":1763769600.000,\"host\":\"eni-0a1b2c3d4e5f60718-all\",\"source\":\"/aws/vpc/flow-logs\",\"sourcetype\":\"aws:cloudwatchlogs:vpcflow\",\"fields\":{\"owner\":")]
    [InlineData("document", "{\"owner\":\"123456789012\",\"logGroup\":\"/aws/vpc/flow-logs\",\"logStream\":\"eni-0a1b2c3d4e5f60718-all\",\"subscriptionFilters\":[\"sluice\"],\"logEvents\":[{\"id\":")]
    public async Task Each_output_format_is_a_setting_away(string format, string start)
    {
        var result = await Command.SluiceAsync("invoke", "CloudWatchLogsDecompressor", "--event", "events/CloudWatchLogsDecompressor/data-control-and-garbage.json",
            "--env", "OUTPUT_FORMAT=" + format, "--env", "OUTPUT_COMPRESSION=none");
        Assert.True(result.ExitCode == 0, result.All);
        var data = Convert.FromBase64String((string)JsonNode.Parse(result.Output)!["records"]![0]!["data"]!);
        Assert.StartsWith(start, System.Text.Encoding.UTF8.GetString(data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_is_no_Firehose_event_is_an_error_with_its_reason()
    {
        var result = await Command.SluiceAsync("invoke", "CloudWatchLogsDecompressor", "--event", "tests/StandIns.Tests/samples/dotnet-logs-event.json");
        Assert.Equal(1, result.ExitCode);
        var error = JsonNode.Parse(result.Output)!;
        Assert.Equal("InvalidDataException", (string)error["errorType"]!);
        Assert.Equal("The event is not a Firehose transformation event: it has no array 'records', only: awslogs.", (string)error["errorMessage"]!);
    }

    [Fact]
    public async Task Wrong_settings_are_an_init_error_that_names_all_of_them()
    {
        var result = await Command.SluiceAsync("invoke", "CloudWatchLogsDecompressor", "--event", "events/CloudWatchLogsDecompressor/vpc-flow-logs.json",
            "--env", "OUTPUT_FORMAT=xml", "--env", "REDACT=names");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("OUTPUT_FORMAT='xml' is not one of message, envelope, splunk-hec, document; REDACT has 'names'",
            (string)JsonNode.Parse(result.Output)!["errorMessage"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generated_event_goes_through()
    {
        var generated = await Command.SluiceAsync("generate-event", "firehose-cloudwatch-logs", "--records", "3", "--seed", "7");
        Assert.Equal(0, generated.ExitCode);
        var file = Path.Combine(Path.GetTempPath(), $"sluice-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, generated.Output);
        try
        {
            var result = await Command.SluiceAsync("invoke", "CloudWatchLogsDecompressor", "--event", file);
            Assert.True(result.ExitCode == 0, result.All);
            Assert.DoesNotContain("ProcessingFailed", result.Output, StringComparison.Ordinal);
            Assert.Contains("\"Ok\"", result.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
