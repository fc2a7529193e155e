using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.RuntimeTests;

/// <summary>A Runtime API written by hand on a socket, for what Kestrel is too well-behaved to do.</summary>
sealed class RawServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly Func<int, string, byte[]?> _answer;
    readonly Task _accepting;
    int _requests;

    /// <param name="answer">Number (from 1) and head of a request to the bytes sent back, as they are. Null: the connection is reset. Bytes that end with <see cref="Reset"/>: it is reset after them.</param>
    public RawServer(Func<int, string, byte[]?> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public static byte[] Reset { get; } = "\0\0RESET"u8.ToArray();

    public string Endpoint => _listener.LocalEndpoint.ToString()!;

    /// <summary>First lines of the requests, with their bodies.</summary>
    public ConcurrentQueue<(string Head, byte[] Body)> Requests { get; } = [];

    /// <summary>Completes at the first POST of a response or an error.</summary>
    public TaskCompletionSource<byte[]> Posted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket);
            while (await ReadRequestAsync(stream) is var (head, body))
            {
                Requests.Enqueue((head, body));
                if (head.StartsWith("POST", StringComparison.Ordinal)) Posted.TrySetResult(body);
                var answer = _answer(Interlocked.Increment(ref _requests), head);
                if (answer is null || answer.AsSpan().EndsWith(Reset))
                {
                    if (answer is not null) await stream.WriteAsync(answer.AsMemory(0, answer.Length - Reset.Length), _stop.Token);
                    socket.LingerState = new(enable: true, seconds: 0);     // RST, not FIN
                    break;
                }

                if (answer.Length == 0) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
                await stream.WriteAsync(answer, _stop.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or SocketException)
        {
            // The client went, or the test is over.
        }
        finally
        {
            socket.Dispose();
        }
    }

    async Task<(string Head, byte[] Body)?> ReadRequestAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0) return null;
            head.Add(one[0]);
        }

        var text = Encoding.UTF8.GetString([.. head]);
        var length = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?[15..];
        var body = new byte[length is null ? 0 : int.Parse(length, System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return (text, body);
    }
}
