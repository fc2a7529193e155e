using System.Text;
using System.Text.Json;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>The Runtime API, called without a client of ours in between.</summary>
sealed class RawApi(RuntimeApi server) : IAsyncDisposable
{
    public RuntimeApi Server => server;

    public HttpClient Client { get; } = new(new SocketsHttpHandler { ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8 });

    public static async Task<RawApi> StartAsync() => new(await RuntimeApi.StartAsync());

    public Uri Url(string path) => new($"http://{server.Endpoint}/2018-06-01/runtime/{path}");

    public Task<RuntimeAnswer> Offer(string id) => server.InvokeAsync(new(id, "{}"u8.ToArray(), TimeProvider.System.GetUtcNow(), "arn"), CancellationToken.None);

    public Task<HttpResponseMessage> NextAsync() => Client.GetAsync(Url("invocation/next"));

    public async Task<(int Status, string Body)> PostAsync(string path, string body = "{}", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url(path)) { Content = new StringContent(body) };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var reply = await Client.SendAsync(request);
        return ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }

    public async Task<(int Status, string? Type)> RefusalAsync(string path, string body = "{}") =>
        await PostAsync(path, body) is var (status, json) ? (status, JsonElement.Parse(json).GetProperty("errorType").GetString()) : default;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Client.Dispose();
    }
}
