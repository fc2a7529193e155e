using System.Text;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

/// <summary>Records that were put aside come back: as they were, or handed on where they had been transformed before.</summary>
public class ReplayTests
{
    [Fact]
    public async Task What_was_transformed_before_is_handed_on_as_it_is()
    {
        var delivered = Encoding.UTF8.GetBytes("{\"event\":\"one\"}\n{\"event\":\"two\"}\n");
        var function = new Function(("OUTPUT_FORMAT", "splunk-hec"), ("EXCLUDE_MESSAGE", "."));
        var entry = await function.OneAsync(Replays.Wrap(delivered, ReplayKind.Delivery));
        Assert.Equal(("Ok", delivered.Length), (entry.Result, entry.Data!.Length));
        Assert.Equal(delivered, entry.Data);
    }

    [Fact]
    public async Task What_had_not_been_transformed_goes_back_as_it_came()
    {
        var record = Samples.Record("one");
        Assert.Same(record, Replays.Wrap(record, ReplayKind.Source));
        Assert.Equal("one\n", (await new Function().OneAsync(record)).Text);
    }

    [Fact]
    public async Task A_replayed_record_that_does_not_fit_now_comes_again_whole()
    {
        var delivered = Encoding.UTF8.GetBytes(new string('x', 3000));
        var function = new Function(("MAX_ANSWER_BYTES", "8192"));
        var entries = await function.BatchAsync(Samples.Record(new string('y', 3500)), Replays.Wrap(delivered, ReplayKind.Delivery));
        Assert.Equal(["Ok", "Dropped"], entries.Select(entry => entry.Result));
        Assert.Equal(delivered, (await function.OneAsync(Assert.Single(function.PutBack))).Data);
    }

    [Theory]
    [InlineData("{\"messageType\":\"REPLAY_MESSAGE\"}", "it is a REPLAY_MESSAGE without data")]
    [InlineData("{\"messageType\":\"REPLAY_MESSAGE\",\"data\":\"%\"}", "the data of a REPLAY_MESSAGE is not base64")]
    [InlineData("{\"messageType\":\"REPLAY_MESSAGE\",\"data\":\"YQ==\"}{\"messageType\":\"REPLAY_MESSAGE\",\"data\":\"YQ==\"}", "is followed by something else")]
    public async Task A_replayed_record_that_is_damaged_fails_with_the_reason(string json, string reason)
    {
        var function = new Function();
        Assert.Equal("ProcessingFailed", (await function.OneAsync(Samples.Gzip(json))).Result);
        Assert.Contains(reason, (string)function.LastLine["failures"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("failed/processing-failed/2026/11/22/06/x", ReplayKind.Source)]
    [InlineData("splunk-failed/2026/11/22/06/x.gz", ReplayKind.Delivery)]
    [InlineData("failed/AmazonOpenSearchService_failed/x", ReplayKind.Delivery)]
    [InlineData("http-endpoint-failed/x", ReplayKind.Delivery)]
    public void The_kind_is_told_by_the_key(string key, ReplayKind kind) => Assert.Equal(kind, Replays.KindOf(key));
}
