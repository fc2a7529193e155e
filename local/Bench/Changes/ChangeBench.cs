using System.Globalization;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>Changes to lines on one core, by turns with the obvious code for the same bytes in the same process.</summary>
static class ChangeBench
{
    const string SliceMilliseconds = "200";

    /// <summary>Slices in which compilation and caches settle; they are not counted.</summary>
    const int WarmUp = 3;

    public static async Task RunAsync(Runnable bench, int rounds, IAnsiConsole console, Action<string> say, CancellationToken cancellation)
    {
        say($"{rounds} rounds of changes to lines...");
        var run = await Shell.TryRunAsync(bench.Executable, [(WarmUp + (3 * rounds)).ToString(CultureInfo.InvariantCulture), SliceMilliseconds], cancellation, environment: bench.Environment);
        if (run is not { Succeeded: true }) throw new UserError($"the benchmark failed: {run?.Reason}", ExitCode.Failure);
        var rates = run.Lines.Select(line => line.Split(' ')).Where(parts => parts.Length == 3 && int.Parse(parts[1], CultureInfo.InvariantCulture) >= WarmUp)
            .ToLookup(parts => parts[0], parts => double.Parse(parts[2], CultureInfo.InvariantCulture));
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Changes a second of processor time").AddColumn(new TableColumn("AuroraCdcForwarder").RightAligned())
            .AddColumn(new TableColumn("Obvious code, same bytes").RightAligned()).AddColumn(new TableColumn("Ratio").RightAligned());
        foreach (var (name, shown) in (ReadOnlySpan<(string, string)>)[("json", "JSON lines"), ("csv", "CSV")])
        {
            var (ours, theirs) = (rates[name].ToList(), rates["obvious-" + name].ToList());
            // Round by round: what the machine does meanwhile meets both.
            var ratio = Bench.Median(ours.Zip(theirs, (one, other) => (long)(one / other * 1000))) / 1000.0;
            table.AddRow(shown, Text(ours), Text(theirs), ratio.ToString("F2", CultureInfo.InvariantCulture));
        }
        console.Write(table);
    }

    static string Text(List<double> rates) => string.Create(CultureInfo.InvariantCulture, $"{Bench.Median(rates.Select(rate => (long)rate)):N0} ({rates.Min():N0} to {rates.Max():N0})");
}
