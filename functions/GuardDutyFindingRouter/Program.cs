using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecretsManager;
using Amazon.SimpleSystemsManagement;
using Sluice;
using Sluice.GuardDutyFindingRouter;

var telemetry = Telemetry.ToStandardOutput("GuardDutyFindingRouter");
await LambdaHost.RunAsync(telemetry, async () =>
{
    var settings = Settings.From(EnvironmentReader.Process);
    var time = TimeProvider.System;
    var secrets = new SecretText(() => new AmazonSecretsManagerClient(), () => new AmazonSimpleSystemsManagementClient());
    AmazonS3Client S3() => new(new AmazonS3Config { ForcePathStyle = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is not null });
    var rules = await RuleSource.OpenAsync(settings.Rules, settings.RulesAge, new RuleStore(secrets, S3), telemetry, time, CancellationToken.None);
    var clients = AwsClients.OfTheSdk();
    var failures = new FailureQueue(clients, settings.Delivery.FailureQueueUrl, settings.Delivery.Budget, time);
    var deliverer = new Deliverer(settings.Delivery, clients, secrets, Connections.Create(Connections.ToOneServer, settings.Delivery.HttpTimeout), MessageFormats.Render, time);
    FindingLedger? ledger = null;
    FloodTable? floods = null;
    if (settings.LedgerTable.Length > 0)
    {
        // A table that does not answer must not use up the time in which people could be told.
        var dynamo = new AmazonDynamoDBClient(new AmazonDynamoDBConfig { Timeout = TimeSpan.FromSeconds(3), MaxErrorRetry = 2, RetryMode = RequestRetryMode.Standard });
        ledger = new FindingLedger(new LedgerTable(dynamo, settings.LedgerTable, settings.LedgerKeep, time), time);
        floods = new FloodTable(dynamo, settings.LedgerTable, time);
    }
    else telemetry.Warn("LEDGER_TABLE is not set: copies and repeats of a finding are told each time, and floods are not grouped.");

    var router = new FindingRouter(ledger, floods, deliverer.SendAsync, failures.KeepAsync, time);
    var arrivals = new ArrivalRouter(router, ledger, failures.KeepAsync, time);
    var sweep = floods is null ? null : new FloodSweep(floods, router, json => json.IsEmpty ? null : FindingReader.Reread(json, FindingOrigin.Event, out _));
    return new Handler(settings, rules, arrivals, new ExportRun(S3(), arrivals, settings.ExportOwner, settings.Concurrency), sweep, telemetry).HandleAsync;
});
