namespace Sluice.Local;

/// <summary>What a resource type is called and answers: <c>{name}</c> and the like are filled in by <see cref="ResourceNames"/>.</summary>
/// <param name="NameProperty">The property that sets the name, null where AWS alone gives it.</param>
/// <param name="Name">How AWS makes a name up where none is set.</param>
/// <param name="Ref">What <c>!Ref</c> gives.</param>
/// <param name="Attributes">What <c>!GetAtt</c> gives.</param>
sealed record ResourceType(string? NameProperty, string Name, string Ref, int LongestName, IReadOnlyDictionary<string, string> Attributes);

/// <summary>Return values of the AWS::* types, from the CloudFormation reference.</summary>
static class ResourceTypes
{
    const string Generated = "{stack}-{id}-{suffix}";

    static readonly Dictionary<string, ResourceType> s_known = new(StringComparer.Ordinal)
    {
        ["AWS::S3::Bucket"] = Named("BucketName", 63, "{name}",
            ("Arn", "arn:{partition}:s3:::{name}"), ("DomainName", "{name}.s3.{dns}"), ("RegionalDomainName", "{name}.s3.{region}.{dns}"),
            ("DualStackDomainName", "{name}.s3.dualstack.{region}.{dns}"), ("WebsiteURL", "http://{name}.s3-website-{region}.{dns}")),
        ["AWS::SQS::Queue"] = Named("QueueName", 80, "https://sqs.{region}.{dns}/{account}/{name}",
            ("Arn", Arn("sqs")), ("QueueName", "{name}"), ("QueueUrl", "https://sqs.{region}.{dns}/{account}/{name}")),
        ["AWS::SNS::Topic"] = Named("TopicName", 256, Arn("sns"), ("TopicArn", Arn("sns")), ("TopicName", "{name}")),
        ["AWS::DynamoDB::Table"] = Named("TableName", 255, "{name}",
            ("Arn", Arn("dynamodb", "table/{name}")), ("StreamArn", Arn("dynamodb", "table/{name}/stream/2026-01-01T00:00:00.000")), ("TableId", "{guid}")),
        ["AWS::KMS::Key"] = Given("{guid}", "{name}", ("Arn", Arn("kms", "key/{name}")), ("KeyId", "{name}")),
        ["AWS::KMS::Alias"] = Named("AliasName", 256, "{name}"),
        ["AWS::KinesisFirehose::DeliveryStream"] = Named("DeliveryStreamName", 64, "{name}", ("Arn", Arn("firehose", "deliverystream/{name}"))),
        ["AWS::Kinesis::Stream"] = Named("Name", 128, "{name}", ("Arn", Arn("kinesis", "stream/{name}"))),
        ["AWS::Logs::LogGroup"] = Named("LogGroupName", 512, "{name}", ("Arn", Arn("logs", "log-group:{name}:*"))),
        ["AWS::Logs::LogStream"] = Named("LogStreamName", 512, "{name}"),
        ["AWS::Logs::SubscriptionFilter"] = Named("FilterName", 512, "{name}"),
        ["AWS::Logs::Destination"] = Named("DestinationName", 512, "{name}", ("Arn", Arn("logs", "destination:{name}"))),
        ["AWS::IAM::Role"] = Named("RoleName", 64, "{name}", ("Arn", "arn:{partition}:iam::{account}:role{path}{name}"), ("RoleId", "AROA{hex17}")),
        ["AWS::IAM::User"] = Named("UserName", 64, "{name}", ("Arn", "arn:{partition}:iam::{account}:user{path}{name}")),
        ["AWS::IAM::ManagedPolicy"] = Named("ManagedPolicyName", 128, "arn:{partition}:iam::{account}:policy{path}{name}",
            ("PolicyArn", "arn:{partition}:iam::{account}:policy{path}{name}")),
        ["AWS::Lambda::Function"] = Named("FunctionName", 64, "{name}", ("Arn", Arn("lambda", "function:{name}"))),
        ["AWS::Serverless::Function"] = Named("FunctionName", 64, "{name}", ("Arn", Arn("lambda", "function:{name}"))),
        ["AWS::Lambda::EventSourceMapping"] = Given("{guid}", "{name}", ("Id", "{name}"),
            ("EventSourceMappingArn", Arn("lambda", "event-source-mapping:{name}"))),
        ["AWS::Lambda::Url"] = Given("{hex32}", "{property:TargetFunctionArn}", ("FunctionArn", "{property:TargetFunctionArn}"), ("FunctionUrl", "https://{name}.lambda-url.{region}.on.aws/")),
        ["AWS::Lambda::LayerVersion"] = Named("LayerName", 140, Arn("lambda", "layer:{name}:1"), ("LayerVersionArn", Arn("lambda", "layer:{name}:1"))),
        ["AWS::Events::Rule"] = Named("Name", 64, "{name}", ("Arn", Arn("events", "rule/{name}"))),
        ["AWS::Events::EventBus"] = Named("Name", 256, "{name}", ("Arn", Arn("events", "event-bus/{name}")), ("Name", "{name}")),
        ["AWS::Scheduler::Schedule"] = Named("Name", 64, "{name}", ("Arn", Arn("scheduler", "schedule/default/{name}"))),
        ["AWS::SSM::Parameter"] = Named("Name", 2048, "{name}", ("Type", "{property:Type}"), ("Value", "{property:Value}")),
        ["AWS::SecretsManager::Secret"] = Named("Name", 512, Arn("secretsmanager", "secret:{name}-{suffix6}"),
            ("Id", Arn("secretsmanager", "secret:{name}-{suffix6}"))),
        ["AWS::CloudWatch::Alarm"] = Named("AlarmName", 255, "{name}", ("Arn", Arn("cloudwatch", "alarm:{name}"))),
        ["AWS::CloudWatch::Dashboard"] = Named("DashboardName", 255, "{name}"),
        ["AWS::OpenSearchService::Domain"] = Named("DomainName", 28, "{name}",
            ("Arn", Arn("es", "domain/{name}")), ("DomainArn", Arn("es", "domain/{name}")), ("DomainEndpoint", "search-{name}-{hex26}.{region}.es.{dns}")),
        ["AWS::GuardDuty::Detector"] = Given("{hex32}", "{name}", ("Id", "{name}")),
        ["AWS::ApiGatewayV2::Api"] = Given("{suffix}", "{name}", ("ApiEndpoint", "https://{name}.execute-api.{region}.amazonaws.com"), ("ApiId", "{name}")),
        ["AWS::CloudFront::Distribution"] = Given("E{suffix}", "{name}", ("DomainName", "d{hex17}.cloudfront.net"), ("Id", "{name}")),
        ["AWS::CloudFront::PublicKey"] = Given("K{suffix}", "{name}", ("Id", "{name}")),
        ["AWS::EC2::VPC"] = Given("vpc-{hex17}", "{name}", ("VpcId", "{name}")),
        ["AWS::EC2::Subnet"] = Given("subnet-{hex17}", "{name}", ("SubnetId", "{name}")),
        ["AWS::EC2::SecurityGroup"] = Given("sg-{hex17}", "{name}", ("GroupId", "{name}")),
        ["AWS::EC2::FlowLog"] = Given("fl-{hex17}", "{name}", ("Id", "{name}")),
        ["AWS::StepFunctions::StateMachine"] = Named("StateMachineName", 80, Arn("states", "stateMachine:{name}"), ("Arn", Arn("states", "stateMachine:{name}")), ("Name", "{name}")),
    };

    static readonly ResourceType s_other = new(null, Generated, "{name}", 255, new Dictionary<string, string>());

    public static ResourceType Of(string type) => s_known.GetValueOrDefault(type == "AWS::Serverless::SimpleTable" ? "AWS::DynamoDB::Table" : type, s_other);

    static ResourceType Named(string property, int longest, string @ref, params (string Name, string Value)[] attributes) =>
        new(property, Generated, @ref, longest, Attributes(attributes));

    static ResourceType Given(string name, string @ref, params (string Name, string Value)[] attributes) =>
        new(null, name, @ref, 255, Attributes(attributes));

    static Dictionary<string, string> Attributes((string Name, string Value)[] attributes) =>
        attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value, StringComparer.Ordinal);

    static string Arn(string service, string resource = "{name}") => $"arn:{{partition}}:{service}:{{region}}:{{account}}:{resource}";
}
