using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>From ARNs and references of the resolved template to boxes: of its own resources, and of what its parameters name.</summary>
sealed class Places
{
    static readonly Dictionary<string, (PlaceKind Kind, string What)> s_types = new(StringComparer.Ordinal)
    {
        ["AWS::Serverless::Function"] = (PlaceKind.Function, "Lambda"),
        ["AWS::Lambda::Function"] = (PlaceKind.Function, "Lambda"),
        ["AWS::S3::Bucket"] = (PlaceKind.Store, "S3"),
        ["AWS::DynamoDB::Table"] = (PlaceKind.Store, "DynamoDB table"),
        ["AWS::Logs::LogGroup"] = (PlaceKind.Store, "CloudWatch Logs"),
        ["AWS::SQS::Queue"] = (PlaceKind.Channel, "SQS queue"),
        ["AWS::SNS::Topic"] = (PlaceKind.Channel, "SNS topic"),
        ["AWS::KinesisFirehose::DeliveryStream"] = (PlaceKind.Channel, "Firehose"),
        ["AWS::Kinesis::Stream"] = (PlaceKind.Channel, "Kinesis stream"),
        ["AWS::Events::EventBus"] = (PlaceKind.Channel, "event bus"),
        ["AWS::Events::Rule"] = (PlaceKind.Channel, "EventBridge rule"),
        ["AWS::Scheduler::Schedule"] = (PlaceKind.Channel, "schedule"),
        ["AWS::ApiGatewayV2::Api"] = (PlaceKind.Channel, "HTTP API"),
        ["AWS::CloudFront::Distribution"] = (PlaceKind.Channel, "CloudFront"),
    };

    /// <summary>By the service of an ARN, for what the stack does not make.</summary>
    static readonly Dictionary<string, string> s_services = new(StringComparer.Ordinal)
    {
        ["s3"] = "AWS::S3::Bucket", ["sqs"] = "AWS::SQS::Queue", ["sns"] = "AWS::SNS::Topic", ["firehose"] = "AWS::KinesisFirehose::DeliveryStream",
        ["kinesis"] = "AWS::Kinesis::Stream", ["events"] = "AWS::Events::EventBus", ["dynamodb"] = "AWS::DynamoDB::Table", ["lambda"] = "AWS::Lambda::Function",
    };

    static readonly string[] s_endings = ["Names", "Name", "Arns", "Arn", "Url"];

    readonly Dictionary<string, ResolvedResource> _known = new(StringComparer.Ordinal);
    readonly ILookup<string, string> _parameters;

    /// <param name="parameters">Those that were given: what is not of the stack has the name of the parameter that names it.</param>
    public Places(ResolvedTemplate template, IReadOnlyDictionary<string, string> parameters)
    {
        _parameters = parameters.ToLookup(pair => pair.Value, pair => pair.Key);
        // A reference may give the ARN of another resource, as that of a function's URL does: a resource's own names go first.
        foreach (var resource in template.Resources.Values) _known[resource.Ref] = resource;
        foreach (var resource in template.Resources.Values)
        {
            _known[resource.LogicalId] = resource;
            if (resource.Attributes.TryGetValue("Arn", out var arn)) _known[arn] = resource;
        }
    }

    public static Place Of(ResolvedResource resource, string prefix = "")
    {
        var (kind, what) = s_types.GetValueOrDefault(resource.Type, (PlaceKind.Channel, resource.Type.Split("::")[^1]));
        return new Place(Id(resource.LogicalId, prefix), kind, resource.LogicalId, What(resource, what, prefix));
    }

    /// <summary>The function, queue, bucket … that an ARN or a reference names.</summary>
    /// <returns>Null where it names nothing that is drawn.</returns>
    public Place? Find(string? reference, string prefix = "", string? account = null)
    {
        if (string.IsNullOrEmpty(reference)) return null;
        if (_known.TryGetValue(reference, out var resource)) return s_types.ContainsKey(resource.Type) ? Of(resource, prefix) with { Account = account } : null;
        // arn:aws:service:region:account:resource
        if (reference.Split(':', 6) is not ["arn", _, var service, _, _, var name] || !s_services.TryGetValue(service, out var type)) return null;
        var (kind, what) = s_types[type];
        name = name.Split('/')[^1];
        var parameter = Parameter(reference) ?? Parameter(name);
        // FindingQueueArns names other queues than the stack's own FindingQueue.
        if (parameter is not null && _known.ContainsKey(parameter)) parameter = null;
        return new Place(Id(reference, prefix), kind == PlaceKind.Function ? PlaceKind.Outside : kind, parameter ?? name, prefix.Length > 0 ? $"{what}: {prefix}" : $"{(service == "s3" ? "S3 bucket" : what)}, yours", account);
    }

    /// <summary>By a pattern of a policy, such as <c>arn:aws:s3:::bucket/logs/*</c>.</summary>
    public Place? OfPattern(string pattern, string? account)
    {
        if (pattern.Split(':', 6) is not ["arn", _, var service, _, _, var path] || !s_services.ContainsKey(service)) return null;
        var start = pattern[..^path.Length];
        if (service == "s3") return Find(start + path.Split('/')[0], path.Contains('/', StringComparison.Ordinal) ? path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..].TrimEnd('*') : "", account);
        return Find(service == "dynamodb" ? start + string.Join('/', path.Split('/').Take(2)) : pattern, "", account);
    }

    /// <summary>Buckets are named, not referred to by ARN, where an event's pattern means them.</summary>
    public Place? Bucket(string? name, string prefix = "") => name is null ? null : Find(name, prefix) ?? Find("arn:aws:s3:::" + name, prefix);

    public ResolvedResource? Resource(string? reference) => reference is null ? null : _known.GetValueOrDefault(reference);

    /// <summary><c>LoadFromBucketName</c> names "LoadFromBucket".</summary>
    public string? Parameter(string value)
    {
        var name = _parameters[value].Order(StringComparer.Ordinal).FirstOrDefault();
        return name is null ? null : s_endings.Where(end => name.EndsWith(end, StringComparison.Ordinal)).Select(end => name[..^end.Length]).FirstOrDefault() ?? name;
    }

    static string Id(string id, string prefix) => prefix.Length > 0 ? $"{id}#{prefix}" : id;

    static string What(ResolvedResource resource, string what, string prefix) => resource.Type switch
    {
        "AWS::S3::Bucket" when prefix.Length > 0 => $"{what}: {prefix}",
        "AWS::S3::Bucket" => "S3 bucket",
        "AWS::Events::Rule" or "AWS::Scheduler::Schedule" when resource.Properties["ScheduleExpression"] is JsonValue every => $"schedule: {Schedule(every.ToString())}",
        "AWS::CloudFront::Distribution" when resource.Properties["DistributionConfig"]?["DefaultCacheBehavior"]?["FieldLevelEncryptionId"] is not null => what + ", encrypts",
        _ => what,
    };

    /// <summary><c>rate(1 minute)</c>: 1 minute.</summary>
    static string Schedule(string expression) => expression.StartsWith("rate(", StringComparison.Ordinal) ? expression[5..^1] : expression;
}
