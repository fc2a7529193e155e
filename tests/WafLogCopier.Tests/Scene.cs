using System.Text;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Sluice.Tests;

namespace Sluice.WafLogCopier.Tests;

/// <summary>Two accounts, a bucket in each, and a copier between them.</summary>
sealed class Scene : IAsyncDisposable
{
    static readonly string[] s_copierMay = ["s3:PutObject", "s3:PutObjectTagging", "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"];

    readonly StrictS3 _server;

    Scene(StrictS3 server, string source, string target, FaultyS3 wire) => (_server, Source, Target, Wire) = (server, source, target, wire);

    public string Source { get; }

    public string Target { get; }

    /// <summary>What lies between the copier and the server.</summary>
    public FaultyS3 Wire { get; }

    public MemoryStream Log { get; } = new();

    public string LogText => Encoding.UTF8.GetString(Log.ToArray());

    public JsonNode LastLine => JsonNode.Parse(LogText.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!;

    public static async Task<Scene> StartAsync(StrictS3 server, bool versioned = false, bool allowed = true)
    {
        server.SkipIfAbsent();
        var source = await StrictS3.BucketAsync(server.Resource, "aws-waf-logs", versioned);
        var target = await StrictS3.BucketAsync(server.Central, "central", versioned);
        if (allowed) await StrictS3.AllowAsync(server.Central, "central", target, "resource", s_copierMay);
        var wire = await FaultyS3.StartAsync(server.Endpoint);
        wire.Exists = async (bucket, key) =>
        {
            try
            {
                await server.Central.GetObjectMetadataAsync(bucket, key);
                return true;
            }
            catch (AmazonS3Exception missing) when (missing.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                return false;
            }
        };
        return new(server, source, target, wire);
    }

    public AmazonS3Client Resource => _server.Resource;

    public AmazonS3Client Central => _server.Central;

    public Settings Settings(params (string Name, string Value)[] more)
    {
        var all = new Dictionary<string, string> { ["TARGET_BUCKET"] = Target, ["SOURCE_BUCKETS"] = Source };
        foreach (var (name, value) in more) all[name] = value;
        return Sluice.WafLogCopier.Settings.From(new EnvironmentReader(all.GetValueOrDefault));
    }

    /// <summary>A handler as Program composes it, with a clock whose waits are over at once.</summary>
    public Handler Handler(params (string Name, string Value)[] settings) => Handler(RetryBudget.Throttling, settings);

    public Handler Handler(RetryBudget budget, params (string Name, string Value)[] more)
    {
        var settings = Settings(more);
        var s3 = _server.Client("resource", Wire.Endpoint);
        return new Handler(settings, new ObjectCopier(new S3Sides(s3, s3), settings, budget, new ImpatientTime()), new Telemetry("WafLogCopier", Log, LogLevel.Debug, TimeProvider.System));
    }

    /// <summary>Puts an object and gives the record of its notification.</summary>
    public async Task<JsonObject> PutAsync(string key, string body = "log\n", Action<PutObjectRequest>? more = null)
    {
        var request = new PutObjectRequest { BucketName = Source, Key = key, ContentBody = body };
        more?.Invoke(request);
        var answer = await Resource.PutObjectAsync(request);
        return Record(key, body.Length, answer.ETag, answer.VersionId);
    }

    public JsonObject Record(string key, long size, string etag, string? version = null, string name = "ObjectCreated:Put") => new()
    {
        ["eventVersion"] = "2.1",
        ["eventSource"] = "aws:s3",
        ["awsRegion"] = "eu-west-1",
        ["eventTime"] = "2026-11-22T10:00:00.000Z",
        ["eventName"] = name,
        ["s3"] = new JsonObject
        {
            ["bucket"] = new JsonObject { ["name"] = Source },
            ["object"] = new JsonObject { ["key"] = FormEncoded(key), ["size"] = size, ["eTag"] = etag.Trim('"'), ["versionId"] = version },
        },
    };

    public static string FormEncoded(string key) =>
        Uri.EscapeDataString(key).Replace("%20", "+", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal);

    public static JsonObject Event(params JsonObject[] records) => new() { ["Records"] = new JsonArray([.. records.Select(record => record.DeepClone())]) };

    /// <summary>A queue's event, a message a body.</summary>
    public static JsonObject Queue(params JsonNode[] bodies) => new()
    {
        ["Records"] = new JsonArray([.. bodies.Select((body, i) => (JsonNode)new JsonObject
        {
            ["messageId"] = $"message-{i + 1}",
            ["eventSource"] = "aws:sqs",
            ["body"] = body is JsonValue text ? (string)text! : body.ToJsonString(),
        })]),
    };

    public static async Task<JsonNode> InvokeAsync(Handler handler, JsonNode @event, CancellationToken deadline = default)
    {
        var answer = new ByteBuffer();
        var invocation = new Invocation("1", "arn:aws:lambda:eu-west-1:111122223333:function:copier", TimeSpan.FromMinutes(1), deadline);
        await handler.HandleAsync(Encoding.UTF8.GetBytes(@event.ToJsonString()), answer, invocation);
        return JsonNode.Parse(answer.Written)!;
    }

    public static string[] Failures(JsonNode answer) => [.. answer["batchItemFailures"]!.AsArray().Select(one => (string)one!["itemIdentifier"]!)];

    /// <summary>The keys in the target bucket.</summary>
    public async Task<string[]> KeysAsync()
    {
        var list = await Central.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Target });
        return [.. (list.S3Objects ?? []).Select(one => one.Key).Order(StringComparer.Ordinal)];
    }

    public async Task<string> ReadAsync(string key)
    {
        using var answer = await Central.GetObjectAsync(Target, key);
        using var reader = new StreamReader(answer.ResponseStream);
        return await reader.ReadToEndAsync();
    }

    public ValueTask DisposeAsync() => Wire.DisposeAsync();

    /// <summary>A key as WAF writes it.</summary>
    public static string WafKey(string region = "eu-west-1", string minute = "05", string hash = "0a1b2c3d", string account = "111122223333") =>
        $"AWSLogs/{account}/WAFLogs/{region}/shop/2026/11/22/10/{minute}/{account}_waflogs_{region}_shop_20261122T10{minute}Z_{hash}.log.gz";

    /// <summary>Where the copy of <see cref="WafKey"/> goes.</summary>
    public static string CopyOfWafKey(string region = "eu-west-1", string minute = "05", string hash = "0a1b2c3d", string account = "111122223333") =>
        $"{account}/{region}/shop/2026/11/22/10/{account}_waflogs_{region}_shop_20261122T10{minute}Z_{hash}.log.gz";
}
