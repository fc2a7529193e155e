using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>VPC flow logs: CloudWatch Logs → Firehose → CloudWatchLogsDecompressor → S3.</summary>
static class FlowLogScene
{
    const int Seed = 20261122;
    const int Interfaces = 3;
    const int BatchesEach = 4;
    const int LinesEach = 300;

    public static DemoScene Scene { get; } = new("VPC flow logs: CloudWatch Logs → Firehose → CloudWatchLogsDecompressor → S3", PlayAsync);

    static async Task<IReadOnlyList<string>> PlayAsync(DemoStack stack, DemoProgress progress, CancellationToken cancellation)
    {
        var (group, stream) = (stack.Resource("FlowLogs").PhysicalName, stack.Resource("LogStream"));
        var (function, feed) = (stack.Function("CloudWatchLogsDecompressor"), stack.Feeds["LogStream"]);
        var logs = FlowLogs.Make(Seed, stack.Aws.Region, stack.Time.GetUtcNow().AddHours(-1), Interfaces, BatchesEach, LinesEach);
        var broken = Broken();
        stack.LinesPut.AddRange(logs.Lines);

        var (_, putTime) = await progress.StepAsync("putting log events", async _ =>
        {
            AwsCall put = new("firehose", "put_record", new() { ["DeliveryStreamName"] = stream.PhysicalName, ["Record"] = new JsonObject { ["Data"] = AwsCall.Bytes(broken) } });
            var answers = await stack.Calls.CallAsync([.. logs.PutInto(group), put], cancellation);
            return (answers, $"{DemoProgress.Count(logs.Lines.Count())} flow log lines put into log group {group}, and a broken record into stream {stream.PhysicalName}");
        });
        var (account, playTime) = await progress.StepAsync($"{function.Spec.LogicalId} transforms, Firehose delivers", async _ =>
        {
            await feed.FlushAsync(cancellation);
            return (feed.Account, $"{feed.Account.RecordsIn} records through {function.Spec.LogicalId}, {feed.Account.Objects.Count} objects in S3");
        });
        var (arrived, readTime) = await progress.StepAsync("reading back what arrived", async _ =>
        {
            var read = await ReadAsync(stack, account, cancellation);
            return (read, $"{read.Count} objects read back, copies in {Repository.Shown(Path.Combine(stack.Folder, "s3"))}");
        });

        byte[] delivered = [.. arrived.Where(one => one.Object.ErrorType is null).SelectMany(one => one.Content)];
        var failures = arrived.Where(one => one.Object.ErrorType is not null).SelectMany(one => FailuresOf(one.Content)).ToList();
        new FlowLogReport(logs, broken, account, function, putTime, playTime, readTime, arrived, failures).Show(progress.Console);
        return [.. FlowLogBalance.Check(logs.Lines, broken, delivered, failures, account)];
    }

    /// <summary>A subscription record that lost its second half.</summary>
    static byte[] Broken()
    {
        var whole = LogsEnvelope.Data(new SampleSource(Seed, "us-east-1"), events: 20);
        return whole[..(whole.Length / 2)];
    }

    static async Task<IReadOnlyList<ArrivedObject>> ReadAsync(DemoStack stack, FirehoseAccount account, CancellationToken cancellation)
    {
        var read = new List<ArrivedObject>();
        foreach (var written in account.Objects)
        {
            var stored = await stack.S3.GetAsync(written.Bucket, written.Key, cancellation);
            var copy = Path.Combine(stack.Folder, "s3", written.Bucket, written.Key);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await File.WriteAllBytesAsync(copy, stored, cancellation);
            read.Add(new(written, copy, written.Key.EndsWith(".gz", StringComparison.Ordinal) ? Decompressed(stored) : stored));
        }
        return read;
    }

    static byte[] Decompressed(byte[] stored)
    {
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress)) gzip.CopyTo(content);
        return content.ToArray();
    }

    static IEnumerable<JsonNode> FailuresOf(byte[] content) =>
        System.Text.Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);
}

/// <param name="Copy">The file that has it when moto is gone.</param>
/// <param name="Content">Decompressed.</param>
sealed record ArrivedObject(DeliveredObject Object, string Copy, byte[] Content);
