using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

/// <summary>What does not fit into the answer: returned as far as it fits, the tail put back, nothing lost and nothing twice.</summary>
public class AnswerLimitTests
{
    static string[] Lines(int count, int from = 0) => [.. Enumerable.Range(from, count).Select(Samples.FlowLog)];

    /// <summary>Feeds what was put back to the function again, as the stream would, until nothing is put back any more.</summary>
    static async Task<(string Delivered, int Invocations)> ToQuietAsync(Function function, byte[][] records, int atMost = 50)
    {
        var delivered = new StringBuilder();
        var invocations = 0;
        for (var batch = records; batch.Length > 0; invocations++)
        {
            Assert.True(invocations < atMost, "it never comes to rest");
            function.Calls.Clear();
            var entries = await function.BatchAsync(batch);
            Assert.True(function.AnswerBytes <= function.Settings.MaxAnswerBytes, $"{function.AnswerBytes} bytes answered");
            Assert.Equal(batch.Select((_, i) => Samples.Id(i)), entries.Select(entry => entry.Id));
            Assert.DoesNotContain(entries, entry => entry.Result == "ProcessingFailed");
            foreach (var entry in entries.Where(entry => entry.Result == "Ok")) delivered.Append(entry.Text);
            batch = [.. function.PutBack];
        }
        return (delivered.ToString(), invocations);
    }

    static IEnumerable<string> Sorted(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);

    [Fact]
    public async Task What_fits_is_returned_and_only_the_tail_is_put_back()
    {
        var function = new Function(("MAX_ANSWER_BYTES", "8192"));
        var entries = await function.InvokeAsync(Samples.Batch(Samples.Record(Lines(100))));

        var delivered = Assert.Single(entries).Text;
        Assert.StartsWith(string.Concat(Lines(30).Select(line => line + "\n")), delivered, StringComparison.Ordinal);
        var tail = Encoding.UTF8.GetString(Samples.Gunzip(Assert.Single(function.PutBack.Take(1))));
        var next = delivered.Count(c => c == '\n');
        Assert.Contains(Lines(1, next)[0], tail, StringComparison.Ordinal);
        Assert.DoesNotContain(Lines(1, next - 1)[0], tail, StringComparison.Ordinal);
        Assert.Equal(100 - next, (int)function.LastLine["EventsReingested"]!);
    }

    [Fact]
    public async Task A_single_huge_record_is_cut_at_once_into_the_parts_it_needs()
    {
        var function = new Function(("MAX_ANSWER_BYTES", "8192"));
        var lines = Lines(1000);
        var (delivered, invocations) = await ToQuietAsync(function, [Samples.Record(lines)]);

        Assert.Equal(Sorted(string.Concat(lines.Select(line => line + "\n"))), Sorted(delivered));
        var least = (int)Math.Ceiling(delivered.Length * 4 / 3.0 / 8192);
        Assert.InRange(invocations, least, least + 3);
    }

    [Fact]
    public async Task A_smaller_record_behind_one_that_does_not_fit_is_still_delivered()
    {
        var function = new Function(("MAX_ANSWER_BYTES", "8192"));
        var entries = await function.BatchAsync(Samples.Record(Lines(30)), Samples.Record(new string('x', 4000)), Samples.Record("small"));

        Assert.Equal(["Ok", "Dropped", "Ok"], entries.Select(entry => entry.Result));
        Assert.Equal("small\n", entries[2].Text);
    }

    [Fact]
    public async Task An_event_too_large_for_any_answer_fails_with_a_reason()
    {
        var function = new Function(("MAX_ANSWER_BYTES", "8192"));
        var entry = await function.OneAsync(Samples.Record("fits", new string('x', 7000)));

        Assert.Equal("ProcessingFailed", entry.Result);
        Assert.Empty(function.Calls);
        Assert.Contains("one of its events is 7001 bytes in the output, more than the", (string)function.LastLine["failures"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_refused_records_are_sent_again_with_growing_waits()
    {
        var function = new Function(("MAX_ANSWER_BYTES", "4096"));
        var first = true;
        function.Accept = records =>
        {
            if (!first) return new string?[records.Count];
            first = false;
            return [.. records.Select((_, i) => i % 2 == 0 ? "ServiceUnavailableException" : null)];
        };
        await function.InvokeAsync(Samples.Batch(Samples.Record(Lines(200))));

        Assert.Equal(2, function.Calls.Count);
        var (all, again) = (function.Calls[0].Records, function.Calls[1].Records);
        Assert.True(all.Count > 2);
        Assert.Equal(all.Where((_, i) => i % 2 == 0), again);
        Assert.NotEmpty(function.Time.Waits);
    }

    [Fact]
    public async Task What_cannot_be_put_back_fails_with_the_reason_and_is_not_lost()
    {
        var function = new Function(("MAX_ANSWER_BYTES", "8192")) { Accept = records => [.. records.Select(_ => "ServiceUnavailableException")] };
        var entries = await function.BatchAsync(Samples.Record("small"), Samples.Record(Lines(100)), Samples.Record("other"));

        Assert.Equal(["Ok", "ProcessingFailed", "Ok"], entries.Select(entry => entry.Result));
        Assert.Equal(("small\n", "other\n"), (entries[0].Text, entries[2].Text));
        Assert.Equal(12, function.Calls.Count);
        Assert.Contains("what did not fit could not be sent back: ServiceUnavailableException", (string)function.LastLine["failures"]!, StringComparison.Ordinal);
        Assert.Equal((3, 2, 0, 1), ((int)function.LastLine["RecordsIn"]!, (int)function.LastLine["Delivered"]!, (int)function.LastLine["Dropped"]!, (int)function.LastLine["Failed"]!));
    }

    [Fact]
    public async Task A_call_that_fails_for_good_is_not_repeated()
    {
        var function = new Function(("MAX_ANSWER_BYTES", "8192")) { Accept = _ => throw new UnauthorizedAccessException("no firehose:PutRecordBatch") };
        var entries = await function.BatchAsync(Samples.Record("small"), Samples.Record(Lines(100)));
        Assert.Equal(["Ok", "ProcessingFailed"], entries.Select(entry => entry.Result));
        Assert.Single(function.Calls);
    }

    [Fact]
    public async Task Calls_keep_to_500_records_and_4_MiB_and_each_record_to_1000_KiB()
    {
        var random = new Random(7);
        var noise = Enumerable.Range(0, 12).Select(_ => Samples.Gzip(Samples.Envelope(Enumerable.Range(0, 8).Select(_ =>
        {
            var bytes = new byte[90_000];
            random.NextBytes(bytes);
            return Convert.ToBase64String(bytes);
        })))).ToArray();
        var function = new Function();
        var entries = await function.InvokeAsync(Samples.Batch(noise));

        Assert.Contains(entries, entry => entry.Result == "Dropped");
        Assert.All(function.Calls, call =>
        {
            Assert.InRange(call.Records.Count, 1, 500);
            Assert.InRange(call.Records.Sum(record => record.Data.Length), 1, 4 << 20);
            Assert.All(call.Records, record => Assert.InRange(record.Data.Length, 1, 1000 * 1024));
        });
        Assert.Equal(12 * 8, (int)function.LastLine["EventsDelivered"]! + (int)function.LastLine["EventsReingested"]!);
    }

    [Fact]
    public async Task Records_of_a_Kinesis_stream_go_back_to_it_under_their_partition_keys()
    {
        const string Stream = "arn:aws:kinesis:eu-west-1:123456789012:stream/source";
        var function = new Function(("MAX_ANSWER_BYTES", "4096"));
        await function.InvokeAsync(Samples.Batch([.. Enumerable.Range(0, 3).Select(i => (Samples.Id(i), Convert.ToBase64String(Samples.Record(Lines(40)))))], Stream));

        Assert.All(function.Calls, call => Assert.Equal(Stream, call.Stream.SourceKinesisStreamArn));
        Assert.Equal(["key-0", "key-1", "key-2"], function.Calls.SelectMany(call => call.Records).Select(record => record.PartitionKey).Distinct());
    }

    [Fact]
    public async Task Without_reingestion_what_does_not_fit_fails()
    {
        var function = new Function(("MAX_ANSWER_BYTES", "8192"), ("REINGEST", "false"));
        var entries = await function.BatchAsync(Samples.Record("small"), Samples.Record(Lines(100)));
        Assert.Equal(["Ok", "ProcessingFailed"], entries.Select(entry => entry.Result));
        Assert.Empty(function.Calls);
    }

    [Theory]
    [InlineData("message", "none")]
    [InlineData("envelope", "none")]
    [InlineData("splunk-hec", "none")]
    [InlineData("message", "gzip")]
    public void Every_event_is_delivered_or_dropped_by_a_rule_exactly_once(string format, string compression) => Prop.ForAll(
        Gen.Choose(0, 900).ListOf().Resize(15).Select(sizes => sizes.ToArray()).ArrayOf(5).ToArbitrary(),
        records =>
        {
            // A unique word in each event; every seventh is left out by the rule.
            var number = 0;
            var events = records.Select(sizes => sizes.Select(size => $"event-{number++:D6}-" + new string((char)('a' + (size % 26)), size) + (number % 7 == 0 ? " noise" : "")).ToArray()).ToArray();
            var function = new Function(("MAX_ANSWER_BYTES", "4096"), ("EXCLUDE_MESSAGE", "noise$"), ("OUTPUT_FORMAT", format), ("OUTPUT_COMPRESSION", compression));
            var seen = new List<string>();
            var dropped = 0;
            byte[][] batch = [.. events.Select(Samples.Record)];
            for (var round = 0; batch.Length > 0; round++)
            {
                if (round > 200) return false;
                function.Calls.Clear();
                foreach (var entry in function.BatchAsync(batch).GetAwaiter().GetResult())
                {
                    if (entry.Result == "ProcessingFailed") return false;
                    if (entry.Result != "Ok") continue;
                    var text = compression == "gzip" ? Encoding.UTF8.GetString(Samples.Gunzip(entry.Data!)) : entry.Text;
                    seen.AddRange(System.Text.RegularExpressions.Regex.Matches(text, "event-[0-9]{6}").Select(match => match.Value));
                }
                if (function.AnswerBytes > 4096) return false;
                dropped += (int)function.LastLine["EventsDropped"]!;
                batch = [.. function.PutBack];
            }
            var wanted = events.SelectMany(texts => texts).Where(text => !text.EndsWith("noise", StringComparison.Ordinal)).Select(text => text[..12]);
            return seen.Order(StringComparer.Ordinal).SequenceEqual(wanted.Order(StringComparer.Ordinal))
                && dropped == events.Sum(texts => texts.Count(text => text.EndsWith("noise", StringComparison.Ordinal)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
}
