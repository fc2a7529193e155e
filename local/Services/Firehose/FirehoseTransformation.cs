namespace Sluice.Local;

/// <summary>Invokes the function on a batch, again while it fails, and says what became of each record.</summary>
/// <param name="invoke">One attempt.</param>
sealed class FirehoseTransformation(
    FirehoseSettings settings, LambdaProcessor lambda, Func<ReadOnlyMemory<byte>, CancellationToken, Task<InvocationOutcome>> invoke, TimeProvider time)
{
    /// <summary>Source: "Firehose supports an invocation time of up to 5 minutes. If the function takes more than 5 minutes you get a timeout error".</summary>
    public static TimeSpan RequestLimit { get; } = TimeSpan.FromMinutes(5);

    /// <returns>One outcome a record, in order, and the attempts made. Only a failed invocation is tried again: an answer is final, however wrong.</returns>
    public async Task<(RecordOutcome[] Outcomes, int Attempts)> RunAsync(IReadOnlyList<FirehoseRecord> batch, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var @event = TransformationEvent.Write(settings, batch, Guid.NewGuid());
            var (answer, failure) = await AttemptAsync(@event, cancellation);
            if (answer is { } payload) return (TransformationAnswer.Read(payload, batch), attempt);
            // The service waits between attempts. Nothing here gets better by waiting.
            if (attempt > lambda.Retries) return (TransformationAnswer.All(batch, failure), attempt);
        }
    }

    async Task<(ReadOnlyMemory<byte>? Answer, LambdaFailure Failure)> AttemptAsync(byte[] @event, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(RequestLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var outcome = await invoke(@event, either.Token);
            return outcome.Kind == OutcomeKind.Succeeded && outcome.Payload.Length <= TransformationEvent.MaxBytes
                ? (outcome.Payload, default)
                : (null, LambdaFailure.FunctionError);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return (null, LambdaFailure.RequestTimedOut);
        }
    }
}
