namespace Sluice.Tests;

/// <summary>A clock on which every wait is over at once: it notes how long was asked for and moves on by that much.</summary>
sealed class ImpatientTime : TimeProvider
{
    readonly Lock _gate = new();
    readonly List<TimeSpan> _waits = [];
    DateTimeOffset _now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate) return [.. _waits];
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan) Pass(dueTime, callback, state);
        return new Passed(this, callback, state);
    }

    void Pass(TimeSpan dueTime, TimerCallback callback, object? state)
    {
        lock (_gate)
        {
            _waits.Add(dueTime);
            _now += dueTime;
        }
        ThreadPool.QueueUserWorkItem(_ => callback(state));
    }

    sealed class Passed(ImpatientTime time, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan) time.Pass(dueTime, callback, state);
            return true;
        }

        public void Dispose()
        {
            // There is nothing left to wait for.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
