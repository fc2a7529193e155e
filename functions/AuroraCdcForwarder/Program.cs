using Amazon.KinesisFirehose;
using Amazon.Runtime.Credentials;
using Amazon.SecretsManager;
using Amazon.SQS;
using Sluice;
using Sluice.AuroraCdcForwarder;

var telemetry = Telemetry.ToStandardOutput("AuroraCdcForwarder");
await LambdaHost.RunAsync(telemetry, () =>
{
    var settings = Settings.From(EnvironmentReader.Process);
    var time = TimeProvider.System;
    var sender = new ChangeSender(new AmazonKinesisFirehoseClient(), settings.DeliveryStream, RetryBudget.Throttling, time);
    var failures = settings.FailureQueue.Length > 0 ? new FailureQueue(new AmazonSQSClient(), settings.FailureQueue) : null;
    OutboxSweep? sweep = null;
    if (settings.Outbox is { } outbox)
    {
        var connection = new OutboxConnection(outbox, () => new AmazonSecretsManagerClient(),
            () => DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentialsAsync(), Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1", time);
        sweep = new OutboxSweep(outbox, connection.OpenAsync);
    }
    return new Handler(settings, new Forwarder(new LineWriter(settings.Style), sender), failures, sweep, telemetry).HandleAsync;
});
