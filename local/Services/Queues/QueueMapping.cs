using System.Globalization;

namespace Sluice.Local;

/// <summary>An SQS event of a function in the template: Lambda makes an event source mapping of it.</summary>
/// <param name="BatchSize">Messages of one invocation, at most.</param>
/// <param name="ReportsFailures">Whether the function names the messages that failed (<c>ReportBatchItemFailures</c>).</param>
sealed record QueueMapping(string QueueArn, int BatchSize, bool ReportsFailures)
{
    const int DefaultBatchSize = 10;

    public static IEnumerable<QueueMapping> Of(ResolvedResource function)
    {
        foreach (var (_, one) in function.Properties["Events"]?.AsObject() ?? [])
        {
            if (one?["Type"]?.ToString() != "SQS") continue;
            var properties = one["Properties"]!;
            yield return new(
                properties["Queue"]!.ToString(),
                properties[nameof(BatchSize)] is { } size ? int.Parse(size.ToString(), CultureInfo.InvariantCulture) : DefaultBatchSize,
                properties["FunctionResponseTypes"]?.AsArray().Any(type => type?.ToString() == "ReportBatchItemFailures") ?? false);
        }
    }
}

/// <summary>What a queue's messages came to.</summary>
/// <param name="Received">Deliveries: a message that comes again counts again.</param>
/// <param name="Failed">Of these: not deleted, so that they come again.</param>
sealed record QueueAccount(int Received, int Deleted, int Failed, int Invocations)
{
    public static QueueAccount Empty { get; } = new(0, 0, 0, 0);
}
