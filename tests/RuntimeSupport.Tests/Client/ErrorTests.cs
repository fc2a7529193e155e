using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.Lambda.RuntimeSupport;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>What is told when the function fails.</summary>
public partial class ErrorTests
{
    public static TheoryData<Exception, string> Names => new()
    {
        { new InvalidOperationException(), "Function.InvalidOperationException" },
        { new SettingsException(), "Function.SettingsException" },
        { new Generic<Dictionary<string, int>>(), "Function.Generic" },
        { new Odd_Näme2(), "Function.OddNme" },
        { new lowercase(), "Function.Lowercase" },
        { new Q(), "Function.Unknown" },
        { new _1(), "Function.Unknown" },
        { new AggregateException(new InvalidOperationException()), "Function.AggregateException" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_error_type_header_has_the_form_that_the_service_asks_for(Exception thrown, string expected)
    {
        await using var runtime = await Runtime.StartAsync(_ => throw thrown);

        var answer = await runtime.InvokeAsync();

        var sent = runtime.Calls.Single(call => call.Operation == RuntimeApiOperation.Error).Headers["Lambda-Runtime-Function-Error-Type"];
        Assert.Equal(expected, sent);
        Assert.Matches(Required(), sent);
        Assert.Equal(sent, answer.ErrorType);
    }

    [Fact]
    public async Task The_error_is_json_with_type_message_and_stack()
    {
        await using var runtime = await Runtime.StartAsync(Throw);

        var answer = await runtime.InvokeAsync();

        Assert.Equal((AnswerKind.Error, "application/vnd.aws.lambda.error+json"), (answer.Kind, answer.ContentType));
        var json = JsonElement.Parse(answer.Body);
        Assert.Equal("InvalidOperationException", json.GetProperty("errorType").GetString());
        Assert.Equal("line 1\n\"quoted\" ünïcode \ufffd", json.GetProperty("errorMessage").GetString());
        Assert.Contains(json.GetProperty("stackTrace").EnumerateArray(), frame => frame.GetString()!.Contains(nameof(Throw), StringComparison.Ordinal));
        Assert.Equal("the cause", json.GetProperty("cause").GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task The_cause_for_x_ray_is_one_line_of_ascii_json()
    {
        await using var runtime = await Runtime.StartAsync(Throw);

        var cause = (await runtime.InvokeAsync()).XRayCause!;

        Assert.DoesNotContain(cause, character => character is < ' ' or > '~');
        var exception = JsonElement.Parse(cause).GetProperty("exceptions")[0];
        Assert.Equal("InvalidOperationException", exception.GetProperty("type").GetString());
        Assert.StartsWith("line 1\n\"quoted\"", exception.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(exception.GetProperty("stack").EnumerateArray(), frame => frame.GetProperty("label").GetString()!.Contains(nameof(Throw), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cause_too_large_for_a_header_is_left_out()
    {
        await using var runtime = await Runtime.StartAsync(_ => throw new InvalidOperationException(new string('x', 9_000)));

        var answer = await runtime.InvokeAsync();

        Assert.Equal("Function.InvalidOperationException", answer.ErrorType);
        Assert.Null(answer.XRayCause);
    }

    [Fact]
    public async Task An_error_about_something_huge_is_itself_small_enough()
    {
        await using var runtime = await Runtime.StartAsync(_ => throw Deep(12));

        var answer = await runtime.InvokeAsync();

        Assert.Equal(AnswerKind.Error, answer.Kind);
        Assert.InRange(answer.Body.Length, 1, RuntimeApi.MaxPayloadBytes);
    }

    [Fact]
    public async Task A_failed_invocation_does_not_end_the_process()
    {
        await using var runtime = await Runtime.StartAsync(request => Runtime.Text(request) == "fail" ? throw new SettingsException() : Runtime.Echo(request));

        Assert.Equal(AnswerKind.Error, (await runtime.InvokeAsync("fail")).Kind);
        Assert.Equal(AnswerKind.Response, (await runtime.InvokeAsync("fine")).Kind);
    }

    [Fact]
    public async Task A_handler_that_returns_a_failed_task_is_told_the_same_way()
    {
        await using var runtime = await Runtime.StartAsync(_ => Task.FromException<InvocationResponse>(new SettingsException()));

        Assert.Equal("Function.SettingsException", (await runtime.InvokeAsync()).ErrorType);
    }

    static Task<InvocationResponse> Throw(InvocationRequest request) =>
        throw new InvalidOperationException("line 1\n\"quoted\" ünïcode \ud83d", new SettingsException("the cause"));

    static InvalidOperationException Deep(int levels) => new InvalidOperationException(new string('\u0001', 2_000_000), levels == 0 ? null : Deep(levels - 1));

    [GeneratedRegex(@"^(Runtime|Function)\.[A-Z][a-zA-Z]+\z")]
    private static partial Regex Required();

#pragma warning disable CA1064, CA1032, CA1710, CA1707, CS8981, IDE1006 // only their names matter
    sealed class SettingsException(string? message = null) : Exception(message);

    sealed class Generic<T> : Exception;

    sealed class Odd_Näme2 : Exception;

    sealed class lowercase : Exception;

    sealed class Q : Exception;

    sealed class _1 : Exception;
#pragma warning restore CA1064, CA1032, CA1710, CA1707, CS8981, IDE1006
}
