using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>What one object took.</summary>
/// <param name="Waited">Share of the time in which the loader had nothing to do but wait for the cluster; <c>null</c> where it does not tell.</param>
sealed record LoaderRun(string Name, WafFile File, int RefusePercent, TimeSpan Took, long PeakBytes, double? Waited, long Resent)
{
    public double LinesPerSecond => File.Lines / Took.TotalSeconds;

    public double MegabytesPerSecond => File.ContentBytes / 1e6 / Took.TotalSeconds;
}

/// <summary>The loader against the obvious version of it: a process for each object, the second of two invocations is measured, the first warms up.</summary>
sealed class LoaderBench(Runnable subject, Runnable baseline, Action<string> say, TimeProvider time)
{
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    /// <param name="megabytes">Sizes of the objects, content before compression.</param>
    /// <param name="folder">Takes the objects, some hundreds of megabytes.</param>
    public async Task<IReadOnlyList<LoaderRun>> RunAsync(IReadOnlyList<int> megabytes, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var runs = new List<LoaderRun>();
        foreach (var size in megabytes)
        {
            say($"an object of {size} MB...");
            var file = WafFile.Write(Path.Combine(folder, $"waf-{size}.log.gz"), size * 1_000_000L);
            try
            {
                runs.Add(await MeasureAsync("S3ToElasticsearchLoader", subject, file, 0, cancellation));
                // The curve is the loader's; the obvious version shows what it shows at one size.
                if (size is >= 50 and <= 200) runs.Add(await MeasureAsync("ObviousLoader", baseline, file, 0, cancellation));
                if (size >= 50) runs.Add(await MeasureAsync("S3ToElasticsearchLoader", subject, file, 2, cancellation));
            }
            finally
            {
                File.Delete(file.Path);
            }
        }
        return runs;
    }

    async Task<LoaderRun> MeasureAsync(string name, Runnable runnable, WafFile file, int refusePercent, CancellationToken cancellation)
    {
        await using var services = await LoaderServices.StartAsync(file, refusePercent);
        var lines = new List<string>();
        var environment = new Dictionary<string, string>(runnable.Environment, StringComparer.Ordinal)
        {
            ["AWS_REGION"] = "eu-west-1", ["AWS_ACCESS_KEY_ID"] = "AKIALOCAL00000000000", ["AWS_SECRET_ACCESS_KEY"] = "local",
            ["AWS_ENDPOINT_URL"] = services.S3, ["ELASTICSEARCH_URL"] = services.Cluster, ["INSTALL_TEMPLATES"] = "false",
        };
        await using var function = new LocalFunction(
            new(name, runnable.Executable, [], environment, s_limit, 1769, "arn:aws:lambda:eu-west-1:123456789012:function:" + name, line => { lock (lines) lines.Add(line); }), time);
        // A small warm-up costs little; a large object is its own.
        if (file.ContentBytes <= 200_000_000) await InvokeAsync(function, name, cancellation);
        var before = services.Documents;
        var outcome = await InvokeAsync(function, name, cancellation);
        if (services.Documents - before != file.Lines)
            throw new UserError($"{name} delivered {services.Documents - before} of {file.Lines} documents.", ExitCode.Failure);
        var (waited, resent) = FromLog(lines, outcome.Duration);
        return new(name, file, refusePercent, outcome.Duration, outcome.PeakMemoryBytes, waited, resent);
    }

    static async Task<InvocationOutcome> InvokeAsync(LocalFunction function, string name, CancellationToken cancellation)
    {
        var @event = """{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"bench"},"object":{"key":"waf.log.gz"}}}]}""";
        var outcome = await function.InvokeAsync(Encoding.UTF8.GetBytes(@event), cancellation);
        if (outcome.Kind != OutcomeKind.Succeeded) throw new UserError($"{name} failed ({outcome.Kind}): {Encoding.UTF8.GetString(outcome.Payload)}", ExitCode.Failure);
        return outcome;
    }

    static (double? Waited, long Resent) FromLog(List<string> lines, TimeSpan took)
    {
        string? last;
        lock (lines) last = lines.LastOrDefault(line => line.Contains("\"WaitedOnCluster\"", StringComparison.Ordinal));
        if (last is null) return (null, 0);
        var json = JsonNode.Parse(last)!;
        return ((double)json["WaitedOnCluster"]! / took.TotalMilliseconds, (long)json["Resent"]!);
    }

    public static void Show(IAnsiConsole console, IReadOnlyList<LoaderRun> runs)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("Object").RightAligned()).AddColumn(new TableColumn("Lines/s").RightAligned())
            .AddColumn(new TableColumn("MB/s").RightAligned()).AddColumn(new TableColumn("Peak memory").RightAligned()).AddColumn(new TableColumn("Waiting for the cluster").RightAligned()).AddColumn(new TableColumn("Time").RightAligned());
        foreach (var run in runs)
        {
            table.AddRow(run.Name + (run.RefusePercent > 0 ? $", {run.RefusePercent} % answered 429 ({run.Resent} resent)" : ""), Text($"{run.File.ContentBytes / 1e6:F0} MB"), Text($"{run.LinesPerSecond:N0}"),
                Text($"{run.MegabytesPerSecond:F1}"), Text($"{run.PeakBytes / 1048576.0:F0} MB"), run.Waited is { } waited ? Text($"{waited * 100:F0} %") : "", DemoProgress.Seconds(run.Took));
        }
        console.Write(table);
        foreach (var obvious in runs.Where(run => run.Name == "ObviousLoader"))
            console.WriteLine(Text($"{obvious.File.ContentBytes / 1e6:F0} MB: {runs.First(run => run.File == obvious.File).LinesPerSecond / obvious.LinesPerSecond:F2} times the lines a second of the obvious version."));
        foreach (var refused in runs.Where(run => run.RefusePercent > 0))
            console.WriteLine(Text($"{refused.File.ContentBytes / 1e6:F0} MB: with {refused.RefusePercent} % answered 429, {refused.Took / runs.First(run => run.File == refused.File).Took:F2} times the clean time."));
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
