using System.Text;

namespace Sluice.Local.Tests;

/// <summary>When objects are written, where, and what is acknowledged.</summary>
public class DeliveryRules
{
    static string Megabyte(char letter) => new(letter, 1024 * 1024);

    [Fact]
    public async Task Nothing_is_invoked_before_the_buffer_is_full_or_old()
    {
        var played = new Played(Answers.Echo, processor: """{"BufferSizeInMBs":1,"BufferIntervalInSeconds":60}""");

        await played.PutAsync("a");
        await played.Player.TickAsync(default);
        Assert.Empty(played.Events);
        Assert.Equal(played.Time.Now.AddSeconds(60), played.Player.DueAt);

        played.Time.Now = played.Time.Now.AddSeconds(60);
        await played.Player.TickAsync(default);
        Assert.Single(played.Events);

        await played.PutAsync(Megabyte('b'));
        Assert.Equal(2, played.Events.Count);
    }

    [Fact]
    public async Task A_batch_does_not_grow_beyond_its_size()
    {
        var played = new Played(Answers.Echo, processor: """{"BufferSizeInMBs":"0.2"}""");
        var part = new string('x', 100_000);

        await played.PutAllAsync(part, part, part, part, part);

        Assert.Equal([2, 2, 1], played.Events.Select(one => one["records"]!.AsArray().Count));
    }

    [Fact]
    public async Task An_object_is_written_when_it_is_large_enough()
    {
        var played = new Played(Answers.Echo, """{"BufferingHints":{"SizeInMBs":2,"IntervalInSeconds":300}}""");

        await played.PutAsync(Megabyte('a'));
        Assert.Empty(played.Objects);
        await played.PutAsync(Megabyte('b'), "c");

        Assert.Equal(Megabyte('a') + Megabyte('b'), Assert.Single(played.Delivered));
    }

    [Fact]
    public async Task An_object_is_written_when_it_is_old_enough()
    {
        var played = new Played(Answers.Echo, """{"BufferingHints":{"SizeInMBs":2,"IntervalInSeconds":300}}""", """{"BufferIntervalInSeconds":0}""");

        await played.PutAsync("a");
        await played.Player.TickAsync(default);
        Assert.Single(played.Events);
        Assert.Empty(played.Objects);
        played.Time.Now = played.Player.DueAt!.Value;
        await played.Player.TickAsync(default);

        Assert.Equal(["a"], played.Delivered);
        Assert.Null(played.Player.DueAt);
    }

    [Fact]
    public async Task A_delivered_object_is_compressed_and_one_about_failures_is_not()
    {
        var played = await new Played((@event, _) => Answers.Each(@event, (record, index) => index == 0 ? Answers.Ok(record) : Answers.Entry(record, "ProcessingFailed")),
            """{"CompressionFormat":"GZIP","Prefix":"ok/","ErrorOutputPrefix":"bad/!{firehose:error-output-type}/"}""").PutAllAsync("a", "b");

        Assert.Collection(played.Objects,
            bad => { Assert.Matches("^bad/processing-failed/stream-1-2026-11-22-06-07-08-[0-9a-f-]{36}$", bad.Key); Assert.Equal((byte)'{', bad.Value[0]); },
            good => { Assert.Matches(@"^ok/2026/11/22/06/stream-1-2026-11-22-06-07-08-[0-9a-f-]{36}\.gz$", good.Key); Assert.Equal("a", Played.Unzipped(good.Value)); });
        Assert.Equal([1L], played.Player.Account.Delivered.Select(one => one.ContentBytes));
    }

    [Fact]
    public async Task A_key_tells_the_time_of_the_oldest_record()
    {
        var played = new Played(Answers.Echo, """{"Prefix":"!{timestamp:HH:mm}/","ErrorOutputPrefix":"!{firehose:error-output-type}/"}""");
        var late = played.Time.Now;

        await played.Player.AcceptAsync([new(1, "b"u8.ToArray(), late), new(2, "a"u8.ToArray(), late.AddMinutes(-7)), new(3, "c"u8.ToArray(), late.AddMinutes(-3))], default);
        await played.Player.FlushAsync(default);

        Assert.StartsWith("06:00/stream-1-2026-11-22-06-00-08-", Assert.Single(played.Objects).Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partition_keys_of_the_answer_make_objects_of_their_own()
    {
        var played = await new Played((@event, _) => Answers.Each(@event, (record, index) =>
        {
            var entry = Answers.Ok(record);
            if (index < 3) entry["metadata"] = new System.Text.Json.Nodes.JsonObject { ["partitionKeys"] = new System.Text.Json.Nodes.JsonObject { ["owner"] = index % 2 == 0 ? "even" : "odd" } };
            return entry;
        }), """{"DynamicPartitioningConfiguration":{"Enabled":true},"Prefix":"!{partitionKeyFromLambda:owner}/","ErrorOutputPrefix":"!{firehose:error-output-type}/"}""").PutAllAsync("0", "1", "2", "3");

        Assert.Equal(["02", "1"], played.Delivered.Order());
        Assert.Contains(played.Objects, one => one.Key.StartsWith("even/2026/11/22/06/", StringComparison.Ordinal));
        Assert.Equal("DynamicPartitioning.MetadataExtractionFailed", Assert.Single(played.Failures)["errorCode"]!.ToString());
        Assert.Contains(played.Objects, one => one.Key.StartsWith("dynamic-partitioning-failed/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_without_a_transformation_delivers_what_was_put()
    {
        var played = new Played((_, _) => throw new InvalidOperationException(), """{"ProcessingConfiguration":{"Enabled":false}}""");

        await played.PutAllAsync("a", "b");

        Assert.Equal(["ab"], played.Delivered);
    }

    [Fact]
    public async Task Only_what_is_in_an_object_or_dropped_is_settled()
    {
        var played = new Played((@event, _) => Answers.Each(@event, (record, index) => index == 0 ? Answers.Entry(record, "Dropped") : Answers.Ok(record)),
            """{"BufferingHints":{"IntervalInSeconds":300}}""", """{"BufferIntervalInSeconds":0}""");

        await played.PutAsync("a", "b");
        Assert.Equal(0, played.Player.SettledThrough);
        await played.Player.TickAsync(default);
        Assert.Equal(1, played.Player.SettledThrough);
        await played.Player.FlushAsync(default);
        Assert.Equal(2, played.Player.SettledThrough);
    }

    [Fact]
    public async Task What_could_not_be_written_is_not_settled()
    {
        var played = new Played(Answers.Echo, refuseWrites: true);

        await Assert.ThrowsAsync<IOException>(() => played.PutAllAsync("a"));

        Assert.Equal(0, played.Player.SettledThrough);
        Assert.Empty(played.Player.Account.Objects);
    }

    [Fact]
    public async Task The_account_counts_bytes_as_they_were_put_and_as_they_were_stored()
    {
        var played = await new Played(Answers.Echo).PutAllAsync("ab", "cde");

        Assert.Equal((2, 5), (played.Player.Account.RecordsIn, played.Player.Account.BytesIn));
        var written = Assert.Single(played.Player.Account.Objects);
        Assert.Equal(("logs", 5, 5, 2), (written.Bucket, written.Bytes, written.ContentBytes, written.Records));
        Assert.Equal("abcde", Encoding.UTF8.GetString(played.Objects[written.Key]));
    }
}
