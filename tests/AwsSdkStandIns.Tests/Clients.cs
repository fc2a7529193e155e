using Amazon.EventBridge;
using Amazon.Kinesis;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SimpleNotificationService;
using Amazon.SimpleSystemsManagement;
using Amazon.SQS;

namespace Sluice.AwsSdkStandIns.Tests;

/// <summary>Clients that talk to one address, and the records the tests send.</summary>
static class Clients
{
    public static readonly BasicAWSCredentials Keys = new("AKIATEST00000000000A", "secret");

    public static AmazonKinesisFirehoseClient Firehose(string url, int retries = 3, AWSCredentials? keys = null) => new(
        keys ?? Keys,
        new AmazonKinesisFirehoseConfig { ServiceURL = url, AuthenticationRegion = "us-east-1", MaxErrorRetry = retries });

    public static AmazonKinesisClient Kinesis(string url) => new(
        Keys,
        new AmazonKinesisConfig { ServiceURL = url, AuthenticationRegion = "us-east-1" });

    public static AmazonSQSClient Sqs(string url) => new(
        Keys,
        new AmazonSQSConfig { ServiceURL = url, AuthenticationRegion = "us-east-1" });

    public static AmazonSimpleNotificationServiceClient Sns(string url) => new(
        Keys,
        new AmazonSimpleNotificationServiceConfig { ServiceURL = url, AuthenticationRegion = "us-east-1" });

    public static AmazonEventBridgeClient Events(string url) => new(
        Keys,
        new AmazonEventBridgeConfig { ServiceURL = url, AuthenticationRegion = "us-east-1" });

    public static AmazonSimpleSystemsManagementClient Ssm(string url) => new(
        Keys,
        new AmazonSimpleSystemsManagementConfig { ServiceURL = url, AuthenticationRegion = "us-east-1" });

    public static AmazonSecretsManagerClient Secrets(string url) => new(
        Keys,
        new AmazonSecretsManagerConfig { ServiceURL = url, AuthenticationRegion = "us-east-1" });

    public static Record Record(string text) => new() { Data = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)) };

    public static PutRecordBatchRequest Batch(string stream, params string[] texts) =>
        new() { DeliveryStreamName = stream, Records = [.. texts.Select(Record)] };
}
