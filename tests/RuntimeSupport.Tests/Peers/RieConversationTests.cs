using System.Text.Json;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>The Runtime API of AWS's own emulator and ours, called side by side: the same calls, the same codes.</summary>
[Collection("the emulator of AWS")]
public class RieConversationTests
{
    public static TheoryData<string[], string[]> Conversations => new()
    {
        { ["next", "response"], ["200", "202"] },
        { ["next", "error"], ["200", "202"] },
        { ["next", "next", "next", "response"], ["200", "200 same", "200 same", "202"] },
        { ["next", "response", "response"], ["200", "202", "403 InvalidStateTransition"] },
        { ["next", "response", "error"], ["200", "202", "403 InvalidStateTransition"] },
        { ["next", "error", "response"], ["200", "202", "403 InvalidStateTransition"] },
        { ["next", "response to another", "response"], ["200", "400 InvalidRequestID", "202"] },
        { ["next", "error to another", "error"], ["200", "400 InvalidRequestID", "202"] },
        { ["next", "init/error", "response"], ["200", "403 InvalidStateTransition", "202"] },
        { ["next", "largest response"], ["200", "202"] },
        { ["next", "too large response", "error"], ["200", "413 RequestEntityTooLarge", "403 InvalidStateTransition"] },
        { ["next", "odd mode", "response"], ["200", "400 InvalidFunctionResponseMode", "403 InvalidStateTransition"] },
        { ["next", "GET response", "POST next", "unknown", "restore/next", "response"], ["200", "405", "405", "404", "404", "202"] },
    };

    [SkippableFact]
    public async Task The_emulator_of_aws_gives_these_codes()
    {
        Rie.SkipIfMissing();
        await Assert.AllAsync(Conversations, async row =>
        {
            // Its function only sleeps: the calls are made from here.
            await using var rie = await Rie.StartAsync("/bin/sleep 1000");
            using var caller = new HttpClient();
            using var stop = new CancellationTokenSource();
            var answer = caller.PostAsync(rie.Invocations, new StringContent("{}"), stop.Token);

            await rie.RuntimeApiListensAsync();

            var seen = await new Conversation(rie.RuntimeApi, caller).HoldAsync((string[])row[0]);

            await stop.CancelAsync();
            Assert.Equal((string[])row[1], seen);
        });
    }

    [Theory]
    [MemberData(nameof(Conversations))]
    public async Task Ours_gives_the_same_codes(string[] calls, string[] expected)
    {
        await using var api = await RuntimeApi.StartAsync();
        using var caller = new HttpClient();
        _ = api.InvokeAsync(new(Guid.NewGuid().ToString(), "{}"u8.ToArray(), TimeProvider.System.GetUtcNow(), "arn"), CancellationToken.None);

        Assert.Equal(expected, await new Conversation(api.Endpoint, caller).HoldAsync(calls));
    }

    sealed class Conversation(string endpoint, HttpClient client)
    {
        string _id = "";

        public async Task<string[]> HoldAsync(string[] calls)
        {
            var seen = new List<string>();
            foreach (var call in calls) seen.Add(await SayAsync(call));
            return [.. seen];
        }

        Task<string> SayAsync(string call) => call switch
        {
            "next" => NextAsync(),
            "response to another" => SendAsync("POST", $"invocation/{Guid.Empty}/response"),
            "error to another" => SendAsync("POST", $"invocation/{Guid.Empty}/error"),
            "largest response" => SendAsync("POST", $"invocation/{_id}/response", 6_291_556),
            "too large response" => SendAsync("POST", $"invocation/{_id}/response", 6_291_557),
            "odd mode" => SendAsync("POST", $"invocation/{_id}/response", mode: "odd"),
            "init/error" => SendAsync("POST", call),
            "GET response" => SendAsync("GET", $"invocation/{_id}/response"),
            "POST next" => SendAsync("POST", "invocation/next"),
            "unknown" => SendAsync("POST", "unknown"),
            "restore/next" => SendAsync("GET", call),
            _ => SendAsync("POST", $"invocation/{_id}/{call}"),
        };

        async Task<string> NextAsync()
        {
            using var reply = await client.GetAsync(new Uri($"http://{endpoint}/2018-06-01/runtime/invocation/next"));
            var (last, status) = (_id, (int)reply.StatusCode);
            _id = reply.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
            return _id == last ? $"{status} same" : $"{status}";
        }

        async Task<string> SendAsync(string method, string path, int bytes = 2, string? mode = null)
        {
            using var request = new HttpRequestMessage(new(method), $"http://{endpoint}/2018-06-01/runtime/{path}");
            if (method == "POST") request.Content = new ByteArrayContent(new byte[bytes]);
            if (mode is not null) request.Headers.Add("Lambda-Runtime-Function-Response-Mode", mode);
            using var reply = await client.SendAsync(request);
            var body = await reply.Content.ReadAsStringAsync();
            return reply.IsSuccessStatusCode || !body.StartsWith('{') ? $"{(int)reply.StatusCode}" : $"{(int)reply.StatusCode} {JsonElement.Parse(body).GetProperty("errorType").GetString()}";
        }
    }
}
