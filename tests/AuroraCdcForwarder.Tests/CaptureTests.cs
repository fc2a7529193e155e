using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.AuroraCdcForwarder.Tests;

/// <summary>Real streams of Debezium and Maxwell, line by line, against what the server itself says of its rows.</summary>
public class CaptureTests
{
    const string SalesColumns = "SalesID int key, ItemID int, Category varchar(50), Price double(10,2), Quantity int, OrderDate timestamp, DestinationState varchar(2), ShippingType varchar(50), Referral varchar(50), Channel varchar(20)";
    const string LineColumns = "order_id bigint unsigned key, line_no smallint key, sku varchar(20), qty int, unit_price decimal(12,4), note varchar(200)";

    static readonly Lazy<string> s_tables = new(() => new JsonObject
    {
        ["shop.Sales"] = SalesColumns,
        ["shop.order_line"] = LineColumns,
        ["shop.visit_log"] = "seen_at datetime(3), page varchar(100), ms int",
        ["shop.outbox"] = "id char(36) key, aggregatetype varchar(255), aggregateid varchar(255), type varchar(255), payload json",
        ["shop.alltypes"] = AllTypes(),
    }.ToJsonString());

    /// <summary>The columns as the CREATE TABLE of the captures declares them.</summary>
    static string AllTypes()
    {
        var lines = File.ReadAllLines(Some.Capture("schema.sql")).SkipWhile(line => !line.Contains("shop.alltypes", StringComparison.Ordinal)).Skip(1).TakeWhile(line => !line.Contains("PRIMARY KEY", StringComparison.Ordinal));
        return string.Join(", ", lines.Select(line =>
        {
            var words = line.Trim().TrimEnd(',').Split(' ');
            var type = words[1].StartsWith("ENUM", StringComparison.Ordinal) || words[1].StartsWith("SET", StringComparison.Ordinal) ? "text" : words[1];
            return $"{words[0]} {type}{(words is [_, "BIGINT", "UNSIGNED"] ? " unsigned" : "")}{(words[0] == "id" ? " key" : "")}";
        }));
    }

    public static TheoryData<string, string, string> Captures => new()
    {
        { "debezium-3.5.0-mariadb-default.jsonl", "precise", "adaptive" },
        { "debezium-3.5.0-mariadb-decimal-string-time-connect-binary-base64-bigint-precise.jsonl", "string", "connect" },
        { "debezium-3.5.0-mariadb-schemas-enabled.jsonl", "schema", "adaptive" },
        { "maxwell-1.44.0-default.jsonl", "maxwell", "adaptive" },
        { "maxwell-1.44.0-all-output-options-ddl.jsonl", "maxwell", "adaptive" },
        { "maxwell-1.44.0-no-commit-info-no-nulls-null-zerodates-position.jsonl", "maxwell", "adaptive" },
    };

    [Theory]
    [MemberData(nameof(Captures))]
    public void Every_value_of_every_row_is_what_the_server_shows(string file, string decimals, string times)
    {
        var style = Some.Style(tables: s_tables.Value, modes: new(decimals == "string", times == "connect"));
        var rows = File.ReadLines(Some.Capture(file)).SelectMany(line => Some.Lines(line, style).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Where(line => !line.StartsWith("dropped", StringComparison.Ordinal)).ToList();
        Assert.All(rows, row => Assert.StartsWith("{\"cdc_op\"", row, StringComparison.Ordinal));

        var truth = JsonNode.Parse(File.ReadAllText(Some.Capture("truth.json")))!;
        var compared = 0;
        foreach (var row in rows.Select(row => JsonNode.Parse(row)!.AsObject()).Where(row => (string?)row["cdc_table"] != "visit_log" && (string?)row["cdc_op"] is not "R"))
        {
            var change = truth["changes"]!.AsArray().Where(one => (string)one!["table"]! == (string)row["cdc_table"]!)
                .FirstOrDefault(one => (string)one!["op"]! is var op && SameOp(op, (string)row["cdc_op"]!) && SameRow(one, row, (string)row["cdc_op"]! == "D", file));
            Assert.True(change is not null, $"{file}: no such change in the truth: {row.ToJsonString()}");
            compared++;
        }
        Assert.True(compared >= (decimals == "schema" ? 9 : 25), $"{compared} rows compared");
    }

    static bool SameOp(string truth, string op) => truth[0] == char.ToLowerInvariant(op[0]);

    static bool SameRow(JsonNode change, JsonObject row, bool deleted, string file)
    {
        if (change[deleted ? "before" : "after"] is not JsonObject expected) return false;
        foreach (var (name, value) in row.Where(column => !column.Key.StartsWith("cdc_", StringComparison.Ordinal)))
        {
            if (!Same(name, expected[name]?.GetValue<string>(), value, file)) return false;
        }
        return expected.Where(column => !column.Key.Contains('#', StringComparison.Ordinal)).All(column => row.ContainsKey(column.Key) || column.Value is null);
    }

    static bool Same(string name, string? expected, JsonNode? value, string file)
    {
        var maxwell = file.StartsWith("maxwell", StringComparison.Ordinal);
        // What these systems change themselves is listed beside the captures: geometry, TIME beyond a day, ENUM with commas.
        if (name is "c_point" or "c_geometry" or "c_set" or "c_enum_odd") return true;
        if (maxwell && (name is "c_time3" or "c_time6" or "c_json" or "payload" or "c_binary")) return true;
        if (file.Contains("time-connect", StringComparison.Ordinal) && (name.StartsWith("c_time", StringComparison.Ordinal) || name is "c_datetime6")) return true;
        if (name is "c_uint_zf") return expected is null == value is null;       // zeros in front are a matter of display
        if (expected is null || value is null) return expected is null && value is null;
        var shown = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        if (expected.StartsWith("0x", StringComparison.Ordinal)) return "0x" + Convert.ToHexString(Convert.FromBase64String(shown)) == expected;
        if (name is "c_float" or "c_float_7_3" or "c_double" or "c_double_10_2" or "Price")
            return Math.Abs(double.Parse(shown, CultureInfo.InvariantCulture) - double.Parse(expected, CultureInfo.InvariantCulture)) < 1e-4;
        return shown == expected;
    }

    [Fact]
    public void A_debezium_event_without_schema_is_refused_where_the_types_are_not_told()
    {
        var line = File.ReadLines(Some.Capture("debezium-3.5.0-mariadb-default.jsonl")).First(one => one.Contains("\"op\":\"c\"", StringComparison.Ordinal) && one.Contains("order_line", StringComparison.Ordinal));

        var refused = Assert.Throws<ChangeException>(() => Some.Lines(line));

        Assert.Contains("TABLES must have the columns of shop.order_line", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("debezium-3.5.0-mariadb-default.jsonl", "a schema change of Debezium 14, a tombstone of Debezium 6")]
    [InlineData("debezium-3.5.0-mariadb-decimal-double-tx-metadata-query-no-tombstone.jsonl", "a transaction mark of Debezium 46")]
    [InlineData("maxwell-1.44.0-all-output-options-ddl.jsonl", "Maxwell's bootstrap-complete 2, Maxwell's bootstrap-start 2, a schema change of Maxwell 1")]
    public void Lines_that_are_no_changes_are_dropped_by_name(string file, string expected)
    {
        var style = Some.Style(tables: s_tables.Value);
        var dropped = File.ReadLines(Some.Capture(file)).Select(line => Some.Lines(line, style)).Where(line => line.StartsWith("dropped: ", StringComparison.Ordinal)).CountBy(line => line[9..]);

        Assert.Equal(expected, string.Join(", ", dropped.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value}")));
    }

    [Theory]
    [InlineData("debezium-3.5.0-mariadb-unwrap-decimal-string.jsonl", "ExtractNewRecordState")]
    [InlineData("debezium-3.5.0-mariadb-outbox-router.jsonl", "outbox router")]
    public void Messages_that_have_lost_their_operation_fail_with_the_setting_that_took_it(string file, string setting)
    {
        foreach (var line in File.ReadLines(Some.Capture(file)).Where(line => !line.Contains("\"value\":null", StringComparison.Ordinal)))
            Assert.Contains(setting, Some.Lines(line), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncate_is_a_line_of_its_own_and_a_heartbeat_is_none()
    {
        const string source = """{"connector":"mysql","name":"s","ts_ms":1795323629000,"db":"shop","table":"Sales","file":"binlog.000002","pos":5,"row":0}""";

        Assert.Contains("\"cdc_op\":\"T\"", Some.Lines($$"""{"before":null,"after":null,"source":{{source}},"op":"t","ts_ms":1}"""), StringComparison.Ordinal);
        Assert.Equal("dropped: a heartbeat of Debezium", Some.Lines("""{"topic":"__debezium-heartbeat.s","key":{"serverName":"s"},"value":{"ts_ms":1795323629000}}"""));
    }

    [Fact]
    public void Every_change_of_a_stream_has_its_own_id_and_sequences_grow_within_a_row()
    {
        foreach (var file in Captures.Select(row => (string)row[0]).Where(file => !file.Contains("schemas", StringComparison.Ordinal)))
        {
            var style = Some.Style(tables: s_tables.Value, modes: new(file.Contains("decimal-string", StringComparison.Ordinal), false));
            var number = 0;
            var lines = File.ReadLines(Some.Capture(file)).SelectMany(line => Numbered(line, number++, style)).ToList();

            Assert.Equal(lines.Count, lines.Select(line => (string)line["cdc_id"]!).Distinct(StringComparer.Ordinal).Count());
            foreach (var row in lines.Where(line => (string)line["cdc_table"]! == "Sales" && (string)line["cdc_op"]! != "R").GroupBy(line => (string)line["SalesID"]!.ToJsonString()))
            {
                var sequences = row.Select(line => System.Numerics.BigInteger.Parse((string)line["cdc_sequence"]!, CultureInfo.InvariantCulture)).ToList();
                Assert.Equal(sequences.Order().Distinct(), sequences);
            }
        }
    }

    static IEnumerable<JsonObject> Numbered(string line, int number, LineStyle style)
    {
        using var json = JsonDocument.Parse(line);
        var writer = new LineWriter(style);
        var output = new ByteBuffer();
        PayloadReader.Read(json.RootElement, new PayloadOrigin($"request-{number}", Some.Now, "Sales")).Match(
            delivered: change =>
            {
                foreach (var part in change.Lines(writer.KeyOf(change))) writer.Write(part, output);
                return 0;
            },
            dropped: _ => 0,
            failed: reason => throw new InvalidOperationException(reason));
        return System.Text.Encoding.UTF8.GetString(output.Written).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(one => JsonNode.Parse(one)!.AsObject());
    }
}
