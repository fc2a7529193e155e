using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Local.Tests;

/// <summary>The built runner as a user starts it, from another directory.</summary>
public sealed class CommandLineTests
{
    static readonly string s_runner = Path.Combine(Some.Root, "artifacts", "bin", "Sluice.Local", "debug", "sluice.dll");

    [Theory]
    [InlineData("there is no event file 'none.json'.", "invoke", "CloudWatchLogsDecompressor", "--event", "none.json")]
    [InlineData("template.yaml: no function 'Nobody'; there are: ", "invoke", "Nobody", "--event", "none.json")]
    [InlineData("Parameters.LogLevel: 'LOUD' is none of TRACE", "invoke", "CloudWatchLogsDecompressor", "-e", "x", "--parameter-overrides", "LogLevel=LOUD")]
    [InlineData("samconfig.toml: there is no environment 'moon'; there are: default, staging, prod, rehearsal.", "invoke", "CloudWatchLogsDecompressor", "-e", "x", "--config-env", "moon")]
    [InlineData("--env 'A' is not NAME=VALUE.", "invoke", "CloudWatchLogsDecompressor", "-e", "x", "--env", "A")]
    [InlineData("Option '--event' is required.", "invoke", "CloudWatchLogsDecompressor")]
    [InlineData("no function 'Nobody' under functions/; there are: ", "build", "Nobody")]
    [InlineData("--severity is 1 to 10.", "generate-event", "guardduty", "--severity", "11")]
    [InlineData("'nonsense'", "generate-event", "nonsense")]
    [InlineData("--rules FILE says which rules; --schema prints their schema.", "route")]
    [InlineData("there is no rules file 'none.json'.", "route", "--rules", "none.json")]
    [InlineData("--at 'noon' is not a day or a time", "route", "--rules", "none.json", "--at", "noon")]
    [InlineData("--rules and --event cannot both be stdin.", "route", "--rules", "-", "--event", "-")]
    [InlineData("'nonsense'", "nonsense")]
    public async Task A_mistake_is_one_clear_line_and_exit_code_2(string expected, params string[] arguments)
    {
        var (exit, output, error) = await RunAsync("", arguments);

        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("sluice: ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error.Split('\n')[0], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_from_stdin_that_is_no_json_is_refused_with_its_place()
    {
        var (exit, _, error) = await RunAsync("{\"a\":\n tru}", "invoke", "CloudWatchLogsDecompressor", "--event", "-");

        Assert.Equal(2, exit);
        Assert.StartsWith("sluice: the event in stdin is not JSON, line 2, column 5: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_event_without_a_name_lists_the_events()
    {
        var (exit, output, _) = await RunAsync("", "generate-event");

        Assert.Equal(0, exit);
        Assert.All(["firehose-cloudwatch-logs", "guardduty", "s3-batch", "sqs-sns-s3"], name =>
            Assert.Contains(output.Split('\n'), line => line.StartsWith(name + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Generate_event_writes_json_that_follows_its_options()
    {
        var (exit, output, _) = await RunAsync("", "generate-event", "firehose-cloudwatch-logs", "--records", "2", "--control", "0", "--region", "eu-west-1", "--seed", "7");

        Assert.Equal(0, exit);
        var sample = JsonNode.Parse(output)!;
        Assert.Equal(("eu-west-1", 2), (sample["region"]!.GetValue<string>(), sample["records"]!.AsArray().Count));
    }

    [Fact]
    public async Task Without_a_command_the_commands_are_listed()
    {
        var (exit, output, _) = await RunAsync("");

        Assert.Equal(0, exit);
        Assert.All(["invoke", "generate-event", "build", "test"], command => Assert.Contains("  " + command, output, StringComparison.Ordinal));
    }

    static async Task<(int Exit, string Output, string Error)> RunAsync(string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [s_runner, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
