using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace Sluice.Local;

/// <summary>Brings the records of one delivery stream from local/moto/server.py to its player, and acknowledges what is settled.</summary>
sealed class FirehoseFeed(HttpClient moto, string stream, FirehosePlayer player, TimeProvider time) : IDisposable
{
    static readonly TimeSpan s_longestPoll = TimeSpan.FromSeconds(10);

    readonly Uri _records = new($"sluice-api/firehose/{Uri.EscapeDataString(stream)}/records", UriKind.Relative);
    readonly SemaphoreSlim _turn = new(1, 1);
    long _taken;                                        // written under _turn
    long _due = DateTimeOffset.MaxValue.UtcTicks;       // written under _turn
    long _acknowledged;                                 // guarded by _turn

    public FirehoseAccount Account => player.Account;

    /// <summary>Goes on until cancelled. Waiting for records is also the clock of the buffers.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var left = new DateTimeOffset(Volatile.Read(ref _due), TimeSpan.Zero) - time.GetUtcNow();
            await TurnAsync(await ReadAsync(Volatile.Read(ref _taken), Clamp(left), cancellation), player.TickAsync, cancellation);
        }
    }

    /// <summary>Takes all that was put and lets it go, until nothing more comes: a function may put back what did not fit its answer.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        var records = await ReadAsync(Volatile.Read(ref _taken), TimeSpan.Zero, cancellation);
        do
        {
            await TurnAsync(records, records.Count > 0 ? _ => Task.CompletedTask : player.FlushAsync, cancellation);
            var flushed = records.Count == 0;
            records = await ReadAsync(Volatile.Read(ref _taken), TimeSpan.Zero, cancellation);
            if (flushed && records.Count == 0) return;
        }
        while (true);
    }

    public void Dispose() => _turn.Dispose();

    async Task TurnAsync(IReadOnlyList<FirehoseRecord> records, Func<CancellationToken, Task> then, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            // A flush and the loop may have read the same records.
            await player.AcceptAsync(records.Where(record => record.Sequence > _taken), cancellation);
            if (records.Count > 0) Volatile.Write(ref _taken, Math.Max(_taken, records[^1].Sequence));
            await then(cancellation);
            Volatile.Write(ref _due, (player.DueAt ?? DateTimeOffset.MaxValue).UtcTicks);
            if (player.SettledThrough > _acknowledged) await AcknowledgeAsync(player.SettledThrough, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    async Task<IReadOnlyList<FirehoseRecord>> ReadAsync(long after, TimeSpan wait, CancellationToken cancellation)
    {
        var query = new Uri(FormattableString.Invariant($"{_records}?after={after}&wait={wait.TotalSeconds:F3}"), UriKind.Relative);
        WaitingRecords? answer;
        try
        {
            answer = await moto.GetFromJsonAsync(query, FeedJson.Default.WaitingRecords, cancellation);
        }
        catch (HttpRequestException error)
        {
            throw new UserError($"moto does not answer any more ({error.Message}); its log may say why.", ExitCode.Failure);
        }
        return [.. answer!.Records.Select(one => new FirehoseRecord(one.Sequence, one.Data, DateTimeOffset.FromUnixTimeMilliseconds(one.Arrived), one.Kinesis))];
    }

    async Task AcknowledgeAsync(long through, CancellationToken cancellation)
    {
        using var answer = await moto.PostAsync(new Uri(FormattableString.Invariant($"{_records}?through={through}"), UriKind.Relative), null, cancellation);
        answer.EnsureSuccessStatusCode();
        _acknowledged = through;
    }

    static TimeSpan Clamp(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > s_longestPoll ? s_longestPoll : wait;
}

sealed record WaitingRecords(IReadOnlyList<WaitingRecord> Records);

/// <param name="Arrived">Milliseconds of Unix time.</param>
sealed record WaitingRecord(long Sequence, byte[] Data, long Arrived, KinesisOrigin? Kinesis);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WaitingRecords))]
sealed partial class FeedJson : JsonSerializerContext;
