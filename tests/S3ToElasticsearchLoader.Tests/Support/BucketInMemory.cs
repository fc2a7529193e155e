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

    /// <summary>By bucket and key: so many bytes of the next answers are sent, and then the connection breaks.</summary>
    public Dictionary<string, Queue<int>> Cuts { get; } = new(StringComparer.Ordinal);

    /// <summary>After each answer to a read was made.</summary>
    public Action OnRead { get; set; } = () => { };

    /// <summary>Bytes <c>from-to</c> of each object that was read, or nothing for all of it.</summary>
    public List<string> Reads { get; } = [];

    /// <summary>Of each object that was read; empty where none was named.</summary>
    public List<string> Versions { get; } = [];

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
    public static string ETag(byte[] body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}-1\"";

    async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var name = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath[1..]);
        if (Forbidden.Contains(name)) return Error(HttpStatusCode.Forbidden, "AccessDenied");
        var found = Objects.GetValueOrDefault(name);
        if (request.Headers.IfNoneMatch.Count > 0 && found is not null) return Error(HttpStatusCode.PreconditionFailed, "PreconditionFailed");
        // The SDK sends it without quotes where it was given so; S3 takes both.
        if (request.Headers.TryGetValues("If-Match", out var match) && (found is null || match.Single().Trim('"') != ETag(found).Trim('"'))) return Error(HttpStatusCode.PreconditionFailed, "PreconditionFailed");
        if (request.Method == HttpMethod.Put) Objects[name] = found = await BodyAsync(request, cancellation);
        if (request.Method == HttpMethod.Delete)
        {
            Objects.Remove(name);
            return new(HttpStatusCode.NoContent);
        }
        if (found is null) return Error(HttpStatusCode.NotFound, "NoSuchKey");
        var (content, status) = (found, HttpStatusCode.OK);
        if (request.Method == HttpMethod.Get)
        {
            lock (Reads)
            {
                Reads.Add(request.Headers.Range?.ToString() ?? "");
                Versions.Add(System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query)["versionId"] ?? "");
            }
            if (request.Headers.Range?.Ranges.Single() is { } range)
                (content, status) = (found[(int)range.From!.Value..((int)range.To!.Value + 1)], HttpStatusCode.PartialContent);
        }
        var cut = request.Method == HttpMethod.Get && Cuts.GetValueOrDefault(name) is { Count: > 0 } cuts ? cuts.Dequeue() : -1;
        var answer = new HttpResponseMessage(status) { Content = request.Method != HttpMethod.Get ? new ByteArrayContent([]) : cut < 0 ? new ByteArrayContent(content) : new StreamContent(new Cut(content, cut)) };
        if (cut >= 0) answer.Content.Headers.ContentLength = content.Length;
        answer.Content.Headers.LastModified = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
        answer.Headers.TryAddWithoutValidation("ETag", ETag(found));
        if (request.Method == HttpMethod.Get) OnRead();
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

    /// <summary>A body whose connection breaks.</summary>
    sealed class Cut(byte[] content, int after) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (Position >= after) throw new IOException("connection reset by peer");
            var part = ToArray().AsSpan((int)Position, Math.Min(buffer.Length, after - (int)Position));
            part.CopyTo(buffer);
            Position += part.Length;
            return part.Length;
        }
    }
}
