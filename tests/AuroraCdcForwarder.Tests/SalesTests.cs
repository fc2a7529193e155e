using System.Globalization;
using Sluice.Local;

namespace Sluice.AuroraCdcForwarder.Tests;

/// <summary>The sample sales, and what a server and the function make of them.</summary>
[Collection("MariaDB")]
public class SalesTests(MariaDb db)
{
    [Fact]
    public void The_same_seed_gives_the_same_rows_and_every_day_of_a_leap_year_may_come()
    {
        var rows = SalesRows.Make(20_000, seed: 7).ToList();

        Assert.Equal(rows, SalesRows.Make(20_000, seed: 7));
        Assert.NotEqual(rows[..50], SalesRows.Make(50, seed: 8));
        Assert.Equal(366, rows.Select(row => row.OrderDate.Date).Distinct().Count());
        Assert.All(rows, row => Assert.Equal(2016, row.OrderDate.Year));
    }

    [SkippableFact]
    public async Task A_server_takes_them_and_the_lines_have_the_servers_own_total()
    {
        db.SkipIfAbsent();
        var name = await db.DatabaseAsync("outbox", "");
        await db.RunAsync($"USE {name}; {await File.ReadAllTextAsync(Sluice.Tests.Repo.File("functions", "AuroraCdcForwarder", "sql", "sales.sql"))}");
        await db.RunAsync($"USE {name}; DROP TRIGGER TR_Sales_CDC;");
        await db.EnableAsync(name, "Sales");
        await db.RunAsync($"USE {name}; SET time_zone = '+00:00';\n" + string.Join('\n', SalesRows.Statements(SalesRows.Make(300, seed: 3), 50)));

        var total = 0m;
        foreach (var text in await db.TextsAsync("outbox"))
        {
            var line = System.Text.Json.Nodes.JsonNode.Parse(Some.Lines(text))!;
            total += decimal.Parse(line["Price"]!.ToJsonString(), CultureInfo.InvariantCulture) * (int)line["Quantity"]!;
        }

        Assert.Equal(await db.RunAsync($"SELECT SUM(Price * Quantity) FROM {name}.Sales"), total.ToString(CultureInfo.InvariantCulture));
    }
}
