using System.Globalization;
using Sluice.GuardDutyFindingRouter;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>What rules do with findings, for people.</summary>
static class RouteReport
{
    /// <summary>The rules alone.</summary>
    public static void Show(IAnsiConsole console, RuleFile file, CheckedRules read)
    {
        var rules = read.Rules;
        // Not through the console, which would break the lines at the width of the window.
        var output = console.Profile.Out.Writer;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{file.Name}: {Count(rules.Routes.Count, "route")}, {Count(rules.Suppressions.Count, "suppression")}, {Count(rules.Destinations.Count, "destination")}: fine. {file.Document.Length:N0} bytes: {file.Place}."));
        foreach (var warning in read.Warnings) output.WriteLine($"{file.Name}: warning: {warning}");
    }

    /// <summary>One finding: who it is, what each rule said, where it goes.</summary>
    public static void Show(IAnsiConsole console, Finding finding, RouteExplanation explained)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{(finding.Title.Length > 0 ? finding.Title : finding.Type)}[/]");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{finding.Type}, severity {finding.Severity:0.##} ({SeverityLabels.Of(finding.Severity)}), account {finding.AccountId}{About(explained.Account)}, {finding.Region}"));
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn("Rule").AddColumn("").AddColumn("Why");
        foreach (var one in explained.Suppressions) Row(table, "suppression", one);
        foreach (var one in explained.Routes) Row(table, "route", one);
        if (explained.Decision.IsDefault) table.AddRow("default", "", "[green]taken[/]", "no route matched");
        console.Write(table);
        console.MarkupLine(Outcome(explained.Decision));
    }

    static void Row(Table table, string what, RuleExplanation one)
    {
        var (word, why) = one.Outcome switch
        {
            RuleOutcome.Matched => ("[green]matched[/]", one.Why),
            RuleOutcome.NotMatched => ("no", one.Why),
            RuleOutcome.Expired => ("[yellow]expired[/]", "its time is over"),
            _ => ("[grey]not asked[/]", "an earlier rule was the last"),
        };
        table.AddRow(what, Markup.Escape(one.Name), word, Markup.Escape(why));
    }

    static string Outcome(RouteDecision decision) => decision.Suppressed is { } suppression
        ? string.Create(CultureInfo.InvariantCulture, $"[yellow]Suppressed[/] by {Markup.Escape(suppression.Name)} until {suppression.Until:yyyy-MM-dd HH:mm} UTC: {Markup.Escape(suppression.Reason)}")
        : $"[green]→[/] {Markup.Escape(string.Join(", ", decision.Destinations.Select(one => $"{one.Name} ({DestinationReader.WordOf(one.Kind)})")))}";

    static string About(AccountInfo account) => (account.Name.Length, account.OrganisationalUnit.Length) switch
    {
        (0, 0) => " (not in the rules)",
        (_, 0) => $" ({account.Name})",
        _ => $" ({account.Name}, {account.OrganisationalUnit})".Replace("(, ", "(", StringComparison.Ordinal),
    };

    static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
