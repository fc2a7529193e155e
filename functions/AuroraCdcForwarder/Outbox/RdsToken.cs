using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace Sluice.AuroraCdcForwarder;

/// <summary>The password of IAM database authentication: a presigned request that the server checks.</summary>
/// <remarks>Source: Aurora user guide, "IAM database authentication"; a test compares it with botocore's <c>generate_db_auth_token</c>.</remarks>
static class RdsToken
{
    /// <summary>Makes a token, which lasts for 15 minutes.</summary>
    /// <param name="host">The endpoint that is connected to.</param>
    /// <param name="port">Its port.</param>
    /// <param name="user">The database's user.</param>
    /// <param name="region">The cluster's.</param>
    /// <param name="keys">Whose signature; its role needs <c>rds-db:connect</c>.</param>
    /// <param name="now">UTC.</param>
    public static string Make(string host, int port, string user, string region, ImmutableCredentials keys, DateTimeOffset now)
    {
        var stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{stamp[..8]}/{region}/rds-db/aws4_request";
        var place = string.Create(CultureInfo.InvariantCulture, $"{host.ToLowerInvariant()}:{port}");
        var query = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Action"] = "connect",
            ["DBUser"] = user,
            ["X-Amz-Algorithm"] = "AWS4-HMAC-SHA256",
            ["X-Amz-Credential"] = $"{keys.AccessKey}/{scope}",
            ["X-Amz-Date"] = stamp,
            ["X-Amz-Expires"] = "900",
            ["X-Amz-SignedHeaders"] = "host",
        };
        if (keys.UseToken) query["X-Amz-Security-Token"] = keys.Token;
        var text = string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        var canonical = $"GET\n/\n{text}\nhost:{place}\n\nhost\n{Hex(SHA256.HashData([]))}";
        var toSign = $"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + keys.SecretKey);
        foreach (var part in (string[])[stamp[..8], region, "rds-db", "aws4_request"]) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return $"{place}/?{text}&X-Amz-Signature={Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)))}";
    }

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
