using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>Sales in a database: triggers → outbox → AuroraCdcForwarder → Firehose → S3, and what the lake then says of them.</summary>
static class SalesScene
{
    const int Rows = 60;

    public static DemoScene Scene { get; } = new("Row changes: MariaDB's triggers → AuroraCdcForwarder → Firehose → S3", PlayAsync);

    static async Task<IReadOnlyList<string>> PlayAsync(DemoStack stack, DemoProgress progress, CancellationToken cancellation)
    {
        var (function, feed) = (stack.Function("AuroraCdcForwarder"), stack.Feeds["ChangeStream"]);
        var (work, _) = await progress.StepAsync("a database inserts, updates, deletes and rolls back", say => WorkAsync(say, cancellation));
        await progress.StepAsync("AuroraCdcForwarder forwards, Firehose delivers", async _ =>
        {
            // The sweep's part is played here: rows of the outbox, some at a time.
            foreach (var chunk in work.Changes.Chunk(25))
                await function.InvokeAsync(Encoding.UTF8.GetBytes("[" + string.Join(',', chunk) + "]"), cancellation);
            await feed.FlushAsync(cancellation);
            return (0, $"{feed.Account.RecordsIn} changes through {function.Spec.LogicalId}, {feed.Account.Objects.Count} objects in S3");
        });
        var lines = new List<JsonObject>();
        foreach (var written in feed.Account.Objects)
        {
            lines.AddRange((await stack.S3.GetLinesAsync(written.Bucket, written.Key, cancellation)).Select(line => JsonNode.Parse(line)!.AsObject()));
            progress.Console.MarkupLineInterpolated($"[bold]In S3[/]  s3://{written.Bucket}/{written.Key}");
        }
        var current = Current(lines);
        Show(progress.Console, lines, current);
        return [.. Check(work, lines, current, feed.Account)];
    }

    /// <param name="Changes">What the triggers made, in order.</param>
    /// <param name="Rows">Rows of the table in the end; null where no server ran.</param>
    /// <param name="Total">Their total; null where no server ran.</param>
    sealed record Work(IReadOnlyList<string> Changes, int? Rows, decimal? Total);

    static async Task<(Work, string)> WorkAsync(Action<string> say, CancellationToken cancellation)
    {
        if (await MariaDbFiles.FindAsync(say, cancellation) is not { } files)
        {
            var recorded = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "events", "AuroraCdcForwarder", "maxwell-with-bootstrap-and-ddl.json"), cancellation))!.AsArray();
            return (new([.. recorded.Where(line => (string)line!["type"]! is "insert" or "update" or "delete").Select(line => line!.ToJsonString())], null, null), "no MariaDB here: a recorded change stream is played instead");
        }
        await using var server = await MariaDbServer.StartAsync(files, TimeProvider.System, cancellation);
        await server.InstallCaptureAsync("outbox", cancellation);
        await server.RunAsync("CREATE DATABASE shop CHARACTER SET utf8mb4", cancellation);
        var sales = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "functions", "AuroraCdcForwarder", "sql", "sales.sql"), cancellation);
        await server.RunAsync($"USE shop;\n{sales}\nDROP TRIGGER TR_Sales_CDC;", cancellation);
        await server.EnableAsync("shop", "Sales", cancellation);
        await server.RunAsync("USE shop; SET time_zone = '+00:00';\n" + string.Join('\n', SalesRows.Statements(SalesRows.Make(Rows, seed: 2016), 20)) + """

            UPDATE Sales SET Quantity = Quantity + 1 WHERE SalesID <= 10;
            UPDATE Sales SET Category = 'Toys, "quoted"\nand more' WHERE SalesID = 11;
            UPDATE Sales SET SalesID = 1000 WHERE SalesID = 12;
            DELETE FROM Sales WHERE SalesID BETWEEN 20 AND 24;
            BEGIN; INSERT INTO Sales (ItemID, Price, Quantity) VALUES (999, 99999.99, 99); DELETE FROM Sales; ROLLBACK;
            """, cancellation);
        var changes = (await server.RunAsync("SELECT payload FROM sluice_cdc.outbox ORDER BY id", cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var counts = (await server.RunAsync("SELECT COUNT(*), SUM(Price * Quantity) FROM shop.Sales", cancellation)).Split('\t');
        return (new(changes, int.Parse(counts[0], CultureInfo.InvariantCulture), decimal.Parse(counts[1], CultureInfo.InvariantCulture)),
            $"{changes.Length} changes in the outbox of MariaDB, none of the transaction that was rolled back");
    }

    /// <summary>The view of <c>lake/athena.sql</c>: of each row the last change, unless that is its end.</summary>
    static List<JsonObject> Current(IEnumerable<JsonObject> lines) =>
        [.. lines.GroupBy(line => line["SalesID"]!.ToJsonString()).Select(row => row.MaxBy(line => System.Numerics.BigInteger.Parse((string)line["cdc_sequence"]!, CultureInfo.InvariantCulture))!).Where(line => (string)line["cdc_op"]! != "D")];

    static decimal Total(JsonObject row) => Value(row, "Price") * Value(row, "Quantity");

    static decimal Value(JsonObject row, string column) => row[column] is { } value ? decimal.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : 0;

    static void Show(IAnsiConsole console, List<JsonObject> lines, List<JsonObject> current)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Weekday").AddColumn(new TableColumn("Sales").RightAligned()).AddColumn(new TableColumn("Total").RightAligned());
        foreach (var day in current.GroupBy(row => DateTime.Parse((string)row["OrderDate"]!, CultureInfo.InvariantCulture).DayOfWeek).OrderBy(day => day.Key))
            table.AddRow(day.Key.ToString(), DemoProgress.Count(day.Count()), day.Sum(Total).ToString("N2", CultureInfo.InvariantCulture));
        table.AddRow("[bold]All[/]", DemoProgress.Count(current.Count), current.Sum(Total).ToString("N2", CultureInfo.InvariantCulture));
        console.Write(table);
        console.MarkupLineInterpolated($"Lines: {string.Join(", ", lines.CountBy(line => (string)line["cdc_op"]!).OrderBy(op => op.Key, StringComparer.Ordinal).Select(op => $"{op.Value} {op.Key}"))}");
    }

    static IEnumerable<string> Check(Work work, List<JsonObject> lines, List<JsonObject> current, FirehoseAccount account)
    {
        var ids = lines.Select(line => (string)line["cdc_id"]!).ToList();
        if (ids.Distinct(StringComparer.Ordinal).Count() != ids.Count) yield return "a change lies in S3 twice";
        if (account.Objects.Any(one => one.ErrorType is not null)) yield return "a change is under the error prefix";
        // A row that moves to another key is two lines.
        var moved = lines.Count(line => ((string)line["cdc_id"]!).EndsWith("-old", StringComparison.Ordinal));
        if (lines.Count - moved != work.Changes.Count) yield return $"{work.Changes.Count} changes were made and {lines.Count - moved} arrived";
        if (work.Rows is { } rows && rows != current.Count) yield return $"the table has {rows} rows and the lake {current.Count}";
        if (work.Total is { } total && total != current.Sum(Total)) yield return $"the table's total is {total} and the lake's {current.Sum(Total)}";
    }
}
