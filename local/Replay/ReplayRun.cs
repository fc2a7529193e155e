using Amazon.KinesisFirehose;
using Amazon.S3;

namespace Sluice.Local;

/// <summary>What a replay of a prefix came to.</summary>
/// <param name="Problems">Objects and lines that could not be replayed.</param>
sealed record ReplayTotals(int Objects, int Skipped, long Lines, long Sent, long Bytes, long Failed, IReadOnlyList<string> Problems);

/// <summary>Puts the failed records under a prefix back into a delivery stream, object by object, each once.</summary>
sealed class ReplayRun(IAmazonS3 s3, IAmazonKinesisFirehose firehose, string stream, Action<string> say, TimeProvider time)
{
    public async Task<ReplayTotals> RunAsync(string bucket, string prefix, CancellationToken cancellation)
    {
        var replays = new ReplayBucket(s3, new ReplayObject((records, token) => FirehosePut.PutAsync(firehose, stream, records, token), time, RetryBudget.Throttling), time);
        var totals = new ReplayTotals(0, 0, 0, 0, 0, 0, []);
        await foreach (var key in replays.ListAsync(bucket, prefix, cancellation))
        {
            totals = totals with { Objects = totals.Objects + 1 };
            try
            {
                var outcome = await replays.RunAsync(bucket, key, stream, cancellation);
                if (outcome.Result is not { } result)
                {
                    say($"skipped   s3://{bucket}/{key}: {outcome.Skipped}");
                    totals = totals with { Skipped = totals.Skipped + 1 };
                    continue;
                }
                say($"{result.Sent,9} of {result.Lines} records   s3://{bucket}/{key}");
                totals = totals with
                {
                    Lines = totals.Lines + result.Lines,
                    Sent = totals.Sent + result.Sent,
                    Bytes = totals.Bytes + result.Bytes,
                    Failed = totals.Failed + result.Failed,
                    Problems = [.. totals.Problems, .. result.Problems.Select(problem => $"s3://{bucket}/{key} {problem}")],
                };
            }
            // Not what the stream says: that would be said again for each object.
            catch (Exception damaged) when (damaged is InvalidDataException or AmazonS3Exception)
            {
                totals = totals with { Failed = totals.Failed + 1, Problems = [.. totals.Problems, $"s3://{bucket}/{key}: {damaged.Message}"] };
            }
        }
        return totals;
    }
}
