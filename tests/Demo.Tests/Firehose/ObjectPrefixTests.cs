namespace Sluice.Local.Tests;

public class ObjectPrefixTests
{
    static readonly DateTimeOffset s_time = new(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2));
    static readonly Dictionary<string, string> s_keys = new() { ["owner"] = "123456789012" };

    static string Evaluate(string prefix) => new ObjectPrefix(prefix).Evaluate(s_time, "processing-failed", s_keys, new Random(1));

    [Theory]
    [InlineData("", "")]
    [InlineData("plain/", "plain/")]
    [InlineData("!{timestamp:yyyy/MM/dd/HH}/", "2026/03/04/03/")]
    [InlineData("y=!{timestamp:yyyy}/m=!{timestamp:MM}/", "y=2026/m=03/")]
    [InlineData("!{timestamp:yy-M-d H:m:s}", "26-3-4 3:6:7")]
    [InlineData("!{timestamp:'year='yyyy''}", "year=2026'")]
    [InlineData("!{timestamp:DDD}", "063")]
    [InlineData("failed/!{firehose:error-output-type}/", "failed/processing-failed/")]
    [InlineData("!{partitionKeyFromLambda:owner}/x", "123456789012/x")]
    [InlineData("!{partitionKeyFromQuery:owner}/x", "123456789012/x")]
    [InlineData("{not}/!an/expression", "{not}/!an/expression")]
    public void An_expression_is_replaced_and_the_rest_is_kept(string prefix, string expected) => Assert.Equal(expected, Evaluate(prefix));

    [Fact]
    public void A_random_string_has_eleven_letters_or_digits() => Assert.Matches("^a/[A-Za-z0-9]{11}/$", Evaluate("a/!{firehose:random-string}/"));

    [Theory]
    [InlineData("!{timestamp:MMM}", "'MMM'")]
    [InlineData("!{timestamp:'open}", "not closed")]
    [InlineData("!{firehose:unknown}", "!{firehose:unknown}")]
    [InlineData("!{partitionKeyFromQuery:}", "!{partitionKeyFromQuery:}")]
    [InlineData("!{partitionKeyFromLambda:}", "!{partitionKeyFromLambda:}")]
    [InlineData("!{nothing}", "!{nothing}")]
    [InlineData("a/!{timestamp:yyyy", "not closed")]
    public void An_expression_that_is_not_known_is_an_error_that_names_it(string prefix, string named) =>
        Assert.Contains(named, Assert.Throws<FormatException>(() => new ObjectPrefix(prefix)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{}""", "!{timestamp:yyyy/MM/dd/HH}/", "!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/")]
    [InlineData("""{"Prefix":"app/"}""", "app/!{timestamp:yyyy/MM/dd/HH}/", "app/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/")]
    [InlineData("""{"Prefix":"app/","ErrorOutputPrefix":"bad/"}""", "app/!{timestamp:yyyy/MM/dd/HH}/", "bad/")]
    [InlineData("""{"Prefix":"!{timestamp:yyyy}/","ErrorOutputPrefix":"!{firehose:error-output-type}/"}""", "!{timestamp:yyyy}/", "!{firehose:error-output-type}/")]
    public void What_is_not_said_stands_as_documented(string destination, string prefix, string errorPrefix)
    {
        var read = Played.SettingsOf(destination).Destination;

        Assert.Equal((prefix, errorPrefix), (read.Prefix.ToString(), read.ErrorPrefix.ToString()));
    }

    [Theory]
    [InlineData("""{"Prefix":"!{timestamp:yyyy}/"}""", "ErrorOutputPrefix cannot be absent")]
    [InlineData("""{"Prefix":"!{firehose:error-output-type}/","ErrorOutputPrefix":"!{firehose:error-output-type}/"}""", "Prefix cannot contain")]
    [InlineData("""{"ErrorOutputPrefix":"!{timestamp:yyyy}/"}""", "needs !{firehose:error-output-type}")]
    [InlineData("""{"ErrorOutputPrefix":"!{firehose:error-output-type}/!{partitionKeyFromLambda:a}/"}""", "cannot contain partition keys")]
    [InlineData("""{"Prefix":"!{partitionKeyFromLambda:a}/","ErrorOutputPrefix":"!{firehose:error-output-type}/"}""", "DynamicPartitioningConfiguration")]
    [InlineData("""{"CompressionFormat":"Snappy"}""", "Snappy")]
    [InlineData("""{"ProcessingConfiguration":{"Enabled":true,"Processors":[{"Type":"AppendDelimiterToRecord"}]}}""", "one processor")]
    public void A_setting_that_cannot_be_played_is_an_error(string destination, string said) =>
        Assert.Contains(said, Assert.Throws<FormatException>(() => Played.SettingsOf(destination)).Message, StringComparison.Ordinal);

    [Fact]
    public void Hints_that_are_not_given_are_the_defaults_of_the_service()
    {
        var read = Played.SettingsOf();

        Assert.Equal((5L << 20, TimeSpan.FromSeconds(300)), (read.Destination.BufferBytes, read.Destination.BufferInterval));
        Assert.Equal(new LambdaProcessor(Played.FunctionArn, 3, 1 << 20, TimeSpan.FromSeconds(60)), read.Lambda);
    }
}
