using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Tests;

public class TelemetryTests
{
    static JsonNode[] Lines(MemoryStream output) =>
        [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    [Fact]
    public void A_line_is_a_log_line_and_its_numbers_are_metrics()
    {
        var output = new MemoryStream();
        var telemetry = new Telemetry("decompressor", output, LogLevel.Info, new ImpatientTime());
        telemetry.Invocation("request-1");
        telemetry.Info("batch \"done\"\nü", Field.Of("stream", "logs"), Field.Count("RecordsIn", 3), Field.Bytes("BytesIn", 10), Field.Milliseconds("Duration", TimeSpan.FromMicroseconds(1500)), Field.Plain("plain", 4));

        var line = Assert.Single(Lines(output));
        Assert.Equal(("INFO", "request-1", "decompressor", "batch \"done\"\nü", "logs"),
            ((string)line["level"]!, (string)line["requestId"]!, (string)line["function"]!, (string)line["message"]!, (string)line["stream"]!));
        Assert.Equal("2026-11-22T12:00:00Z", (string)line["timestamp"]!);
        Assert.Equal((3, 10, 1.5, 4), ((int)line["RecordsIn"]!, (int)line["BytesIn"]!, (double)line["Duration"]!, (int)line["plain"]!));

        var directive = line["_aws"]!["CloudWatchMetrics"]![0]!;
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), (long)line["_aws"]!["Timestamp"]!);
        Assert.Equal("""{"Namespace":"Sluice","Dimensions":[["function"]],"Metrics":[{"Name":"RecordsIn","Unit":"Count"},{"Name":"BytesIn","Unit":"Bytes"},{"Name":"Duration","Unit":"Milliseconds"}]}""", directive.ToJsonString());
        // CloudWatch loses a metric whose name or dimension is no member of the root.
        Assert.All(directive["Metrics"]!.AsArray(), metric => Assert.NotNull(line[(string)metric!["Name"]!]));
    }

    [Fact]
    public void A_line_without_metrics_has_no_directive()
    {
        var output = new MemoryStream();
        new Telemetry("f", output, LogLevel.Info, TimeProvider.System).Info("hello", Field.Of("a", "b"));
        Assert.Null(Assert.Single(Lines(output))["_aws"]);
    }

    [Theory]
    [InlineData("DEBUG", 4)]
    [InlineData("INFO", 3)]
    [InlineData(null, 3)]
    [InlineData("nonsense", 3)]
    [InlineData("warn", 2)]
    [InlineData("ERROR", 1)]
    [InlineData("FATAL", 0)]
    public void Lines_below_the_level_are_not_written(string? level, int expected)
    {
        var output = new MemoryStream();
        var telemetry = new Telemetry("f", output, Telemetry.LevelOf(level), TimeProvider.System);
        telemetry.Debug("1");
        telemetry.Info("2");
        telemetry.Warn("3");
        telemetry.Error("4", null);
        Assert.Equal(expected, Lines(output).Length);
    }

    [Fact]
    public void A_failure_has_type_and_message_and_a_stack_only_at_debug()
    {
        var failure = Assert.Throws<InvalidDataException>(Throw);
        static void Throw() => throw new InvalidDataException("bad event");
        foreach (var (level, hasStack) in new[] { (LogLevel.Info, false), (LogLevel.Debug, true) })
        {
            var output = new MemoryStream();
            new Telemetry("f", output, level, TimeProvider.System).Error("the invocation failed", failure);
            var line = Assert.Single(Lines(output));
            Assert.Equal(("InvalidDataException", "bad event"), ((string)line["errorType"]!, (string)line["errorMessage"]!));
            Assert.Equal(hasStack, line["stackTrace"] is not null);
        }
    }

    [Fact]
    public async Task Lines_of_several_threads_do_not_interleave()
    {
        var output = new MemoryStream();
        var telemetry = new Telemetry("f", output, LogLevel.Info, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++) telemetry.Info(new string((char)('a' + thread), 300), Field.Count("n", i));
        })));
        Assert.Equal(1600, Lines(output).Length);
    }

    [Fact]
    public void Reasons_are_grouped_with_a_few_ids()
    {
        var tally = new ReasonTally();
        for (var i = 0; i < 7; i++) tally.Add($"r{i}", "not gzip");
        tally.Add("r9", "empty");
        Assert.Equal(8, tally.Count);
        Assert.Equal("7 x not gzip (id r0, r1, r2, r3, r4, ...); 1 x empty (id r9)", tally.ToString());

        for (var i = 0; i < 100; i++) tally.Add($"s{i}", $"broken at byte {i}");
        Assert.Equal(108, tally.Count);
        Assert.Contains("92 x other reasons", tally.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("logs-prod-WafLogCopier-1A2B3C", "logs-prod-WafLogCopier-1A2B3C")]
    [InlineData("", "WafLogCopier")]
    [InlineData(null, "WafLogCopier")]
    public void Metrics_are_of_the_function_as_Lambda_calls_it_so_that_two_stacks_of_an_account_stay_apart(string? nameInLambda, string expected) =>
        Assert.Equal(expected, Telemetry.FunctionOf(nameInLambda, "WafLogCopier"));
}
