using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>WAF logs of two regions: bucket of this account → queue → WafLogCopier → bucket of the central account.</summary>
static class WafLogScene
{
    const int Seed = 20261124;
    const int Files = 6;

    public static DemoScene Scene { get; } = new("WAF logs: S3 → SQS → WafLogCopier → S3 of another account", PlayAsync);

    static async Task<IReadOnlyList<string>> PlayAsync(DemoStack stack, DemoProgress progress, CancellationToken cancellation)
    {
        var (bucket, central) = (stack.Resource("WafLogBucket").PhysicalName, stack.Central.Resources["CentralBucket"].PhysicalName);
        var (function, queue) = (stack.Function("WafLogCopier"), stack.Queues["WafLogCopier"]);
        var logs = WafLogs.Make(Seed, stack.Aws.Region, stack.Time.GetUtcNow().AddHours(-2), Files);

        var (_, putTime) = await progress.StepAsync("WAF and Firehose write logs", async _ =>
        {
            foreach (var one in logs) await PutAsync(stack.S3, bucket, one, cancellation);
            return (0, $"{logs.Count} objects of WAF logs put into bucket {bucket} of account {Deployment.Account}");
        });
        var (before, copyTime) = await progress.StepAsync("S3 notifies the queue, WafLogCopier copies", async _ =>
        {
            await queue.FlushAsync(cancellation);
            var counts = CopyCounts.Of(function.Lines);
            return (queue.Account, $"{queue.Account.Received} messages through WafLogCopier, {counts.Copied} objects copied into bucket {central} of account {TwoAccounts.CentralAccount}");
        });
        var (_, againTime) = await progress.StepAsync("the queue delivers a message a second time", async _ =>
        {
            await queue.DeliverAgainAsync(1, cancellation);
            var counts = CopyCounts.Of(function.Lines);
            return (0, $"{queue.Account.Received - before.Received} message a second time, {counts.AlreadyThere} object already there");
        });
        var (arrived, readTime) = await progress.StepAsync("reading back what is in the central bucket", async _ =>
        {
            var read = await ReadAsync(stack.CentralS3, central, cancellation);
            return (read, $"{read.Count} objects read back and compared with what was put");
        });

        var played = CopyCounts.Of(function.Lines);
        Show(progress.Console, logs, played, queue.Account, function, (putTime, copyTime, againTime, readTime), arrived);
        foreach (var example in (WafLogObject[])[logs[0], logs[^2], logs[^1]])
        {
            progress.Console.MarkupLineInterpolated($"[bold]From[/]  s3://{bucket}/{example.Key}");
            progress.Console.MarkupLineInterpolated($"[bold]  to[/]  s3://{central}/{example.CopyKey(bucket)}");
        }
        progress.Console.WriteLine();
        return [.. WafLogBalance.Check(logs, bucket, arrived, played, queue.Account, again: queue.Account.Received - before.Received)];
    }

    static void Show(
        IAnsiConsole console, IReadOnlyList<WafLogObject> logs, CopyCounts counts, QueueAccount queue, PlayedFunction function,
        (TimeSpan Put, TimeSpan Copy, TimeSpan Again, TimeSpan Read) took, IReadOnlyDictionary<string, byte[]> arrived)
    {
        var peak = function.Outcomes.Select(one => one.PeakMemoryBytes).DefaultIfEmpty().Max();
        var table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (var heading in new[] { "Objects", "WAF records", "Bytes", "Time" }) table.AddColumn(new TableColumn(heading).RightAligned());
        Row("In, from WAF and Firehose", logs.Count, logs.Sum(one => one.Records), DemoProgress.Bytes(logs.Sum(one => one.Body.LongLength)), took.Put);
        Row($"{function.Spec.LogicalId}: {queue.Invocations} invocations, {peak >> 20} MB at most", counts.In, null, "", null);
        Row("[green]Copied[/], each into its partition", counts.Copied - counts.Unparsed, null, "", took.Copy);
        Row("[yellow]Unparsed[/], copied with the whole key", counts.Unparsed, null, "", null);
        Row("[grey]Already there[/], delivered a second time", counts.AlreadyThere, null, "", took.Again);
        Row("[red]Failed[/]", counts.Failed, null, "", null);
        Row("Read back and compared", arrived.Count, null, DemoProgress.Bytes(arrived.Values.Sum(body => body.LongLength)), took.Read);
        console.Write(table);

        void Row(string name, long objects, long? records, string bytes, TimeSpan? time) => table.AddRow(
            name, DemoProgress.Count(objects), records is { } count ? DemoProgress.Count(count) : "", bytes, time is { } known ? DemoProgress.Seconds(known) : "");
    }

    /// <summary>With a checksum, as S3 itself gives one to every object since 2025; moto gives none.</summary>
    static async Task PutAsync(IAmazonS3 s3, string bucket, WafLogObject one, CancellationToken cancellation)
    {
        using var body = new MemoryStream(one.Body);
        await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = bucket,
            Key = one.Key,
            InputStream = body,
            ContentType = "application/gzip",
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ChecksumSHA256 = Convert.ToBase64String(SHA256.HashData(one.Body)),
        }, cancellation);
    }

    static async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(IAmazonS3 s3, string bucket, CancellationToken cancellation)
    {
        var read = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var request = new ListObjectsV2Request { BucketName = bucket };
        await foreach (var stored in s3.Paginators.ListObjectsV2(request).S3Objects.WithCancellation(cancellation))
            read[stored.Key] = await s3.GetAsync(bucket, stored.Key, cancellation);
        return read;
    }
}
