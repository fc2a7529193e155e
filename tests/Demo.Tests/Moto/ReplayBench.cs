using System.Text;
using System.Text.Json.Nodes;
using Amazon.KinesisFirehose;
using Amazon.Runtime;
using Amazon.S3;

namespace Sluice.Local.Tests;

/// <summary>A bucket and a delivery stream in moto, with what a replay needs of both.</summary>
sealed class ReplayBench : IDisposable
{
    readonly MotoFixture _moto;
    readonly BasicAWSCredentials _keys;

    ReplayBench(MotoFixture moto, string stream)
    {
        (_moto, Stream) = (moto, stream);
        _keys = new(moto.Aws.Environment["AWS_ACCESS_KEY_ID"], moto.Aws.Environment["AWS_SECRET_ACCESS_KEY"]);
        S3 = moto.Aws.S3();
        Firehose = new(_keys, new AmazonKinesisFirehoseConfig { ServiceURL = moto.Aws.Endpoint.ToString(), AuthenticationRegion = moto.Aws.Region });
    }

    public string Bucket { get; } = $"bucket-{Guid.NewGuid():N}";

    public string Stream { get; }

    public AmazonS3Client S3 { get; }

    public AmazonKinesisFirehoseClient Firehose { get; }

    public ManualTime Time { get; } = new();

    public List<string> Said { get; } = [];

    public static async Task<ReplayBench> StartAsync(MotoFixture moto)
    {
        var bench = new ReplayBench(moto, await moto.StreamAsync());
        await bench.S3.PutBucketAsync(bench.Bucket);
        return bench;
    }

    public static string Line(string data, string errorCode = "Lambda.FunctionError") => $$"""{"rawData":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(data))}}","errorCode":"{{errorCode}}","attemptsMade":4}""" + "\n";

    public Task PutAsync(string key, params string[] lines) => PutAsync(key, Encoding.UTF8.GetBytes(string.Concat(lines)));

    public Task PutAsync(string key, byte[] body) => S3.PutAsync(new ObjectToWrite(Bucket, key, body), default);

    /// <summary>As <c>./sluice replay</c> does.</summary>
    public Task<ReplayTotals> RunAsync(string prefix = "failed/") => new ReplayRun(S3, Firehose, Stream, Said.Add, Time).RunAsync(Bucket, prefix, default);

    /// <summary>One whose records go to a script instead of the stream.</summary>
    public ReplayBucket Replays(PutBatch put, IAmazonS3? s3 = null) =>
        new(s3 ?? S3, new ReplayObject(put, TimeProvider.System, new RetryBudget(2, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1))), Time);

    /// <summary>A client that does something else before each of its requests.</summary>
    public AmazonS3Client Interrupted(Func<HttpRequestMessage, Task> before) => new(_keys, new AmazonS3Config
    {
        ServiceURL = _moto.Aws.Endpoint.ToString(),
        AuthenticationRegion = _moto.Aws.Region,
        ForcePathStyle = true,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        HttpClientFactory = new Clients(before),
        CacheHttpClient = false,
    });

    public async Task<List<string>> WaitingAsync() =>
        [.. (await _moto.WaitingAsync(Stream)).Select(record => Encoding.UTF8.GetString(Convert.FromBase64String((string)record!["data"]!)))];

    public async Task<List<byte[]>> WaitingBytesAsync() => [.. (await _moto.WaitingAsync(Stream)).Select(record => Convert.FromBase64String((string)record!["data"]!))];

    /// <summary>The mark of an object; null: there is none.</summary>
    public async Task<JsonNode?> MarkAsync(string key)
    {
        try
        {
            return JsonNode.Parse(await S3.GetAsync(Bucket, "replayed/" + key, default));
        }
        catch (AmazonS3Exception none) when (none.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }

    public async Task FaultAsync(string target, string mode)
    {
        using var rules = new StringContent($$"""[{"target":"{{target}}","mode":"{{mode}}","times":1}]""", Encoding.UTF8, "application/json");
        using var answer = await _moto.Http.PostAsync(new Uri("/sluice-api/faults", UriKind.Relative), rules);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        S3.Dispose();
        Firehose.Dispose();
    }

    sealed class Clients(Func<HttpRequestMessage, Task> before) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Before(before));
    }

    sealed class Before(Func<HttpRequestMessage, Task> before) : DelegatingHandler(new HttpClientHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await before(request);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
