using System.Net;
using System.Text;
using Sluice.Tests;

namespace Sluice.Local.Tests;

/// <summary>A delivery ends acknowledged, or with Firehose's code for why not.</summary>
public sealed class SplunkDeliveryTests : IAsyncLifetime, IDisposable
{
    const string Token = "00000000-0000-0000-0000-00000000000a";
    static readonly byte[] s_events = Encoding.UTF8.GetBytes("""{"event":"one"}{"event":"two"}""");
    static readonly HecVerdict s_busy = new(503, 9, "Server is busy", null);

    readonly HttpClient _http = new();
    readonly ImpatientTime _time = new();
    HecEndpoint? _endpoint;

    public async Task InitializeAsync() => _endpoint = await HecEndpoint.StartAsync(Token);

    public async Task DisposeAsync() => await _endpoint!.DisposeAsync();

    public void Dispose() => _http.Dispose();

    SplunkDelivery Delivery(int retrySeconds = 0, string token = Token, HttpClient? http = null) =>
        new(new SplunkDestination(_endpoint!.Address, TimeSpan.FromSeconds(retrySeconds), TimeSpan.FromSeconds(180)), token, http ?? _http, _time);

    [Fact]
    public async Task What_was_acknowledged_is_delivered_once()
    {
        var delivery = Delivery(retrySeconds: 300);
        Assert.Null(await delivery.DeliverAsync(s_events, default));
        Assert.Equal((1, 2), (delivery.Attempts, _endpoint!.Events.Count));
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task A_busy_collector_is_tried_again_within_the_time()
    {
        var left = 3;
        _endpoint!.Refuse = _ => left-- > 0 ? s_busy : null;
        var delivery = Delivery(retrySeconds: 3);
        Assert.Null(await delivery.DeliverAsync(s_events, default));
        Assert.Equal((4, 2), (delivery.Attempts, _endpoint.Events.Count));
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(1), 3), _time.Waits);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task A_collector_that_stays_busy_is_given_up_when_the_time_is_over(int retrySeconds, int attempts)
    {
        _endpoint!.Refuse = _ => s_busy;
        var delivery = Delivery(retrySeconds);
        var failure = await delivery.DeliverAsync(s_events, default);
        Assert.Equal(("Splunk.ServerError", attempts), (failure?.Code, delivery.Attempts));
        Assert.Equal("The HTTP Event Collector answered 503: Server is busy", failure?.Message);
    }

    [Fact]
    public async Task An_acknowledgement_that_does_not_come_is_waited_for_so_long()
    {
        _endpoint!.Acknowledges = false;
        var from = _time.GetUtcNow();
        var failure = await Delivery().DeliverAsync(s_events, default);
        Assert.Equal(("Splunk.AckTimeout", "No acknowledgement came within 180 seconds."), (failure?.Code, failure?.Message));
        Assert.Equal(TimeSpan.FromSeconds(180), _time.GetUtcNow() - from);
    }

    [Fact]
    public async Task After_a_lost_acknowledgement_Splunk_has_the_events_twice()
    {
        var posts = 0;
        _endpoint!.Refuse = _ =>
        {
            _endpoint.Acknowledges = ++posts > 1;
            return null;
        };
        Assert.Null(await Delivery(retrySeconds: 300).DeliverAsync(s_events, default));
        Assert.Equal(4, _endpoint.Events.Count);
    }

    [Fact]
    public async Task A_wrong_token_is_named()
    {
        Assert.Equal("Splunk.InvalidToken", (await Delivery(token: "another").DeliverAsync(s_events, default))?.Code);
        Assert.Empty(_endpoint!.Events);
    }

    [Theory]
    [InlineData(403, 1, "Splunk.DisabledToken")]
    [InlineData(401, 3, "Splunk.InvalidToken")]
    [InlineData(400, 6, "Splunk.InvalidDataFormat")]
    [InlineData(400, 15, "Splunk.InvalidDataFormat")]
    [InlineData(400, 7, "Splunk.InvalidIndex")]
    [InlineData(400, 14, "Splunk.DisabledAck")]
    [InlineData(500, 8, "Splunk.ServerError")]
    public async Task Each_refusal_has_its_code(int status, int code, string expected)
    {
        _endpoint!.Refuse = _ => new HecVerdict(status, code, "no", null);
        Assert.Equal(expected, (await Delivery().DeliverAsync(s_events, default))?.Code);
    }

    [Fact]
    public async Task A_collector_that_is_down_closes_the_connection_and_is_tried_again()
    {
        await _endpoint!.DisposeAsync();
        var delivery = Delivery(retrySeconds: 2);
        Assert.Equal("Splunk.ConnectionClosed", (await delivery.DeliverAsync(s_events, default))?.Code);
        Assert.Equal(3, delivery.Attempts);
    }

    [Theory]
    [InlineData(502, "<html>Bad Gateway</html>", "Splunk.ServerError")]
    [InlineData(500, "{broken", "Splunk.ServerError")]
    [InlineData(500, """{"code":"nine"}""", "Splunk.ServerError")]
    [InlineData(200, "<html>Welcome</html>", "Splunk.DisabledAck")]
    [InlineData(200, """{"text":"Success","code":0}""", "Splunk.DisabledAck")]
    [InlineData(200, """{"ackId":"0"}""", "Splunk.DisabledAck")]
    [InlineData(200, """{"ackId":0,"acks":[true]}""", "Splunk.AckTimeout")]
    [InlineData(200, """{"ackId":0,"acks":{"0":"true"}}""", "Splunk.AckTimeout")]
    [InlineData(200, """{"ackId":0,"acks":{"0":true}}""", null)]
    public async Task A_proxy_may_answer_in_any_form(int status, string body, string? expected)
    {
        using var http = new HttpClient(new Scripted(() => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) }));
        Assert.Equal(expected, (await Delivery(http: http).DeliverAsync(s_events, default))?.Code);
    }

    [Fact]
    public async Task A_collector_that_does_not_answer_is_a_timeout_and_a_caller_that_stops_is_not()
    {
        using var http = new HttpClient(new Scripted(() => throw new TaskCanceledException("after 100 seconds")));
        Assert.Equal("Splunk.ConnectionTimeout", (await Delivery(http: http).DeliverAsync(s_events, default))?.Code);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Delivery(retrySeconds: 300, http: http).DeliverAsync(s_events, new CancellationToken(canceled: true)));
    }

    sealed class Scripted(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.Run(answer, CancellationToken.None);
    }
}
