using System.Globalization;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>Changes to lines on one core, by turns with the obvious code for the same bytes in the same process.</summary>
static class ChangeBench
{
    public static async Task RunAsync(Runnable bench, int rounds, IAnsiConsole console, Action<string> say, CancellationToken cancellation)
    {
        say($"{rounds} rounds of changes to lines...");
        var rates = await Rates.OfAsync(bench, rounds, cancellation);
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Changes a second of processor time").AddColumn(new TableColumn("AuroraCdcForwarder").RightAligned())
            .AddColumn(new TableColumn("Obvious code, same bytes").RightAligned()).AddColumn(new TableColumn("Ratio").RightAligned());
        foreach (var (name, shown) in (ReadOnlySpan<(string, string)>)[("json", "JSON lines"), ("csv", "CSV")])
        {
            var (ours, theirs) = (rates[name].ToList(), rates["obvious-" + name].ToList());
            table.AddRow(shown, Rates.Text(ours), Rates.Text(theirs), Rates.Ratio(ours, theirs).ToString("F2", CultureInfo.InvariantCulture));
        }
        console.Write(table);
    }
}
