using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>How the function shows who it is.</summary>
enum AuthKind
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>A user name and a password.</summary>
    Basic,

    /// <summary>An API key of Elasticsearch.</summary>
    ApiKey,

    /// <summary>The function's role, by AWS Signature Version 4.</summary>
    SigV4,
}

/// <summary>Puts credentials on requests. They are read at the first use and kept; no text of theirs is in any message.</summary>
sealed class ClusterCredential
{
    readonly AuthKind _kind;
    readonly Func<CancellationToken, Task<string>>? _readSecret;
    readonly SigV4? _signer;
    readonly Func<Task<ImmutableCredentials>>? _keys;
    AuthenticationHeaderValue? _header;

    ClusterCredential(AuthKind kind, Func<CancellationToken, Task<string>>? readSecret, SigV4? signer, Func<Task<ImmutableCredentials>>? keys) =>
        (_kind, _readSecret, _signer, _keys) = (kind, readSecret, signer, keys);

    /// <summary>None are asked for.</summary>
    public static ClusterCredential None { get; } = new(AuthKind.None, null, null, null);

    /// <summary>Basic or an API key.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="read">Gives the secret's text: <c>{"username","password"}</c>; or <c>{"api_key"}</c>, <c>{"id","api_key"}</c>, or the key alone.</param>
    public static ClusterCredential Secret(AuthKind kind, Func<CancellationToken, Task<string>> read) => new(kind, read, null, null);

    /// <summary>Signatures.</summary>
    /// <param name="signer">Of the cluster's region and service.</param>
    /// <param name="keys">Gives the keys that are valid now.</param>
    public static ClusterCredential Signed(SigV4 signer, Func<Task<ImmutableCredentials>> keys) => new(AuthKind.SigV4, null, signer, keys);

    /// <summary>Adds the headers.</summary>
    /// <param name="request">Otherwise complete.</param>
    /// <param name="body">As it is sent.</param>
    /// <param name="cancellation">Ends the reading of a secret.</param>
    /// <exception cref="ClusterException">The secret is not of the shape that is expected.</exception>
    public async ValueTask AuthorizeAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (_signer is not null)
        {
            var keys = await _keys!();
            _signer.Sign(request, body.Span, keys);
        }
        else if (_readSecret is not null) request.Headers.Authorization = _header ??= Header(await _readSecret(cancellation));
    }

    /// <summary>A secret that was rotated is read again: without that a warm environment would keep the old one for hours.</summary>
    /// <returns>Whether there is another one now.</returns>
    public async Task<bool> RenewAsync(CancellationToken cancellation)
    {
        if (_readSecret is null) return false;
        var before = _header;
        _header = Header(await _readSecret(cancellation));
        return !Equals(before, _header);
    }

    AuthenticationHeaderValue Header(string secret)
    {
        var trimmed = secret.Trim();
        if (_kind == AuthKind.ApiKey && !trimmed.StartsWith('{')) return new("ApiKey", trimmed);
        try
        {
            using var json = JsonDocument.Parse(trimmed);
            if (_kind == AuthKind.Basic) return new("Basic", Base64(Member(json, "username") + ":" + Member(json, "password")));
            return new("ApiKey", json.RootElement.TryGetProperty("id", out var id) ? Base64(id.GetString() + ":" + Member(json, "api_key")) : Member(json, "api_key"));
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Not the cause: a parser's message shows what it could not read.
            throw new ClusterException("The secret that SECRET names is not "
                + (_kind == AuthKind.Basic ? "{\"username\":…,\"password\":…}." : "an API key, {\"api_key\":…} or {\"id\":…,\"api_key\":…}."));
        }
    }

    static string Member(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString() ?? throw new KeyNotFoundException();

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
