using System.Globalization;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>Medians with their spread, and the ratio to the baseline.</summary>
static class BenchReport
{
    public static void Show(IAnsiConsole console, BenchPlan plan, IReadOnlyList<BenchProcess> subject, IReadOnlyList<BenchProcess> baseline)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("").AddColumn(plan.Subject.Name).AddColumn(plan.Baseline.Name).AddColumn(new TableColumn("Ratio").RightAligned());
        Row(table, "Init", subject, baseline, process => process.Init.TotalMilliseconds, "ms");
        Row(table, "First invocation", subject, baseline, process => process.First.TotalMilliseconds, "ms");
        Row(table, "Invocation, p50", subject, baseline, process => process.Median.TotalMilliseconds, "ms");
        Row(table, "Processor time an invocation", subject, baseline, process => process.Processor.TotalMilliseconds, "ms");
        Row(table, "Peak memory", subject, baseline, process => process.PeakBytes / 1048576.0, "MB");
        console.Write(table);
    }

    static void Row(Table table, string what, IReadOnlyList<BenchProcess> subject, IReadOnlyList<BenchProcess> baseline, Func<BenchProcess, double> value, string unit)
    {
        var (ours, theirs) = (subject.Select(value).ToList(), baseline.Select(value).ToList());
        table.AddRow(what, Text(ours, unit), Text(theirs, unit), string.Create(CultureInfo.InvariantCulture, $"{Median(ours) / Median(theirs):F2}"));
    }

    static string Text(List<double> values, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Median(values):F1} {unit} ({values.Min():F1} to {values.Max():F1})");

    static double Median(IEnumerable<double> values) => Bench.Median(values.Select(value => (long)(value * 1000))) / 1000.0;
}
