using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.S3ToElasticsearchLoader.Tests;

sealed record Asked(string Method, string Path, Dictionary<string, string> Headers, byte[] Body, int Number)
{
    public bool IsBulk => Path.StartsWith("/_bulk", StringComparison.Ordinal);

    /// <summary>The body's lines, inflated.</summary>
    public string[] Lines()
    {
        using Stream bytes = Headers.ContainsKey("content-encoding") ? new System.IO.Compression.GZipStream(new MemoryStream(Body), System.IO.Compression.CompressionMode.Decompress) : new MemoryStream(Body);
        using var reader = new StreamReader(bytes);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

sealed record Answer(int Status, string Body, string ContentType = "application/json", params (string Name, string Value)[] Headers)
{
    /// <summary>The body where it is no text; null: it is <see cref="Body"/>.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>The connection is reset in place of an answer.</summary>
    public static readonly Answer Reset = new(0, "");

    public static Answer Ok(string body) => new(200, body);

    /// <summary>Every document of the request was written.</summary>
    public static Answer Created(Asked asked, Func<int, int>? status = null) => Items(asked.Lines().Length / 2, status);

    public static Answer Items(int count, Func<int, int>? status = null) =>
        Ok("{\"took\":1,\"errors\":false,\"items\":[" + string.Join(',', Enumerable.Range(0, count).Select(i => Item(status?.Invoke(i) ?? 201))) + "]}");

    static string Item(int status) => "{\"create\":{\"status\":" + status.ToString(CultureInfo.InvariantCulture)
        + (status < 300 ? "" : ",\"error\":{\"type\":\"said_so\",\"reason\":\"failed to parse field [n] of value 'secret'\"}") + "}}";
}

/// <summary>HTTP/1.1 on loopback, by hand: it can do what no decent server does, such as to reset a connection in the middle of a body.</summary>
sealed class LoopbackServer : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly Func<Asked, Task<Answer>> _answer;
    readonly List<Asked> _asked = [];
    int _number, _connections;

    public LoopbackServer(Func<Asked, Task<Answer>> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public LoopbackServer(Func<Asked, Answer> answer) : this(asked => Task.FromResult(answer(asked)))
    {
    }

    public string Url { get; }

    /// <summary>Of every server: takes each request before it is answered.</summary>
    public static Action<Asked> Heard { get; set; } = _ => { };

    public int Connections => _connections;

    /// <summary>By method, path and Content-Length: whether the connection is reset after 1,000 bytes of the body.</summary>
    public Func<string, int, bool> CutsWhileSending { get; set; } = (_, _) => false;

    public IReadOnlyList<Asked> Asked
    {
        get { lock (_asked) return [.. _asked]; }
    }

    public IReadOnlyList<Asked> Bulks => [.. Asked.Where(asked => asked.IsBulk)];

    /// <summary>A proxy before a real server.</summary>
    public static LoopbackServer Before(string url, Func<Asked, Func<Task<Answer>>, Task<Answer>> fault)
    {
        var http = new HttpClient();
        return new(asked => fault(asked, async () =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(asked.Method), url + asked.Path) { Content = new ByteArrayContent(asked.Body) };
            foreach (var name in new[] { "content-type", "content-encoding" })
                if (asked.Headers.TryGetValue(name, out var value)) request.Content.Headers.TryAddWithoutValidation(name, value);
            using var answer = await http.SendAsync(request);
            return new Answer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.ToString() ?? "");
        }));
    }

    public void Dispose() => _listener.Dispose();

    async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        Interlocked.Increment(ref _connections);
        try
        {
            var stream = client.GetStream();
            var buffer = new ByteBuffer();
            while (await HeadAsync(stream, buffer) is { } head)
            {
                var length = int.Parse(head.Headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture);
                var cut = CutsWhileSending(head.Method + " " + head.Path, length);
                var body = await BodyAsync(stream, buffer, cut ? Math.Min(length, 1000) : length);
                var asked = head with { Body = body, Number = Interlocked.Increment(ref _number) };
                lock (_asked) _asked.Add(asked);
                Heard(asked);
                var answer = cut ? Answer.Reset : await _answer(asked);
                if (answer == Answer.Reset)
                {
                    client.LingerState = new LingerOption(true, 0);
                    return;
                }
                var bytes = answer.Bytes ?? Encoding.UTF8.GetBytes(answer.Body);
                var extra = string.Concat(answer.Headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer.Status} X\r\nContent-Type: {answer.ContentType}\r\nContent-Length: {bytes.Length}\r\n{extra}\r\n"));
                await stream.WriteAsync(bytes);
            }
        }
        catch (IOException)
        {
            // The client went away.
        }
    }

    static async Task<Asked?> HeadAsync(NetworkStream stream, ByteBuffer buffer)
    {
        int end;
        while ((end = buffer.Written.IndexOf("\r\n\r\n"u8)) < 0)
            if (!await FillAsync(stream, buffer)) return null;
        var lines = Encoding.ASCII.GetString(buffer.Written[..end]).Split("\r\n");
        Drop(buffer, end + 4);
        var first = lines[0].Split(' ');
        var headers = lines[1..].Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1]);
        return new(first[0], first[1], headers, [], 0);
    }

    static async Task<byte[]> BodyAsync(NetworkStream stream, ByteBuffer buffer, int length)
    {
        while (buffer.Length < length)
            if (!await FillAsync(stream, buffer)) throw new IOException();
        var body = buffer.Written[..length].ToArray();
        Drop(buffer, length);
        return body;
    }

    static async Task<bool> FillAsync(NetworkStream stream, ByteBuffer buffer)
    {
        var read = await stream.ReadAsync(buffer.GetMemory(64 << 10));
        buffer.Advance(read);
        return read > 0;
    }

    static void Drop(ByteBuffer buffer, int count)
    {
        var rest = buffer.Written[count..].ToArray();
        buffer.Clear();
        buffer.Append(rest);
    }
}
