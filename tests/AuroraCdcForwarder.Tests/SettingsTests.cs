namespace Sluice.AuroraCdcForwarder.Tests;

public class SettingsTests
{
    static Settings Read(params (string Name, string Value)[] variables) =>
        Settings.From(new EnvironmentReader(name => variables.FirstOrDefault(variable => variable.Name == name).Value));

    [Fact]
    public void A_stream_is_all_that_must_be_set()
    {
        var settings = Read(("DELIVERY_STREAM", "changes"));

        Assert.Equal(LineFormat.Json, settings.Style.Format);
        Assert.Equal(8, settings.Style.Tables.Find("", "Sales")!.Columns.Count);
        Assert.Null(settings.Outbox);
    }

    [Fact]
    public void Every_mistake_is_told_at_once()
    {
        var wrong = Assert.Throws<SettingsException>(() => Read(
            ("OUTPUT_FORMAT", "xml"), ("TABLES", """{"Sales":"ItemID, Price decimal(10,2), Price money"}"""), ("OUTBOX_HOST", "db"), ("OUTBOX_TABLE", "outbox; DROP TABLE x"), ("CSV_NULL", "a,b")));

        foreach (var part in new[] { "DELIVERY_STREAM is missing", "OUTPUT_FORMAT='xml'", "TABLES has 'ItemID' in Sales", "TABLES has 'Price money'", "OUTBOX_SECRET_ARN", "OUTBOX_TABLE='outbox; DROP", "FAILURE_QUEUE_URL", "CSV_NULL" })
            Assert.Contains(part, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_for_the_database_is_never_sent_in_the_clear()
    {
        var wrong = Assert.Throws<SettingsException>(() => Read(("DELIVERY_STREAM", "s"), ("FAILURE_QUEUE_URL", "https://q"), ("OUTBOX_HOST", "db"), ("OUTBOX_USER", "cdc"), ("OUTBOX_TLS", "none")));

        Assert.Contains("in the clear", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\\n")]
    [InlineData("a\\\\")]
    public void A_token_that_escapes_could_make_is_refused_where_there_are_escapes(string token)
    {
        Assert.Contains("CSV_NULL", Assert.Throws<SettingsException>(() => Read(("DELIVERY_STREAM", "s"), ("CSV_NULL", token))).Message, StringComparison.Ordinal);
        Assert.Equal(token, Read(("DELIVERY_STREAM", "s"), ("CSV_NULL", token), ("CSV_NEWLINES", "keep")).Style.NullToken);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"a\":1}")]
    [InlineData("{")]
    [InlineData("{\"a\":\"\"}")]
    public void Tables_that_are_no_tables_are_refused(string tables) => Assert.Contains("TABLES", Assert.Throws<SettingsException>(() => Read(("DELIVERY_STREAM", "s"), ("TABLES", tables))).Message, StringComparison.Ordinal);
}
