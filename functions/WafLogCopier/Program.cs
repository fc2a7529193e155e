using Sluice;
using Sluice.WafLogCopier;

var telemetry = Telemetry.ToStandardOutput("WafLogCopier");
await LambdaHost.RunAsync(telemetry, () =>
{
    var settings = Settings.From(EnvironmentReader.Process);
    return new Handler(settings, new ObjectCopier(S3Sides.From(settings), settings, RetryBudget.Throttling, TimeProvider.System), telemetry).HandleAsync;
});
