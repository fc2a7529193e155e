using System.Net;
using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Finds out what the cluster is, once an environment.</summary>
static class ClusterProbe
{
    /// <summary>Asks <c>GET /</c>, patiently: a cluster that elects its master answers 503 for a while.</summary>
    /// <exception cref="ClusterException">It is none, or it does not let us in; the message says what to do.</exception>
    public static async Task<Cluster> ProbeAsync(ClusterClient client, RetryBudget budget, TimeProvider time, CancellationToken deadline)
    {
        var reply = new ByteBuffer();
        var backoff = new Backoff(budget, time);
        while (true)
        {
            string problem;
            TimeSpan? retryAfter = null;
            try
            {
                var head = await client.SendAsync(HttpMethod.Get, "/", default, reply, deadline);
                if (head.IsSuccess) return Read(head.MediaType, reply.Written, client.Host);
                if (head.Status == HttpStatusCode.Unauthorized && await client.RenewCredentialAsync(deadline)) continue;
                if (!Refusals.Passes(head.Status)) throw new ClusterException(Refusals.Describe(client.Host, head, reply.Written));
                problem = Refusals.Describe(client.Host, head, reply.Written);
                retryAfter = head.RetryAfter;
            }
            catch (NoAnswerException none)
            {
                problem = none.Message;
            }
            if (!await backoff.WaitAsync(retryAfter, deadline)) throw new ClusterException($"{client.Host} is not ready: {problem}", passes: true);
        }
    }

    /// <summary>Reads the answer to <c>GET /</c>.</summary>
    /// <param name="mediaType">Of the answer.</param>
    /// <param name="body"><c>{"version":{"number":"2.19.1","distribution":"opensearch"},"tagline":…}</c></param>
    /// <param name="host">For the message.</param>
    /// <exception cref="ClusterException">Something else answers there.</exception>
    public static Cluster Read(string mediaType, ReadOnlySpan<byte> body, string host)
    {
        var (number, distribution, tagline) = ("", "", "");
        try
        {
            var json = new Utf8JsonReader(body);
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName) continue;
                if (json.ValueTextEquals("number"u8)) number = Text(ref json);
                else if (json.ValueTextEquals("distribution"u8)) distribution = Text(ref json);
                else if (json.ValueTextEquals("tagline"u8)) tagline = Text(ref json);
            }
        }
        catch (JsonException)
        {
            number = "";
        }
        if (number.Length == 0 || !int.TryParse(number.Split('.')[0], out var major))
            throw new ClusterException($"{host} answers GET / with {(mediaType.Length > 0 ? mediaType : "something")} that is not Elasticsearch's or OpenSearch's: check ELASTICSEARCH_URL, or set CLUSTER.");
        var isOpenSearch = distribution == "opensearch" || tagline.StartsWith("The OpenSearch Project", StringComparison.Ordinal);
        if (!isOpenSearch && major < 6)
            throw new ClusterException($"{host} is Elasticsearch {number}: 6 is the oldest version that is supported.");
        return new(isOpenSearch ? ClusterKind.OpenSearch : ClusterKind.Elasticsearch, major, number);
    }

    static string Text(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.String ? json.GetString()! : "";
    }
}
