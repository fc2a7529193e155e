using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>AWS Signature Version 4 in headers. Source: IAM user guide, "Create a signed AWS API request".</summary>
/// <param name="region">Such as <c>eu-west-1</c>.</param>
/// <param name="service"><c>es</c> for a domain, <c>aoss</c> for a Serverless collection.</param>
/// <param name="time">The clock of the signatures: AWS takes them for five minutes.</param>
/// <remarks>AWSSDK.Core's own signer takes its internal request type; a signature is forty lines. Tests compare it with
/// botocore's and with AWS' published examples.</remarks>
sealed class SigV4(string region, string service, TimeProvider time)
{
    /// <summary>Adds <c>X-Amz-Date</c>, <c>X-Amz-Content-Sha256</c> (Serverless refuses requests without), <c>X-Amz-Security-Token</c>
    /// for a role, and <c>Authorization</c>.</summary>
    /// <param name="request">Its URL as it is sent: the query percent-encoded.</param>
    /// <param name="body">As it is sent, compressed or not.</param>
    /// <param name="keys">Whose signature.</param>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, ImmutableCredentials keys)
    {
        var url = request.RequestUri!;
        var now = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        var headers = new List<(string Name, string Value)>
        {
            ("host", url.IsDefaultPort ? url.IdnHost : $"{url.IdnHost}:{url.Port.ToString(CultureInfo.InvariantCulture)}"),
            ("x-amz-content-sha256", hash),
            ("x-amz-date", now),
        };
        if (keys.UseToken) headers.Add(("x-amz-security-token", keys.Token));
        foreach (var (name, value) in headers.Skip(1)) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.Host = headers[0].Value;

        var signed = string.Join(';', headers.Select(header => header.Name));
        var canonical = string.Join('\n', request.Method.Method, Path(url), Query(url),
            string.Concat(headers.Select(header => $"{header.Name}:{header.Value}\n")), signed, hash);
        var scope = $"{now[..8]}/{region}/{service}/aws4_request";
        var toSign = $"AWS4-HMAC-SHA256\n{now}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Key(keys.SecretKey, now[..8]), Encoding.UTF8.GetBytes(toSign)));
        request.Headers.TryAddWithoutValidation("Authorization",
            $"AWS4-HMAC-SHA256 Credential={keys.AccessKey}/{scope}, SignedHeaders={signed}, Signature={signature}");
    }

    byte[] Key(string secret, string date)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in new[] { date, region, service, "aws4_request" }) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return key;
    }

    /// <summary>Encoded once more than on the wire, as for every service but S3.</summary>
    static string Path(Uri url) => string.Join('/', url.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    static string Query(Uri url) => url.Query.Length < 2 ? "" : string.Join('&', url.Query[1..].Split('&')
        .Select(pair => pair.Split('=', 2)).Select(pair => (Name: pair[0], Value: pair.Length > 1 ? pair[1] : ""))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));
}
