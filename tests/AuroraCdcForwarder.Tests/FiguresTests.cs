using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Sluice.AuroraCdcForwarder.Tests;

/// <summary>Figures of the README: printed, never asserted. <c>dotnet test tests/AuroraCdcForwarder.Tests -c Release --filter Figures --logger "console;verbosity=detailed"</c></summary>
[Collection("MariaDB")]
public class FiguresTests(MariaDb db, ITestOutputHelper output)
{
    [Theory]
    [InlineData("Json")]
    [InlineData("Csv")]
    public void Changes_a_second_on_one_core_beside_the_obvious_code(string format)
    {
        var style = Some.Style(Enum.Parse<LineFormat>(format));
        var events = Enumerable.Range(0, 1000).Select(i => Some.Change(string.Create(CultureInfo.InvariantCulture, $"id-{i}"), row: Row)).ToArray();
        var whole = Encoding.UTF8.GetBytes("[" + string.Join(',', events) + "]");

        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < 12; round++)
        {
            ours.Add(Rate(() => Ours(whole, style)));
            theirs.Add(Rate(() => Obvious(whole)));
        }
        output.WriteLine($"{format}: {Median(ours):N0} changes a second, obvious code {Median(theirs):N0}, ratio {Median(ours) / Median(theirs):F2}");
    }

    const string Row = """{"ItemID":101,"Category":"Books","Price":12.50,"Quantity":3,"OrderDate":"2024-01-15 10:20:30","DestinationState":"CA","ShippingType":"Ground","Referral":"search"}""";

    static int Ours(byte[] whole, LineStyle style)
    {
        using var json = JsonDocument.Parse(whole);
        var (writer, line, bytes) = (new LineWriter(style), new ByteBuffer(), 0);
        foreach (var payload in json.RootElement.EnumerateArray())
        {
            bytes += PayloadReader.Read(payload, new PayloadOrigin("r", Some.Now, "Sales")).Match(change =>
            {
                line.Clear();
                foreach (var part in change.Lines(writer.KeyOf(change))) writer.Write(part, line);
                return line.Written.ToArray().Length;
            }, _ => 0, reason => throw new InvalidOperationException(reason));
        }
        return bytes;
    }

    /// <summary>What anyone would write first: a node tree, values to strings, joined.</summary>
    static int Obvious(byte[] whole)
    {
        var bytes = 0;
        foreach (var payload in JsonNode.Parse(whole)!.AsArray())
        {
            var fields = payload!["after"]!.AsObject().Select(column => column.Value?.ToString() is { } text ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : "NULL");
            bytes += Encoding.UTF8.GetBytes($"{string.Join(',', fields)},{payload["op"]},{payload["id"]},{payload["seq"]},{payload["ts"]}\n").Length;
        }
        return bytes;
    }

    static double Rate(Func<int> once)
    {
        var from = Stopwatch.GetTimestamp();
        var rounds = 0;
        while (Stopwatch.GetElapsedTime(from) < TimeSpan.FromMilliseconds(100))
        {
            Assert.True(once() > 0);
            rounds++;
        }
        return rounds * 1000 / Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    [SkippableFact]
    public async Task What_a_trigger_adds_to_an_insert()
    {
        db.SkipIfAbsent();
        foreach (var mode in (string[])["without trigger", "switched off", "direct", "outbox"])
        {
            var name = await db.DatabaseAsync(mode == "outbox" ? "outbox" : "direct", "CREATE TABLE Sales (SalesID INT AUTO_INCREMENT PRIMARY KEY, ItemID INT, Category VARCHAR(255), Price DECIMAL(10,2), Quantity INT);");
            if (mode != "without trigger") await db.EnableAsync(name, "Sales");
            if (mode == "switched off") await db.RunAsync("UPDATE sluice_cdc.settings SET enabled = 0");
            var took = await db.RunAsync($"""
                USE {name};
                DELIMITER $$
                CREATE PROCEDURE fill(n INT) BEGIN DECLARE i INT DEFAULT 0; WHILE i < n DO INSERT INTO Sales (ItemID, Category, Price, Quantity) VALUES (i, 'Books', 12.50, 3); SET i = i + 1; END WHILE; END $$
                DELIMITER ;
                BEGIN; CALL fill(200); SET @from = SYSDATE(6); CALL fill(2000); SELECT TIMESTAMPDIFF(MICROSECOND, @from, SYSDATE(6)) / 2000; COMMIT;
                """);
            output.WriteLine($"INSERT, {mode}: {took} microseconds a row");
        }
    }
}
