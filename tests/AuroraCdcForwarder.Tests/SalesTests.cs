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
    public async Task The_command_loads_a_server_over_TLS_with_a_password_from_a_file_all_rows_or_none()
    {
        db.SkipIfAbsent();
        var name = await db.DatabaseAsync("outbox", await File.ReadAllTextAsync(Sluice.Tests.Repo.File("functions", "AuroraCdcForwarder", "sql", "sales.sql")) + "\nDROP TRIGGER TR_Sales_CDC;");
        var password = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(password, MariaDbServer.Password + "\n");
            string[] arguments = ["--rows", "250", "--seed", "9", "--host", "localhost", "--port", $"{db.Server.Port}", "--database", name, "--password-file", password, "--ca-file", db.AuthorityFile];

            Assert.Equal(0, await GenerateSalesCommand.Create().Parse(arguments).InvokeAsync());
            var rows = SalesRows.Make(250, seed: 9).ToList();
            Assert.Equal(string.Join('\t', rows.Count, rows.Sum(row => row.Price * row.Quantity), rows.Min(row => row.OrderDate).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
                await db.RunAsync($"SET time_zone = '+00:00'; SELECT COUNT(*), SUM(Price * Quantity), MIN(OrderDate) FROM {name}.Sales"));

            // The last statement is the one that the server refuses.
            await db.RunAsync($"ALTER TABLE {name}.Sales ADD CONSTRAINT few CHECK (ItemID <> 999)");
            var server = new SalesServer("localhost", db.Server.Port, MariaDbServer.User, MariaDbServer.Password, name, Tls: true, db.AuthorityFile);
            var refused = await Assert.ThrowsAsync<UserError>(() => SalesLoad.RunAsync(server, SalesRows.Statements(rows.Concat(rows), 100).Append("INSERT INTO Sales (ItemID) VALUES (999)"), CancellationToken.None));
            Assert.Contains("took no row", refused.Message, StringComparison.Ordinal);
            Assert.Equal("250", await db.RunAsync($"SELECT COUNT(*) FROM {name}.Sales"));
        }
        finally
        {
            File.Delete(password);
        }
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
