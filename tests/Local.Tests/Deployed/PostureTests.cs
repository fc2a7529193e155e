using System.Text.Json.Nodes;
using Sluice.Local;

namespace Local.Tests;

/// <summary>The rules of checkov and of AWS' registry for cfn-guard that templates of this kind usually break. Neither tool is needed to see that
/// the template keeps them, or says why not: <c>Metadata.checkov.skip</c> and <c>Metadata.guard</c>, where both tools look.</summary>
public class PostureTests
{
    sealed record Rule(string Id, string Type, Func<JsonObject, bool> Keeps);

    static readonly Rule[] s_rules =
    [
        new("CKV_AWS_115", "AWS::Serverless::Function", one => one["ReservedConcurrentExecutions"] is not null),
        new("CKV_AWS_116", "AWS::Serverless::Function", one => one["DeadLetterQueue"] is not null),
        new("CKV_AWS_117", "AWS::Serverless::Function", one => one["VpcConfig"] is not null),
        new("CKV_AWS_173", "AWS::Serverless::Function", one => one["Environment"] is null || one["KmsKeyArn"] is not null),
        new("CKV_AWS_50", "AWS::Serverless::Function", one => (string?)one["Tracing"] == "Active"),
        new("CKV_AWS_364", "AWS::Lambda::Permission", one => (one["SourceArn"] ?? one["SourceAccount"]) is not null),
        new("CKV_AWS_66", "AWS::Logs::LogGroup", one => one["RetentionInDays"] is not null),
        new("CKV_AWS_158", "AWS::Logs::LogGroup", one => one["KmsKeyId"] is not null),
        new("CKV_AWS_18", "AWS::S3::Bucket", one => one["LoggingConfiguration"] is not null),
        new("CKV_AWS_19", "AWS::S3::Bucket", one => one["BucketEncryption"] is not null),
        new("CKV_AWS_21", "AWS::S3::Bucket", one => (string?)one["VersioningConfiguration"]?["Status"] == "Enabled"),
        new("CKV_AWS_53", "AWS::S3::Bucket", one => (bool?)one["PublicAccessBlockConfiguration"]?["BlockPublicAcls"] == true),
        new("CKV_AWS_54", "AWS::S3::Bucket", one => (bool?)one["PublicAccessBlockConfiguration"]?["BlockPublicPolicy"] == true),
        new("CKV_AWS_55", "AWS::S3::Bucket", one => (bool?)one["PublicAccessBlockConfiguration"]?["IgnorePublicAcls"] == true),
        new("CKV_AWS_56", "AWS::S3::Bucket", one => (bool?)one["PublicAccessBlockConfiguration"]?["RestrictPublicBuckets"] == true),
        new("S3_DEFAULT_ENCRYPTION_KMS", "AWS::S3::Bucket", one => (one["BucketEncryption"]?.ToJsonString() ?? "").Contains("aws:kms", StringComparison.Ordinal)),
        new("S3_BUCKET_REPLICATION_ENABLED", "AWS::S3::Bucket", one => one["ReplicationConfiguration"] is not null),
        new("S3_BUCKET_DEFAULT_LOCK_ENABLED", "AWS::S3::Bucket", one => one["ObjectLockConfiguration"] is not null),
        new("S3_BUCKET_SSL_REQUESTS_ONLY", "AWS::S3::BucketPolicy", one => Statements(one["PolicyDocument"]).Any(statement =>
            (string?)statement["Effect"] == "Deny" && (string?)statement["Principal"] == "*" && statement["Condition"]?["Bool"]?["aws:SecureTransport"]?.ToString() == "false")),
        new("CKV_AWS_27", "AWS::SQS::Queue", one => (bool?)one["SqsManagedSseEnabled"] == true || one["KmsMasterKeyId"] is not null),
        new("CKV_AWS_28", "AWS::DynamoDB::Table", one => (bool?)one["PointInTimeRecoverySpecification"]?["PointInTimeRecoveryEnabled"] == true),
        new("CKV_AWS_119", "AWS::DynamoDB::Table", one => (string?)one["SSESpecification"]?["SSEType"] == "KMS"),
        new("CKV_AWS_7", "AWS::KMS::Key", one => (bool?)one["EnableKeyRotation"] == true),
        new("CKV_AWS_33", "AWS::KMS::Key", one => Statements(one["KeyPolicy"]).All(statement => (statement["Principal"]?["AWS"] ?? statement["Principal"])?.ToString() != "*")),
        new("CKV_AWS_149", "AWS::SecretsManager::Secret", one => one["KmsKeyId"] is not null),
        new("KINESIS_FIREHOSE_DELIVERY_STREAM_ENCRYPTION", "AWS::KinesisFirehose::DeliveryStream", one => one["DeliveryStreamEncryptionConfigurationInput"] is not null),
        new("CLOUDWATCH_ALARM_ACTION_CHECK", "AWS::CloudWatch::Alarm", one => one["AlarmActions"] is JsonArray { Count: > 0 }),
        new("IAM_NO_INLINE_POLICY_CHECK", "AWS::IAM::Role", one => one["Policies"] is null),
        .. new[] { "AWS::IAM::Role", "AWS::IAM::RolePolicy" }.SelectMany(type => new Rule[]
        {
            new("CKV_AWS_107", type, one => Allowed(one).All(statement => Texts(statement["Action"]).All(action => !action.EndsWith('*')))),
            new("CKV_AWS_111", type, one => Allowed(one).All(statement => Texts(statement["Resource"]).All(resource => resource != "*") || Texts(statement["Action"]).All(action => action.StartsWith("xray:Put", StringComparison.Ordinal)))),
        }),
    ];

    static readonly MapNode s_resources = (MapNode)TemplateReader.Read("template.yaml", File.ReadAllText(Path.Combine(Some.Root, "template.yaml")))["Resources"]!;

    [Fact]
    public void Each_rule_is_kept_or_the_resource_says_why_not()
    {
        var broken = Suite.Everything.Resources.Values.SelectMany(one => Broken(one).Where(id => !Skipped(one.LogicalId).Contains(id)).Select(id => $"{one.LogicalId}: {id}"));
        Assert.True(!broken.Any(), string.Join("\n", broken));
    }

    [Fact]
    public void No_rule_is_left_out_that_is_kept()
    {
        var stale = Suite.Everything.Resources.Values.SelectMany(one => Skipped(one.LogicalId).Except(Broken(one)).Select(id => $"{one.LogicalId}: {id}"));
        Assert.True(!stale.Any(), string.Join("\n", stale));
    }

    [Fact]
    public void Each_exception_has_its_reason()
    {
        foreach (var (id, node) in s_resources.Entries)
            if ((node as MapNode)?["Metadata"] is MapNode metadata)
            {
                Assert.All(Skips(metadata), skip => Assert.True(Text(skip["comment"]).Length > 20, id));
                if (metadata["guard"] is MapNode guard) Assert.True(Text(guard["Reason"]).Length > 20, id);
            }
    }

    [Fact]
    public void No_secret_stands_in_an_environment()
    {
        foreach (var function in Suite.Everything.Functions.Values)
            foreach (var (name, value) in function.Environment)
            {
                Assert.DoesNotMatch("(?i)(password|token|private_?key|api_?key)$", name);
                Assert.DoesNotMatch("AKIA[A-Z0-9]{16}|-----BEGIN|{{resolve", value);
            }
    }

    static IEnumerable<string> Broken(ResolvedResource one) => s_rules.Where(rule => rule.Type == one.Type && !rule.Keeps(one.Properties)).Select(rule => rule.Id);

    static HashSet<string> Skipped(string logicalId) => (s_resources[logicalId] as MapNode)?["Metadata"] is not MapNode metadata ? []
        : [.. Skips(metadata).Select(skip => Text(skip["id"])), .. ((metadata["guard"] as MapNode)?["SuppressedRules"] as ListNode)?.Items.Select(Text) ?? []];

    static IEnumerable<MapNode> Skips(MapNode metadata) => ((metadata["checkov"] as MapNode)?["skip"] as ListNode)?.Items.OfType<MapNode>() ?? [];

    static string Text(TemplateNode? node) => (node as ScalarNode)?.Text ?? "";

    static IEnumerable<JsonObject> Allowed(JsonObject role) =>
        ((role["Policies"] as JsonArray)?.Select(policy => policy!["PolicyDocument"]) ?? [role["PolicyDocument"]]).SelectMany(Statements).Where(statement => (string?)statement["Effect"] == "Allow");

    static IEnumerable<JsonObject> Statements(JsonNode? document) => (document?["Statement"] as JsonArray)?.OfType<JsonObject>() ?? [];

    static IEnumerable<string> Texts(JsonNode? node) => node is JsonArray several ? several.Select(one => one!.ToString()) : node is null ? [] : [node.ToString()];
}
