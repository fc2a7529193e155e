using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>What brings an event of a kind to a function on AWS.</summary>
enum SampleKind
{
    Firehose,
    Queue,
    Topic,
    Objects,
    S3Test,
    S3Batch,
    Http,
    Schedule,
    EventBus,

    /// <summary>What Lambda keeps of an event that failed each time; an operator moves it back into the queue.</summary>
    Kept,
    Direct,
}

/// <summary>An object that an event is about.</summary>
/// <param name="Key">As it is in S3, not as notifications encode it.</param>
sealed record NamedObject(string Bucket, string Key);

/// <summary>A file of events/.</summary>
/// <param name="Name">With its folder, without <c>.json</c>: the name that expected.json has.</param>
sealed partial record RehearsalSample(string Name, byte[] Bytes)
{
    public JsonNode Json { get; } = JsonNode.Parse(Bytes)!;

    public SampleKind Kind => Json is not JsonObject given ? SampleKind.Direct : given switch
    {
        _ when given["deliveryStreamArn"] is not null && given["records"] is JsonArray => SampleKind.Firehose,
        _ when given["requestContext"]?["http"] is not null => SampleKind.Http,
        _ when given["invocationSchemaVersion"] is not null => SampleKind.S3Batch,
        _ when given["Event"]?.ToString() == "s3:TestEvent" => SampleKind.S3Test,
        _ when given["source"]?.ToString() == "aws.s3" => SampleKind.Objects,
        _ when given["source"]?.ToString() is "aws.events" or "aws.scheduler" && given["detail-type"]?.ToString() == "Scheduled Event" => SampleKind.Schedule,
        _ when given["requestPayload"] is not null && given["requestContext"] is not null => SampleKind.Kept,
        _ when given["source"] is not null && given["detail-type"] is not null => SampleKind.EventBus,
        _ => Source(given["Records"] as JsonArray) switch
        {
            "aws:sqs" => SampleKind.Queue,
            "aws:sns" => SampleKind.Topic,
            "aws:s3" => SampleKind.Objects,
            _ => SampleKind.Direct,
        },
    };

    /// <summary>Whether a Kinesis stream is its source.</summary>
    public bool IsOfKinesis => Json is JsonObject given && given["sourceKinesisStreamArn"] is not null;

    /// <summary>The objects that it says were created, in order, as often as it names them; in messages inside of messages too.</summary>
    public IReadOnlyList<NamedObject> Objects => [.. Named(Json)];

    /// <summary>Records of Firehose whose data are base64: others cannot be put.</summary>
    public IReadOnlyList<byte[]> Data => [.. Json["records"]!.AsArray().Select(record => Decoded(record!["data"]?.ToString() ?? "")).OfType<byte[]>()];

    /// <summary>The bodies of the messages.</summary>
    public IEnumerable<string> Bodies => Json["Records"]!.AsArray().Select(record => record!["body"]!.ToString());

    /// <summary>A text of the sample with the buckets of its objects renamed, however deeply they are quoted.</summary>
    public string Renamed(string text, string bucket) =>
        Objects.Select(one => one.Bucket).Concat(BucketName.Matches(text).Select(one => one.Groups[1].Value)).Distinct(StringComparer.Ordinal)
            .Aggregate(text, (renamed, name) => Regex.Replace(renamed, $@"(?<![\w.-]){Regex.Escape(name)}(?![\w.-])", bucket));

    /// <summary>Those of a function: of the folder that has its name within its project's, or of its project.</summary>
    public static IReadOnlyList<RehearsalSample> Of(string project, string logicalId)
    {
        var folder = Path.Combine(Repository.Root, "events", project);
        var own = Path.Combine(folder, logicalId.ToLowerInvariant());
        var files = Directory.Exists(own) ? Directory.EnumerateFiles(own, "*.json") : Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json") : [];
        return [.. files.Order(StringComparer.Ordinal).Select(file => new RehearsalSample(
            Path.ChangeExtension(Path.GetRelativePath(Path.Combine(Repository.Root, "events"), file), null).Replace('\\', '/'), File.ReadAllBytes(file)))];
    }

    static string? Source(JsonArray? records) => records is [JsonObject first, ..] ? (first["eventSource"] ?? first["EventSource"])?.ToString() : null;

    static IEnumerable<NamedObject> Named(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject one when Member(one, "s3", "object", "key") is { } key:
                if (one["eventName"]?.ToString().Contains("ObjectCreated", StringComparison.Ordinal) == true)
                    yield return new(one["s3"]!["bucket"]!["name"]!.ToString(), WebUtility.UrlDecode(key.ToString()));
                break;
            case JsonObject one when Member(one, "detail", "object", "key") is { } key:
                if (one["detail-type"]?.ToString() == "Object Created") yield return new(one["detail"]!["bucket"]!["name"]!.ToString(), key.ToString());
                break;
            case JsonObject one when one["s3Key"] is { } key:
                yield return new((one["s3Bucket"] ?? one["s3BucketArn"])!.ToString().Split(":::")[^1], WebUtility.UrlDecode(key.ToString()));
                break;
            case JsonObject one:
                foreach (var named in one.SelectMany(member => Named(member.Value))) yield return named;
                break;
            case JsonArray list:
                foreach (var named in list.SelectMany(Named)) yield return named;
                break;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String && Quoted(text.ToString()) is { } inner:
                foreach (var named in Named(inner)) yield return named;
                break;
        }
    }

    static JsonNode? Member(JsonObject of, params ReadOnlySpan<string> path)
    {
        JsonNode? node = of;
        foreach (var name in path) node = (node as JsonObject)?[name];
        return node;
    }

    static JsonNode? Quoted(string text)
    {
        if (!text.StartsWith('{')) return null;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;    // a sample may hold what is no JSON on purpose
        }
    }

    static byte[]? Decoded(string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            return null;    // as above
        }
    }

    [GeneratedRegex(@"arn:aws:s3:::([a-z0-9][a-z0-9.-]+)", RegexOptions.CultureInvariant)]
    static partial Regex BucketName { get; }
}
