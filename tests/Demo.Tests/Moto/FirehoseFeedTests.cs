using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

/// <summary>Records that were put reach the player, and none is forgotten before it is delivered.</summary>
public class FirehoseFeedTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    readonly List<string> _written = [];

    FirehoseFeed Feed(string stream, bool refuseWrites = false) => new(moto.Http, stream, new FirehosePlayer(
        Played.SettingsOf("""{"BufferingHints":{"IntervalInSeconds":0}}""", """{"BufferIntervalInSeconds":0}"""),
        (@event, _) => Task.FromResult(Answers.Echo(JsonNode.Parse(@event.Span)!, 1)),
        (write, _) =>
        {
            if (refuseWrites) throw new IOException("S3 is away");
            _written.Add(Encoding.UTF8.GetString(write.Body.Span));
            return Task.CompletedTask;
        },
        TimeProvider.System), TimeProvider.System);

    Task<(int Status, JsonNode Answer)> PutAsync(string stream, params string[] records) => moto.FirehoseAsync("PutRecordBatch", MotoFixture.Batch(stream, records.Select(Encoding.UTF8.GetBytes)));

    [SkippableFact]
    public async Task A_flush_delivers_and_acknowledges_all_that_was_put()
    {
        MotoFixture.SkipWithoutMoto();
        var stream = await moto.StreamAsync();
        using var feed = Feed(stream);
        await PutAsync(stream, "a", "b");

        await feed.FlushAsync(default);
        await PutAsync(stream, "c");
        await feed.FlushAsync(default);

        Assert.Equal(["ab", "c"], _written);
        Assert.Empty(await moto.WaitingAsync(stream));
    }

    [SkippableFact]
    public async Task What_a_player_could_not_write_is_there_for_the_next_one()
    {
        MotoFixture.SkipWithoutMoto();
        var stream = await moto.StreamAsync();
        await PutAsync(stream, "a", "b");

        using (var failing = Feed(stream, refuseWrites: true)) await Assert.ThrowsAsync<IOException>(() => failing.FlushAsync(default));
        using var next = Feed(stream);
        await next.FlushAsync(default);

        Assert.Equal(["ab"], _written);
    }

    [SkippableFact]
    public async Task A_running_feed_delivers_by_itself()
    {
        MotoFixture.SkipWithoutMoto();
        var stream = await moto.StreamAsync();
        using var feed = Feed(stream);
        using var stop = new CancellationTokenSource();
        var running = feed.RunAsync(stop.Token);

        await PutAsync(stream, "a");
        while (feed.Account.Objects.IsEmpty && !running.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, default);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(["a"], _written);
    }

    [SkippableFact]
    public async Task Reading_takes_nothing_away_and_waits_for_what_is_not_there()
    {
        MotoFixture.SkipWithoutMoto();
        var stream = await moto.StreamAsync();
        var waiting = moto.WaitingAsync(stream, wait: 20);
        await PutAsync(stream, "a");

        Assert.Single(await waiting);
        Assert.Single(await moto.WaitingAsync(stream));
        Assert.Empty(await moto.WaitingAsync(stream, after: 1));
    }
}
