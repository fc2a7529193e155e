using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Sluice.Local;

/// <summary>What a replay through a queue came to.</summary>
/// <param name="Problems">Objects whose messages the queue refused.</param>
sealed record QueueReplayTotals(int Objects, int Sent, IReadOnlyList<string> Problems);

/// <summary>Asks a function to put back what is in the objects under a prefix: a message an object into the function's own queue.</summary>
/// <remarks>What becomes of each object then is the queue's account: a message that fails comes again, and at last lies in the dead-letter
/// queue. S3ToElasticsearchLoader writes documents under the ids that they had, so asking twice changes nothing.</remarks>
sealed class QueueReplay(IAmazonS3 s3, IAmazonSQS sqs, string queueUrl, Action<string> say, TimeProvider time)
{
    /// <summary>SQS takes no more messages in a call.</summary>
    const int Batch = 10;

    public async Task<QueueReplayTotals> RunAsync(string bucket, string prefix, CancellationToken cancellation)
    {
        var (objects, sent, problems) = (0, 0, new List<string>());
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        while (true)
        {
            var page = await s3.ListObjectsV2Async(request, cancellation);
            foreach (var batch in (page.S3Objects ?? []).Where(one => !one.Key.EndsWith('/')).Chunk(Batch))
            {
                objects += batch.Length;
                var errors = await PartialBatch.SendAsync(batch, (some, token) => SendAsync(bucket, some, token), AwsErrors.IsTransient, RetryBudget.Throttling, time, cancellation);
                foreach (var (one, error) in batch.Zip(errors))
                {
                    if (error is not null)
                    {
                        problems.Add($"s3://{bucket}/{one.Key}: {error}");
                        continue;
                    }
                    sent++;
                    say($"asked for   s3://{bucket}/{one.Key}");
                }
            }
            if (page.IsTruncated != true) return new(objects, sent, problems);
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    async Task<IReadOnlyList<string?>> SendAsync(string bucket, IReadOnlyList<S3Object> objects, CancellationToken cancellation)
    {
        var answer = await sqs.SendMessageBatchAsync(new SendMessageBatchRequest
        {
            QueueUrl = queueUrl,
            Entries = [.. objects.Select((one, i) => new SendMessageBatchRequestEntry { Id = Id(i), MessageBody = ObjectMessage.Of(Of(bucket, one)) })],
        }, cancellation);
        var failed = (answer.Failed ?? []).ToDictionary(error => error.Id, error => $"{error.Code}: {error.Message}", StringComparer.Ordinal);
        return [.. objects.Select((_, i) => failed.GetValueOrDefault(Id(i)))];
    }

    static string Id(int place) => place.ToString(CultureInfo.InvariantCulture);

    static CreatedObject Of(string bucket, S3Object one) =>
        new(bucket, one.Key, "", one.ETag.Trim('"'), one.Size ?? -1, "", "", null) { Errand = new(ObjectErrand.Replay) };
}
