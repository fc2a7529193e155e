using System.IO.Compression;
using System.Text;
using Amazon.Runtime;

namespace Sluice.Local.Tests;

/// <summary><c>./sluice replay</c> over a bucket: what goes back, what is named, what is left alone.</summary>
public class ReplayRunTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    static string Line(string data, string errorCode = "Lambda.FunctionError") => ReplayBench.Line(data, errorCode);

    [SkippableFact]
    public async Task Objects_go_back_once_and_a_second_run_says_why_it_skips_them()
    {
        MotoFixture.SkipWithoutMoto();
        using var bench = await ReplayBench.StartAsync(moto);
        await bench.PutAsync("failed/a", Line("one"), Line("two"));
        await bench.PutAsync("failed/b", Line("three"));

        var first = await bench.RunAsync();
        bench.Time.Now = bench.Time.Now.AddDays(30);
        var second = await bench.RunAsync();

        Assert.Equal(["one", "two", "three"], await bench.WaitingAsync());
        Assert.Equal((2, 0, 3, 3, 11, 0), (first.Objects, first.Skipped, first.Lines, first.Sent, first.Bytes, first.Failed));
        Assert.Equal((2, 2, 0, 0, 0), (second.Objects, second.Skipped, second.Lines, second.Sent, second.Failed));
        Assert.Equal($"skipped   s3://{bench.Bucket}/failed/a: it was replayed at 2026-11-22 06:07:08Z, 2 records to {bench.Stream}", bench.Said[2]);
        Assert.Equal("done", (string)(await bench.MarkAsync("failed/a"))!["state"]!);
    }

    [SkippableFact]
    public async Task Another_content_under_the_same_key_is_another_object()
    {
        MotoFixture.SkipWithoutMoto();
        using var bench = await ReplayBench.StartAsync(moto);
        await bench.PutAsync("failed/a", Line("one"));
        await bench.RunAsync();
        await bench.PutAsync("failed/a", Line("two"));

        Assert.Equal((1, 0), ((await bench.RunAsync()).Sent, (await bench.RunAsync()).Sent));
        Assert.Equal(["one", "two"], await bench.WaitingAsync());
    }

    [SkippableFact]
    public async Task An_object_with_a_bad_line_is_named_and_can_be_replayed_again()
    {
        MotoFixture.SkipWithoutMoto();
        using var bench = await ReplayBench.StartAsync(moto);
        await bench.PutAsync("failed/a", Line("one"), "not json\n", Line("three"));
        await bench.PutAsync("failed/b", Line("four"));

        var bad = await bench.RunAsync();
        Assert.Equal((2, 4, 3, 1), (bad.Objects, bad.Lines, bad.Sent, bad.Failed));
        Assert.Equal([$"s3://{bench.Bucket}/failed/a line 2: it is not JSON"], bad.Problems);
        Assert.Null(await bench.MarkAsync("failed/a"));

        await bench.PutAsync("failed/a", Line("two"));
        Assert.Equal((2, 1, 1, 0), await CountsAsync(bench));
        Assert.Equal(["one", "three", "four", "two"], await bench.WaitingAsync());
    }

    [SkippableFact]
    public async Task A_compressed_object_is_read_and_a_damaged_one_does_not_stop_the_others()
    {
        MotoFixture.SkipWithoutMoto();
        using var bench = await ReplayBench.StartAsync(moto);
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(Line("one") + Line("two")));
        await bench.PutAsync("failed/a.gz", compressed.ToArray()[..^6]);
        await bench.PutAsync("failed/b.gz", compressed.ToArray());

        var totals = await bench.RunAsync();
        Assert.Equal((2, 2, 1), (totals.Objects, totals.Sent, totals.Failed));
        Assert.StartsWith($"s3://{bench.Bucket}/failed/a.gz: ", Assert.Single(totals.Problems), StringComparison.Ordinal);
        Assert.Null(await bench.MarkAsync("failed/a.gz"));
        Assert.NotNull(await bench.MarkAsync("failed/b.gz"));
    }

    [SkippableFact]
    public async Task What_was_refused_by_a_destination_is_wrapped()
    {
        MotoFixture.SkipWithoutMoto();
        using var bench = await ReplayBench.StartAsync(moto);
        await bench.PutAsync("failed/splunk-failed/a", Line("{\"event\":1}", "Splunk.ServerError"));
        await bench.RunAsync();
        Assert.Equal("{\"messageType\":\"REPLAY_MESSAGE\",\"data\":\"eyJldmVudCI6MX0=\"}", Played.Unzipped(Assert.Single(await bench.WaitingBytesAsync())));
    }

    [SkippableFact]
    public async Task A_prefix_without_objects_is_nothing_and_the_whole_bucket_is_all_but_the_marks()
    {
        MotoFixture.SkipWithoutMoto();
        using var bench = await ReplayBench.StartAsync(moto);
        Assert.Equal((0, 0, 0, 0), await CountsAsync(bench, "failed/"));

        await bench.PutAsync("failed/", Array.Empty<byte>());        // what consoles make of a folder
        await bench.PutAsync("failed/a", Line("one"));
        Assert.Equal((1, 0, 1, 0), await CountsAsync(bench, ""));
        Assert.Equal((1, 1, 0, 0), await CountsAsync(bench, ""));
        Assert.Equal((0, 0, 0, 0), await CountsAsync(bench, "replayed/"));
    }

    [SkippableFact]
    public async Task More_objects_than_a_page_of_the_list_has_are_all_replayed()
    {
        MotoFixture.SkipWithoutMoto();
        using var bench = await ReplayBench.StartAsync(moto);
        foreach (var number in Enumerable.Range(0, 5)) await bench.PutAsync($"failed/{number}", Line($"{number}"));
        // S3 gives 1,000 keys a page; a page of two is asked for on the way.
        using var s3 = bench.Interrupted(request =>
        {
            if (request.RequestUri!.Query.Contains("list-type=2", StringComparison.Ordinal)) request.RequestUri = new Uri(request.RequestUri + "&max-keys=2");
            return Task.CompletedTask;
        });
        var keys = new List<string>();
        await foreach (var key in bench.Replays((records, _) => Task.FromResult<IReadOnlyList<string?>>(new string?[records.Count]), s3).ListAsync(bench.Bucket, "failed/", default)) keys.Add(key);
        Assert.Equal(["failed/0", "failed/1", "failed/2", "failed/3", "failed/4"], keys);
    }

    [SkippableFact]
    public async Task A_mark_that_is_none_is_named_and_does_not_stop_the_others()
    {
        MotoFixture.SkipWithoutMoto();
        using var bench = await ReplayBench.StartAsync(moto);
        await bench.PutAsync("failed/a", Line("one"));
        await bench.PutAsync("failed/b", Line("two"));
        await bench.PutAsync("replayed/failed/a", "not json");
        var totals = await bench.RunAsync();
        Assert.Equal([$"s3://{bench.Bucket}/failed/a: its mark replayed/failed/a is not one; delete it to replay the object"], totals.Problems);
        Assert.Equal(["two"], await bench.WaitingAsync());
    }

    [SkippableFact]
    public async Task A_stream_that_is_not_there_ends_the_run_and_leaves_no_mark()
    {
        MotoFixture.SkipWithoutMoto();
        using var bench = await ReplayBench.StartAsync(moto);
        await bench.PutAsync("failed/a", Line("one"));
        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => new ReplayRun(bench.S3, bench.Firehose, "no-such-stream", _ => { }, bench.Time).RunAsync(bench.Bucket, "failed/", default));
        Assert.Null(await bench.MarkAsync("failed/a"));
    }

    static async Task<(int Objects, int Skipped, long Sent, long Failed)> CountsAsync(ReplayBench bench, string prefix = "failed/")
    {
        var totals = await bench.RunAsync(prefix);
        return (totals.Objects, totals.Skipped, totals.Sent, totals.Failed);
    }
}
