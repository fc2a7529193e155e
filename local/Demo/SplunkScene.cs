using Amazon.KinesisFirehose;
using Amazon.Runtime;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>The same log group to Splunk; then Splunk is down, what it refused is put aside, and replayed when it is back.</summary>
static class SplunkScene
{
    const int Seed = 20261123;
    const int LinesWhileDown = 100;

    public static DemoScene Scene { get; } = new("The same to Splunk: CloudWatch Logs → Firehose → SplunkTransform → HTTP Event Collector, and back from the dead", PlayAsync);

    static async Task<IReadOnlyList<string>> PlayAsync(DemoStack stack, DemoProgress progress, CancellationToken cancellation)
    {
        var (feed, stream, group) = (stack.Feeds["SplunkStream"], stack.Resource("SplunkStream").PhysicalName, stack.Resource("FlowLogs").PhysicalName);
        var (_, deliverTime) = await progress.StepAsync("SplunkTransform transforms, Firehose delivers and is acknowledged", async _ =>
        {
            await feed.FlushAsync(cancellation);
            return (0, $"{DemoProgress.Count(stack.Hec.Events.Count)} events acknowledged by the HTTP Event Collector");
        });
        var acknowledged = stack.Hec.Events.Count;

        var late = FlowLogs.Make(Seed, stack.Aws.Region, stack.Time.GetUtcNow().AddMinutes(-5), interfaces: 1, batches: 1, LinesWhileDown);
        var (putAside, _) = await progress.StepAsync("Splunk is down, log events go on", async _ =>
        {
            stack.Hec.Refuse = _ => new HecVerdict(503, 9, "Server is busy", null);
            await stack.Calls.CallAsync([.. late.PutInto(group)], cancellation);
            stack.LinesPut.AddRange(late.Lines);
            await feed.FlushAsync(cancellation);
            stack.Hec.Refuse = null;
            var aside = feed.Account.FailedObjects.Where(one => one.ErrorType == "splunk-failed").ToList();
            return (aside, $"{late.Lines.Count()} lines refused, {aside.Sum(one => one.Records)} record put aside in S3");
        });
        var (replayed, _) = await progress.StepAsync("Splunk is back: what was put aside is replayed", async _ =>
        {
            using var firehose = Firehose(stack.Aws);
            var totals = new ReplayTotals(0, 0, 0, 0, 0, 0, []);
            foreach (var aside in putAside)
            {
                var one = await new ReplayRun(stack.S3, firehose, stream, _ => { }, stack.Time).RunAsync(aside.Bucket, aside.Key, cancellation);
                totals = totals with { Lines = totals.Lines + one.Lines, Sent = totals.Sent + one.Sent, Problems = [.. totals.Problems, .. one.Problems] };
            }
            await feed.FlushAsync(cancellation);
            return (totals, $"{totals.Sent} of {totals.Lines} records replayed, {DemoProgress.Count(stack.Hec.Events.Count)} events acknowledged in all");
        });

        Show(stack, progress, acknowledged, deliverTime, putAside, replayed);
        return [.. Check(stack, replayed)];
    }

    static void Show(DemoStack stack, DemoProgress progress, int acknowledged, TimeSpan deliverTime, IReadOnlyList<DeliveredObject> putAside, ReplayTotals replayed)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("Log lines").RightAligned()).AddColumn(new TableColumn("Time").RightAligned());
        table.AddRow("In, from the log group", DemoProgress.Count(stack.LinesPut.Count), "");
        table.AddRow("[green]Delivered[/], acknowledged", DemoProgress.Count(acknowledged), DemoProgress.Seconds(deliverTime));
        table.AddRow("[red]Refused[/], put aside", DemoProgress.Count(stack.LinesPut.Count - acknowledged), "");
        table.AddRow("[green]Replayed[/], acknowledged", DemoProgress.Count(stack.Hec.Events.Count - acknowledged), "");
        progress.Console.Write(table);
        if (putAside is [var first, ..]) progress.Console.MarkupLineInterpolated($"[bold]Put aside[/]  s3://{first.Bucket}/{first.Key}");
        progress.Console.MarkupLineInterpolated($"[bold]Replayed as by[/]  ./sluice replay s3://BUCKET/failed/splunk-failed/ --to {stack.Resource("SplunkStream").PhysicalName}   ({replayed.Sent} record)");
        if (stack.Hec.Events is [.., var last]) progress.Console.MarkupLineInterpolated($"[bold]An event[/]  {last.GetRawText()}");
        progress.Console.WriteLine();
    }

    static IEnumerable<string> Check(DemoStack stack, ReplayTotals replayed)
    {
        foreach (var problem in replayed.Problems) yield return $"replay: {problem}";
        var wanted = stack.LinesPut.Order(StringComparer.Ordinal);
        var got = stack.Hec.Events.Select(one => one.GetProperty("event").GetString()!).Order(StringComparer.Ordinal);
        if (!got.SequenceEqual(wanted)) yield return $"Splunk has {stack.Hec.Events.Count} events, not the {stack.LinesPut.Count} lines that were put.";
        if (stack.Hec.Events.Any(one => one.GetProperty("sourcetype").GetString() != "aws:cloudwatchlogs:vpcflow")) yield return "an event has another sourcetype than aws:cloudwatchlogs:vpcflow.";
    }

    static AmazonKinesisFirehoseClient Firehose(LocalAws aws) => new(
        new BasicAWSCredentials(aws.Environment["AWS_ACCESS_KEY_ID"], aws.Environment["AWS_SECRET_ACCESS_KEY"]),
        new AmazonKinesisFirehoseConfig { ServiceURL = aws.Endpoint.ToString(), AuthenticationRegion = aws.Region });
}
