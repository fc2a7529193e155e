using Amazon.S3;
using Amazon.SecretsManager;
using Amazon.SimpleSystemsManagement;
using Amazon.SQS;
using Sluice;
using Sluice.S3ToElasticsearchLoader;

var telemetry = Telemetry.ToStandardOutput("S3ToElasticsearchLoader");
await LambdaHost.RunAsync(telemetry, () =>
{
    var settings = Settings.From(EnvironmentReader.Process);
    var (time, budget) = (TimeProvider.System, RetryBudget.Throttling);
    var secrets = new SecretText(() => new AmazonSecretsManagerClient(), () => new AmazonSimpleSystemsManagementClient());
    Func<CreatedObject, CancellationToken, Task>? continueLater = settings.ContinueQueue.Length > 0 ? new ContinueQueue(new AmazonSQSClient(), settings.ContinueQueue).SendAsync : null;
    var s3 = new AmazonS3Client(new AmazonS3Config { ForcePathStyle = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is not null });
    return new Handler(
        settings,
        cancellation => DeliveryTarget.ConnectAsync(settings.Delivery, secrets, telemetry, time, budget, cancellation),
        new ObjectLoader(s3, settings, continueLater, budget, time),
        telemetry).HandleAsync;
});
