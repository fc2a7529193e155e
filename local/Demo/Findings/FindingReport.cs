using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.GuardDutyFindingRouter;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>What became of each finding, and the messages themselves.</summary>
static class FindingReport
{
    /// <summary>A row an event.</summary>
    public static void Show(IAnsiConsole console, RuleSet rules, IReadOnlyList<FindingOutcome> expected, IReadOnlyList<FindingMessage> arrived, IReadOnlyList<JsonObject> kept)
    {
        var left = arrived.ToList();
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Event").AddColumn("Severity").AddColumn("Account").AddColumn("Routes").AddColumn("Told, or why not");
        foreach (var outcome in expected)
        {
            var finding = outcome.Finding;
            var isCall = outcome.Put.Arrival.Finding is null;
            table.AddRow(
                Markup.Escape(outcome.Put.Name), isCall ? "" : string.Create(CultureInfo.InvariantCulture, $"{SeverityLabels.Of(finding.Severity)} {finding.Severity:0.#}"),
                isCall ? "" : Markup.Escape(rules.Account(finding.AccountId).Name), Markup.Escape(outcome.Routes), Told(outcome, left));
        }
        console.Write(table);
        foreach (var one in kept) console.MarkupLineInterpolated($"[bold]Kept[/] for {one["destination"]}, and delivered when it was moved back: {one["reason"]}");
        console.WriteLine();
    }

    /// <summary>Who has it, by what arrived there.</summary>
    static string Told(FindingOutcome outcome, List<FindingMessage> left)
    {
        if (outcome.To.Count == 0) return $"[grey]{Markup.Escape(outcome.WhyNot)}[/]";
        var parts = outcome.To.GroupBy(one => one.Kind).Select(kind =>
            string.Join(", ", kind.GroupBy(one => one.Destination).Select(one => Told(one.Key, [.. one], left))) + (kind.Key == "new" ? "" : $" [yellow]({kind.Key})[/]"));
        return string.Join("; ", parts);
    }

    static string Told(string destination, List<FindingMessage> wanted, List<FindingMessage> left)
    {
        var missing = wanted.Count(one => !left.Remove(one));
        return (missing > 0 ? $"[red]not {Markup.Escape(destination)}[/]" : $"[green]{Markup.Escape(destination)}[/]") + (wanted.Count > 1 ? $" ×{wanted.Count}" : "");
    }

    /// <summary>One of Slack, all of PagerDuty in a line, and the mail.</summary>
    public static void ShowMessages(IAnsiConsole console, IReadOnlyList<(string Destination, JsonObject Message)> posted, IReadOnlyList<JsonObject> mail)
    {
        var slack = posted.Where(one => one.Destination == "security-chat").Select(one => one.Message).ToList();
        // What gets worse says most: what changed, from what to what.
        if ((slack.Find(one => FindingMessages.Headline("security-chat", one).Contains("UPDATE ", StringComparison.Ordinal)) ?? slack.FirstOrDefault()) is { } shown)
            Box(console, $"Slack, one of {slack.Count}", FindingMessages.Slack(shown));
        Box(console, "PagerDuty", posted.Where(one => one.Destination == "on-call").Select(one => Event(one.Message)));
        foreach (var one in mail.OrderByDescending(one => one["Subject"]!.ToString().StartsWith("CRITICAL", StringComparison.Ordinal)).Take(1))
            Box(console, $"Mail, one of {mail.Count}", [$"Subject: {one["Subject"]}", "", .. one["Message"]!.ToString().TrimEnd().Split('\n')]);
    }

    static string Event(JsonObject message)
    {
        var key = message["dedup_key"]!.ToString();
        return $"{message["event_action"],-8} {message["payload"]?["severity"],-9} {key[..Math.Min(key.Length, 48)]}…  {(message["event_action"]!.ToString() == "resolve" ? "" : message["payload"]?["summary"])}";
    }

    static void Box(IAnsiConsole console, string title, IEnumerable<string> lines)
    {
        console.Write(new Panel(new Text(string.Join('\n', lines))).Header($" {Markup.Escape(title)} ").Border(BoxBorder.Rounded));
        console.WriteLine();
    }
}
