using System.Text;

namespace Sluice.Local;

/// <summary>What is measured for a function: an event, and the version that it is compared with.</summary>
/// <param name="Subject">The function.</param>
/// <param name="Baseline">The same job done the obvious way.</param>
/// <param name="Event">What both are invoked with.</param>
/// <param name="EventText">What it is, in words.</param>
sealed record BenchPlan(FunctionProject Subject, FunctionProject Baseline, byte[] Event, string EventText)
{
    const int Seed = 20261122;

    /// <summary>Every function that has a benchmark. Another is another line here.</summary>
    public static IReadOnlyList<string> Names { get; } = ["CloudWatchLogsDecompressor", Loader, FieldDecryptor, Changes, Findings];

    /// <summary>Measured by objects and not by invocations: <see cref="LoaderBench"/>.</summary>
    public const string Loader = "S3ToElasticsearchLoader";

    /// <summary>Measured by messages and not by invocations: <see cref="FieldBench"/>.</summary>
    public const string FieldDecryptor = "FieldLevelDecryptor";

    /// <summary>Measured by changes and not by invocations: <see cref="ChangeBench"/>.</summary>
    public const string Changes = "AuroraCdcForwarder";

    /// <summary>Measured by findings and not by invocations: <see cref="FindingBench"/>.</summary>
    public const string Findings = "GuardDutyFindingRouter";

    /// <exception cref="UserError">The function has none.</exception>
    public static BenchPlan Of(string name) => name switch
    {
        "CloudWatchLogsDecompressor" => Decompressor(),
        _ => throw new UserError($"no benchmark for '{name}'; there are: {string.Join(", ", Names)}."),
    };

    /// <summary>A full buffer: 40 records of 400 flow log events.</summary>
    static BenchPlan Decompressor()
    {
        var sample = new SampleSource(Seed, "us-east-1");
        var @event = Encoding.UTF8.GetBytes(FirehoseEvents.CloudWatchLogs(sample, records: 40, events: 400, control: 0, fromKinesis: false).ToJsonString());
        return new(FunctionProject.Named("CloudWatchLogsDecompressor"), new("ObviousDecompressor", Path.Combine("tests", "Baselines")), @event,
            $"Firehose batch of 40 records with 400 VPC flow log events each, {@event.Length / 1e6:F2} MB");
    }
}
