using System.Net;
using System.Text.Json;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>What our own Runtime API refuses, and with which code.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task A_wrong_id_is_400_and_the_right_one_still_works(string call)
    {
        await using var api = await RawApi.StartAsync();
        _ = api.Offer("id-1");
        await api.NextAsync();

        Assert.Equal((400, "InvalidRequestID"), await api.RefusalAsync($"invocation/id-2/{call}"));
        Assert.Equal(202, (await api.PostAsync($"invocation/id-1/{call}")).Status);
    }

    [Theory]
    [InlineData("response", "response")]
    [InlineData("response", "error")]
    [InlineData("error", "response")]
    [InlineData("error", "error")]
    public async Task A_second_answer_is_403_and_does_not_change_the_first(string first, string second)
    {
        await using var api = await RawApi.StartAsync();
        var answer = api.Offer("id-1");
        await api.NextAsync();
        await api.PostAsync($"invocation/id-1/{first}", "first");

        Assert.Equal((403, "InvalidStateTransition"), await api.RefusalAsync($"invocation/id-1/{second}"));
        Assert.Equal("first", Runtime.Text(await answer));
    }

    [Fact]
    public async Task The_answer_to_an_earlier_event_is_400()
    {
        await using var api = await RawApi.StartAsync();
        _ = api.Offer("id-1");
        await api.NextAsync();
        await api.PostAsync("invocation/id-1/response");
        _ = api.Offer("id-2");
        await api.NextAsync();

        Assert.Equal((400, "InvalidRequestID"), await api.RefusalAsync("invocation/id-1/response"));
    }

    [Fact]
    public async Task An_answer_before_the_event_was_asked_for_is_refused()
    {
        await using var api = await RawApi.StartAsync();
        Assert.Equal((400, "InvalidRequestID"), await api.RefusalAsync("invocation/id-1/response"));
        _ = api.Offer("id-1");

        Assert.Equal((403, "InvalidStateTransition"), await api.RefusalAsync("invocation/id-1/response"));
    }

    [Fact]
    public async Task An_initialization_error_after_the_first_event_was_asked_for_is_403()
    {
        await using var api = await RawApi.StartAsync();
        _ = api.Offer("id-1");
        await api.NextAsync();

        Assert.Equal((403, "InvalidStateTransition"), await api.RefusalAsync("init/error"));
    }

    [Fact]
    public async Task A_response_over_the_limit_is_413_and_an_error_after_it_403()
    {
        await using var api = await RawApi.StartAsync();
        var answer = api.Offer("id-1");
        await api.NextAsync();

        Assert.Equal((413, "RequestEntityTooLarge"), await api.RefusalAsync("invocation/id-1/response", new string('x', 6_291_557)));
        Assert.Equal((403, "InvalidStateTransition"), await api.RefusalAsync("invocation/id-1/error"));
        Assert.Equal((AnswerKind.TooLarge, "Function.ResponseSizeTooLarge"), await answer is var given ? (given.Kind, given.ErrorType) : default);
        _ = api.Offer("id-2");
        Assert.Equal(HttpStatusCode.OK, (await api.NextAsync()).StatusCode);
    }

    [Theory]
    [InlineData("GET", "invocation/id-1/response", 405)]
    [InlineData("POST", "invocation/next", 405)]
    [InlineData("DELETE", "init/error", 405)]
    [InlineData("GET", "invocation/id-1", 404)]
    [InlineData("POST", "nothing", 404)]
    [InlineData("GET", "restore/next", 404)]
    public async Task Wrong_methods_are_405_and_unknown_paths_404(string method, string path, int status)
    {
        await using var api = await RawApi.StartAsync();

        using var reply = await api.Client.SendAsync(new(new(method), api.Url(path)));

        Assert.Equal(status, (int)reply.StatusCode);
    }

    [Theory]
    [InlineData("streaming", 202)]
    [InlineData("buffered", 400)]
    public async Task The_only_other_response_mode_is_streaming(string mode, int status)
    {
        await using var api = await RawApi.StartAsync();
        _ = api.Offer("id-1");
        await api.NextAsync();

        Assert.Equal(status, (await api.PostAsync("invocation/id-1/response", "a", ("Lambda-Runtime-Function-Response-Mode", mode))).Status);
    }

    [Fact]
    public async Task A_refusal_is_json_that_says_from_which_state_to_which()
    {
        await using var api = await RawApi.StartAsync();
        _ = api.Offer("id-1");
        await api.NextAsync();

        var (_, body) = await api.PostAsync("init/error");

        Assert.Equal("State transition from Running to InitError failed for runtime. Error: State transition is not allowed", JsonElement.Parse(body).GetProperty("errorMessage").GetString());
    }
}
