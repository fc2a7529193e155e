using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Sluice.Tests;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>A queue that takes every message.</summary>
sealed class QueueInMemory() : AmazonSQSClient(new BasicAWSCredentials("AKIALOCAL00000000000", "local"), new AmazonSQSConfig { ServiceURL = "http://sqs.invalid" })
{
    public override Task<SendMessageResponse> SendMessageAsync(SendMessageRequest request, CancellationToken cancellationToken = default)
    {
        CallRecorder.Note(request);
        return Task.FromResult(new SendMessageResponse());
    }
}
