namespace Sluice.CloudWatchLogsDecompressor.Tests;

/// <summary>What other transformations and shippers get wrong, as their users reported it, and what happens here.</summary>
/// <remarks>Faults whose test stands elsewhere: a bad record that fails its batch, plain JSON, several documents (HandlerTests); truncated
/// gzip kept as far as it goes (BrokenBytesTests); everything put back once the answer is full, a huge record that loops, calls of more than
/// 4 MiB, retries without waits or without end, records of a Kinesis stream (AnswerLimitTests); several documents in one record for
/// OpenSearch (OutputFormatTests); bytes billed again and again (BilledTwiceTests).</remarks>
public class PeerFaultTests
{
    [Fact]
    public async Task A_control_message_is_dropped_and_neither_failed_nor_shipped_as_a_log_line()
    {
        var function = new Function();
        Assert.Equal("Dropped", (await function.OneAsync(Samples.Gzip(Samples.Control))).Result);
        Assert.Contains("control message", (string)function.LastLine["dropped"]!, StringComparison.Ordinal);
        Assert.Equal("one\n", (await function.OneAsync(Samples.Gzip(Samples.Control + Samples.Envelope(["one"])))).Text);
    }

    [Fact]
    public async Task A_sourcetype_that_nobody_set_is_no_error()     // a KeyError that failed every batch
    {
        var entry = await new Function(("OUTPUT_FORMAT", "splunk-hec")).OneAsync(Samples.Gzip(Samples.Envelope(["one"], logGroup: "/ecs/api")));
        Assert.Contains("\"sourcetype\":\"aws:cloudwatchlogs\"", entry.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hec_events_stand_one_after_the_other_without_empty_lines()
    {
        var entry = await new Function(("OUTPUT_FORMAT", "splunk-hec")).OneAsync(Samples.Record("one", "two"));
        Assert.Equal(2, entry.Text.Count(c => c == '\n'));
        Assert.EndsWith("}\n", entry.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_event_is_delivered_whole()     // above 512 KB dropped without a word elsewhere
    {
        var large = new string('x', 1_000_000);
        Assert.Equal(large + "\n", (await new Function().OneAsync(Samples.Record(large))).Text);
    }

    [Fact]
    public async Task A_record_of_more_than_500_events_can_be_partitioned()     // DynamicPartitioning.DeAggregationRecordCountLimitExceeded
    {
        var entry = await new Function(("PARTITION_KEYS", "logGroup")).OneAsync(Samples.Record([.. Enumerable.Range(0, 2_000).Select(Samples.FlowLog)]));
        Assert.Equal("Ok", entry.Result);
        Assert.Equal("aws-vpc-flow-logs", (string)entry.Metadata!["partitionKeys"]!["logGroup"]!);
    }

    [Fact]
    public async Task Every_recordId_comes_back_however_little_fits()     // Lambda.MissingRecordId
    {
        var function = new Function(("MAX_ANSWER_BYTES", "16384"));
        var entries = await function.BatchAsync([.. Enumerable.Range(0, 120).Select(i => Samples.Record(Samples.FlowLog(i), new string('x', 900)))]);
        Assert.Equal(Enumerable.Range(0, 120).Select(Samples.Id), entries.Select(entry => entry.Id));
        Assert.True(function.AnswerBytes <= 16384);
    }

    [Fact]
    public async Task Many_small_tails_go_back_in_few_calls()     // 700 records, 700 API calls
    {
        var function = new Function(("MAX_ANSWER_BYTES", "131072"));
        await function.BatchAsync([.. Enumerable.Range(0, 700).Select(i => Samples.Record(Samples.FlowLog(i), new string('x', 500)))]);
        Assert.Single(function.Calls);
        Assert.InRange(function.PutBack.Count(), 1, 10);
    }

    [Fact]
    public async Task The_metadata_of_one_record_is_not_given_to_another()     // the last record's applied to all
    {
        var entries = await new Function(("OUTPUT_FORMAT", "envelope"), ("PARTITION_KEYS", "logGroup")).BatchAsync(
            Samples.Gzip(Samples.Envelope(["one"], logGroup: "/a")), Samples.Gzip(Samples.Envelope(["two"], logGroup: "/b")));
        Assert.Equal(["a", "b"], entries.Select(entry => (string)entry.Metadata!["partitionKeys"]!["logGroup"]!));
        Assert.Contains("\"logGroup\":\"/a\"", entries[0].Text, StringComparison.Ordinal);
        Assert.Contains("\"logGroup\":\"/b\"", entries[1].Text, StringComparison.Ordinal);
    }
}
