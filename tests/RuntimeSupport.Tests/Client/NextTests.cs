using Amazon.Lambda.RuntimeSupport;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>How the client asks for events.</summary>
public class NextTests
{
    static readonly string[] AllBytes = ["", "{}", "not JSON", "\0\u0001\ufeff\r\n", "ünïcode \ud83d\ude00"];

    [Fact]
    public void The_wait_for_an_event_has_no_time_limit()
    {
        using var client = LambdaBootstrap.ConstructHttpClient();

        Assert.Equal(Timeout.InfiniteTimeSpan, client.Timeout);
    }

    [Fact]
    public async Task The_time_limit_of_a_client_that_was_handed_in_does_not_end_the_wait()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(10) };
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, httpClient: client);
        await runtime.Api.Session.Idle;
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);

        var answer = await runtime.InvokeAsync("{}");

        Assert.Equal("{}", Runtime.Text(answer));
        Assert.Single(runtime.Calls.TakeWhile(call => call.Operation == RuntimeApiOperation.Next));
    }

    [Fact]
    public async Task Every_event_is_handed_over_byte_for_byte()
    {
        await using var runtime = await Runtime.StartAsync(Runtime.Echo);

        foreach (var @event in AllBytes) Assert.Equal(@event, Runtime.Text(await runtime.InvokeAsync(@event)));
    }

    [Fact]
    public async Task All_calls_share_one_connection()
    {
        await using var runtime = await Runtime.StartAsync(request => Runtime.Text(request) == "fail" ? throw new InvalidOperationException() : Runtime.Echo(request));

        for (var i = 0; i < 5; i++) await runtime.InvokeAsync(i % 2 == 0 ? "{}" : "fail");

        Assert.Single(runtime.Calls.Select(call => call.ConnectionId).Distinct());
    }

    [Fact]
    public async Task Large_events_share_one_buffer()
    {
        var buffers = new List<byte[]>();
        await using var runtime = await Runtime.StartAsync(request =>
        {
            Assert.True(((MemoryStream)request.InputStream).TryGetBuffer(out var buffer));
            buffers.Add(buffer.Array!);
            return Task.FromResult(new InvocationResponse(Stream.Null));
        });

        for (var megabytes = 6; megabytes > 0; megabytes--) await runtime.InvokeAsync(new string('x', megabytes << 20));

        Assert.Single(buffers.Distinct());
    }

    [Theory]
    [InlineData(nameof(Cut.BeforeHandling))]
    [InlineData(nameof(Cut.BeforeReply))]
    [InlineData(nameof(Cut.DuringReply))]
    public async Task After_a_broken_connection_the_same_event_comes_again_and_is_answered_once(string cut)
    {
        var handled = 0;
        await using var runtime = await Runtime.StartAsync(
            request =>
            {
                handled++;
                return Runtime.Echo(request);
            },
            Twice(RuntimeApiOperation.Next, new() { Cut = Enum.Parse<Cut>(cut) }));

        var first = await runtime.InvokeAsync("first");
        var second = await runtime.InvokeAsync("second");

        Assert.Equal(["first", "second"], new[] { first, second }.Select(Runtime.Text));
        Assert.Equal(2, handled);
        Assert.Equal(2, runtime.Count(RuntimeApiOperation.Response));
    }

    [Fact]
    public async Task A_connection_that_was_closed_between_two_calls_is_opened_anew()
    {
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, call => call.Operation == RuntimeApiOperation.Response ? new() { Cut = Cut.AfterReply } : null);

        for (var i = 0; i < 3; i++) Assert.Equal($"{i}", Runtime.Text(await runtime.InvokeAsync($"{i}")));
    }

    [Fact]
    public async Task An_api_that_is_gone_ends_the_process()
    {
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, _ => new() { Cut = Cut.BeforeHandling });

        var gone = await Assert.ThrowsAsync<RuntimeApiClientException>(() => runtime.Running);

        Assert.Equal(0, gone.StatusCode);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_refusal_of_next_ends_the_process_at_once(int status)
    {
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, call => call.Operation == RuntimeApiOperation.Next ? new() { Status = status } : null);

        var refused = await Assert.ThrowsAsync<RuntimeApiClientException>(() => runtime.Running);

        Assert.Equal(status, refused.StatusCode);
        Assert.Equal(1, runtime.Count(RuntimeApiOperation.Next));
    }

    [Fact]
    public async Task An_event_without_a_request_id_ends_the_process()
    {
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, call => new() { Headers = new Dictionary<string, string?> { ["Lambda-Runtime-Aws-Request-Id"] = null } });
        runtime.Offer();

        await Assert.ThrowsAsync<RuntimeApiClientException>(() => runtime.Running);
    }

    [Theory]
    [InlineData("/Function")]
    [InlineData("/a/longer/path")]
    [InlineData("/trailing/")]
    public async Task The_address_of_the_api_may_hold_a_path(string prefix)
    {
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, options: new() { Prefix = prefix });

        Assert.Equal("{}", Runtime.Text(await runtime.InvokeAsync("{}")));
        Assert.StartsWith(prefix.TrimEnd('/') + "/2018-06-01/", runtime.Calls.First().Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_address_of_the_api_the_message_names_the_variable()
    {
        var missing = Assert.Throws<InvalidOperationException>(() => new LambdaBootstrap(new(), true, Runtime.Echo, null, null, new FakeEnvironment()));

        Assert.Contains("AWS_LAMBDA_RUNTIME_API", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_loop_without_an_error()
    {
        using var stop = new CancellationTokenSource();
        await using var api = await RuntimeApi.StartAsync();
        using var bootstrap = new LambdaBootstrap(LambdaBootstrap.ConstructHttpClient(), true, Runtime.Echo, null, null, new FakeEnvironment { ["AWS_LAMBDA_RUNTIME_API"] = api.Endpoint });
        var running = bootstrap.RunAsync(stop.Token);
        await api.Session.Idle;

        await stop.CancelAsync();

        await running;
    }

    internal static Func<RuntimeApiCall, RuntimeApiFault?> Twice(RuntimeApiOperation operation, RuntimeApiFault fault)
    {
        var left = 2;
        return call => call.Operation == operation && left-- > 0 ? fault : null;
    }
}
