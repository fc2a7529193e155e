using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>The published test function under the local runner's own service.</summary>
public partial class LocalFunctionTests
{
    [Fact]
    public async Task Any_event_is_answered_and_the_process_is_kept()
    {
        await using var function = TestFunctionProcess.Create();

        var first = await function.InvokeAsync("\"ünïcode\"");
        var second = await function.InvokeAsync("");

        Assert.Equal((OutcomeKind.Succeeded, "\"ünïcode\""), (first.Kind, TestFunctionProcess.Text(first)));
        Assert.Equal((OutcomeKind.Succeeded, ""), (second.Kind, TestFunctionProcess.Text(second)));
        Assert.NotNull(first.InitDuration);
        Assert.Null(second.InitDuration);
        Assert.NotEqual(first.RequestId, second.RequestId);
    }

    [Fact]
    public async Task Callers_are_served_one_after_the_other_by_one_process()
    {
        await using var function = TestFunctionProcess.Create();

        var about = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => function.AboutAsync()));

        Assert.Single(about.Select(it => TestFunctionProcess.Number(it.GetProperty("pid"))).Distinct());
        Assert.Equal(8, about.Select(it => it.GetProperty("requestId").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task An_error_of_the_function_is_passed_on_and_the_process_lives_on()
    {
        await using var function = TestFunctionProcess.Create();
        var pid = TestFunctionProcess.Number((await function.AboutAsync()).GetProperty("pid"));

        var failed = await function.DoAsync("throw", ""","message":"no such thing" """);

        Assert.Equal(OutcomeKind.FunctionError, failed.Kind);
        var error = JsonElement.Parse(failed.Payload);
        Assert.Equal(("InvalidOperationException", "no such thing"), (error.GetProperty("errorType").GetString(), error.GetProperty("errorMessage").GetString()));
        Assert.Equal(pid, TestFunctionProcess.Number((await function.AboutAsync()).GetProperty("pid")));
    }

    [Theory]
    [InlineData("exit", ""","code":3""", "Runtime exited with error: exit status 3")]
    [InlineData("exit", ""","code":0""", "Runtime exited without providing a reason")]
    [InlineData("kill-yourself", "", "Runtime exited with error: signal: killed")]
    public async Task A_death_is_told_in_the_words_of_the_service_and_the_next_event_starts_a_new_process(string what, string more, string reason)
    {
        await using var function = TestFunctionProcess.Create();

        var died = await function.DoAsync(what, more);
        var next = await function.InvokeAsync("1");

        Assert.Equal(OutcomeKind.Exited, died.Kind);
        var error = JsonElement.Parse(died.Payload);
        Assert.Equal("Runtime.ExitError", error.GetProperty("errorType").GetString());
        Assert.Equal($"RequestId: {died.RequestId} Error: {reason}", error.GetProperty("errorMessage").GetString());
        Assert.Contains(error.GetProperty("errorMessage").GetString(), function.Lines);
        Assert.True(died.PeakMemoryBytes > 0);
        Assert.Equal(OutcomeKind.Succeeded, next.Kind);
        Assert.NotNull(next.InitDuration);
    }

    [Fact]
    public async Task A_process_that_ends_between_two_events_costs_none_of_them()
    {
        await using var function = TestFunctionProcess.Create();

        var pid = TestFunctionProcess.Number((await function.AboutAsync()).GetProperty("pid"));
        var answered = await function.DoAsync("answer-then-exit");
        while (TestFunctionProcess.IsAlive(pid)) await Task.Yield();
        var next = await function.InvokeAsync("2");

        Assert.Equal((OutcomeKind.Succeeded, OutcomeKind.Succeeded), (answered.Kind, next.Kind));
    }

    [Fact]
    public async Task At_the_timeout_the_function_and_its_children_are_killed()
    {
        await using var function = TestFunctionProcess.Create(TimeSpan.FromSeconds(2));

        var late = await function.DoAsync("hang-with-child");

        Assert.Equal(OutcomeKind.TimedOut, late.Kind);
        var error = JsonElement.Parse(late.Payload);
        Assert.Equal("Sandbox.Timedout", error.GetProperty("errorType").GetString());
        Assert.Matches(TimedOut(), error.GetProperty("errorMessage").GetString());
        Assert.Contains(late.RequestId, error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.True(late.Duration >= TimeSpan.FromSeconds(2));
        var child = int.Parse(function.Lines.Single(line => line.StartsWith("child ", StringComparison.Ordinal))[6..], CultureInfo.InvariantCulture);
        Assert.False(TestFunctionProcess.IsAlive(child));
        Assert.Equal(OutcomeKind.Succeeded, (await function.InvokeAsync("3")).Kind);
    }

    [Fact]
    public async Task Disposal_kills_the_process()
    {
        int pid;
        await using (var function = TestFunctionProcess.Create())
        {
            pid = TestFunctionProcess.Number((await function.AboutAsync()).GetProperty("pid"));
            Assert.True(TestFunctionProcess.IsAlive(pid));
        }

        Assert.False(TestFunctionProcess.IsAlive(pid));
    }

    [Fact]
    public async Task A_caller_that_gives_up_ends_the_process_and_the_next_one_is_served()
    {
        await using var function = TestFunctionProcess.Create();
        using var patience = new CancellationTokenSource();
        var hanging = function.Function.InvokeAsync("""{"do":"hang"}"""u8.ToArray(), patience.Token);
        while (!function.Lines.Contains("hanging")) await Task.Yield();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        Assert.Equal(OutcomeKind.Succeeded, (await function.InvokeAsync("4")).Kind);
    }

    [Theory]
    [InlineData("throw", "the settings are wrong")]
    [InlineData("false", "returned false")]
    [InlineData("exit", "Runtime exited with error: exit status 7")]
    public async Task A_failed_initialization_is_told_and_tried_again_with_the_next_event(string how, string message)
    {
        await using var function = TestFunctionProcess.Create(environment: ("TEST_INIT", how));

        for (var i = 0; i < 2; i++)
        {
            var failed = await function.InvokeAsync("{}");
            Assert.Equal(OutcomeKind.InitFailed, failed.Kind);
            Assert.True(TestFunctionProcess.Text(failed).Contains(message, StringComparison.Ordinal), string.Join('\n', [TestFunctionProcess.Text(failed), .. function.Lines]));
        }
    }

    [Theory]
    [InlineData(6_291_556, nameof(OutcomeKind.Succeeded))]
    [InlineData(6_291_557, nameof(OutcomeKind.ResponseTooLarge))]
    public async Task A_response_is_as_large_as_the_service_allows(int bytes, string expected)
    {
        await using var function = TestFunctionProcess.Create();

        var outcome = await function.DoAsync("bytes", $""","count":{bytes}""");

        Assert.Equal(expected, outcome.Kind.ToString());
        if (outcome.Kind == OutcomeKind.Succeeded) Assert.Equal(bytes, outcome.Payload.Length);
        else Assert.Equal("Function.ResponseSizeTooLarge", JsonElement.Parse(outcome.Payload).GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task All_that_was_printed_is_in_the_log_when_the_answer_is_there()
    {
        await using var function = TestFunctionProcess.Create();

        await function.DoAsync("print", ""","lines":2000""");

        Assert.Equal(Enumerable.Range(0, 2000).Select(line => $"out {line}").Append("an unfinished line"), function.Lines.Where(line => line[0] is 'o' or 'a'));
        Assert.Equal(Enumerable.Range(0, 2000).Select(line => $"err {line}"), function.Lines.Where(line => line[0] is 'e'));
        Assert.Equal(4001, function.Lines.Count);
    }

    [Fact]
    public async Task A_missing_executable_is_named()
    {
        await using var function = new LocalFunction(new("f", "/no/such/bootstrap", [], new Dictionary<string, string>(), TimeSpan.FromSeconds(1), 128, "arn", _ => { }), TimeProvider.System);

        var missing = await Assert.ThrowsAsync<FileNotFoundException>(() => function.InvokeAsync(default, default));

        Assert.Contains("/no/such/bootstrap", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_has_the_form_of_the_service()
    {
        await using var function = TestFunctionProcess.Create();
        var first = await function.DoAsync("allocate", ""","count":100000000""");
        var second = await function.InvokeAsync("5");

        Assert.Matches(Report(), function.Function.Report(first));
        Assert.True(first.PeakMemoryBytes > 100_000_000);
        Assert.Equal(
            "REPORT RequestId: id\tDuration: 12.35 ms\tBilled Duration: 113 ms\tMemory Size: 512 MB\tMax Memory Used: 3 MB\tInit Duration: 100.00 ms",
            function.Function.Report(new(OutcomeKind.Succeeded, [], "id", TimeSpan.FromMilliseconds(12.345), TimeSpan.FromMilliseconds(100), (2 << 20) + 1)));
        Assert.DoesNotContain("Init Duration", function.Function.Report(second), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [0-9a-f-]{36} Task timed out after 2\.00 seconds\z")]
    private static partial Regex TimedOut();

    [GeneratedRegex(@"^REPORT RequestId: [0-9a-f-]{36}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 512 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\z")]
    private static partial Regex Report();
}
