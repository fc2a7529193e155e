using System.CommandLine;
using Amazon.KinesisFirehose;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SQS;

namespace Sluice.Local;

/// <summary><c>./sluice replay</c>: what Firehose put aside goes back into a stream, what the loader rejected into its queue.</summary>
static class ReplayCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "s3://BUCKET/PREFIX, such as s3://logs/failed/processing-failed/2026/11/" };
        var to = new Option<string>("--to") { Description = "The delivery stream's name, or the URL of the loader's queue", Required = true };
        var command = new Command("replay", """
            Put the records that Firehose could not transform or deliver back into a delivery stream.
            Each object is replayed once: a mark under replayed/ in its bucket tells what was done.
            With the URL of S3ToElasticsearchLoader's queue: ask the loader to load what it had rejected, a message an object.
            Region, credentials and endpoint are those of the AWS CLI.
            Exit code: 0 all went back (or had gone back before), 1 some did not; they are named.
            """) { source, to };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (bucket, prefix) = Source(parsed.GetValue(source)!);
            var stream = parsed.GetValue(to)!;
            try
            {
                using var s3 = new AmazonS3Client(new AmazonS3Config { ForcePathStyle = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 } });
                if (Uri.TryCreate(stream, UriKind.Absolute, out var queue) && queue.Scheme is "https" or "http") return await ThroughQueueAsync(s3, stream, bucket, prefix, cancellation);
                using var firehose = new AmazonKinesisFirehoseClient();
                var totals = await new ReplayRun(s3, firehose, stream, Console.Out.WriteLine, TimeProvider.System).RunAsync(bucket, prefix, cancellation);
                foreach (var problem in totals.Problems) await Console.Error.WriteLineAsync("sluice: " + problem);
                Console.Out.WriteLine($"{totals.Objects} objects ({totals.Skipped} skipped), {totals.Lines} records, {totals.Sent} sent to {stream} ({totals.Bytes} bytes), {totals.Failed} failed");
                return totals.Failed == 0 ? ExitCode.Success : ExitCode.Failure;
            }
            catch (Exception wrong) when (wrong is AmazonServiceException or AmazonClientException)
            {
                throw new UserError($"replay of s3://{bucket}/{prefix}: {wrong.Message}", ExitCode.Failure);
            }
        });
        return command;
    }

    static async Task<int> ThroughQueueAsync(AmazonS3Client s3, string queueUrl, string bucket, string prefix, CancellationToken cancellation)
    {
        using var sqs = new AmazonSQSClient();
        var totals = await new QueueReplay(s3, sqs, queueUrl, Console.Out.WriteLine, TimeProvider.System).RunAsync(bucket, prefix, cancellation);
        foreach (var problem in totals.Problems) await Console.Error.WriteLineAsync("sluice: " + problem);
        Console.Out.WriteLine($"{totals.Objects} objects, {totals.Sent} messages sent to {queueUrl}, {totals.Problems.Count} failed; the queue's function tells what becomes of them");
        return totals.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    static (string Bucket, string Prefix) Source(string text)
    {
        var parts = text.StartsWith("s3://", StringComparison.Ordinal) ? text[5..].Split('/', 2) : [];
        return parts is [{ Length: > 0 } bucket, ..] ? (bucket, parts.Length > 1 ? parts[1] : "") : throw new UserError($"'{text}' is not s3://BUCKET/PREFIX.");
    }
}
