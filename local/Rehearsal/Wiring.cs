using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What calls what, read out of moto after the stack was made: see local/moto/wiring.py. Nothing of it is the template's word.</summary>
sealed record Wiring(
    IReadOnlyList<WiredFunction> Functions,
    IReadOnlyList<WiredMapping> Mappings,
    IReadOnlyList<WiredRule> Rules,
    IReadOnlyList<WiredBucket> Buckets,
    IReadOnlyList<WiredStream> Streams,
    IReadOnlyList<WiredSubscription> Subscriptions,
    IReadOnlyList<WiredRoute> Routes,
    IReadOnlyList<WiredOrigin> Origins,
    IReadOnlyList<WiredInvoker> Invokers)
{
    static readonly JsonSerializerOptions s_camel = new(JsonSerializerDefaults.Web);

    public static Wiring Read(JsonObject found) => found.Deserialize<Wiring>(s_camel)!;

    /// <summary>The queues that a function takes its messages from.</summary>
    public IEnumerable<WiredMapping> QueuesOf(WiredFunction function) => Mappings.Where(one => one.Enabled && one.Function == function.Arn);

    /// <summary>The rules that call a function, or send to a queue of its.</summary>
    public IEnumerable<WiredRule> RulesOf(WiredFunction function)
    {
        var targets = QueuesOf(function).Select(one => one.Queue).Append(function.Arn).ToHashSet(StringComparer.Ordinal);
        return Rules.Where(rule => rule.Enabled && rule.Targets.Any(target => targets.Contains(target.Arn)));
    }

    /// <summary>The delivery streams that a function transforms records of.</summary>
    public IEnumerable<WiredStream> StreamsOf(WiredFunction function) => Streams.Where(one => one.Settings.Lambda?.FunctionArn == function.Arn);

    /// <summary>How an object of a bucket comes to a function; the key may still decide otherwise.</summary>
    public IEnumerable<ObjectWay> ObjectWaysOf(WiredFunction function)
    {
        var queues = QueuesOf(function).Select(one => one.Queue).ToHashSet(StringComparer.Ordinal);
        foreach (var bucket in Buckets)
        {
            foreach (var target in bucket.Notifies)
            {
                if (queues.Contains(target.Arn)) yield return new(bucket.Name, target.Prefix, "S3 notification → SQS queue → event source mapping");
                if (target.Arn == function.Arn) yield return new(bucket.Name, target.Prefix, "S3 notification");
            }
            if (!bucket.EventBridge) continue;
            foreach (var rule in RulesOf(function).Where(rule => rule.NamesBucket(bucket.Name)))
                yield return new(bucket.Name, "", "S3 → EventBridge rule" + (rule.Targets.Any(target => target.Arn == function.Arn) ? "" : " → SQS queue → event source mapping"));
        }
    }
}

/// <param name="OnFailure">Where an event goes that failed each time, with Lambda's envelope around it; <paramref name="DeadLetters"/>: as it came.</param>
sealed record WiredFunction(
    string Name, string Arn, string Role, int TimeoutSeconds, int MemoryMegabytes, IReadOnlyDictionary<string, string> Environment,
    string LogFormat, string LogLevel, string LogGroup, int Retries, string? OnFailure, string? DeadLetters, string? Url, string? UrlAuthorization);

/// <param name="Function">Its ARN.</param>
/// <param name="Queue">Its ARN.</param>
sealed record WiredMapping(string Function, string Queue, int BatchSize, bool ReportsFailures, bool Enabled);

sealed record WiredRule(string Name, string Arn, string Bus, bool Enabled, JsonObject? Pattern, string? Schedule, IReadOnlyList<WiredTarget> Targets)
{
    /// <summary>Whether it may concern a bucket: its pattern names this one, or none.</summary>
    public bool NamesBucket(string bucket) =>
        Pattern is { } pattern && pattern["source"]?.AsArray().Any(one => one?.ToString() == "aws.s3") == true
        && (pattern["detail"]?["bucket"]?["name"] is not JsonArray names || names.Any(one => one?.ToString() == bucket));
}

/// <param name="Input">A constant event; null: the event itself.</param>
/// <param name="Role">Of EventBridge Scheduler's targets; null: the target's own policy lets the rule in.</param>
sealed record WiredTarget(string Arn, string? Input, string? Role = null);

sealed record WiredBucket(string Name, IReadOnlyList<WiredNotification> Notifies, bool EventBridge);

sealed record WiredNotification(string Arn, string Prefix);

/// <param name="Properties">As the template's resource has them.</param>
sealed record WiredStream(string Name, string Arn, JsonObject Properties)
{
    public FirehoseSettings Settings => FirehoseSettingsReader.Read(Name, Arn, Properties);

    /// <summary>As whom Firehose writes.</summary>
    public string Role => Properties.Select(one => one.Value).OfType<JsonObject>().Select(one => one["RoleARN"] ?? one["S3Configuration"]?["RoleARN"]).First(one => one is not null)!.ToString();
}

sealed record WiredSubscription(string LogGroup, string Name, string Destination, string? Role);

/// <param name="Function">Its ARN.</param>
sealed record WiredRoute(string Api, string Name, string Domain, string Key, string Authorization, string? Function);

/// <summary>What a distribution forwards to.</summary>
sealed record WiredOrigin(string Domain, IReadOnlyDictionary<string, string> Headers);

/// <summary>A role that may invoke functions.</summary>
/// <param name="Services">That take it.</param>
sealed record WiredInvoker(string Role, IReadOnlyList<string> Services, IReadOnlyList<string> Functions);

/// <param name="Name">In words.</param>
sealed record ObjectWay(string Bucket, string Prefix, string Name);
