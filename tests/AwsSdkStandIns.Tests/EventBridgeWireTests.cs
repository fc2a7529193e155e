using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Amazon.Runtime;

namespace Sluice.AwsSdkStandIns.Tests;

public class EventBridgeWireTests
{
    [Fact]
    public async Task Events_go_over_the_wire_as_the_official_client_sends_them()
    {
        using var server = new ScriptedServer(Reply.Ok("{}"));
        using var events = Clients.Events(server.Url);

        var answer = await events.PutEventsAsync(new PutEventsRequest
        {
            Entries =
            [
                new()
                {
                    Detail = """{"k":1}""",
                    DetailType = "Finding",
                    EventBusName = "security",
                    Resources = ["arn:a", "arn:b"],
                    Source = "sluice",
                    Time = new DateTime(2026, 11, 22, 10, 5, 7, 250, DateTimeKind.Utc),
                    TraceHeader = "Root=1",
                },
                new() { Detail = "{}" },
            ],
        });

        Assert.Equal(("POST", "/"), (server.Only.Method, server.Only.Path));
        Assert.Equal("AWSEvents.PutEvents", server.Only.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.1", server.Only.Headers["Content-Type"]);
        Assert.Contains("/us-east-1/events/aws4_request", server.Only.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(
            """{"Entries":[{"Detail":"{\u0022k\u0022:1}","DetailType":"Finding","EventBusName":"security","Resources":["arn:a","arn:b"],"Source":"sluice","Time":1795341907,"TraceHeader":"Root=1"},{"Detail":"{}"}]}""",
            server.Only.Text);
        Assert.Null(answer.Entries);
        Assert.Null(answer.FailedEntryCount);
    }

    [Fact]
    public async Task A_partial_failure_says_which_event_failed_and_why()
    {
        using var server = new ScriptedServer(Reply.Ok("""
            {"FailedEntryCount":1,"Entries":[{"EventId":"e1"},{"ErrorCode":"ThrottlingException","ErrorMessage":"Rate exceeded"}]}
            """));
        using var events = Clients.Events(server.Url);

        var answer = await events.PutEventsAsync(new PutEventsRequest { Entries = [new() { Detail = "{}" }, new() { Detail = "{}" }] });

        Assert.Equal(1, answer.FailedEntryCount);
        Assert.Equal(["e1", null], answer.Entries.Select(entry => entry.EventId));
        Assert.Equal([null, "ThrottlingException"], answer.Entries.Select(entry => entry.ErrorCode));
        Assert.Equal([null, "Rate exceeded"], answer.Entries.Select(entry => entry.ErrorMessage));
    }

    [Fact]
    public async Task Errors_are_typed_by_their_code()
    {
        using var server = new ScriptedServer(
            new Reply(400, """{"__type":"InternalException","message":"why"}"""), new Reply(400, """{"__type":"ValidationException","message":"why"}"""));
        using var events = Clients.Events(server.Url);

        var fault = await Assert.ThrowsAsync<InternalException>(() => events.PutEventsAsync(new PutEventsRequest()));
        var other = await Assert.ThrowsAsync<AmazonEventBridgeException>(() => events.PutEventsAsync(new PutEventsRequest()));

        Assert.Equal("why", fault.Message);
        Assert.Equal("ValidationException", other.ErrorCode);
    }

    [SkippableFact]
    public async Task A_global_endpoint_is_refused_rather_than_missed()
    {
        OfficialPackages.Skip("they have global endpoints, with a native library.");
        using var server = new ScriptedServer(Reply.Ok("{}"));
        using var events = Clients.Events(server.Url);

        var refused = await Assert.ThrowsAsync<AmazonClientException>(() => events.PutEventsAsync(new PutEventsRequest { EndpointId = "abc.xyz" }));

        Assert.Contains("EndpointId", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Theory]
    [InlineData("eu-west-1", "https://events.eu-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://events.cn-north-1.amazonaws.com.cn/")]
    public void The_endpoint_is_the_region_s(string region, string expected)
    {
        using var events = new AmazonEventBridgeClient(Clients.Keys, Amazon.RegionEndpoint.GetBySystemName(region));

        Assert.Equal(expected, events.DetermineServiceOperationEndpoint(new PutEventsRequest()).URL);
    }
}
