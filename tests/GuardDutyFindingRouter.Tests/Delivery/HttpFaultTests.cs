namespace Sluice.GuardDutyFindingRouter.Tests;

public class HttpFaultTests
{
    static readonly string[] Names = ["Slack", "Teams", "PagerDuty", "Jira", "Opsgenie", "Webhook"];

    public static TheoryData<string> Services => new(Names);

    /// <summary>Each service with each trouble that may pass.</summary>
    public static TheoryData<string, string> ServicesAndPassingFaults
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var service in Names)
                foreach (var fault in Passing.Keys) all.Add(service, fault);
            return all;
        }
    }

    static readonly Dictionary<string, Fault> Passing = new(StringComparer.Ordinal)
    {
        ["reset"] = Fault.Reset,
        ["408"] = new(408), ["425"] = new(425), ["429"] = new(429, "slow down"), ["429 with Retry-After"] = new(429, "", ("Retry-After", "3")),
        ["500"] = new(500, "oops"), ["502"] = new(502), ["503"] = new(503, "", ("Retry-After", "1")), ["504"] = new(504), ["521"] = new(521),
    };

    static DestinationKind KindOf(string service) => Enum.Parse<DestinationKind>(service);

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_notice_arrives_as_the_service_wants_it(string service)
    {
        await using var scene = await DeliveryScene.StartAsync();

        Assert.Equal(DeliveryOutcome.Done, await scene.SendAsync(KindOf(service)));

        Assert.Empty(scene.Server.Problems);
        Assert.Equal(service == "Jira" ? 2 : 1, scene.Server.Calls.Count);
        Assert.Empty(scene.Time.Waits);
    }

    [Theory]
    [MemberData(nameof(ServicesAndPassingFaults))]
    public async Task What_may_pass_is_tried_again_until_it_passes(string service, string fault)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script(service.ToLowerInvariant(), Passing[fault], Passing[fault]);

        Assert.Equal(DeliveryOutcome.Done, await scene.SendAsync(KindOf(service)));

        Assert.Empty(scene.Server.Problems);
        Assert.Equal(service == "Jira" ? 4 : 3, scene.Server.Calls.Count);
    }

    [Theory]
    [MemberData(nameof(ServicesAndPassingFaults))]
    public async Task What_does_not_pass_ends_with_the_tries_and_may_be_sent_later(string service, string fault)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script(service.ToLowerInvariant(), [.. Enumerable.Repeat(Passing[fault], 20)]);

        var outcome = await scene.SendAsync(KindOf(service));

        Assert.False(outcome.Delivered);
        Assert.True(outcome.MayPass);
        Assert.Equal(scene.Settings.Attempts, scene.Server.Calls.Count);
        Assert.StartsWith($"'{service.ToLowerInvariant()}' ({service.ToLowerInvariant()}, 127.0.0.1) ", outcome.Reason, StringComparison.Ordinal);
        Assert.Contains(fault == "reset" ? "cut the connection before it had answered" : "answered " + fault[..3], outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task What_will_never_be_taken_is_told_at_once_with_what_the_service_says(string service)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script(service.ToLowerInvariant(), new Fault(400, "invalid_blocks:\n  block\t7\u0007 is wrong " + new string('x', 500)));

        var outcome = await scene.SendAsync(KindOf(service));

        Assert.Equal((false, false, (TimeSpan?)null), (outcome.Delivered, outcome.MayPass, outcome.RetryAfter));
        Assert.Contains("answered 400: invalid_blocks: block 7 is wrong xxx", outcome.Reason, StringComparison.Ordinal);
        Assert.EndsWith("xxx…", outcome.Reason, StringComparison.Ordinal);
        Assert.InRange(outcome.Reason.Length, 200, 300);
        Assert.Single(scene.Server.Calls);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_redirect_is_not_followed(string service)
    {
        await using var elsewhere = await WebhookServer.StartAsync();
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script(service.ToLowerInvariant(), new Fault(307, "", ("Location", elsewhere.Url + "/services/elsewhere")));

        var outcome = await scene.SendAsync(KindOf(service));

        Assert.False(outcome.Delivered || outcome.MayPass);
        Assert.EndsWith("answered 307 with a redirect to 127.0.0.1, which is not followed", outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Calls);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task An_answer_of_many_megabytes_is_told_by_its_beginning(string service)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script(service.ToLowerInvariant(), new Fault(400, new string('y', 20 << 20)));

        Assert.Contains("answered 400: yyy", (await scene.SendAsync(KindOf(service))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_read_no_further_than_64_KiB()
    {
        using var endless = new EndlessStream();
        using var http = new HttpSender(new Answering(() => new(System.Net.HttpStatusCode.BadRequest) { Content = new StreamContent(endless) }), TimeSpan.FromSeconds(30), TimeProvider.System);

        var reply = await http.PostAsync(new Uri("https://hooks.example.com/"), "application/json", [], [], default);

        Assert.Equal((400, 64 << 10, true), (reply.Status, reply.Text.Length, reply.IsCut));
        Assert.Equal(64 << 10, endless.Given);
    }

    sealed class Answering(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer());
    }

    sealed class EndlessStream : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'z');
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_that_says_nothing_is_waited_for_no_longer_than_set(string service)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Settings = scene.Settings with { HttpTimeout = TimeSpan.FromSeconds(2), Attempts = 2 };
        // It has the status by then, but not the body; of Slack and Teams, and of Jira's search, the body is what counts.
        var slow = new Fault(200, "ok") { Delay = TimeSpan.FromMinutes(5) };
        scene.Server.Script(service.ToLowerInvariant(), slow, slow);

        var outcome = await scene.SendAsync(KindOf(service));

        Assert.Equal(service is "PagerDuty" or "Opsgenie" or "Webhook", outcome.Delivered);
        Assert.Equal(!outcome.Delivered, outcome.MayPass);
    }

    [Fact]
    public async Task Half_an_ok_is_none()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("slack", new Fault(200, "ok") { BreaksAfter = 1 });

        Assert.True((await scene.SendAsync(DestinationKind.Slack)).Delivered);

        Assert.Equal(2, scene.Server.Calls.Count);
    }

    [Theory]
    [InlineData("", true, "Again")]
    [InlineData("o", true, "Again")]
    [InlineData("ok", true, "Delivered")]
    [InlineData("ok", false, "Delivered")]
    [InlineData("{\"ok\": true}", false, "Delivered")]
    [InlineData("o", false, "Refused")]
    [InlineData("", false, "Refused")]
    public void What_Slack_says_is_read_to_the_letter(string text, bool isCut, string expected) =>
        Assert.Equal(expected, ReplyReading.Read(DestinationKind.Slack, "'slack'", new HttpReply(200, text, isCut), Confidential.None).Kind.ToString());

    [Theory]
    [InlineData("Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId tcid=0", true)]
    [InlineData("Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413 with ContextId tcid=0", false)]
    public async Task A_failure_that_Teams_hides_behind_200_is_one(string text, bool mayPass)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("teams", [.. Enumerable.Repeat(new Fault(200, text), 20)]);

        var outcome = await scene.SendAsync(DestinationKind.Teams);

        Assert.Equal((false, mayPass), (outcome.Delivered, outcome.MayPass));
        Assert.Contains(text, outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(mayPass ? 4 : 1, scene.Server.Calls.Count);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("""{"status":"Accepted"}""")]
    public async Task Teams_may_say_yes_with_200(string text)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("teams", new Fault(200, text));

        Assert.True((await scene.SendAsync(DestinationKind.Teams)).Delivered);
    }

    [Fact]
    public async Task A_page_of_a_proxy_is_no_ok_of_Slack()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Server.Script("slack", new Fault(200, "<html>Please sign in</html>"));

        var outcome = await scene.SendAsync(DestinationKind.Slack);

        Assert.Equal((false, false), (outcome.Delivered, outcome.MayPass));
        Assert.Contains("answered 200: <html>Please sign in</html> instead of ok", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_may_come_back()
    {
        await using var scene = await DeliveryScene.StartAsync();
        var destination = SomeDelivery.On(scene.Server, DestinationKind.Webhook) with { Target = "http://127.0.0.1:9/" };

        var outcome = await scene.SendAsync(destination);

        Assert.Equal((false, true), (outcome.Delivered, outcome.MayPass));
        Assert.EndsWith("takes no connection", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(3, scene.Time.Waits.Count);
    }

    [Fact]
    public async Task A_message_that_cannot_be_made_fails_its_destination_and_throws_nothing()
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Render = (_, _, secret, _) => throw new FormatException($"no place for {secret} here");

        var outcome = await scene.SendAsync(DestinationKind.PagerDuty);

        Assert.Equal("'pagerduty' (pagerduty, 127.0.0.1) is not asked: no message could be made (FormatException: no place for […] here).", outcome.Reason);
        Assert.False(outcome.MayPass);
    }

    [Theory]
    [InlineData("X-A", "b\r\nX-Injected: c")]
    [InlineData("X A", "b")]
    public async Task A_header_that_HTTP_does_not_take_is_not_sent(string name, string value)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Render = (notice, destination, secret, now) => SomeDelivery.Render(notice, destination, secret, now) with { Attributes = [new(name, value)] };

        var outcome = await scene.SendAsync(DestinationKind.Webhook);

        Assert.Contains($"the header {name} has a name or a value that HTTP does not take", outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(scene.Server.Calls);
    }
}
