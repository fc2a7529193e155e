using System.Net;
using System.Text;

namespace Sluice.Local.Tests;

/// <summary>What plays chat and paging refuses what the services refuse.</summary>
public class WebhookEndpointTests
{
    const string Slack = """{"text":"x","blocks":[{"type":"header","text":{"type":"plain_text","text":"x"}}]}""";
    const string Teams = """{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard","version":"1.4","body":[{}]}}]}""";
    const string PagerDuty = """{"routing_key":"key","event_action":"trigger","dedup_key":"a","payload":{"summary":"x","source":"y","severity":"error"}}""";

    static async Task<(HttpStatusCode Status, string Text)> SendAsync(WebhookEndpoint endpoint, string path, string body, string type = "application/json", string method = "POST")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), endpoint.Address + path) { Content = new StringContent(body, Encoding.UTF8, type) };
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/slack/a", Slack, HttpStatusCode.OK, "ok")]
    [InlineData("/slack/a", """{"blocks":[]}""", HttpStatusCode.BadRequest, "no_text")]
    [InlineData("/slack/a", """{"text":"x","blocks":[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]}""", HttpStatusCode.BadRequest, "invalid_blocks: a header is plain text")]
    [InlineData("/slack/a", """{"text":"x","attachments":[{"blocks":[{"type":"section","text":{"text":""}}]}]}""", HttpStatusCode.BadRequest, "invalid_blocks: a section has 1 to 3000 characters")]
    [InlineData("/slack/a", "text", HttpStatusCode.BadRequest, "invalid_payload")]
    [InlineData("/teams/a", Teams, HttpStatusCode.Accepted, "")]
    [InlineData("/teams/a", """{"type":"message","attachments":[]}""", HttpStatusCode.BadRequest, "one attachment of a message is expected")]
    [InlineData("/pagerduty/v2/enqueue", PagerDuty, HttpStatusCode.Accepted, """{"status":"success","message":"Event processed","dedup_key":"a"}""")]
    [InlineData("/elsewhere", "{}", HttpStatusCode.NotFound, "no_service")]
    public async Task A_message_is_taken_or_refused_as_its_service_does(string path, string body, HttpStatusCode status, string text)
    {
        await using var endpoint = await WebhookEndpoint.StartAsync("key");

        Assert.Equal((status, text), await SendAsync(endpoint, path, body));
        Assert.Equal((path, (int)status), (endpoint.Calls.Single().Path, endpoint.Calls.Single().Status));
    }

    [Theory]
    [InlineData("\"key\"", "\"other\"", "Invalid routing key")]
    [InlineData("trigger", "open", "'event_action' is invalid")]
    [InlineData("\"a\"", "\"\"", "'dedup_key' is missing")]
    [InlineData("error", "high", "'payload.severity' is invalid")]
    [InlineData("\"y\"", "null", "'payload.source' is missing")]
    public async Task PagerDuty_says_what_is_wrong(string right, string wrong, string problem)
    {
        await using var endpoint = await WebhookEndpoint.StartAsync("key");

        var (status, text) = await SendAsync(endpoint, "/pagerduty/v2/enqueue", PagerDuty.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(problem.Replace("'", "\\u0027", StringComparison.Ordinal), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_method_or_content_type_is_refused()
    {
        await using var endpoint = await WebhookEndpoint.StartAsync("key");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await SendAsync(endpoint, "/slack/a", Slack, method: "PUT")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SendAsync(endpoint, "/slack/a", Slack, "text/plain")).Status);
    }

    [Fact]
    public async Task A_busy_service_says_when_to_come_again_and_one_that_is_gone_is_gone_until_it_is_repaired()
    {
        await using var endpoint = await WebhookEndpoint.StartAsync("key");
        endpoint.SetBusy("/slack/a", 1);
        endpoint.SetGone("/teams/a", true);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(endpoint, "/slack/a", Slack)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(endpoint, "/slack/a", Slack)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(endpoint, "/teams/a", Teams)).Status);
        endpoint.SetGone("/teams/a", false);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(endpoint, "/teams/a", Teams)).Status);
    }
}
