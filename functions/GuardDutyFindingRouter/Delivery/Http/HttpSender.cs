using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>One HTTP call, told as a value.</summary>
/// <param name="handler">Disposed with this.</param>
/// <param name="timeout">From the first byte to the last of the answer, by the machine's own clock.</param>
/// <param name="time">The clock that a <c>Retry-After</c> of a date is told by.</param>
sealed class HttpSender(HttpMessageHandler handler, TimeSpan timeout, TimeProvider time) : IDisposable
{
    /// <summary>No answer that says something is longer.</summary>
    const int MaxReplyBytes = 64 << 10;

    static readonly ProductInfoHeaderValue Agent = new("Sluice-GuardDutyFindingRouter", "1");

    /// <summary>A pause that is longer is as good as never.</summary>
    static readonly TimeSpan LongestPause = TimeSpan.FromDays(7);

    readonly HttpMessageInvoker _http = new(handler);

    /// <summary>Sends one request and reads the answer's beginning.</summary>
    /// <param name="url">Checked by <see cref="AddressGuard"/>.</param>
    /// <param name="contentType">Of the body.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">Beside Content-Type.</param>
    /// <param name="deadline">Ends it.</param>
    /// <exception cref="OperationCanceledException">The deadline came first.</exception>
    public async Task<HttpReply> PostAsync(Uri url, string contentType, byte[] body, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken deadline)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        if (!request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType)) return Unsendable("Content-Type");
        foreach (var (name, value) in headers)
        {
            if (value.AsSpan().ContainsAny('\r', '\n', '\0') || !request.Headers.TryAddWithoutValidation(name, value)) return Unsendable(name);
        }
        // The rules may name another.
        if (request.Headers.UserAgent.Count == 0) request.Headers.UserAgent.Add(Agent);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        limit.CancelAfter(timeout);
        try
        {
            using var answer = await _http.SendAsync(request, limit.Token);
            var (text, isCut) = await ReadAsync(answer.Content, limit.Token);
            deadline.ThrowIfCancellationRequested();
            return new((int)answer.StatusCode, text, isCut, RetryAfterOf(answer), RedirectHostOf(url, answer));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or ForbiddenAddressException)
        {
            deadline.ThrowIfCancellationRequested();
            return NoAnswer(failure);
        }
    }

    /// <summary>What was read before an answer broke off is worth having: the status is known by then.</summary>
    static async Task<(string Text, bool IsCut)> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        var bytes = new byte[MaxReplyBytes];
        var length = 0;
        var isCut = false;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellation);
            while (length < bytes.Length && await stream.ReadAsync(bytes.AsMemory(length), cancellation) is > 0 and var read) length += read;
            isCut = length == bytes.Length;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
        {
            isCut = true;
        }
        return (Encoding.UTF8.GetString(bytes, 0, length), isCut);
    }

    HttpReply NoAnswer(Exception failure) => failure switch
    {
        OperationCanceledException => new(0, string.Create(CultureInfo.InvariantCulture, $"gave no answer within {timeout.TotalSeconds} s")),
        ForbiddenAddressException forbidden => Forbidden(forbidden),
        HttpRequestException { InnerException: ForbiddenAddressException forbidden } => Forbidden(forbidden),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new(0, "has a name that cannot be resolved now"),
        HttpRequestException { InnerException: System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.HostNotFound or System.Net.Sockets.SocketError.TryAgain or System.Net.Sockets.SocketError.NoData } } => new(0, "has a name that cannot be resolved now"),
        // A certificate is not better a second later.
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new(0, $"has a certificate that is not trusted, or no TLS: {failure.InnerException?.Message ?? failure.Message}", IsFinal: true),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => new(0, "takes no connection"),
        _ => new(0, "cut the connection before it had answered"),
    };

    static HttpReply Forbidden(ForbiddenAddressException forbidden) => new(0, "is not asked: " + forbidden.Message, IsFinal: true);

    static HttpReply Unsendable(string header) => new(0, $"is not asked: the header {Confidential.Cut(Confidential.Plain(header), 60)} has a name or a value that HTTP does not take", IsFinal: true);

    TimeSpan? RetryAfterOf(HttpResponseMessage answer)
    {
        var pause = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        if (pause <= TimeSpan.Zero) return null;
        return pause < LongestPause ? pause : LongestPause;
    }

    static string RedirectHostOf(Uri url, HttpResponseMessage answer)
    {
        if ((int)answer.StatusCode is < 300 or >= 400 || answer.Headers.Location is not { } location) return "";
        return location.IsAbsoluteUri ? location.Host : url.Host;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
