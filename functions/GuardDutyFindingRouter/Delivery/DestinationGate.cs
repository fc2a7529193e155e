namespace Sluice.GuardDutyFindingRouter;

/// <summary>Lets calls to one destination through: so many at once, so far apart, not while it asks to be left alone, and not while
/// it is down. Safe for calls at once.</summary>
/// <param name="interval">Between the starts of two calls.</param>
/// <param name="concurrency">Calls at once.</param>
/// <param name="time">The clock.</param>
sealed class DestinationGate(TimeSpan interval, int concurrency, TimeProvider time) : IDisposable
{
    /// <summary>So many notices in a row that found it down, each with all its tries, and it is left alone.</summary>
    const int FailuresUntilRest = 3;

    static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    readonly SemaphoreSlim _free = new(concurrency);
    readonly Lock _gate = new();
    DateTimeOffset _next, _heldUntil, _restsUntil;      // these four guarded by _gate
    int _failures;

    /// <summary>The pace that a service asks for.</summary>
    /// <remarks>Source: Slack, "Rate limits": incoming webhooks take 1 message a second. Microsoft Teams, "Rate limiting": 4 requests a second.
    /// PagerDuty, "Events API v2 rate limits": 120 events a minute and integration key. The others say so with 429.</remarks>
    public static TimeSpan IntervalOf(DestinationKind kind) => kind switch
    {
        DestinationKind.Slack => TimeSpan.FromSeconds(1),
        DestinationKind.Teams => TimeSpan.FromMilliseconds(250),
        DestinationKind.PagerDuty => TimeSpan.FromMilliseconds(500),
        _ => TimeSpan.Zero,
    };

    /// <summary>Waits for a turn; <see cref="Leave"/> ends it.</summary>
    /// <param name="until">A turn after this comes too late.</param>
    /// <param name="deadline">Ends the wait.</param>
    /// <returns><c>null</c>: go. Else there is no turn in time, and <see cref="Leave"/> is not to be called.</returns>
    public async Task<Closed?> EnterAsync(DateTimeOffset until, CancellationToken deadline)
    {
        await _free.WaitAsync(deadline);
        var isIn = false;
        try
        {
            while (true)
            {
                TimeSpan wait;
                lock (_gate)
                {
                    var now = time.GetUtcNow();
                    if (_restsUntil > now) return new($"{FailuresUntilRest} notices in a row failed", _restsUntil - now);
                    var turn = Latest(_next, _heldUntil, now);
                    if (turn > until) return new(_heldUntil == turn ? "it asked to be left alone" : "its pace leaves no turn in time", turn - now);
                    wait = turn - now;
                    if (wait <= TimeSpan.Zero)
                    {
                        _next = now + interval;
                        isIn = true;
                        return null;
                    }
                }
                // Asks again after it: meanwhile another answer may have told to hold.
                await Task.Delay(wait, time, deadline);
            }
        }
        finally
        {
            if (!isIn) _free.Release();
        }
    }

    /// <summary>The call is over.</summary>
    public void Leave() => _free.Release();

    /// <summary>The destination asks for a pause.</summary>
    public void Hold(TimeSpan pause)
    {
        lock (_gate) _heldUntil = Latest(_heldUntil, time.GetUtcNow() + pause, default);
    }

    /// <summary>A notice was taken, or refused for its own sake: the destination is up.</summary>
    public void IsUp()
    {
        lock (_gate) _failures = 0;
    }

    /// <summary>A notice used up its tries.</summary>
    public void IsDown()
    {
        lock (_gate)
        {
            // One more failure after the rest is enough for the next.
            if (++_failures < FailuresUntilRest) return;
            _restsUntil = time.GetUtcNow() + Rest;
        }
    }

    static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other, DateTimeOffset third)
    {
        var latest = one > other ? one : other;
        return latest > third ? latest : third;
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    /// <summary>No turn in time.</summary>
    /// <param name="Why">A phrase.</param>
    /// <param name="For">So long.</param>
    internal sealed record Closed(string Why, TimeSpan For);
}
