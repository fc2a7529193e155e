using System.Text.Json.Nodes;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

public class RulesTests
{
    static async Task<Entry> OneAsync(string message, params (string, string)[] environment) => await new Function(environment).OneAsync(Samples.Record(message));

    [Theory]
    [InlineData("INCLUDE_MESSAGE", "ERROR", "keep ERROR\n")]
    [InlineData("EXCLUDE_MESSAGE", "ERROR|^drop", "other\n")]
    [InlineData("INCLUDE_LOG_GROUP", "vpc", "keep ERROR\ndrop\nother\n")]
    [InlineData("EXCLUDE_LOG_GROUP", "lambda", "keep ERROR\ndrop\nother\n")]
    public async Task Rules_keep_and_drop_events(string name, string pattern, string kept)
    {
        var function = new Function((name, pattern));
        Assert.Equal(kept, (await function.OneAsync(Samples.Record("keep ERROR", "drop", "other"))).Text);
        Assert.Equal(3, (int)function.LastLine["EventsDelivered"]! + (int)function.LastLine["EventsDropped"]!);
    }

    [Theory]
    [InlineData("INCLUDE_LOG_GROUP", "lambda")]
    [InlineData("EXCLUDE_LOG_GROUP", "vpc")]
    [InlineData("EXCLUDE_MESSAGE", ".")]
    public async Task A_record_of_which_nothing_is_left_is_dropped_by_the_rules_name(string name, string pattern)
    {
        var function = new Function((name, pattern));
        Assert.Equal("Dropped", (await function.OneAsync(Samples.Record("one", "two"))).Result);
        Assert.Contains($"rule {name}", (string)function.LastLine["dropped"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ipv4", "from 203.0.113.7:443 to 10.0.0.1", "from [redacted:ipv4]:443 to [redacted:ipv4]")]
    [InlineData("ipv4", "version 1.2.3 and 999.1.1.1", "version 1.2.3 and 999.1.1.1")]
    [InlineData("ipv6", "from 2001:db8::1 and ::1, [fe80::1]:80", "from [redacted:ipv6] and [redacted:ipv6], [[redacted:ipv6]]:80")]
    [InlineData("ipv6", "std::vector at 12:34:56 ab:cd", "std::vector at 12:34:56 ab:cd")]
    [InlineData("email", "mail jane.doe+x@mail.example.co.uk now", "mail [redacted:email] now")]
    [InlineData("card", "paid 4111 1111 1111 1111 and 4111-1111-1111-1112", "paid [redacted:card] and 4111-1111-1111-1112")]
    [InlineData("card", "id 1763769600016 1763769660", "id 1763769600016 1763769660")]
    [InlineData("aws-keys", "key AKIAIOSFODNN7EXAMPLE used", "key [redacted:aws-keys] used")]
    [InlineData("aws-keys", "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_[redacted:aws-keys]")]
    [InlineData("ipv4,email", "1.2.3.4 a@b.cd", "[redacted:ipv4] [redacted:email]")]
    public async Task Named_patterns_are_redacted(string names, string message, string expected) =>
        Assert.Equal(expected + "\n", (await OneAsync(message, ("REDACT", names))).Text);

    [Fact]
    public async Task A_redacted_message_is_still_valid_JSON_in_an_envelope()
    {
        var entry = await OneAsync("say \"hi\" to 1.2.3.4\n\u0002", ("REDACT", "ipv4"), ("OUTPUT_FORMAT", "envelope"));
        Assert.Equal("say \"hi\" to [redacted:ipv4]\n\u0002", (string)JsonNode.Parse(entry.Text)!["message"]!);
    }

    [Fact]
    public async Task A_pattern_of_ones_own_is_redacted() =>
        Assert.Equal("user=[redacted:pattern] ok\n", (await OneAsync("user=jane ok", ("REDACT_PATTERN", "jane|joe"))).Text);

    [Fact]
    public async Task Partition_keys_come_from_the_record()
    {
        var entry = await OneAsync("one", ("PARTITION_KEYS", "logGroup, owner,date,region"));
        Assert.Equal("""{"partitionKeys":{"logGroup":"aws-vpc-flow-logs","owner":"123456789012","date":"2025-11-22","region":"eu-west-1"}}""", entry.Metadata!.ToJsonString());
    }

    [Fact]
    public void Every_mistake_in_the_settings_is_reported_at_once()
    {
        var error = Assert.Throws<SettingsException>(() => new Function(
            ("OUTPUT_FORMAT", "xml"), ("INCLUDE_MESSAGE", "(?=x)"), ("EXCLUDE_MESSAGE", "("), ("REDACT", "ipv4,names"), ("PARTITION_KEYS", "stream"),
            ("MAX_ANSWER_BYTES", "6MB"), ("STATIC_FIELDS", "x"), ("SPLUNK_SOURCETYPES", "a=>"), ("REINGEST", "yes")));
        foreach (var name in new[] { "OUTPUT_FORMAT='xml'", "INCLUDE_MESSAGE='(?=x)'", "EXCLUDE_MESSAGE='('", "REDACT has 'names'", "PARTITION_KEYS has 'stream'", "MAX_ANSWER_BYTES='6MB'", "STATIC_FIELDS='x'", "SPLUNK_SOURCETYPES has 'a=>'", "REINGEST='yes'" })
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("splunk-hec")]
    [InlineData("document")]
    public void Compression_is_refused_where_the_destination_cannot_read_it(string format)
    {
        var error = Assert.Throws<SettingsException>(() => new Function(("OUTPUT_FORMAT", format), ("OUTPUT_COMPRESSION", "gzip")));
        Assert.Contains("neither Splunk nor OpenSearch reads it", error.Message, StringComparison.Ordinal);
    }
}
