namespace Sluice.Local.Tests;

/// <summary>Partition keys that a delivery stream finds in records by itself.</summary>
public class PartitionQueryTests
{
    static string? Keys(string query, string record) =>
        new PartitionQuery(query).KeysOf(System.Text.Encoding.UTF8.GetBytes(record)) is { } keys ? string.Join(' ', keys.Select(key => $"{key.Key}={key.Value}")) : null;

    [Theory]
    [InlineData("{table: .cdc_table, date: .cdc_changed_at[0:10]}", """{"cdc_table":"Sales","cdc_changed_at":"2026-11-22 10:00:00.000000"}""", "table=Sales date=2026-11-22")]
    [InlineData("{table:.t}", """{"t":"Sales","other":1}""", "table=Sales")]
    [InlineData("{date: .d[0:10]}", """{"d":"2026"}""", "date=2026")]
    [InlineData("{table: .t}", """{"other":1}""", "table=")]
    [InlineData("{table: .t}", "[1]", null)]
    [InlineData("{table: .t}", "no JSON", null)]
    public void A_key_is_a_member_or_its_beginning(string query, string record, string? keys) => Assert.Equal(keys, Keys(query, record));

    [Theory]
    [InlineData(".table")]
    [InlineData("{table: .t | ascii_downcase}")]
    [InlineData("{table: .a.b}")]
    [InlineData("{date: .d[1:10]}")]
    [InlineData("{}")]
    public void More_of_jq_is_an_error_that_names_the_query(string query) =>
        Assert.Contains(query, Assert.Throws<FormatException>(() => new PartitionQuery(query)).Message, StringComparison.Ordinal);
}
