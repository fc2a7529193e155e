using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Local;
using Sluice.Tests;

namespace Sluice.AuroraCdcForwarder.Tests;

/// <summary>The documented SQL, parsed in its dialect and run over files that the function wrote.</summary>
public sealed class LakeTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("sluice-lake-").FullName;
    readonly Dictionary<int, (decimal? Price, int Quantity, DateTime OrderDate)> _table = [];
    readonly List<string> _changes = [];

    // Neighbours of these are one and the same as doubles; ids go the other way, so that they do not put it right.
    long _sequence = 9_007_199_254_740_993;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static string Sql(string name) => File.ReadAllText(Repo.File("functions", "AuroraCdcForwarder", "lake", name));

    static string Row(int id, SalesRow row, decimal? price, int quantity) => new JsonObject
    {
        ["SalesID"] = id, ["ItemID"] = row.ItemId, ["Category"] = row.Category, ["Price"] = price, ["Quantity"] = quantity,
        ["OrderDate"] = row.OrderDate.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), ["DestinationState"] = row.DestinationState, ["ShippingType"] = row.ShippingType, ["Referral"] = row.Referral,
    }.ToJsonString();

    void Change(string op, string row, string before = "null")
    {
        _sequence++;
        _changes.Add(Some.Change($"id-{long.MaxValue - _sequence}", op, row, before, _sequence).Replace("[\"ItemID\"]", "[\"SalesID\"]", StringComparison.Ordinal));
    }

    /// <summary>Inserts, updates, deletes and a row that moves to another key; what the table then has is in <see cref="_table"/>.</summary>
    void Work()
    {
        var rows = SalesRows.Make(120, seed: 5).ToList();
        for (var id = 1; id <= rows.Count; id++)
        {
            var row = rows[id - 1];
            decimal? price = id % 11 == 0 ? null : row.Price;
            Change("I", Row(id, row, price, row.Quantity));
            _table[id] = (price, row.Quantity, row.OrderDate);
            if (id % 3 == 0)
            {
                Change("U", Row(id, row, 99_999_999.99m, 7), Row(id, row, price, row.Quantity));
                _table[id] = (99_999_999.99m, 7, row.OrderDate);
            }
            if (id % 5 == 0)
            {
                Change("D", "null", Row(id, row, price, row.Quantity));
                _table.Remove(id);
            }
        }
        Change("U", Row(1001, rows[0], 1m, 1), Row(1, rows[0], rows[0].Price, rows[0].Quantity));
        _table[1001] = (1m, 1, rows[0].OrderDate);
        _table.Remove(1);
    }

    /// <summary>Writes what the function makes of the changes: the last ones first, and some twice, as files of a lake come.</summary>
    async Task WriteAsync(LineFormat format, string key, IEnumerable<string> changes)
    {
        var bench = new Bench { Style = Some.Style(format) };
        await bench.InvokeAsync("[" + string.Join(',', changes) + "]");
        Assert.NotEmpty(bench.Stream.Lines);
        var file = Path.Combine(_folder, key);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Reverse(bench.Stream.Lines)) + string.Concat(bench.Stream.Lines.Take(40)));
    }

    IEnumerable<string> Totals(Func<DateTime, string> by, Func<IEnumerable<(string Name, decimal Total, DateTime Day)>, IEnumerable<(string Name, decimal Total, DateTime Day)>> order) =>
        order(_table.Values.GroupBy(row => by(row.OrderDate)).Select(group => (group.Key, group.Sum(row => (row.Price ?? 0) * row.Quantity), group.First().OrderDate)))
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} {one.Total:0.00}"));

    static string Season(DateTime day) => day.Month switch { 12 or 1 or 2 => "Winter", <= 5 => "Spring", <= 8 => "Summer", _ => "Fall" };

    static string[] Lines(IReadOnlyList<string?[]> rows) => [.. rows.Select(row => string.Join(' ', row))];

    [SkippableTheory]
    [InlineData("athena", "athena.sql")]
    [InlineData("redshift", "spectrum.sql")]
    public async Task The_table_as_it_is_and_its_totals_are_what_a_count_by_hand_gives(string dialect, string script)
    {
        await DocumentedSql.SkipIfAbsentAsync();
        Work();
        await WriteAsync(LineFormat.Json, "changes/table=Sales/date=2026-11-21/changes-1", _changes);

        var answers = await DocumentedSql.RunScriptAsync(dialect, Sql(script) + """
            ;
            SELECT COUNT(*), COUNT(DISTINCT SalesID), COUNT(Price) FROM sales;
            SELECT d_datekey, d_prettydate, d_year, d_quarter, d_monthnuminyear, d_month, d_daynuminmonth, d_daynuminweek, d_dayofweek, d_sellingseason
            FROM date_dimension WHERE d_datekey IN (20160101, 20240229, 20260906) ORDER BY d_datekey;
            SELECT COUNT(*), MIN(d_datekey), MAX(d_datekey), COUNT(DISTINCT d_datekey) FROM date_dimension
            """, _folder);

        Assert.Equal(Totals(Season, rows => rows.OrderByDescending(row => row.Total)), Lines(answers[0]));
        Assert.Equal(Totals(day => day.DayOfWeek.ToString(), rows => rows.OrderBy(row => row.Day.DayOfWeek)), Lines(answers[1]));
        Assert.Equal([$"{_table.Count} {_table.Count} {_table.Values.Count(row => row.Price is not null)}"], Lines(answers[2]));
        Assert.Equal(["20160101 2016-01-01 2016 1 1 January 1 6 Friday Winter", "20240229 2024-02-29 2024 1 2 February 29 5 Thursday Winter", "20260906 2026-09-06 2026 3 9 September 6 1 Sunday Fall"], Lines(answers[3]));
        Assert.Equal(["7305 20160101 20351231 7305"], Lines(answers[4]));
    }

    [SkippableFact]
    public async Task CSV_gives_its_texts_back_to_the_letter_with_NULL_and_the_text_NULL_told_apart()
    {
        await DocumentedSql.SkipIfAbsentAsync();
        string?[] texts = ["NULL", null, "", "a, \"b\"", "one\ntwo\rthree\r\n", "C:\\new\\rows", "\\", "\\NULL", "ünï 😀", " blanks "];
        var changes = texts.Select((text, i) => Some.Change($"id-{i}", row: new JsonObject
        {
            ["ItemID"] = i, ["Category"] = text, ["Price"] = text is null ? null : 12.50m, ["Quantity"] = 2, ["OrderDate"] = "2024-02-29 23:59:59", ["DestinationState"] = "CA", ["ShippingType"] = text, ["Referral"] = text,
        }.ToJsonString()));
        await WriteAsync(LineFormat.Csv, "changes/changes-1", changes);

        var answers = await DocumentedSql.RunScriptAsync("redshift", Sql("spectrum.sql") + ";\nSELECT Category, ShippingType, Referral, Price, Quantity, CAST(OrderDate AS date) FROM sales_of_csv ORDER BY ItemID", _folder);

        Assert.Equal(texts.Select(text => new[] { text, text, text, text is null ? null : "12.50", "2", "2024-02-29" }), answers[^1]);
    }
}
