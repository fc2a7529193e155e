using Amazon.SQS;
using Amazon.SQS.Model;

namespace Sluice.AuroraCdcForwarder;

/// <summary>Where payloads go that can never be delivered.</summary>
sealed class FailureQueue(IAmazonSQS sqs, string url)
{
    /// <summary>Keeps a payload with the reason.</summary>
    /// <returns><c>null</c> when it is kept; else why not.</returns>
    public async Task<string?> KeepAsync(Payload payload, string reason, CancellationToken deadline)
    {
        if (FailedPayload.Write(payload, reason) is not { } message) return "it is too large for the failure queue, even compressed";
        try
        {
            await sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = message }, deadline);
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || deadline.IsCancellationRequested)
        {
            return $"the failure queue did not take it: {failure.GetType().Name}: {failure.Message}";
        }
    }
}
