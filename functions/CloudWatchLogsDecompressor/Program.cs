using Sluice;
using Sluice.CloudWatchLogsDecompressor;

var telemetry = Telemetry.ToStandardOutput("CloudWatchLogsDecompressor");
await LambdaHost.RunAsync(
    telemetry,
    () => new Handler(
        Settings.From(EnvironmentReader.Process),
        new Reingest(new StreamClients().PutAsync, TimeProvider.System, RetryBudget.Throttling),
        telemetry).HandleAsync,
    ownLimit: TimeSpan.FromMinutes(4.5));     // Firehose waits for 5 minutes at most, whatever the function's timeout
