using System.Globalization;

namespace Sluice.Local;

/// <summary>Figures that several subjects made by turns, and how a benchmark prints them that has them in one process: lines of subject, round, and
/// operations a second of processor time.</summary>
static class Rates
{
    const string SliceMilliseconds = "200";
    const int SlicesARound = 3;

    /// <summary>Slices in which compilation and caches settle; they are not counted.</summary>
    const int WarmUp = 3;

    /// <returns>Rates by subject, in the order of the rounds.</returns>
    /// <exception cref="UserError">It failed.</exception>
    public static async Task<ILookup<string, double>> OfAsync(Runnable bench, int rounds, CancellationToken cancellation)
    {
        var slices = WarmUp + (SlicesARound * rounds);
        var run = await Shell.TryRunAsync(bench.Executable, [slices.ToString(CultureInfo.InvariantCulture), SliceMilliseconds], cancellation, environment: bench.Environment);
        if (run is not { Succeeded: true }) throw new UserError($"the benchmark failed: {run?.Reason}", ExitCode.Failure);
        return run.Lines.Select(line => line.Split(' ')).Where(parts => parts.Length == 3 && int.Parse(parts[1], CultureInfo.InvariantCulture) >= WarmUp)
            .ToLookup(parts => parts[0], parts => double.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>Slice by slice: what the machine does meanwhile meets both.</summary>
    public static double Ratio(IEnumerable<double> subject, IEnumerable<double> baseline) =>
        Bench.Median(subject.Zip(baseline, (one, other) => (long)(one / other * 1000))) / 1000.0;

    /// <summary>The median.</summary>
    public static double Median(IEnumerable<double> rates) => Bench.Median(rates.Select(rate => (long)Math.Round(rate)));

    /// <summary>Median, smallest and largest, for people.</summary>
    public static string Text(IReadOnlyCollection<double> rates) => string.Create(CultureInfo.InvariantCulture, $"{Median(rates):N0} ({rates.Min():N0} to {rates.Max():N0})");
}
