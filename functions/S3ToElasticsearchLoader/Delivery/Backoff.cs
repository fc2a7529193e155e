namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The waits between tries: they double, with jitter, and end where the budget or the time does.</summary>
/// <param name="budget">How often in a row without progress, and how long.</param>
/// <param name="time">The clock of the waits.</param>
sealed class Backoff(RetryBudget budget, TimeProvider time)
{
    /// <summary>A server that asks for more is asked again earlier: an invocation costs by the second.</summary>
    static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(1);

    int _waits;

    /// <summary>Something went through: what comes is a new trouble, with the whole budget.</summary>
    public void Progress() => _waits = 0;

    /// <summary>Waits.</summary>
    /// <param name="retryAfter">What the server asked for, if it did.</param>
    /// <param name="deadline">Ends the wait.</param>
    /// <returns>Whether to try again: <c>false</c> where the budget is used up or the time is.</returns>
    public async Task<bool> WaitAsync(TimeSpan? retryAfter, CancellationToken deadline)
    {
        if (deadline.IsCancellationRequested || ++_waits >= budget.Attempts) return false;
        try
        {
            await Task.Delay(Next(_waits - 1, retryAfter, Random.Shared.NextDouble()), time, deadline);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The wait: at least what the server asks for, else half to all of the doubled delay.</summary>
    /// <param name="waits">So many came before.</param>
    /// <param name="retryAfter">What the server asks for.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public TimeSpan Next(int waits, TimeSpan? retryAfter, double jitter)
    {
        var doubled = budget.FirstDelay * Math.Pow(2, Math.Min(waits, 30));
        var own = (doubled < budget.MaxDelay ? doubled : budget.MaxDelay) * (0.5 + (jitter / 2));
        if (retryAfter is not { } asked || asked <= own) return own;
        // Spread too: all bodies were told the same.
        return (asked < LongestRetryAfter ? asked : LongestRetryAfter) + (budget.FirstDelay * jitter);
    }
}
