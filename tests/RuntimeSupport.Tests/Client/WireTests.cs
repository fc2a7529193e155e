using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;

namespace Sluice.RuntimeTests;

/// <summary>Replies that a well-behaved server does not send, but emulators, proxies and broken lines do.</summary>
public class WireTests
{
    const string Accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n";
    const string Id = "Lambda-Runtime-Aws-Request-Id: id-1\r\n";

    [Fact]
    public async Task A_chunked_event_is_put_together()
    {
        var head = $"HTTP/1.1 200 OK\r\n{Id}Transfer-Encoding: chunked\r\n\r\n";

        Assert.Equal("hello world", await EchoAsync(Bytes(head + "6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n")));
        Assert.Equal(new string('x', 300_000), await EchoAsync(Bytes(head + $"{100_000:x}\r\n{new string('x', 100_000)}\r\n{200_000:x}\r\n{new string('x', 200_000)}\r\n0\r\n\r\n")));
    }

    [Fact]
    public async Task A_chunked_event_that_is_cut_off_is_asked_for_again() =>
        Assert.Equal("whole", await EchoAsync(
            Bytes($"HTTP/1.1 200 OK\r\n{Id}Transfer-Encoding: chunked\r\n\r\n6\r\nhalf a\r\n", RawServer.Reset),
            Bytes($"HTTP/1.1 200 OK\r\n{Id}Content-Length: 5\r\n\r\nwhole")));

    [Fact]
    public async Task An_event_shorter_than_announced_is_asked_for_again() =>
        Assert.Equal("whole", await EchoAsync(
            Bytes($"HTTP/1.1 200 OK\r\n{Id}Content-Length: 500\r\n\r\nonly this", RawServer.Reset),
            Bytes($"HTTP/1.1 200 OK\r\n{Id}Content-Length: 5\r\n\r\nwhole")));

    [Fact]
    public async Task A_reset_connection_is_opened_again() =>
        Assert.Equal("whole", await EchoAsync(null, null, Bytes($"HTTP/1.1 200 OK\r\n{Id}Content-Length: 5\r\n\r\nwhole")));

    [Theory]
    [InlineData("lambda-runtime-aws-request-id", "lambda-runtime-trace-id")]
    [InlineData("LAMBDA-RUNTIME-AWS-REQUEST-ID", "LAMBDA-RUNTIME-TRACE-ID")]
    [InlineData("Lambda-Runtime-Aws-Request-Id", "Lambda-Runtime-Trace-Id")]
    public async Task Headers_are_found_in_any_case(string id, string trace)
    {
        ILambdaContext context = null!;
        await SeeAsync(seen => context = seen, Bytes($"HTTP/1.1 200 OK\r\n{id}: id-1\r\n{trace}: Root=1\r\nContent-Length: 2\r\n\r\n{{}}"));

        Assert.Equal(("id-1", "Root=1"), (context.AwsRequestId, context.TraceId));
    }

    [Fact]
    public async Task Headers_may_hold_utf_8()
    {
        ILambdaContext context = null!;
        await SeeAsync(seen => context = seen, Bytes($"HTTP/1.1 200 OK\r\n{Id}Lambda-Runtime-Client-Context: {{\"custom\":{{\"name\":\"Zoë 😀\"}}}}\r\nContent-Length: 2\r\n\r\n{{}}"));

        Assert.Equal("Zoë 😀", context.ClientContext.Custom["name"]);
    }

    [Fact]
    public async Task An_acknowledgement_without_a_body_will_do()
    {
        await using var server = new RawServer((number, _) => number switch
        {
            1 or 3 => Bytes($"HTTP/1.1 200 OK\r\n{Id}Content-Length: 2\r\n\r\n{{}}"),
            2 or 4 => Bytes("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"),
            _ => [],
        });
        await using var client = Client.Start(server, Runtime.Echo);

        while (server.Requests.Count < 5) await Task.Yield();

        Assert.Equal(2, server.Requests.Count(request => request.Head.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task An_answer_whose_acknowledgement_is_reset_is_sent_once(string call)
    {
        await using var server = new RawServer((_, head) =>
            head.Contains("/next ", StringComparison.Ordinal) ? Bytes($"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: {Guid.NewGuid()}\r\nContent-Length: 2\r\n\r\n{{}}") : null);
        await using var client = Client.Start(server, request => call == "error" ? throw new InvalidOperationException() : Runtime.Echo(request));

        while (server.Requests.Count < 12) await Task.Yield();

        var posts = server.Requests.Take(12).Select(request => request.Head.Split("\r\n")[0]).Where(line => line.StartsWith("POST", StringComparison.Ordinal)).ToList();
        Assert.Equal(6, posts.Count);
        Assert.Equal(posts.Distinct(), posts);
        Assert.All(posts, line => Assert.Contains($"/{call} ", line, StringComparison.Ordinal));
    }

    static byte[] Bytes(string text, byte[]? more = null) => [.. Encoding.UTF8.GetBytes(text), .. more ?? []];

    static Task<string> EchoAsync(params byte[]?[] replies) => SeeAsync(_ => { }, replies);

    /// <summary>Plays the replies one after the other and returns what the client posts.</summary>
    static async Task<string> SeeAsync(Action<ILambdaContext> see, params byte[]?[] replies)
    {
        await using var server = new RawServer((number, _) => number <= replies.Length ? replies[number - 1] : number == replies.Length + 1 ? Bytes(Accepted) : []);
        await using var client = Client.Start(server, request =>
        {
            see(request.LambdaContext);
            return Runtime.Echo(request);
        });
        if (await Task.WhenAny(server.Posted.Task, client.Running) == client.Running) await client.Running;
        return Encoding.UTF8.GetString(await server.Posted.Task);
    }

    sealed class Client : IAsyncDisposable
    {
        readonly CancellationTokenSource _stop = new();
        readonly LambdaBootstrap _bootstrap;

        Client(LambdaBootstrap bootstrap) => (_bootstrap, Running) = (bootstrap, bootstrap.RunAsync(_stop.Token));

        public Task Running { get; }

        public static Client Start(RawServer server, LambdaBootstrapHandler handler) =>
            new(new(LambdaBootstrap.ConstructHttpClient(), true, handler, null, null, new FakeEnvironment { ["AWS_LAMBDA_RUNTIME_API"] = server.Endpoint }));

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Running;
            _bootstrap.Dispose();
            _stop.Dispose();
        }
    }
}
