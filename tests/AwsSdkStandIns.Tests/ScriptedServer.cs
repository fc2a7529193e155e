using System.Collections.Specialized;
using System.Net;
using System.Text;

namespace Sluice.AwsSdkStandIns.Tests;

sealed record Seen(string Method, string Path, NameValueCollection Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

sealed record Reply(int Status, string Body, string ContentType = "application/x-amz-json-1.1", params (string Name, string Value)[] Headers)
{
    /// <summary>The connection ends before an answer.</summary>
    public static readonly Reply Cut = new(0, "");

    public static Reply Ok(string body) => new(200, body);
}

/// <summary>Answers with its script, one reply a request, the last one for ever; keeps what it was asked.</summary>
sealed class ScriptedServer : IDisposable
{
    readonly HttpListener _listener = new();
    readonly Reply[] _script;
    readonly List<Seen> _seen = [];

    public ScriptedServer(params Reply[] script)
    {
        _script = script;
        Url = $"http://127.0.0.1:{FreePort.Next()}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Url { get; }

    public IReadOnlyList<Seen> Seen
    {
        get { lock (_seen) return [.. _seen]; }
    }

    public Seen Only => Assert.Single(Seen);

    public void Dispose() => _listener.Close();

    async Task ServeAsync()
    {
        try
        {
            while (true) await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // closed: the test is over
        }
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        Reply reply;
        lock (_seen)
        {
            reply = _script[Math.Min(_seen.Count, _script.Length - 1)];
            _seen.Add(new Seen(context.Request.HttpMethod, context.Request.RawUrl!, new NameValueCollection(context.Request.Headers), body.ToArray()));
        }

        if (reply == Reply.Cut)
        {
            context.Response.Abort();
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(reply.Body);
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        context.Response.ContentLength64 = bytes.Length;
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }
}
