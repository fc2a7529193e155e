using Amazon.DynamoDBv2;
using Amazon.SecretsManager;
using Amazon.SimpleSystemsManagement;
using Sluice;
using Sluice.FormIntake;

var telemetry = Telemetry.ToStandardOutput("FormIntake");
await LambdaHost.RunAsync(telemetry, () =>
{
    var settings = Settings.From(EnvironmentReader.Process);
    var secrets = new SecretText(() => new AmazonSecretsManagerClient(), () => new AmazonSimpleSystemsManagementClient());
    if (settings.OriginSecret.Length == 0) telemetry.Warn("ORIGIN_SECRET is not set: whoever knows the URL of this function can go past CloudFront, and what comes that way is not encrypted.");
    var origin = settings.OriginSecret.Length == 0 ? null : new OriginCheck(cancellation => secrets.ReadAsync(settings.OriginSecret, cancellation), telemetry.Time);
    return new Handler(settings, new SubmissionTable(new AmazonDynamoDBClient(), settings.Table), origin, telemetry).HandleAsync;
});
