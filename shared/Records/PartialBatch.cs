using Polly;
using Polly.Retry;

namespace Sluice;

/// <summary>Sends a batch and resends only what the service refused.</summary>
public static class PartialBatch
{
    /// <summary>Sends <paramref name="records"/>, then only those that were refused, until none is left or the budget is used up.</summary>
    /// <param name="records">Shape: any number, in order. The caller keeps a call under the service's limits.</param>
    /// <param name="put">One call. Shape: one entry a record, same order; <c>null</c> = accepted, else the error code.
    /// An exception for which <paramref name="isTransient"/> holds counts as a refusal of the whole call.</param>
    /// <param name="isTransient">Whether an exception of <paramref name="put"/> may pass: throttling, 5xx, a broken connection.</param>
    /// <param name="budget">How often, and how long to wait between two calls.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="deadline">Ends waits and calls. What is not accepted by then keeps its last error.</param>
    /// <returns>One entry a record, same order and count: <c>null</c> = accepted, else why not.</returns>
    /// <exception cref="InvalidDataException">The reply has another number of entries than the call: nothing can be matched.</exception>
    /// <remarks>Source: Firehose PutRecordBatch, "the index of the response element is the same as the index used in the request
    /// array"; a call may succeed with <c>FailedPutCount</c> above 0. Delivery is at least once: an accepted record is never
    /// resent, but a call whose reply was lost is.</remarks>
    public static async Task<string?[]> SendAsync<T>(
        IReadOnlyList<T> records, Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<string?>>> put,
        Func<Exception, bool> isTransient, RetryBudget budget, TimeProvider time, CancellationToken deadline)
    {
        var errors = new string?[records.Count];
        Array.Fill(errors, "not sent: no time was left");
        int[] pending = [.. Enumerable.Range(0, records.Count)];

        async ValueTask<bool> SendPendingAsync(CancellationToken cancellation)
        {
            IReadOnlyList<string?> reply;
            try
            {
                reply = await put([.. pending.Select(i => records[i])], cancellation);
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
                foreach (var i in pending) errors[i] = "no answer before the deadline";
                throw;
            }
            catch (Exception failure) when (failure is OperationCanceledException || isTransient(failure))
            {
                foreach (var i in pending) errors[i] = failure.Message;
                return false;
            }
            if (reply.Count != pending.Length) throw new InvalidDataException($"The reply has {reply.Count} entries for {pending.Length} records.");
            for (var n = 0; n < pending.Length; n++) errors[pending[n]] = reply[n];
            pending = [.. pending.Where(i => errors[i] is not null)];
            return pending.Length == 0;
        }

        var retry = new ResiliencePipelineBuilder<bool> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<bool>
            {
                MaxRetryAttempts = Math.Max(1, budget.Attempts - 1),
                Delay = budget.FirstDelay,
                MaxDelay = budget.MaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome is { Exception: null, Result: false }),
            })
            .Build();
        try
        {
            if (pending.Length > 0) await retry.ExecuteAsync(SendPendingAsync, deadline);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            // Not lost: every record still pending carries its last error in the result.
        }
        return errors;
    }
}

/// <summary>How often something is tried, and how long is waited in between.</summary>
/// <param name="Attempts">Calls in total, at least 2.</param>
/// <param name="FirstDelay">The wait after the first refusal; it doubles from there, with jitter.</param>
/// <param name="MaxDelay">The longest wait.</param>
public sealed record RetryBudget(int Attempts, TimeSpan FirstDelay, TimeSpan MaxDelay)
{
    /// <summary>For services that throttle by the second: 12 calls, from 100 ms to 10 s, about a minute in all.</summary>
    public static RetryBudget Throttling { get; } = new(12, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
}
