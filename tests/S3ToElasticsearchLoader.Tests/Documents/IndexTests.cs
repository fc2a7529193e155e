namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>Which index a document goes to, and what is refused at the start.</summary>
public class IndexTests
{
    static async Task<string[]> IndicesAsync(string index, string key = "AWSLogs/123456789012/elasticloadbalancing/us-gov-west-1/x.log", params string[] times) =>
        [.. (await Reading.ReadAsync(string.Concat(times.Select(time => $$"""{"@timestamp":"{{time}}"}""" + "\n")), Reading.With(LogFormat.Json, index), key)).Documents.Select(document => document.Index)];

    [Fact]
    public async Task The_index_follows_the_time_of_each_event_in_UTC_back_and_forth()
    {
        string[] times = ["2024-03-20T23:59:59Z", "2024-03-21T00:30:00+01:00", "2024-03-21T00:00:00Z", "2024-03-20T10:00:00Z"];
        Assert.Equal(["a-2024.03.20", "a-2024.03.20", "a-2024.03.21", "a-2024.03.20"], await IndicesAsync("a-{yyyy.MM.dd}", times: times));
        Assert.Equal(["a-2024-03", "a-2024-03", "a-2024-03", "a-2024-03"], await IndicesAsync("a-{yyyy-MM}", times: times));
        Assert.Equal(["a-20-23", "a-20-23", "a-21-00", "a-20-10"], await IndicesAsync("a-{dd}-{HH}", times: times));
        Assert.Equal(["data-stream", "data-stream", "data-stream", "data-stream"], await IndicesAsync("data-stream", times: times));
    }

    [Fact]
    public async Task An_index_can_have_the_account_and_region_of_the_key()
    {
        Assert.Equal(["json-123456789012-us-gov-west-1-2024"], await IndicesAsync("{format}-{account}-{region}-{yyyy}", times: "2024-03-20T10:00:00Z"));
        Assert.Equal(["unknown-unknown"], await IndicesAsync("{account}-{region}", key: "x", times: "2024-03-20T10:00:00Z"));
    }

    [Fact]
    public async Task A_record_of_another_day_is_the_same_document_as_when_it_stands_alone()
    {
        var lines = Enumerable.Range(1, 9).Select(day => $$"""{"@timestamp":"2024-03-0{{day}}T10:00:00Z","a":[{{day}}]}""").ToArray();
        var read = await Reading.ReadAsync(string.Join('\n', lines));
        Assert.Equal(Enumerable.Range(1, 9).Select(day => $$"""{"a":[{{day}}],"@timestamp":"2024-03-0{{day}}T10:00:00.000Z","aws":"""), read.Texts.Select(text => text[..(text.IndexOf("\"aws\":", StringComparison.Ordinal) + 6)]));
    }

    [Theory]
    [InlineData("Awswaf-{yyyy.MM.dd}", "lower-case")]
    [InlineData("-waf", "starts with none")]
    [InlineData("_waf", "starts with none")]
    [InlineData("waf logs", "no space")]
    [InlineData("waf/logs", "none of")]
    [InlineData("a,b", "none of")]
    [InlineData("waf-{YYYY}", "in braces stand")]
    [InlineData("waf-{yyyy", "in braces stand")]
    [InlineData("waf-}", "a } has no {")]
    [InlineData("..", "not . or ..")]
    public void A_template_that_makes_no_index_name_is_refused_at_the_start(string index, string why)
    {
        var env = new EnvironmentReader(name => name == "INDEX" ? index : null);
        var settings = ReadingSettings.From(env);
        Assert.Contains(why, Assert.Throws<SettingsException>(() => env.Complete(settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_longer_than_255_bytes_is_refused()
    {
        Assert.Null(IndexTemplate.ProblemOf(new string('a', 250) + "-{yyyy}"));
        Assert.NotNull(IndexTemplate.ProblemOf(new string('a', 251) + "-{yyyy}"));
        Assert.NotNull(IndexTemplate.ProblemOf(new string('é', 128)));
    }

    [Fact]
    public void Every_format_has_an_index_of_its_own_that_is_valid()
    {
        var formats = Enum.GetValues<LogFormat>().Where(format => format != LogFormat.Auto).ToArray();
        Assert.All(formats, format => Assert.Null(IndexTemplate.ProblemOf(format.DefaultIndex())));
        Assert.Equal(formats.Length, formats.Select(format => format.DefaultIndex()).Distinct().Count());
    }

    [Fact]
    public void Settings_say_what_is_wrong_all_at_once()
    {
        var values = new Dictionary<string, string> { ["LOG_FORMAT"] = "syslog", ["FIELDS"] = "srcaddr,dstaddr", ["MAX_RECORD_MEGABYTES"] = "0", ["READ_MESSAGES"] = "maybe" };
        var env = new EnvironmentReader(values.GetValueOrDefault);
        var settings = ReadingSettings.From(env);
        var message = Assert.Throws<SettingsException>(() => env.Complete(settings)).Message;
        Assert.All(values.Keys, name => Assert.Contains(name + "=", message, StringComparison.Ordinal));
        Assert.Equal("srcaddr pkt-dstaddr", ReadingSettings.From(new EnvironmentReader(name => name == "FIELDS" ? "${srcaddr} ${pkt-dstaddr}" : null)).VpcFields);
    }
}
