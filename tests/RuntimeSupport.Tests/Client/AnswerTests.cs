using System.Text;
using Amazon.Lambda.RuntimeSupport;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>How the client answers.</summary>
public class AnswerTests
{
    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task A_response_that_was_refused_is_not_posted_again_and_the_next_event_is_asked_for(int status)
    {
        var refuse = true;
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, call => call.Operation == RuntimeApiOperation.Response && refuse ? new() { Status = status } : null);
        runtime.Offer("refused");
        while (runtime.Count(RuntimeApiOperation.Response) == 0) await Task.Yield();
        refuse = false;

        // Unanswered, so the API hands the same event out again, and this time it takes the answer.
        while (runtime.Count(RuntimeApiOperation.Response) == 1) await Task.Yield();

        Assert.Equal(
            [RuntimeApiOperation.Next, RuntimeApiOperation.Response, RuntimeApiOperation.Next, RuntimeApiOperation.Response],
            runtime.Calls.Take(4).Select(call => call.Operation));
        Assert.Equal(0, runtime.Count(RuntimeApiOperation.Error));
    }

    [Fact]
    public async Task An_accepted_response_is_posted_once()
    {
        await using var runtime = await Runtime.StartAsync(Runtime.Echo);

        for (var i = 0; i < 3; i++) await runtime.InvokeAsync();
        await runtime.Api.Session.Idle;

        Assert.Equal(["request-1", "request-2", "request-3"], runtime.Calls.Where(call => call.Operation == RuntimeApiOperation.Response).Select(call => call.RequestId));
        Assert.Equal(0, runtime.Count(RuntimeApiOperation.Error));
    }

    [Theory]
    [InlineData(nameof(RuntimeApiOperation.Response), 403)]
    [InlineData(nameof(RuntimeApiOperation.Response), 500)]
    [InlineData(nameof(RuntimeApiOperation.Error), 403)]
    [InlineData(nameof(RuntimeApiOperation.Error), 500)]
    public async Task A_403_or_500_to_an_answer_ends_the_process_at_once(string name, int status)
    {
        var operation = Enum.Parse<RuntimeApiOperation>(name);
        await using var runtime = await Runtime.StartAsync(
            request => operation == RuntimeApiOperation.Error ? throw new InvalidOperationException() : Runtime.Echo(request),
            call => call.Operation == operation ? new() { Status = status } : null);
        runtime.Offer();

        var refused = await Assert.ThrowsAsync<RuntimeApiClientException>(() => runtime.Running);

        Assert.Equal(status, refused.StatusCode);
        Assert.Equal([RuntimeApiOperation.Next, operation], runtime.Calls.Select(call => call.Operation));
    }

    [Theory]
    [InlineData(nameof(RuntimeApiOperation.Response))]
    [InlineData(nameof(RuntimeApiOperation.Error))]
    public async Task An_answer_of_which_the_acknowledgement_was_lost_is_not_posted_again(string name)
    {
        var operation = Enum.Parse<RuntimeApiOperation>(name);
        await using var runtime = await Runtime.StartAsync(
            request => operation == RuntimeApiOperation.Error ? throw new InvalidOperationException() : Runtime.Echo(request),
            call => call.Operation == operation && call.RequestId == "request-2" ? new() { Cut = Cut.BeforeReply } : null);

        for (var i = 0; i < 3; i++) await runtime.InvokeAsync();

        Assert.Equal(["request-1", "request-2", "request-3"], runtime.Calls.Where(call => call.Operation == operation).Select(call => call.RequestId));
    }

    [Fact]
    public async Task An_answer_that_did_not_arrive_is_given_when_the_same_event_comes_again()
    {
        await using var runtime = await Runtime.StartAsync(Runtime.Echo, NextTests.Twice(RuntimeApiOperation.Response, new() { Cut = Cut.BeforeHandling }));

        Assert.Equal("{}", Runtime.Text(await runtime.InvokeAsync("{}")));
        Assert.Equal(["request-1", "request-1", "request-1"], runtime.Calls.Where(call => call.Operation == RuntimeApiOperation.Response).Select(call => call.RequestId));
        Assert.Equal(3, runtime.Calls.Take(6).Count(call => call.Operation == RuntimeApiOperation.Next));
    }

    [Theory]
    [InlineData(6_291_555)]
    [InlineData(6_291_556)]
    public async Task A_response_up_to_the_limit_is_sent_whole(int bytes)
    {
        await using var runtime = await Runtime.StartAsync(_ => Task.FromResult(new InvocationResponse(new MemoryStream(new byte[bytes]))));

        var answer = await runtime.InvokeAsync();

        Assert.Equal((AnswerKind.Response, bytes), (answer.Kind, answer.Body.Length));
        Assert.Equal($"{bytes}", runtime.Calls.Single(call => call.Operation == RuntimeApiOperation.Response).Headers["Content-Length"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_response_over_the_limit_is_not_posted_but_told_as_an_error_and_the_process_lives_on(bool seekable)
    {
        var bytes = 6_291_557;
        await using var runtime = await Runtime.StartAsync(_ => Task.FromResult(new InvocationResponse(seekable ? new MemoryStream(new byte[bytes]) : new Unseekable(new byte[bytes]))));

        var answer = await runtime.InvokeAsync();
        bytes = 2;
        var next = await runtime.InvokeAsync();

        Assert.Equal((AnswerKind.Error, "Function.ResponseSizeTooLarge"), (answer.Kind, answer.ErrorType));
        Assert.Contains("6291556", Runtime.Text(answer), StringComparison.Ordinal);
        Assert.Equal((AnswerKind.Response, 2), (next.Kind, next.Body.Length));
        Assert.Equal(1, runtime.Count(RuntimeApiOperation.Response));
    }

    [Fact]
    public async Task A_stream_of_any_kind_is_sent_from_where_it_stands_and_disposed()
    {
        Stream[] streams = [new MemoryStream("xx123"u8.ToArray()) { Position = 2 }, new Unseekable("123"u8.ToArray()), new BufferedStream(new MemoryStream("x123"u8.ToArray())) { Position = 1 }];
        var turn = 0;
        await using var runtime = await Runtime.StartAsync(_ => Task.FromResult(new InvocationResponse(streams[turn++])));

        foreach (var stream in streams)
        {
            Assert.Equal("123", Runtime.Text(await runtime.InvokeAsync()));
            await runtime.Api.Session.Idle;
            Assert.False(stream.CanRead);
        }

        Assert.All(runtime.Calls.Where(call => call.Operation == RuntimeApiOperation.Response), call => Assert.Equal("3", call.Headers["Content-Length"]));
    }

    [Fact]
    public async Task A_stream_that_cannot_be_read_to_its_end_is_an_error_of_the_function()
    {
        Stream[] streams = [new Failing(canSeek: false), new Failing(canSeek: true)];
        var turn = 0;
        await using var runtime = await Runtime.StartAsync(_ => Task.FromResult(new InvocationResponse(streams[turn++])));

        foreach (var _ in streams)
        {
            var answer = await runtime.InvokeAsync();
            Assert.Equal((AnswerKind.Error, "Function.DiskFailure"), (answer.Kind, answer.ErrorType));
        }
    }

    [Fact]
    public async Task No_answer_is_an_empty_answer()
    {
        await using var runtime = await Runtime.StartAsync(_ => Task.FromResult<InvocationResponse>(null!));

        Assert.Equal((AnswerKind.Response, ""), (await runtime.InvokeAsync() is var answer ? answer.Kind : default, Runtime.Text(answer)));
    }

    [Fact]
    public async Task Answers_are_json()
    {
        await using var runtime = await Runtime.StartAsync(_ => Task.FromResult(Runtime.Respond("ü")));

        var answer = await runtime.InvokeAsync();

        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal(Encoding.UTF8.GetBytes("ü"), answer.Body);
    }

    sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override bool TryGetBuffer(out ArraySegment<byte> buffer)
        {
            buffer = default;
            return false;
        }
    }

    /// <summary>Says that it has 100 bytes, gives 40.</summary>
    sealed class Failing(bool canSeek) : MemoryStream(new byte[100])
    {
        public override bool CanSeek => canSeek;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= 40) throw new DiskFailure();
            Position += 40;
            return new(40);
        }
    }

#pragma warning disable CA1064, CA1032 // only its name matters
    sealed class DiskFailure() : IOException("the disk is gone");
#pragma warning restore CA1064, CA1032
}
