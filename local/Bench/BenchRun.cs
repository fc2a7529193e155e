namespace Sluice.Local;

/// <summary>What one process showed.</summary>
/// <param name="Init">From its start to its first call of <c>next</c>.</param>
/// <param name="First">The first invocation.</param>
/// <param name="Median">Of the measured invocations, through the Runtime API.</param>
/// <param name="Processor">User and system time of one invocation, on average over those measured.</param>
/// <param name="PeakBytes">The largest resident set.</param>
sealed record BenchProcess(TimeSpan Init, TimeSpan First, TimeSpan Median, TimeSpan Processor, long PeakBytes);

/// <summary>Whole processes through the Runtime API, subject and baseline by turns, so that what the machine does meanwhile meets both.</summary>
sealed class BenchRun(BenchPlan plan, int rounds, int invocations, TimeProvider time)
{
    const int WarmUp = 20;

    public async Task<(IReadOnlyList<BenchProcess> Subject, IReadOnlyList<BenchProcess> Baseline)> RunAsync(
        Runnable subject, Runnable baseline, Action<string> say, CancellationToken cancellation)
    {
        var (subjects, baselines) = (new List<BenchProcess>(), new List<BenchProcess>());
        for (var round = 1; round <= rounds; round++)
        {
            say($"round {round} of {rounds}...");
            subjects.Add(await MeasureAsync(plan.Subject.Name, subject, cancellation));
            baselines.Add(await MeasureAsync(plan.Baseline.Name, baseline, cancellation));
        }
        return (subjects, baselines);
    }

    async Task<BenchProcess> MeasureAsync(string name, Runnable runnable, CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string>(runnable.Environment, StringComparer.Ordinal) { ["AWS_REGION"] = "us-east-1" };
        await using var function = new LocalFunction(
            new(name, runnable.Executable, [], environment, TimeSpan.FromMinutes(1), 512, "arn:aws:lambda:us-east-1:123456789012:function:" + name, _ => { }), time);

        var first = await InvokeAsync(function, cancellation);
        var last = first;
        for (var i = 1; i < WarmUp; i++) last = await InvokeAsync(function, cancellation);

        var before = last.ProcessorTime;
        var durations = new List<TimeSpan>();
        for (var i = 0; i < invocations; i++) durations.Add((last = await InvokeAsync(function, cancellation)).Duration);
        return new(first.InitDuration ?? TimeSpan.Zero, first.Duration, Bench.Median(durations), (last.ProcessorTime - before) / invocations, last.PeakMemoryBytes);
    }

    async Task<InvocationOutcome> InvokeAsync(LocalFunction function, CancellationToken cancellation)
    {
        var outcome = await function.InvokeAsync(plan.Event, cancellation);
        return outcome.Kind == OutcomeKind.Succeeded ? outcome
            : throw new UserError($"the function failed ({outcome.Kind}): {System.Text.Encoding.UTF8.GetString(outcome.Payload)}", ExitCode.Failure);
    }
}

/// <summary>Numbers of a benchmark.</summary>
static class Bench
{
    public static TimeSpan Median(IEnumerable<TimeSpan> values) => new(Median(values.Select(value => value.Ticks)));

    public static long Median(IEnumerable<long> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
