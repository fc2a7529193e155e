using System.Globalization;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>Wanted against made, by type; every leftover and every lost property with its reason.</summary>
static class StackTable
{
    /// <param name="all">Resource by resource, with the notes of what was edited.</param>
    public static void Write(IAnsiConsole console, StackReport report, bool all)
    {
        if (all)
        {
            foreach (var note in report.Notes) console.MarkupLineInterpolated($"     [grey]{note}[/]");
            foreach (var one in report.Resources.OrderBy(one => one.Type, StringComparer.Ordinal).ThenBy(one => one.LogicalId, StringComparer.Ordinal))
                console.MarkupLineInterpolated($"     {one.Type} [bold]{one.LogicalId}[/] {Said(one)}");
        }
        console.Write(Table(report));
        foreach (var (reason, left) in report.Resources.Where(one => one.State == ResourceState.LeftOver).GroupBy(one => one.Reason!, one => one.LogicalId).Select(group => (group.Key, group)))
            console.MarkupLineInterpolated($"     left over: [bold]{string.Join(", ", left)}[/]: {reason}");
        foreach (var lost in report.Resources.SelectMany(one => one.Lost, (one, lost) => (one.LogicalId, Property: $"{one.Type.Split("::")[^1]}.{lost.Key}", lost.Value)).GroupBy(one => (one.Property, one.Value)))
            console.MarkupLineInterpolated($"     lost: [bold]{lost.Key.Property}[/] of {string.Join(", ", lost.Select(one => one.LogicalId))}: {lost.Key.Value}");
    }

    static Table Table(StackReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (var column in new[] { "Wanted", "Made by CloudFormation", "Finished", "Left over", "Properties compared", "of these, restored" }) table.AddColumn(column, one => one.RightAligned());
        foreach (var type in report.Resources.Where(one => one.State != ResourceState.NotWanted).GroupBy(one => one.Type).OrderBy(type => type.Key, StringComparer.Ordinal))
            table.AddRow([Markup.Escape(type.Key), .. Cells(type)]);
        return table.AddEmptyRow().AddRow(["All", .. Cells(report.Resources.Where(one => one.State != ResourceState.NotWanted))]);
    }

    static IEnumerable<string> Cells(IEnumerable<RehearsedResource> resources)
    {
        var some = resources.ToList();
        int[] counts =
        [
            some.Count, some.Count(one => one.State == ResourceState.Made), some.Count(one => one.State == ResourceState.Finished), some.Count(one => one.State == ResourceState.LeftOver),
            some.Sum(one => one.Compared.Count), some.Sum(one => one.Restored.Count),
        ];
        return counts.Select(count => count == 0 ? "" : count.ToString("N0", CultureInfo.InvariantCulture));
    }

    static string Said(RehearsedResource one) => one.State switch
    {
        ResourceState.Made => "made by CloudFormation" + (one.Restored.Count > 0 ? $", restored {string.Join(", ", one.Restored)}" : "") + (one.Differs.Count > 0 ? $", differs: {string.Join("; ", one.Differs)}" : ""),
        ResourceState.Finished => "finished",
        ResourceState.LeftOver => $"left over: {one.Reason}",
        _ => $"not wanted: {one.Reason}",
    };
}
