using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>S3 as far as dead letters ask for it, under the real client.</summary>
sealed class BucketInMemory : HttpClientFactory
{
    /// <summary>By bucket and key, <c>logs/failed/x</c>.</summary>
    public SortedDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>By bucket and key: what is answered with 403.</summary>
    public HashSet<string> Forbidden { get; } = new(StringComparer.Ordinal);

    public AmazonS3Client Client() => new(new BasicAWSCredentials("AKIALOCAL00000000000", "local"), new AmazonS3Config
    {
        ServiceURL = "http://s3.invalid",
        AuthenticationRegion = "eu-west-1",
        ForcePathStyle = true,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        HttpClientFactory = this,
        CacheHttpClient = false,
    });

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Answers(this));

    /// <summary>The lines of a gzip object.</summary>
    public string[] LinesOf(string name)
    {
        using var reader = new StreamReader(new System.IO.Compression.GZipStream(new MemoryStream(Objects[name]), System.IO.Compression.CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // As of an upload in parts: the client takes any other for an MD5, and checks it.
    static string ETag(byte[] body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}-1\"";

    async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var name = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath[1..]);
        if (Forbidden.Contains(name)) return Error(HttpStatusCode.Forbidden, "AccessDenied");
        var found = Objects.GetValueOrDefault(name);
        if (request.Headers.IfNoneMatch.Count > 0 && found is not null) return Error(HttpStatusCode.PreconditionFailed, "PreconditionFailed");
        if (request.Headers.IfMatch.Count > 0 && (found is null || request.Headers.IfMatch.Single().Tag != ETag(found))) return Error(HttpStatusCode.PreconditionFailed, "PreconditionFailed");
        if (request.Method == HttpMethod.Put) Objects[name] = found = await BodyAsync(request, cancellation);
        if (request.Method == HttpMethod.Delete)
        {
            Objects.Remove(name);
            return new(HttpStatusCode.NoContent);
        }
        if (found is null) return Error(HttpStatusCode.NotFound, "NoSuchKey");
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(request.Method == HttpMethod.Get ? found : []) };
        answer.Headers.TryAddWithoutValidation("ETag", ETag(found));
        return answer;
    }

    /// <summary>The client sends a body in signed chunks, SIZE;chunk-signature=…, the last one empty.</summary>
    static async Task<byte[]> BodyAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellation);
        if (!request.Headers.Contains("X-Amz-Decoded-Content-Length")) return body;
        var whole = new MemoryStream();
        for (var start = 0; ;)
        {
            var head = Encoding.ASCII.GetString(body, start, body.AsSpan(start).IndexOf("\r\n"u8));
            var size = int.Parse(head.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0) return whole.ToArray();
            start += head.Length + 2;
            whole.Write(body, start, size);
            start += size + 2;
        }
    }

    static HttpResponseMessage Error(HttpStatusCode status, string code) =>
        new(status) { Content = new StringContent($"<Error><Code>{code}</Code><Message>{code}</Message></Error>", Encoding.UTF8, "application/xml") };

    sealed class Answers(BucketInMemory bucket) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => bucket.AnswerAsync(request, cancellationToken);
    }
}
