using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.S3;

// The loader as one writes it first: an object of WAF logs line by line, JSON nodes, 500 documents a request as the serverless
// forwarders have it, one request after the other, and no account of anything.
var s3 = new AmazonS3Client(new AmazonS3Config { ForcePathStyle = true });
var http = new HttpClient { BaseAddress = new Uri(Environment.GetEnvironmentVariable("ELASTICSEARCH_URL")!) };

await LambdaBootstrapBuilder.Create(
    async (Stream input, ILambdaContext _) =>
    {
        var @event = JsonNode.Parse(input)!["Records"]![0]!["s3"]!;
        var (bucket, key) = ((string)@event["bucket"]!["name"]!, (string)@event["object"]!["key"]!);
        using var stored = await s3.GetObjectAsync(bucket, key);
        using var reader = new StreamReader(new GZipStream(stored.ResponseStream, CompressionMode.Decompress));
        var (body, documents, number) = (new StringBuilder(), 0, 0);
        while (await reader.ReadLineAsync() is { } line)
        {
            var document = JsonNode.Parse(line)!.AsObject();
            var time = DateTimeOffset.FromUnixTimeMilliseconds((long)document["timestamp"]!);
            document["@timestamp"] = time.ToString("O");
            var headers = new JsonObject();
            foreach (var header in document["httpRequest"]!["headers"]!.AsArray()) headers[((string)header!["name"]!).ToLowerInvariant()] = (string)header["value"]!;
            document["httpRequest"]!["headers"] = headers;
            body.Append("{\"create\":{\"_index\":\"awswaf-").Append(time.ToString("yyyy.MM.dd")).Append("\",\"_id\":\"").Append(key.GetHashCode(StringComparison.Ordinal)).Append('-').Append(number++).Append("\"}}\n");
            body.Append(document.ToJsonString()).Append('\n');
            if (++documents < 500) continue;
            await SendAsync(body);
            documents = 0;
        }
        if (documents > 0) await SendAsync(body);
        return new MemoryStream("{}"u8.ToArray());
    }).Build().RunAsync();

async Task SendAsync(StringBuilder body)
{
    using var content = new StringContent(body.ToString(), Encoding.UTF8);
    content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    using var answer = await http.PostAsync("/_bulk", content);
    answer.EnsureSuccessStatusCode();
    JsonNode.Parse(await answer.Content.ReadAsStringAsync());
    body.Clear();
}
