using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The HTTP of the Runtime API: what is asked for again, what is posted once, and which status means what.</summary>
sealed class RuntimeApiConnection(HttpClient http, string endpoint)
{
    /// <summary>After so many broken connections in a row there is no API any more: a process without one must end.</summary>
    const int MaxFailures = 8;

    // An opaque prefix: it may hold a path, so nothing of it is taken apart.
    readonly string _base = $"http://{endpoint.TrimEnd('/')}/2018-06-01/runtime/";

    /// <summary>A post is never waited for longer; by then the API is as good as gone, and `next` will tell.</summary>
    public TimeSpan PostLimit { get; init; } = TimeSpan.FromMinutes(1);

    public static HttpClient NewHttpClient()
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            // One connection for the whole life of the environment. It is frozen while it waits, so no limit of time makes sense.
            MaxConnectionsPerServer = 1,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseProxy = false,                                           // HTTP_PROXY is for the world outside
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,   // client contexts of mobile apps are not always ASCII
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", $"sluice-standin-runtime-support/2.1.2 dotnet/{Environment.Version}");
        return client;
    }

    /// <summary>The connection broke or was not there; no answer of the API.</summary>
    public static bool IsBroken(Exception failure) =>
        failure is HttpRequestException or IOException or OperationCanceledException;

    /// <summary>A GET without an end in time, asked again when the connection breaks, also in the middle of the reply.</summary>
    public async Task<T> WaitAsync<T>(string call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, _base + call);
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (response.StatusCode != HttpStatusCode.OK) throw await RefusedAsync(call, response);
                return await read(response, cancellationToken);
            }
            catch (Exception broken) when (IsBroken(broken) && !cancellationToken.IsCancellationRequested)
            {
                if (broken is OperationCanceledException)
                {
                    failures = 0;                                       // the time limit of a client that is not ours: no sign of anything
                    continue;
                }

                if (failures == MaxFailures) throw new RuntimeApiClientException($"The Runtime API at {_base} is gone: {broken.Message}", 0, null, [], broken);
                // Once at once: a connection that was closed while the environment was frozen. Then slower, about two seconds in all.
                if (failures > 1) await Task.Delay(TimeSpan.FromMilliseconds(10 << failures), TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>A POST. It is sent once: whether a lost one had arrived cannot be known.</summary>
    public async Task PostAsync(string call, HttpContent body, string contentType, IEnumerable<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PostLimit);
        using var request = new HttpRequestMessage(HttpMethod.Post, _base + call) { Content = body };
        body.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token);
        if (!response.IsSuccessStatusCode) throw await RefusedAsync(call, response);
    }

    static async Task<RuntimeApiClientException> RefusedAsync(string call, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var headers = response.Headers.ToDictionary(header => header.Key, header => header.Value);
        string body = null;
        try
        {
            body = await response.Content.ReadAsStringAsync();
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            // The status alone decides.
        }

        return new($"The Runtime API answered {status} to {call}.", status, body, headers, null);
    }
}
