using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

/// <summary>The collector over HTTP: who may post, and who is told that it was taken.</summary>
public sealed class HecEndpointTests : IAsyncLifetime, IDisposable
{
    const string Token = "00000000-0000-0000-0000-00000000000a";
    const string Mine = "11111111-1111-1111-1111-11111111111a";
    const string Other = "22222222-2222-2222-2222-22222222222b";
    const string Event = """{"event":"one"}""";

    readonly HttpClient _http = new();
    HecEndpoint? _endpoint;

    public async Task InitializeAsync() => _endpoint = await HecEndpoint.StartAsync(Token);

    public async Task DisposeAsync() => await _endpoint!.DisposeAsync();

    public void Dispose() => _http.Dispose();

    async Task<(int Status, JsonNode Answer)> SendAsync(string path, string body, string? authorization = "Splunk " + Token, HttpMethod? method = null, string? channelHeader = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, new Uri(_endpoint!.Address, path)) { Content = new StringContent(body) };
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (channelHeader is not null) request.Headers.Add("X-Splunk-Request-Channel", channelHeader);
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    async Task<(int Status, int Code)> CodeAsync(string path, string body, string? authorization = "Splunk " + Token, HttpMethod? method = null)
    {
        var (status, answer) = await SendAsync(path, body, authorization, method);
        return (status, (int)answer["code"]!);
    }

    async Task<int> PostAsync(string channel) => (int)(await SendAsync($"services/collector/event?channel={channel}", Event)).Answer["ackId"]!;

    async Task<string> AskAsync(string channel, string ids) => (await SendAsync($"services/collector/ack?channel={channel}", $$"""{"acks":[{{ids}}]}""")).Answer["acks"]!.ToJsonString();

    [Fact]
    public async Task What_is_taken_is_kept_and_gets_a_number()
    {
        var (status, answer) = await SendAsync($"services/collector/event?channel={Mine}", Event + Event);
        Assert.Equal((200, """{"text":"Success","code":0,"ackId":0}"""), (status, answer.ToJsonString()));
        Assert.Equal(2, _endpoint!.Events.Count);
    }

    [Fact]
    public async Task What_is_refused_is_not_kept_and_the_event_is_named()
    {
        var (status, answer) = await SendAsync($"services/collector/event?channel={Mine}", Event + "{}");
        Assert.Equal((400, """{"text":"Event field is required","code":12,"invalid-event-number":1}"""), (status, answer.ToJsonString()));
        Assert.Empty(_endpoint!.Events);
    }

    [Theory]
    [InlineData(null, 401, 2)]
    [InlineData("Bearer " + Token, 401, 3)]
    [InlineData("Splunk another", 403, 4)]
    public async Task Without_the_token_nothing_is_taken(string? authorization, int status, int code)
    {
        Assert.Equal((status, code), await CodeAsync($"services/collector/event?channel={Mine}", Event, authorization));
        Assert.Empty(_endpoint!.Events);
    }

    [Theory]
    [InlineData("services/collector/event", 400, 10)]
    [InlineData("services/collector/event?channel=mine", 400, 11)]
    [InlineData("services/collector/raw?channel=" + Mine, 404, 404)]
    public async Task A_wrong_address_is_told_apart(string path, int status, int code) => Assert.Equal((status, code), await CodeAsync(path, Event));

    [Fact]
    public async Task Only_posts_are_served() =>
        Assert.Equal((405, 405), await CodeAsync($"services/collector/event?channel={Mine}", Event, method: HttpMethod.Put));

    [Fact]
    public async Task The_channel_may_stand_in_the_header() =>
        Assert.Equal(200, (await SendAsync("services/collector/event", Event, channelHeader: Mine)).Status);

    [Fact]
    public async Task An_acknowledgement_is_given_once_and_to_the_channel_that_posted()
    {
        var (first, second) = (await PostAsync(Mine), await PostAsync(Mine));
        Assert.NotEqual(first, second);
        Assert.Equal($$"""{"{{first}}":false}""", await AskAsync(Other, $"{first}"));
        Assert.Equal($$"""{"{{first}}":true,"99":false}""", await AskAsync(Mine.ToUpperInvariant(), $"{first},{first},99"));
        Assert.Equal($$"""{"{{first}}":false,"{{second}}":true}""", await AskAsync(Mine, $"{first},{second}"));
    }

    [Fact]
    public async Task Acknowledgements_can_be_held_back()
    {
        var id = await PostAsync(Mine);
        _endpoint!.Acknowledges = false;
        Assert.Equal($$"""{"{{id}}":false}""", await AskAsync(Mine, $"{id}"));
        _endpoint.Acknowledges = true;
        Assert.Equal($$"""{"{{id}}":true}""", await AskAsync(Mine, $"{id}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"acks":1}""")]
    [InlineData("""{"acks":["1"]}""")]
    [InlineData("""{"acks":[1.5]}""")]
    [InlineData("""{"acks":[null]}""")]
    [InlineData("""{"acks":[1],"acks":[2]}""")]
    public async Task A_question_in_another_form_is_refused(string body) =>
        Assert.Equal((400, 6), await CodeAsync($"services/collector/ack?channel={Mine}", body));
}
