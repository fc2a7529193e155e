using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>What stands in the head of an answer.</summary>
/// <param name="Status">HTTP's status.</param>
/// <param name="MediaType">Such as <c>application/json</c>; empty where it is not told.</param>
/// <param name="RetryAfter">How long the server asks to wait.</param>
/// <param name="Location">Where a redirect points to.</param>
readonly record struct ClusterReply(HttpStatusCode Status, string MediaType, TimeSpan? RetryAfter, Uri? Location)
{
    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}

/// <summary>HTTP to one cluster: its address, its connections, its credentials. Redirects are not followed: they would carry the
/// credentials elsewhere.</summary>
/// <param name="url">The cluster's, with or without a path.</param>
/// <param name="credential">Puts the credentials on each request.</param>
/// <param name="handler">Disposed with this.</param>
/// <param name="timeout">For one request, from its first byte to the last of the answer.</param>
/// <param name="time">The clock that a <c>Retry-After</c> of a date is told by.</param>
sealed class ClusterClient(Uri url, ClusterCredential credential, HttpMessageHandler handler, TimeSpan timeout, TimeProvider time) : IDisposable
{
    /// <summary>No answer to 10 MB of documents comes near it.</summary>
    const int MaxReplyBytes = 64 << 20;

    static readonly MediaTypeHeaderValue Json = new("application/json");
    static readonly MediaTypeHeaderValue Lines = new("application/x-ndjson");

    readonly HttpMessageInvoker _http = new(handler);
    readonly string _base = url.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>The host and the port, for messages.</summary>
    public string Host => url.Authority;

    /// <summary>Reads the credentials anew, if they can have changed.</summary>
    /// <returns>Whether there are others now.</returns>
    public Task<bool> RenewCredentialAsync(CancellationToken cancellation) => credential.RenewAsync(cancellation);

    /// <summary>Sends one request and reads the whole answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="pathAndQuery">Starts with a slash; percent-encoded but for letters, digits and <c>-._~/?&amp;=</c>, for it is signed as it stands.</param>
    /// <param name="body">Empty for none. Must not change before the task ends.</param>
    /// <param name="reply">Gets the answer's body in place of what it holds.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="lines">The body is JSON lines and not one JSON text.</param>
    /// <param name="gzip">The body is gzip.</param>
    /// <exception cref="NoAnswerException">No whole answer.</exception>
    public async Task<ClusterReply> SendAsync(HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, ByteBuffer reply,
        CancellationToken cancellation, bool lines = false, bool gzip = false)
    {
        reply.Clear();
        using var request = new HttpRequestMessage(method, _base + pathAndQuery);
        using var content = new BodyContent(body);
        content.Headers.ContentType = lines ? Lines : Json;
        if (gzip) content.Headers.ContentEncoding.Add("gzip");
        if (!body.IsEmpty || method != HttpMethod.Get) request.Content = content;
        await credential.AuthorizeAsync(request, body, cancellation);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            using var answer = await _http.SendAsync(request, limit.Token);
            await using var stream = await answer.Content.ReadAsStreamAsync(limit.Token);
            await ReadAsync(stream, reply, limit.Token);
            return new(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType ?? "", RetryAfterOf(answer), answer.Headers.Location);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new NoAnswerException(Describe(failure, content), content.WasStarted && failure is not OperationCanceledException, failure);
        }
    }

    string Describe(Exception failure, BodyContent content) =>
        failure is OperationCanceledException ? string.Create(CultureInfo.InvariantCulture, $"no answer from {Host} within {timeout.TotalSeconds} s")
        : content.WasCut ? $"{Host} cut the connection while a request of {content.Length} bytes was sent"
        : failure is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } ? $"{Host} is not a name that can be resolved: check ELASTICSEARCH_URL"
        : failure is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } ? $"no TLS connection to {Host}: {failure.InnerException?.Message ?? failure.Message} A private authority belongs into CA_CERTIFICATE."
        : failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } ? $"no connection to {Host}: check ELASTICSEARCH_URL, the security groups and the subnets"
        : $"{Host} cut the connection before it had answered";

    TimeSpan? RetryAfterOf(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    async Task ReadAsync(Stream stream, ByteBuffer reply, CancellationToken cancellation)
    {
        while (await stream.ReadAsync(reply.GetMemory(16 << 10), cancellation) is > 0 and var read)
        {
            reply.Advance(read);
            if (reply.Length > MaxReplyBytes) throw new IOException($"the answer of {Host} has more than {MaxReplyBytes} bytes");
        }
    }

    /// <summary>Connections as a function wants them.</summary>
    /// <param name="authorities">Trusted in place of the system's; <c>null</c> for the system's.</param>
    /// <param name="connections">At most so many at once.</param>
    public static SocketsHttpHandler Connections(X509Certificate2Collection? authorities, int connections)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            // A domain's addresses change when it is scaled; a frozen environment's connections are gone when it thaws.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxConnectionsPerServer = connections,
            ActivityHeadersPropagator = null,
        };
        if (authorities is null) return handler;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        return handler;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>A body that knows whether it went out: what <see cref="ReadOnlyMemoryContent"/> does not tell.</summary>
    sealed class BodyContent(ReadOnlyMemory<byte> body) : HttpContent
    {
        bool _sent;

        public int Length => body.Length;

        public bool WasStarted { get; private set; }

        public bool WasCut => WasStarted && !_sent;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            WasStarted = true;
            await stream.WriteAsync(body, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            _sent = true;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
