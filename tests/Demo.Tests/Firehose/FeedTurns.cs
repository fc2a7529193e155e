using System.Net;
using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

public class FeedTurns
{
    [Fact]
    public async Task A_record_that_was_read_twice_at_once_is_played_once()
    {
        using var moto = new HttpClient(new TwoReadersAtOnce()) { BaseAddress = new Uri("http://moto/") };
        var player = new FirehosePlayer(
            Played.SettingsOf(), (@event, _) => Task.FromResult(Answers.Echo(JsonNode.Parse(@event.Span)!, 1)), (_, _) => Task.CompletedTask, new ManualTime());
        using var feed = new FirehoseFeed(moto, "stream", player, new ManualTime());

        await Task.WhenAll(feed.FlushAsync(default), feed.FlushAsync(default));

        Assert.Equal(1, feed.Account.RecordsIn);
    }

    /// <summary>Holds the first read back until the second has come, and gives both the same record.</summary>
    sealed class TwoReadersAtOnce : HttpMessageHandler
    {
        readonly TaskCompletionSource _both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int _readers;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var first = request.RequestUri!.Query.Contains("after=0", StringComparison.Ordinal);
            if (first && Interlocked.Increment(ref _readers) == 2) _both.SetResult();
            if (first) await _both.Task;
            return new(HttpStatusCode.OK) { Content = new StringContent(first ? """{"records":[{"sequence":1,"arrived":1795302210551,"data":"YQ=="}]}""" : """{"records":[]}""") };
        }
    }
}
