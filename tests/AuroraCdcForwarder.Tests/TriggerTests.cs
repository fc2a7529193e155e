using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Local;

namespace Sluice.AuroraCdcForwarder.Tests;

/// <summary>The triggers on a real server: every type, every statement, and what must never reach the user.</summary>
[Collection("MariaDB")]
public class TriggerTests(MariaDb db)
{
    const string Sales = "CREATE TABLE Sales (ItemID INT PRIMARY KEY, Category VARCHAR(255), Price DECIMAL(10,2), Quantity INT);";

    async Task<string> SalesAsync(string mode = "direct")
    {
        db.SkipIfAbsent();
        var name = await db.DatabaseAsync(mode, Sales);
        await db.EnableAsync(name, "Sales");
        return name;
    }

    async Task<string> OpsAsync(string mode = "direct") => string.Concat((await db.PayloadsAsync(mode)).Select(payload => (string)payload["op"]!));

    [SkippableFact]
    public async Task Every_type_comes_as_the_server_shows_it_before_and_after()
    {
        db.SkipIfAbsent();
        var statements = await File.ReadAllTextAsync(Some.Capture("schema.sql")) + await File.ReadAllTextAsync(Some.Capture("seed.sql"));
        await db.DatabaseAsync("outbox", "");
        await db.RunAsync("DROP DATABASE IF EXISTS shop;" + await File.ReadAllTextAsync(Some.Capture("schema.sql")));
        foreach (var table in (string[])["Sales", "order_line", "visit_log", "alltypes", "outbox"]) await db.EnableAsync("shop", table);
        await db.RunAsync("SET time_zone = '+00:00'; " + await File.ReadAllTextAsync(Some.Capture("seed.sql")));
        var before = (await db.PayloadsAsync("outbox")).Count;
        var changes = (await File.ReadAllLinesAsync(Some.Capture("changes.sql"))).TakeWhile(line => !line.StartsWith("ALTER", StringComparison.Ordinal));
        await db.RunAsync("SET time_zone = '+00:00'; " + string.Join('\n', changes));

        var payloads = (await db.PayloadsAsync("outbox")).Skip(before).ToList();
        // A change of a key is two changes in the truth, and one of the trigger's.
        var truth = JsonNode.Parse(await File.ReadAllTextAsync(Some.Capture("truth.json")))!["changes"]!.AsArray();
        var compared = 0;
        foreach (var payload in payloads)
        {
            var op = (string)payload["op"]! switch { "I" => "insert", "U" => "update", _ => "delete" };
            var expected = truth.Where(one => (string)one!["table"]! == (string)payload["table"]! && (string)one["op"]! == op
                && Same(one["before"], payload["before"]) && Same(one["after"], payload["after"]));
            if (op == "update" && payload["before"]!["line_no"]?.ToJsonString() != payload["after"]!["line_no"]?.ToJsonString()) continue;
            Assert.True(expected.Any(), payload.ToJsonString());
            compared++;
        }
        Assert.True(compared >= 22, $"{compared} of {payloads.Count} changes compared");
        Assert.All(payloads, payload => Assert.Equal(JsonValueKind.Number, payload["seq"]!.GetValueKind()));
        var sequences = payloads.Select(payload => (string)payload["seq"]!.ToJsonString()).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(sequences.Order().Distinct(), sequences);
    }

    static bool Same(JsonNode? truth, JsonNode? image)
    {
        if (truth is not JsonObject expected || image is not JsonObject row) return truth is null == image is null;
        foreach (var (name, value) in row)
        {
            var text = expected[name]?.GetValue<string>();
            if (text is null || value is null)
            {
                if (text is null != value is null) return false;
                continue;
            }
            var shown = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
            if (text.StartsWith("0x", StringComparison.Ordinal)) shown = "0x" + Convert.ToHexString(Convert.FromBase64String(shown));
            if (name is "c_float" or "c_float_7_3" or "c_double") (shown, text) = (Number(shown), Number(text));
            if (name == "c_uint_zf") text = text.TrimStart('0');
            if (shown != text) return false;
        }
        return true;
    }

    static string Number(string text) => double.Parse(text, CultureInfo.InvariantCulture).ToString("G7", CultureInfo.InvariantCulture);

    [SkippableFact]
    public async Task Text_that_the_articles_CONCAT_broke_is_JSON_and_NULL_is_NULL()
    {
        var name = await SalesAsync();
        await db.RunAsync($$"""INSERT INTO {{name}}.Sales VALUES (1, 'He said "hi", ok\\x\nünï 😀', 12.5, NULL), (2, NULL, NULL, NULL);""");

        var payloads = await db.PayloadsAsync("direct");

        Assert.Equal("He said \"hi\", ok\\x\nünï 😀", (string)payloads[0]["after"]!["Category"]!);
        Assert.Equal("12.50", payloads[0]["after"]!["Price"]!.ToJsonString());
        Assert.Null(payloads[1]["after"]!["Category"]);
        Assert.Equal(2, payloads.Select(payload => (string)payload["id"]!).Distinct(StringComparer.Ordinal).Count());
    }

    [SkippableFact]
    public async Task A_FLOAT_keeps_all_of_its_digits()
    {
        var name = await SalesAsync();
        await db.RunAsync($"CREATE TABLE {name}.readings (id INT PRIMARY KEY, f FLOAT)");
        await db.EnableAsync(name, "readings");
        await db.RunAsync($"INSERT INTO {name}.readings VALUES (1, 16777215), (2, 1.2345678), (3, NULL);");

        var values = (await db.PayloadsAsync("direct")).TakeLast(3).Select(payload => payload["after"]!["f"]?.ToJsonString()).ToList();

        Assert.Equal([16777215f, 1.2345678f], values[..2].Select(value => float.Parse(value!, CultureInfo.InvariantCulture)));
        Assert.Null(values[2]);
    }

    [SkippableTheory]
    [InlineData("INSERT INTO Sales VALUES (1,'a',1,1),(2,'b',1,1),(3,'c',1,1)", "III")]
    [InlineData("INSERT INTO Sales VALUES (1,'a',1,1); REPLACE INTO Sales VALUES (1,'b',1,1)", "IDI")]
    [InlineData("INSERT INTO Sales VALUES (1,'a',1,1); INSERT INTO Sales VALUES (1,'b',1,1) ON DUPLICATE KEY UPDATE Category = 'b'", "IU")]
    [InlineData("INSERT INTO Sales VALUES (1,'a',1,1); UPDATE Sales SET Category = 'a'", "IU")]
    [InlineData("INSERT INTO Sales VALUES (1,'a',1,1); DELETE FROM Sales; DELETE FROM Sales", "ID")]
    [InlineData("INSERT INTO Sales VALUES (1,'a',1,1); TRUNCATE Sales", "I")]
    [InlineData("INSERT IGNORE INTO Sales VALUES (1,'a',1,1),(1,'b',1,1)", "I")]
    public async Task Each_kind_of_statement_fires_what_MySQL_fires(string statements, string ops)
    {
        var name = await SalesAsync();
        await db.RunAsync($"USE {name}; {statements};");

        Assert.Equal(ops, await OpsAsync());
    }

    [SkippableTheory]
    [InlineData("direct", "I")]
    [InlineData("outbox", "")]
    public async Task A_rollback_takes_back_what_is_in_the_outbox_and_not_what_was_sent(string mode, string ops)
    {
        var name = await SalesAsync(mode);
        await db.RunAsync($"USE {name}; BEGIN; INSERT INTO Sales VALUES (1,'a',1,1); ROLLBACK;");

        Assert.Equal(ops, await OpsAsync(mode));
    }

    [SkippableFact]
    public async Task A_call_that_fails_is_noted_and_the_users_statement_goes_on()
    {
        var name = await SalesAsync();
        await db.RunAsync($"UPDATE sluice_cdc.settings SET function_arn = ''; INSERT INTO {name}.Sales VALUES (1,'a',1,1),(2,'b',1,1);");

        Assert.Equal("2", await db.RunAsync($"SELECT COUNT(*) FROM {name}.Sales"));
        Assert.Equal("2\tmalformed ARN", await db.RunAsync("SELECT COUNT(*), MAX(message) FROM sluice_cdc.errors"));
    }

    [SkippableFact]
    public async Task An_outbox_that_takes_no_row_stops_the_statement_since_a_change_would_be_lost()
    {
        var name = await SalesAsync("outbox");
        await db.RunAsync("RENAME TABLE sluice_cdc.outbox TO sluice_cdc.gone");
        try
        {
            await Assert.ThrowsAsync<UserError>(() => db.RunAsync($"INSERT INTO {name}.Sales VALUES (1,'a',1,1)"));
            Assert.Equal("0", await db.RunAsync($"SELECT COUNT(*) FROM {name}.Sales"));
        }
        finally
        {
            await db.RunAsync("RENAME TABLE sluice_cdc.gone TO sluice_cdc.outbox");
        }
    }

    [SkippableFact]
    public async Task The_kill_switch_and_the_sessions_own_switch_capture_nothing()
    {
        var name = await SalesAsync();
        await db.RunAsync($"USE {name}; SET @sluice_cdc_off = 1; INSERT INTO Sales VALUES (1,'a',1,1); SET @sluice_cdc_off = 0; INSERT INTO Sales VALUES (2,'a',1,1); UPDATE sluice_cdc.settings SET enabled = 0; INSERT INTO Sales VALUES (3,'a',1,1);");

        Assert.Equal("2", (await db.PayloadsAsync("direct")).Single()["after"]!["ItemID"]!.ToJsonString());
    }

    [SkippableFact]
    public async Task A_disabled_table_is_as_it_was()
    {
        var name = await SalesAsync();
        await db.RunAsync(await db.RunAsync($"CALL sluice_cdc.sluice_cdc_disable('{name}', 'Sales')"));
        await db.RunAsync($"INSERT INTO {name}.Sales VALUES (1,'a',1,1)");

        Assert.Equal("", await OpsAsync());
        Assert.Equal("0", await db.RunAsync($"SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema = '{name}'"));
    }

    [SkippableFact]
    public async Task A_row_too_large_for_an_event_comes_with_its_key_and_size()
    {
        var name = await SalesAsync();
        await db.RunAsync($"UPDATE sluice_cdc.settings SET max_bytes = 500; INSERT INTO {name}.Sales VALUES (1, REPEAT('x', 250), 1, 1), (2, REPEAT('x', 255), 1, 1), (3, 'y', 1, 1); UPDATE {name}.Sales SET Quantity = 2 WHERE ItemID = 2");

        var large = (await db.PayloadsAsync("direct")).Where(payload => payload["toolarge"] is not null).ToList();

        Assert.NotEmpty(large);
        Assert.Equal("""{"ItemID":2}""", large[^1]["keyvalues"]!.ToJsonString());
        Assert.Contains("bytes as JSON", Some.Lines(large[^1].ToJsonString()), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_timestamp_is_the_same_in_every_time_zone_and_in_the_hour_that_is_there_twice()
    {
        db.SkipIfAbsent();
        var name = await db.DatabaseAsync("direct", "CREATE TABLE t (id INT PRIMARY KEY, at TIMESTAMP(6) NULL);");
        await db.EnableAsync(name, "t");
        var before = await db.RunAsync("SELECT UTC_TIMESTAMP(6)");
        await db.RunAsync($"USE {name}; SET time_zone = '+00:00'; INSERT INTO t VALUES (1, '2024-10-27 00:30:00.123456'); SET time_zone = '-08:00'; UPDATE t SET id = 2; SET time_zone = '+05:30'; UPDATE t SET id = 3;");
        var after = await db.RunAsync("SELECT UTC_TIMESTAMP(6)");

        var payloads = await db.PayloadsAsync("direct");
        Assert.All(payloads, payload => Assert.Equal("2024-10-27 00:30:00.123456", (string)payload["after"]!["at"]!));
        // The capture's own time is UTC too, and so is the order.
        string[] times = [before, .. payloads.Select(payload => (string)payload["ts"]!), after];
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
        Assert.Equal(payloads.Select(payload => (long)payload["seq"]!).Order(), payloads.Select(payload => (long)payload["seq"]!));
    }

    [SkippableFact]
    public async Task Strange_names_of_tables_and_columns_are_only_names()
    {
        db.SkipIfAbsent();
        var name = await db.DatabaseAsync("direct", $"CREATE TABLE `it's a ``table`` of sixty-four characters, which is the most there may be` (`a``b\"'\\\\` INT PRIMARY KEY, `ünï 1` BIT(3));".Replace("which is the most there may be", "the most", StringComparison.Ordinal));
        await db.RunAsync(await db.RunAsync($"CALL sluice_cdc.sluice_cdc_enable('{name}', 'it''s a `table` of sixty-four characters, the most')"));
        await db.RunAsync($"INSERT INTO {name}.`it's a ``table`` of sixty-four characters, the most` VALUES (1, 5)");

        var payload = Assert.Single(await db.PayloadsAsync("direct"));
        Assert.Equal("5", payload["after"]!["ünï 1"]!.ToJsonString());
        Assert.Equal("it's a `table` of sixty-four characters, the most", (string)payload["table"]!);
    }

    [SkippableFact]
    public async Task A_table_that_is_not_there_is_an_error()
    {
        db.SkipIfAbsent();
        var name = await db.DatabaseAsync("direct", "");

        Assert.Contains("no such table", (await Assert.ThrowsAsync<UserError>(() => db.RunAsync($"CALL sluice_cdc.sluice_cdc_enable('{name}', 'nothing')"))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_articles_names_still_work()
    {
        db.SkipIfAbsent();
        var name = await db.DatabaseAsync("direct", "");
        await db.RunAsync($"USE {name}; {await File.ReadAllTextAsync(Sluice.Tests.Repo.File("functions", "AuroraCdcForwarder", "sql", "sales.sql"))}");
        await db.RunAsync($"""INSERT INTO {name}.Sales (ItemID, Category, Price, Quantity, OrderDate, DestinationState, ShippingType, Referral) VALUES (7, '"quoted", 😀', 0.1, 3, '2016-02-29 12:00:00', 'CA', NULL, 'x');""");

        var line = Some.Lines((await db.TextsAsync("direct")).Single(), Some.Style(LineFormat.Csv));

        Assert.StartsWith("7,\"\"\"quoted\"\", 😀\",0.10,3,", line, StringComparison.Ordinal);
        Assert.Contains(",CA,NULL,x,I,", line, StringComparison.Ordinal);
        Assert.Equal("0", await db.RunAsync("SELECT COUNT(*) FROM sluice_cdc.errors"));
    }
}
