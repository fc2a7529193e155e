using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>What went in, what became of it, and where to look.</summary>
sealed record FlowLogReport(
    FlowLogs Logs, byte[] Broken, FirehoseAccount Account, PlayedFunction Function, TimeSpan PutTime, TimeSpan PlayTime, TimeSpan ReadTime,
    IReadOnlyList<ArrivedObject> Arrived, IReadOnlyList<JsonNode> Failures)
{
    const int LinesShown = 3;

    public void Show(IAnsiConsole console)
    {
        console.WriteLine();
        console.Write(Table());
        console.WriteLine();
        foreach (var one in Arrived) Show(console, one);
    }

    Table Table()
    {
        var lines = Logs.Lines.ToList();
        var delivered = Arrived.Where(one => one.Object.ErrorType is null).ToList();
        var deliveredLines = delivered.Sum(one => one.Content.Count(letter => letter == '\n'));
        var busy = Function.Outcomes.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Duration + (one.InitDuration ?? TimeSpan.Zero));
        var peak = Function.Outcomes.Select(one => one.PeakMemoryBytes).DefaultIfEmpty().Max();

        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("");
        foreach (var heading in new[] { "Records", "Log lines", "Bytes", "Time" }) table.AddColumn(new TableColumn(heading).RightAligned());
        Row("Log events put", Logs.BatchCount, lines.Count, Bytes(lines.Sum(line => Encoding.UTF8.GetByteCount(line) + 1)), Time(PutTime));
        Row("Control message of CloudWatch Logs", 1, null, "", "");
        Row("Broken record put", 1, null, Bytes(Broken.Length), "");
        Row("In", Account.RecordsIn, null, Bytes(Account.BytesIn), "");
        table.AddEmptyRow();
        Row($"{Function.Spec.LogicalId}: {Account.Invocations} invocation{(Account.Invocations == 1 ? "" : "s")}, {peak >> 20} MB at most", Account.RecordsIn, null, "", Time(busy));
        Row("[green]Delivered[/]", Account.Ok, deliveredLines, $"{Bytes(delivered.Sum(one => one.Content.LongLength))}, {Bytes(delivered.Sum(one => one.Object.Bytes))} stored", Time(PlayTime));
        Row("[grey]Dropped[/]", Account.Dropped, null, "", "");
        Row("[red]Failed, put aside[/]", Account.Failed, null, Bytes(Failures.Sum(one => Convert.FromBase64String(one["rawData"]!.ToString()).Length)), "");
        Row("Read back and compared", null, deliveredLines, "", Time(ReadTime));
        return table;

        void Row(string name, long? records, long? count, string bytes, string time) => table.AddRow(name, Number(records), Number(count), bytes, time);
    }

    void Show(IAnsiConsole console, ArrivedObject arrived)
    {
        var failed = arrived.Object.ErrorType is not null;
        console.MarkupLineInterpolated($"[bold]{(failed ? "Failed" : "Delivered")}[/]  s3://{arrived.Object.Bucket}/{arrived.Object.Key}");
        console.MarkupLineInterpolated($"  [grey]{(failed ? "cat" : "zcat")} {Repository.Shown(arrived.Copy)}[/]");
        if (!failed)
        {
            foreach (var line in Encoding.UTF8.GetString(arrived.Content).Split('\n').Take(LinesShown)) console.WriteLine("  " + line);
            console.WriteLine("  ...");
        }
        else
        {
            foreach (var same in Failures.GroupBy(line => (Code: line["errorCode"]!.ToString(), Message: line["errorMessage"]!.ToString(), Attempts: line["attemptsMade"]!.ToString())))
                console.WriteLine($"  {same.Count()} x {same.Key.Code}: {same.Key.Message} (attempts: {same.Key.Attempts}; rawData is the record as it was put)");
            foreach (var reason in Reasons()) console.WriteLine($"  {Function.Spec.LogicalId} says: {reason}");
            console.MarkupLineInterpolated($"  [grey]its log: {Repository.Shown(Function.LogFile)}[/]");
        }
        console.WriteLine();
    }

    /// <summary>Firehose knows only that the function refused the record; why, is in the function's log.</summary>
    IEnumerable<string> Reasons()
    {
        foreach (var line in Function.Lines)
        {
            string? reason = null;
            try
            {
                if (line.StartsWith('{')) reason = JsonNode.Parse(line)?["failures"]?.ToString();
            }
            catch (JsonException)
            {
                // A line of another form is none of the function's own.
            }
            if (reason is not null) yield return reason;
        }
    }

    static string Bytes(long bytes) => DemoProgress.Bytes(bytes);

    static string Time(TimeSpan time) => DemoProgress.Seconds(time);

    static string Number(long? number) => number is { } known ? DemoProgress.Count(known) : "";
}
