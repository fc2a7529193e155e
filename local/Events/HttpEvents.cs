using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>A request through an API Gateway HTTP API, payload format 2.0 (a function URL sends the same).</summary>
/// <remarks>Source: API Gateway developer guide, "AWS Lambda proxy integrations for HTTP APIs".</remarks>
static class HttpEvents
{
    public static JsonObject Request(SampleSource sample, string method, string path, string? body)
    {
        var host = $"{sample.Hex(10)}.execute-api.{sample.Region}.amazonaws.com";
        var separator = path.IndexOf('?', StringComparison.Ordinal);
        var (rawPath, query) = separator < 0 ? (path, "") : (path[..separator], path[(separator + 1)..]);
        var request = new JsonObject
        {
            ["version"] = "2.0",
            ["routeKey"] = "$default",
            ["rawPath"] = rawPath,
            ["rawQueryString"] = query,
            ["headers"] = new JsonObject
            {
                ["accept"] = "*/*",
                ["content-type"] = "application/json",
                ["host"] = host,
                ["user-agent"] = "sluice",
                ["x-amzn-trace-id"] = $"Root=1-{sample.Hex(8)}-{sample.Hex(24)}",
                ["x-forwarded-for"] = "192.0.2.7",
                ["x-forwarded-port"] = "443",
                ["x-forwarded-proto"] = "https",
            },
        };
        if (query.Length > 0) request["queryStringParameters"] = Query(query);
        request["requestContext"] = new JsonObject
        {
            ["accountId"] = SampleSource.Account,
            ["apiId"] = host[..10],
            ["domainName"] = host,
            ["domainPrefix"] = host[..10],
            ["http"] = new JsonObject
            {
                ["method"] = method,
                ["path"] = rawPath,
                ["protocol"] = "HTTP/1.1",
                ["sourceIp"] = "192.0.2.7",
                ["userAgent"] = "sluice",
            },
            ["requestId"] = sample.Token(15) + "=",
            ["routeKey"] = "$default",
            ["stage"] = "$default",
            ["time"] = sample.Time.ToString("dd/MMM/yyyy:HH:mm:ss +0000", System.Globalization.CultureInfo.InvariantCulture),
            ["timeEpoch"] = sample.Milliseconds,
        };
        if (body is not null) request["body"] = body;
        request["isBase64Encoded"] = false;
        return request;
    }

    /// <summary>Values of one name are joined by a comma, as the gateway does.</summary>
    static JsonObject Query(string query)
    {
        var result = new JsonObject();
        var pairs = query.Split('&').Select(part => part.Split('=', 2)).Select(pair => (Name: Uri.UnescapeDataString(pair[0]), Value: pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : ""));
        foreach (var group in pairs.GroupBy(pair => pair.Name)) result[group.Key] = string.Join(',', group.Select(pair => pair.Value));
        return result;
    }
}
