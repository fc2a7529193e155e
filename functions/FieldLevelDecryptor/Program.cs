using Amazon.DynamoDBv2;
using Amazon.KeyManagementService;
using Amazon.SecretsManager;
using Amazon.SimpleSystemsManagement;
using Sluice;
using Sluice.FieldLevelDecryptor;

var telemetry = Telemetry.ToStandardOutput("FieldLevelDecryptor");
await LambdaHost.RunAsync(telemetry, async () =>
{
    var settings = Settings.From(EnvironmentReader.Process);
    var secrets = new SecretText(() => new AmazonSecretsManagerClient(), () => new AmazonSimpleSystemsManagementClient());
    var kms = new Lazy<IAmazonKeyManagementService>(() => new AmazonKeyManagementServiceClient());
    var ring = new KeyRing(new KeyLoader(settings.Keys, secrets, () => kms.Value).LoadAsync, settings.Keys.RefreshAfter, telemetry);
    // In the init phase: a weak or missing key is an init error with its reason, and no invocation waits for Parameter Store.
    await ring.KeysAsync(CancellationToken.None);
    var messages = new MessageDecryptor(ring, settings.Suites, settings.Limits, TimeProvider.System);
    var fields = new FieldRun(new FieldDecryptor(messages, settings.Limits.MessageBytes, settings.FormEncoded), ring);
    var audit = new AuditLog(telemetry, settings.Table?.HashKeys == true);
    var table = settings.Table is { } one ? new TableAnswer(one, new AmazonDynamoDBClient(), fields, audit) : null;
    return new Handler(new ValuesAnswer(fields, audit), table, telemetry).HandleAsync;
});
