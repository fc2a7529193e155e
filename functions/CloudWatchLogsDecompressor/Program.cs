using Amazon.S3;
using Sluice;
using Sluice.CloudWatchLogsDecompressor;

var telemetry = Telemetry.ToStandardOutput("CloudWatchLogsDecompressor");
await LambdaHost.RunAsync(
    telemetry,
    () =>
    {
        var env = EnvironmentReader.Process;
        var settings = Settings.From(env);
        var streams = new StreamClients();
        if (settings.ReplayTo is not { } replayTo)
            return new Handler(settings, new Reingest(streams.PutAsync, TimeProvider.System, RetryBudget.Throttling), telemetry).HandleAsync;

        var replay = new ReplayObject((records, cancellation) => streams.PutAsync(replayTo, records, cancellation), TimeProvider.System, RetryBudget.Throttling);
        return new ReplayHandler(new ReplayBucket(new AmazonS3Client(), replay, TimeProvider.System), replayTo, telemetry).HandleAsync;
    },
    ownLimit: TimeSpan.FromMinutes(4.5));     // Firehose waits for 5 minutes at most, whatever the function's timeout
