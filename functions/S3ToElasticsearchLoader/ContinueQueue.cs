using Amazon.SQS;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The queue that an object goes back to when it takes longer than an invocation.</summary>
sealed class ContinueQueue(IAmazonSQS queue, string url)
{
    /// <summary>Sends the message that goes on with the rest of an object.</summary>
    public Task SendAsync(CreatedObject rest, CancellationToken cancellation) => queue.SendMessageAsync(url, ObjectMessage.Of(rest), cancellation);
}
