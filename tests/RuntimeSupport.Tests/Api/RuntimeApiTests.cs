using System.Net;
using System.Net.Sockets;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>The states and codes of our own Runtime API, call by call.</summary>
public class RuntimeApiTests
{
    [Fact]
    public async Task An_event_comes_with_all_its_headers()
    {
        await using var api = await RawApi.StartAsync();
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(1_542_409_706_888);
        _ = api.Server.InvokeAsync(new("id-1", "{}"u8.ToArray(), deadline, "arn:f") { TraceId = "Root=1-a", ClientContext = "{\"ü\":1}", CognitoIdentity = "{}", TenantId = "t" }, default);

        using var next = await api.NextAsync();

        Assert.Equal(
            ("id-1", "1542409706888", "arn:f", "Root=1-a", "{\"ü\":1}", "{}", "t", "application/json", 2L),
            (Header("Aws-Request-Id"), Header("Deadline-Ms"), Header("Invoked-Function-Arn"), Header("Trace-Id"), Header("Client-Context"), Header("Cognito-Identity"), Header("Aws-Tenant-Id"), next.Content.Headers.ContentType!.ToString(), next.Content.Headers.ContentLength));

        string Header(string name) => next.Headers.GetValues("Lambda-Runtime-" + name).Single();
    }

    [Fact]
    public async Task Headers_without_a_value_are_left_out()
    {
        await using var api = await RawApi.StartAsync();
        _ = api.Offer("id-1");

        using var next = await api.NextAsync();

        Assert.DoesNotContain(next.Headers, header => header.Key is "Lambda-Runtime-Trace-Id" or "Lambda-Runtime-Client-Context" or "Lambda-Runtime-Cognito-Identity" or "Lambda-Runtime-Aws-Tenant-Id");
    }

    [Fact]
    public async Task Next_waits_until_there_is_an_event()
    {
        await using var api = await RawApi.StartAsync();
        var next = api.NextAsync();
        await api.Server.Session.Idle;
        Assert.False(next.IsCompleted);

        _ = api.Offer("id-1");

        Assert.Equal(HttpStatusCode.OK, (await next).StatusCode);
    }

    [Fact]
    public async Task A_response_is_acknowledged_and_reaches_the_caller()
    {
        await using var api = await RawApi.StartAsync();
        var answer = api.Offer("id-1");
        await api.NextAsync();

        Assert.Equal((202, "{\"status\":\"OK\"}\n"), await api.PostAsync("invocation/id-1/response", "answer"));
        Assert.Equal((AnswerKind.Response, "answer"), await answer is var given ? (given.Kind, Runtime.Text(given)) : default);
    }

    [Fact]
    public async Task While_unanswered_the_same_event_comes_again()
    {
        await using var api = await RawApi.StartAsync();
        _ = api.Offer("id-1");

        for (var i = 0; i < 3; i++) Assert.Equal("id-1", (await api.NextAsync()).Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single());
    }

    [Fact]
    public async Task A_waiting_call_whose_client_went_away_takes_no_event_with_it()
    {
        await using var api = await RawApi.StartAsync();
        using var gone = new CancellationTokenSource();
        var abandoned = api.Client.GetAsync(api.Url("invocation/next"), gone.Token);
        await api.Server.Session.Idle;
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);

        var answer = api.Offer("id-1");
        await api.NextAsync();
        await api.PostAsync("invocation/id-1/response", "a");
        await answer;

        _ = api.Offer("id-2");
        Assert.Equal("id-2", (await api.NextAsync()).Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single());
    }

    [Fact]
    public async Task An_initialization_error_reaches_the_caller_and_ends_everything_else()
    {
        await using var api = await RawApi.StartAsync();

        Assert.Equal(202, (await api.PostAsync("init/error", "why", ("Lambda-Runtime-Function-Error-Type", "Runtime.NoSuchHandler"))).Status);
        Assert.Equal(("why", "Runtime.NoSuchHandler"), await api.Server.Session.InitError is var error ? (Runtime.Text(error), error.ErrorType) : default);
        Assert.Equal((403, "InvalidStateTransition"), await api.RefusalAsync("init/error"));
        Assert.Equal(HttpStatusCode.Forbidden, (await api.NextAsync()).StatusCode);
    }

    [Theory]
    [InlineData("Function.SettingsException", "Function.SettingsException")]
    [InlineData("Runtime.ExitError", "Runtime.ExitError")]
    [InlineData("Function.lower", "Function.Unknown")]
    [InlineData("Function.With1Digit", "Function.Unknown")]
    [InlineData("Function.X", "Function.Unknown")]
    [InlineData("Runtime.", "Runtime.Unknown")]
    [InlineData("InvalidOperationException", "Runtime.Unknown")]
    [InlineData(null, "Runtime.Unknown")]
    public async Task A_malformed_error_type_is_replaced_not_refused(string? sent, string taken)
    {
        await using var api = await RawApi.StartAsync();
        var answer = api.Offer("id-1");
        await api.NextAsync();

        Assert.Equal(202, (await api.PostAsync("invocation/id-1/error", "e", sent is null ? [] : [("Lambda-Runtime-Function-Error-Type", sent)])).Status);
        Assert.Equal(taken, (await answer).ErrorType);
    }

    [Fact]
    public async Task A_response_of_exactly_the_limit_is_taken()
    {
        await using var api = await RawApi.StartAsync();
        var answer = api.Offer("id-1");
        await api.NextAsync();

        Assert.Equal(202, (await api.PostAsync("invocation/id-1/response", new string('x', 6_291_556))).Status);
        Assert.Equal(6_291_556, (await answer).Body.Length);
    }

    [Fact]
    public async Task The_api_answers_a_ping()
    {
        await using var api = await RawApi.StartAsync();

        Assert.Equal("pong", await api.Client.GetStringAsync(new Uri($"http://{api.Server.Endpoint}/2018-06-01/ping")));
    }

    [Fact]
    public async Task An_idle_connection_is_kept_past_the_beats_of_the_server()
    {
        await using var api = await RawApi.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", new Uri($"http://{api.Server.Endpoint}").Port);
        // Kestrel looks for idle connections once a second.
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, CancellationToken.None);

        await socket.GetStream().WriteAsync("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());

        var reply = new byte[15];
        await socket.GetStream().ReadExactlyAsync(reply);
        Assert.Equal("HTTP/1.1 200 OK"u8.ToArray(), reply);
    }

    [Fact]
    public async Task A_runtime_has_one_event_at_a_time()
    {
        await using var api = await RawApi.StartAsync();
        _ = api.Offer("id-1");

        await Assert.ThrowsAsync<InvalidOperationException>(() => api.Offer("id-2"));
    }
}
