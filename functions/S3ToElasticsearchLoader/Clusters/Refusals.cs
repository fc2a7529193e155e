using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Reads why a whole request was refused, and says what to do.</summary>
static class Refusals
{
    /// <summary>Whether waiting helps: throttling, a master that is being elected, a gateway without a server behind.</summary>
    public static bool Passes(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>A sentence with host, status, reason, and what to do where that is known.</summary>
    public static string Describe(string host, ClusterReply head, ReadOnlySpan<byte> body)
    {
        var (type, reason) = ErrorOf(body);
        var why = (type, reason) is ("", "") ? "" : $" ({(type.Length > 0 && reason.Length > 0 ? type + ": " + reason : type + reason)})";
        return string.Create(CultureInfo.InvariantCulture, $"{host} answers {(int)head.Status}{why}{Advice(head, type)}");
    }

    static string Advice(ClusterReply head, string type) => head.Status switch
    {
        HttpStatusCode.Unauthorized => ": check AUTH and the secret that SECRET names.",
        HttpStatusCode.Forbidden when type == "cluster_block_exception" => ": the index is blocked, as when the disk is full.",
        HttpStatusCode.Forbidden => ": allow the function's role es:ESHttpGet, es:ESHttpPost and es:ESHttpPut (aoss:APIAccessAll for Serverless) in its policy and in the domain's, and map it to a role of the cluster that may write to the indices; check AUTH.",
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => ": check ELASTICSEARCH_URL, this is no cluster's address.",
        HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.RedirectKeepVerb or HttpStatusCode.PermanentRedirect =>
            $": it redirects to {head.Location?.GetLeftPart(UriPartial.Authority)}, redirects are not followed; set ELASTICSEARCH_URL to the cluster itself.",
        _ => ".",
    };

    /// <summary>The error of a whole answer: <c>{"error":{"type","reason",…}}</c>, <c>{"error":"text"}</c>, or AWS' <c>{"Message":"text"}</c>.</summary>
    /// <returns>Empty texts where there is none.</returns>
    public static (string Type, string Reason) ErrorOf(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return ("", "");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isError = json.ValueTextEquals("error"u8);
                var isMessage = json.ValueTextEquals("message"u8) || json.ValueTextEquals("Message"u8);
                json.Read();
                if ((isError || isMessage) && json.TokenType == JsonTokenType.String) return ("", Short(json.GetString()!));
                if (isError && json.TokenType == JsonTokenType.StartObject)
                {
                    var error = ItemError.Read(ref json);
                    return (error.Type, Short(error.Reason));
                }
                json.Skip();
            }
        }
        catch (JsonException)
        {
            // A page of a proxy: its status says all there is.
        }
        return ("", "");
    }

    /// <summary>A validation error may quote megabytes of ids.</summary>
    static string Short(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
