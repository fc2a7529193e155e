using System.Text;
using System.Text.Json;

namespace Sluice.RuntimeTests;

/// <summary>The published test function under AWS's own emulator and under ours: the same event, the same answer.</summary>
[Collection("the emulator of AWS")]
public class RieFunctionTests
{
    static readonly (string Event, string Answer)[] s_events =
    [
        ("\"hello\"", "\"hello\""),
        ("", ""),
        ("not JSON: ünïcode", "not JSON: ünïcode"),
        (new string('x', 6_000_000), new string('x', 6_000_000)),        // chunked by the emulator
        ("""{"do":"throw","message":"no \"such\" thing"}""", """InvalidOperationException: no "such" thing"""),
        ("""{"do":"exit","code":3}""", "Runtime.ExitError: RequestId: ID Error: Runtime exited with error: exit status 3"),
        ("""{"do":"exit","code":0}""", "Runtime.ExitError: RequestId: ID Error: Runtime exited without providing a reason"),
        ("""{"do":"kill-yourself"}""", "Runtime.ExitError: RequestId: ID Error: Runtime exited with error: signal: killed"),
        ("""{"do":"bytes","count":6291556}""", new string('\0', 6_291_556)),
        ("""{"do":"bytes","count":6291557}""", "Function.ResponseSizeTooLarge: The response has 6291557 bytes, Lambda takes at most 6291556."),
    ];

    [SkippableFact]
    public async Task Both_give_the_same_answers_and_serve_the_next_event()
    {
        Rie.SkipIfMissing();
        await using var rie = await Rie.StartAsync("./bootstrap");
        await using var ours = TestFunctionProcess.Create();
        using var caller = new HttpClient();

        await Assert.AllAsync(s_events, async row =>
        {
            Assert.Equal(row.Answer, Summary(await RieAsync(row.Event)));
            Assert.Equal("\"next\"", Summary(await RieAsync("\"next\"")));
            Assert.Equal(row.Answer, Summary((await ours.InvokeAsync(row.Event)).Payload));
            Assert.Equal("\"next\"", Summary((await ours.InvokeAsync("\"next\"")).Payload));
        });

        async Task<byte[]> RieAsync(string body)
        {
            using var reply = await caller.PostAsync(rie.Invocations, new ByteArrayContent(Encoding.UTF8.GetBytes(body)));
            return await reply.Content.ReadAsByteArrayAsync();
        }
    }

    [SkippableFact]
    public async Task Both_kill_at_the_timeout()
    {
        Rie.SkipIfMissing();
        await using var rie = await Rie.StartAsync("./bootstrap", timeoutSeconds: 2);
        await using var ours = TestFunctionProcess.Create(TimeSpan.FromSeconds(2));
        using var caller = new HttpClient();

        using var reply = await caller.PostAsync(rie.Invocations, new StringContent("""{"do":"hang"}"""));
        var outcome = await ours.DoAsync("hang");

        Assert.Contains("Task timed out after 2.00 seconds", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Task timed out after 2.00 seconds", TestFunctionProcess.Text(outcome), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Both_pass_an_initialization_error_on()
    {
        Rie.SkipIfMissing();
        await using var rie = await Rie.StartAsync("./bootstrap", environment: ("TEST_INIT", "throw"));
        await using var ours = TestFunctionProcess.Create(environment: ("TEST_INIT", "throw"));
        using var caller = new HttpClient();

        using var reply = await caller.PostAsync(rie.Invocations, new StringContent("{}"));

        Assert.Equal("InvalidOperationException: the settings are wrong", Summary(await reply.Content.ReadAsByteArrayAsync()));
        Assert.Equal("InvalidOperationException: the settings are wrong", Summary((await ours.InvokeAsync("{}")).Payload));
    }

    /// <summary>An error as <c>type: message</c> without its request id; anything else as it is.</summary>
    static string Summary(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        if (!text.StartsWith("{\"error", StringComparison.Ordinal)) return text;
        var error = JsonElement.Parse(text);
        var message = error.GetProperty("errorMessage").GetString()!;
        return $"{error.GetProperty("errorType").GetString()}: {(message.StartsWith("RequestId: ", StringComparison.Ordinal) ? $"RequestId: ID{message[47..]}" : message)}";
    }
}
