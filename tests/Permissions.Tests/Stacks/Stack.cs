using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Local;
using Sluice.Tests;

namespace Permissions.Tests;

/// <summary>A resource that a function may be given.</summary>
/// <param name="Name">A logical id or a parameter.</param>
/// <param name="Arn">Of a bucket without its objects.</param>
/// <param name="Account">Who owns it.</param>
/// <param name="Key">ARN of the customer's key that it is encrypted with, or <c>null</c>.</param>
sealed record Target(string Name, string Arn, string Account, string? Key);

/// <summary>The suite as it would be deployed with one set of parameters, its central bucket in an account of its own.</summary>
sealed class Stack
{
    public const string Region = "us-east-1", CentralAccount = "999999999999", Organization = "o-a1b2c3d4e5";

    // First, for All is made of them.
    static readonly JsonNode s_data = JsonNode.Parse(File.ReadAllText(Repo.File("tests", "Permissions.Tests", "data", "functions.json")))!;
    static readonly ResolvedTemplate s_central = Deployment.Resolve(Repo.Root, new TemplateContext("sluice-central", Region, CentralAccount, new Dictionary<string, string>
    {
        ["ForwardCloudWatchLogs"] = "false", ["ResourceAccounts"] = Deployment.Account, ["OrganizationId"] = Organization,
    }));

    readonly IReadOnlyDictionary<string, string> _parameters;

    Stack(string name, Dictionary<string, string> overrides)
    {
        Name = name;
        overrides["CentralBucketName"] = s_central.Resources["CentralBucket"].PhysicalName;
        overrides["CentralBucketAccount"] = CentralAccount;
        overrides["CentralKeyArn"] = s_central.Resources["CentralKey"].Attributes["Arn"];
        var context = Deployment.Context(Repo.Root, "rehearsal", overrides, Region);
        _parameters = context.Parameters;
        Template = Deployment.Resolve(Repo.Root, context);
    }

    /// <summary>One for each entry of <c>deployments</c> in data/functions.json.</summary>
    public static IReadOnlyList<Stack> All { get; } =
        [.. s_data["deployments"]!.AsObject().Select(one => new Stack(one.Key, one.Value!.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!)))];

    public string Name { get; }

    public ResolvedTemplate Template { get; }

    public static ResolvedTemplate Central => s_central;

    public string? Parameter(string name) => _parameters.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <returns><c>null</c> where this deployment has none.</returns>
    /// <exception cref="InvalidOperationException">The name is neither a resource of the template nor among <c>given</c>.</exception>
    public Target? Find(string name)
    {
        if (Template.Resources.TryGetValue(name, out var resource)) return Of(resource);
        if (s_data["given"]![name] is not { } given)
        {
            if (File.ReadAllText(Repo.File("template.yaml")).Contains($"\n  {name}:\n", StringComparison.Ordinal)) return null;
            throw new InvalidOperationException($"tests/Permissions.Tests/data/functions.json names '{name}', which is no resource of template.yaml and not among its 'given'.");
        }
        return PartOf(name, given) is not { } value ? null : new Target(name, ((string)given["arn"]!).Replace("{}", value, StringComparison.Ordinal),
            given["account"] is { } account ? Parameter((string)account!)! : Deployment.Account, given["key"] is { } key ? Parameter((string)key!) : null);
    }

    string? PartOf(string name, JsonNode given) =>
        Parameter(name) is { } value && (string?)given["part"] is { } part ? Regex.Match(value, part).Groups[1].Value : Parameter(name);

    /// <summary>Every resource that data could lie in: the template's own, and those that parameters give it.</summary>
    public IEnumerable<Target> Targets => Template.Resources.Values
        .Where(one => one.Type is "AWS::S3::Bucket" or "AWS::SQS::Queue" or "AWS::KinesisFirehose::DeliveryStream" or "AWS::DynamoDB::Table" or "AWS::KMS::Key"
            or "AWS::SecretsManager::Secret" or "AWS::Serverless::Function" or "AWS::SNS::Topic" or "AWS::Events::EventBus" or "AWS::Kinesis::Stream")
        .Select(Of)
        .Concat(s_data["given"]!.AsObject().Select(one => Find(one.Key)).OfType<Target>())
        .Concat(s_data["given"]!.AsObject().Select(one => (string?)one.Value!["key"]).OfType<string>().Distinct().Where(key => Parameter(key) is not null).Select(key => new Target(key, Parameter(key)!, Parameter(key)!.Split(':')[4], null)));

    /// <summary>The policies of a role, its own and those attached to it.</summary>
    public IReadOnlyList<JsonNode> IdentityPolicies(ResolvedResource role)
    {
        List<JsonNode> policies = [.. (role.Properties["Policies"]?.AsArray() ?? []).Select(one => one!["PolicyDocument"]!)];
        policies.AddRange(Template.Resources.Values.Where(one => one.Type == "AWS::IAM::RolePolicy" && (string?)one.Properties["RoleName"] == role.Ref).Select(one => one.Properties["PolicyDocument"]!));
        foreach (var arn in role.Properties["ManagedPolicyArns"]?.AsArray() ?? [])
            policies.Add(new JsonObject
            {
                ["Version"] = "2012-10-17",
                ["Statement"] = new JsonArray(new JsonObject { ["Effect"] = "Allow", ["Action"] = s_data["managed"]![(string)arn!]!.DeepClone(), ["Resource"] = "*" }),
            });
        return policies;
    }

    public ResolvedResource RoleOf(string function)
    {
        var arn = (string)Template.Resources[function].Properties["Role"]!;
        return Template.Resources.Values.Single(one => one.Type == "AWS::IAM::Role" && one.Attributes["Arn"] == arn);
    }

    /// <summary>The policy of the resource that an ARN is of or in; of a key that is not the template's, the one that hands it to its account.</summary>
    public JsonNode? ResourcePolicy(string arn) => Service(arn) switch
    {
        "s3" => Policy("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "Bucket", arn.Split('/', 2)[0]),
        "sqs" => Policy("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues", arn),
        "events" => Everything.Where(one => one.Type == "AWS::Events::EventBusPolicy" && BusOf(one) == arn).Select(one => Document(one.Properties["Statement"]!)).FirstOrDefault(),
        "kms" => Everything.Where(one => one.Type == "AWS::KMS::Key" && one.Attributes["Arn"] == arn).Select(one => one.Properties["KeyPolicy"]).FirstOrDefault() ?? ByItsAccount(arn),
        _ => null,
    };

    public static string Service(string arn) => arn.Split(':') is { Length: > 2 } parts ? parts[2] : "";

    IEnumerable<ResolvedResource> Everything => s_central.Resources.Values.Concat(Template.Resources.Values);

    JsonNode? Policy(string type, string policyType, string member, string arn) =>
        Everything.SingleOrDefault(one => one.Type == type && one.Attributes["Arn"] == arn) is not { } owner ? null
            : Everything.SingleOrDefault(one => one.Type == policyType && (one.Properties[member]?.ToJsonString() ?? "").Contains('"' + owner.Ref + '"', StringComparison.Ordinal))?.Properties["PolicyDocument"];

    string? BusOf(ResolvedResource policy) => Template.Resources.Values.FirstOrDefault(one => one.Type == "AWS::Events::EventBus" && one.Ref == (string?)policy.Properties["EventBusName"])?.Attributes["Arn"];

    static JsonObject Document(JsonNode statement) => new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement.DeepClone()) };

    static JsonNode ByItsAccount(string arn) => JsonNode.Parse($$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{arn.Split(':')[4]}}:root"},"Action":"kms:*","Resource":"*"}]}
        """)!;

    static Target Of(ResolvedResource resource)
    {
        var properties = resource.Properties;
        var key = resource.Type switch
        {
            "AWS::S3::Bucket" => properties["BucketEncryption"]?["ServerSideEncryptionConfiguration"]?[0]?["ServerSideEncryptionByDefault"]?["KMSMasterKeyID"],
            "AWS::DynamoDB::Table" => properties["SSESpecification"]?["KMSMasterKeyId"],
            "AWS::SQS::Queue" or "AWS::SNS::Topic" => properties["KmsMasterKeyId"],
            "AWS::SecretsManager::Secret" => properties["KmsKeyId"],
            _ => null,
        };
        return new Target(resource.LogicalId, resource.Attributes.GetValueOrDefault("Arn") ?? resource.Ref, Deployment.Account, (string?)key);
    }
}
