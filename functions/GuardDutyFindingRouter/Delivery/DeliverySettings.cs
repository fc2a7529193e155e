namespace Sluice.GuardDutyFindingRouter;

/// <summary>How destinations are reached, and where what they did not take is kept.</summary>
/// <param name="FailureQueueUrl">What could not be delivered goes there (<c>FAILURE_QUEUE_URL</c>); empty: it fails the source event.</param>
/// <param name="HttpTimeout">Of one HTTP call, from its first byte to the last of the answer (<c>HTTP_TIMEOUT_SECONDS</c>).</param>
/// <param name="Attempts">Calls for one notice and destination (<c>DELIVERY_ATTEMPTS</c>).</param>
/// <param name="Concurrency">Calls at once to one destination (<c>DELIVERY_CONCURRENCY</c>).</param>
/// <param name="SecretAge">So long a secret is kept before it is read again (<c>SECRET_CACHE_SECONDS</c>); a refusal reads it earlier.</param>
/// <param name="RuntimeApi">Host and port of Lambda's own API on loopback, which no destination may be (<c>AWS_LAMBDA_RUNTIME_API</c>, set by Lambda).</param>
sealed record DeliverySettings(string FailureQueueUrl, TimeSpan HttpTimeout, int Attempts, int Concurrency, TimeSpan SecretAge, string RuntimeApi)
{
    /// <summary>Of <see cref="Concurrency"/>.</summary>
    public const int MaxConcurrency = 32;

    /// <summary>The waits between the calls of one notice: they double from half a second to ten, with jitter.</summary>
    public RetryBudget Budget => new(Attempts, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));

    /// <summary>Reads the environment; mistakes are noted in <paramref name="env"/>.</summary>
    public static DeliverySettings From(EnvironmentReader env)
    {
        var queue = env.Text("FAILURE_QUEUE_URL", "");
        if (queue.Length > 0 && !(Uri.TryCreate(queue, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            env.Problem($"FAILURE_QUEUE_URL='{queue}' is not the URL of a queue: https://sqs.REGION.amazonaws.com/ACCOUNT/NAME, not its ARN or name");
        return new(
            FailureQueueUrl: queue,
            HttpTimeout: TimeSpan.FromSeconds(env.WholeNumber("HTTP_TIMEOUT_SECONDS", fallback: 10, min: 1, max: 60)),
            Attempts: env.WholeNumber("DELIVERY_ATTEMPTS", fallback: 4, min: 2, max: 12),
            Concurrency: env.WholeNumber("DELIVERY_CONCURRENCY", fallback: 4, min: 1, max: MaxConcurrency),
            SecretAge: TimeSpan.FromSeconds(env.WholeNumber("SECRET_CACHE_SECONDS", fallback: 300, min: 0, max: 86_400)),
            RuntimeApi: env.Text("AWS_LAMBDA_RUNTIME_API", ""));
    }
}
