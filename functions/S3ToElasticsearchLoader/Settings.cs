namespace Sluice.S3ToElasticsearchLoader;

/// <summary>What the environment asks of the function.</summary>
/// <param name="Reading">How objects are read and what their records become.</param>
/// <param name="Delivery">Where documents go, and how.</param>
/// <param name="ContinueQueue">URL of the queue that a message goes to when an object takes longer than an invocation (<c>CONTINUE_QUEUE_URL</c>).</param>
/// <param name="SourceOwner">The account that must own the sources; empty asks for none (<c>SOURCE_BUCKET_OWNER</c>).</param>
/// <param name="ObjectConcurrency">Objects at a time (<c>OBJECT_CONCURRENCY</c>).</param>
sealed record Settings(ReadingSettings Reading, DeliverySettings Delivery, string ContinueQueue, string SourceOwner, int ObjectConcurrency)
{
    /// <summary>Reads the environment.</summary>
    /// <exception cref="SettingsException">Every mistake, once.</exception>
    public static Settings From(EnvironmentReader env)
    {
        var owner = env.Text("SOURCE_BUCKET_OWNER", "");
        if (owner.Length > 0 && !(owner.Length == 12 && owner.All(char.IsAsciiDigit))) env.Problem($"SOURCE_BUCKET_OWNER='{owner}' is not the 12 digits of an account");
        var queue = env.Text("CONTINUE_QUEUE_URL", "");
        if (queue.Length > 0 && !Uri.TryCreate(queue, UriKind.Absolute, out _)) env.Problem($"CONTINUE_QUEUE_URL='{queue}' is not the URL of a queue");
        return env.Complete(new Settings(
            Reading: ReadingSettings.From(env),
            Delivery: DeliverySettings.From(env),
            ContinueQueue: queue,
            SourceOwner: owner,
            ObjectConcurrency: env.WholeNumber("OBJECT_CONCURRENCY", fallback: 2, min: 1, max: 32)));
    }
}
