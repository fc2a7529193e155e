namespace Sluice.S3ToElasticsearchLoader;

/// <summary>How an invocation's time is divided: reading, then sending what was read, then saying where to go on.</summary>
sealed class LoadClock : IDisposable
{
    static readonly TimeSpan MostReserve = TimeSpan.FromSeconds(30);
    readonly CancellationTokenSource _read, _send;

    /// <param name="remaining">Until the invocation's deadline.</param>
    /// <param name="deadline">The invocation's.</param>
    public LoadClock(TimeSpan remaining, CancellationToken deadline)
    {
        Last = deadline;
        var reserve = remaining / 4 < MostReserve ? remaining / 4 : MostReserve;
        _read = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        _send = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        _read.CancelAfter(remaining - reserve);
        _send.CancelAfter(remaining - (reserve / 4));
    }

    /// <summary>No body is begun after this.</summary>
    public CancellationToken Read => _read.Token;

    /// <summary>What is not delivered by then is unfinished.</summary>
    public CancellationToken Send => _send.Token;

    /// <summary>For dead letters and the message to go on.</summary>
    public CancellationToken Last { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _read.Dispose();
        _send.Dispose();
    }
}
