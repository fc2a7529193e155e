using System.Globalization;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>Findings to messages on one core: reading, routing by rules.example.json, rendering; by turns with the obvious code in the same process.</summary>
static class FindingBench
{
    public static async Task RunAsync(Runnable bench, int rounds, IAnsiConsole console, Action<string> say, CancellationToken cancellation)
    {
        say($"{rounds} rounds of findings to messages...");
        var rates = await Rates.OfAsync(bench, rounds, cancellation);
        var table = new Table().Border(TableBorder.Rounded).AddColumn("GuardDutyFindingRouter").AddColumn(new TableColumn("Messages a finding").RightAligned())
            .AddColumn(new TableColumn("Findings a second of processor time").RightAligned()).AddColumn(new TableColumn("Ratio to the obvious code").RightAligned());
        var (two, obvious) = (rates["two"].ToList(), rates["obvious"].ToList());
        table.AddRow("rules.example.json", Messages("messages-example"), Rates.Text([.. rates["example"]]), "");
        table.AddRow("each of its destinations, each finding", Messages("messages-everywhere"), Rates.Text([.. rates["everywhere"]]), "");
        table.AddRow("Slack and PagerDuty", "2", Rates.Text(two), Rates.Ratio(two, obvious).ToString("F2", CultureInfo.InvariantCulture));
        table.AddRow("[grey]the obvious code: Slack and PagerDuty[/]", "2", Rates.Text(obvious), "1");
        console.Write(table);

        string Messages(string subject) => rates[subject].First().ToString("F1", CultureInfo.InvariantCulture);
    }
}
