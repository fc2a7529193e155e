using Sluice.Local;

namespace Local.Tests;

public class RehearsalSampleTests
{
    static IReadOnlyList<RehearsalSample> All { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(Some.Root, "events")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal).SelectMany(project => RehearsalSample.Of(project, project)), .. RehearsalSample.Of("CloudWatchLogsDecompressor", "Replay")];

    static RehearsalSample Named(string name) => All.Single(one => one.Name == name);

    [Fact]
    public void Every_expectation_is_of_a_sample_that_there_is() =>
        Assert.Empty(Expectation.All.Keys.Select(name => name.Split(':')[^1]).Except(All.Select(one => one.Name)));

    [Theory]
    [InlineData("CloudWatchLogsDecompressor/vpc-flow-logs", "Firehose")]
    [InlineData("CloudWatchLogsDecompressor/replay/eventbridge-object-created", "Objects")]
    [InlineData("WafLogCopier/s3-notification", "Objects")]
    [InlineData("WafLogCopier/s3-test-event", "S3Test")]
    [InlineData("WafLogCopier/s3-batch-2.0", "S3Batch")]
    [InlineData("WafLogCopier/sns", "Topic")]
    [InlineData("WafLogCopier/sqs-sns", "Queue")]
    [InlineData("WafLogCopier/not-an-event-of-objects", "EventBus")]
    [InlineData("FormIntake/form", "Http")]
    [InlineData("AuroraCdcForwarder/scheduled-sweep", "Schedule")]
    [InlineData("AuroraCdcForwarder/maxwell-with-bootstrap-and-ddl", "Direct")]
    public void A_sample_is_known_by_its_shape(string name, string kind) => Assert.Equal(kind, Named(name).Kind.ToString());

    [Fact]
    public void Keys_are_those_in_S3_however_the_event_writes_them()
    {
        Assert.Contains("exports/checkout+eu/waf logs 1.log.gz", Named("WafLogCopier/strange-keys").Objects.Select(one => one.Key));
        Assert.Equal("replay/processing-failed/2026/11/22/06/a+b%2Bc", Named("CloudWatchLogsDecompressor/replay/eventbridge-object-created").Objects.Single().Key);
        Assert.Equal("replay/processing-failed/2026/11/22/06/a b+c", Named("CloudWatchLogsDecompressor/replay/s3-notification-with-encoded-key").Objects.Single().Key);
    }

    [Fact]
    public void Removals_are_no_objects_to_put() => Assert.Equal(2, Named("WafLogCopier/s3-notification-with-removals").Objects.Count);

    [Fact]
    public void Objects_are_found_in_messages_in_messages() => Assert.Equal(2, Named("WafLogCopier/sqs-sns").Objects.Count);

    [Fact]
    public void A_bucket_is_renamed_however_deeply_it_is_quoted()
    {
        var sample = Named("WafLogCopier/sqs-sns");

        var renamed = sample.Bodies.Select(body => sample.Renamed(body, "another")).ToList();

        Assert.All(renamed, body => Assert.DoesNotContain("aws-waf-logs-example", body, StringComparison.Ordinal));
        Assert.All(renamed, body => Assert.Contains("another", body, StringComparison.Ordinal));
    }
}
