using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Takes full bodies and gives back empty ones, while several are on their way: one pipeline for one source object and
/// invocation. Its memory is that of its bodies, one more than requests at once, and of the few
/// documents that wait.</summary>
/// <param name="sender">Brings them to the cluster.</param>
/// <param name="dialect">How documents are announced.</param>
/// <param name="concurrency">Requests at once.</param>
/// <param name="deadLetters">Keeps what is rejected; <c>null</c>: a rejection makes the invocation fail.</param>
/// <param name="expectedBytes">Of all bodies together, roughly: bodies are made no larger.</param>
/// <param name="deadline">What is not decided by then is unfinished.</param>
sealed class BulkPipeline(BulkSender sender, BulkDialect dialect, int concurrency, DeadLetters? deadLetters, long expectedBytes, CancellationToken deadline) : IDisposable
{
    /// <summary>A body that an unusual document made larger gives its memory back.</summary>
    const int BodyKept = 12 << 20;

    const int LeastBytes = 64 << 10;

    /// <summary>A body is full before its last document would make it longer, but a long one may.</summary>
    const int Margin = 64 << 10;

    /// <summary>Documents that wait for their next try, beside the bodies.</summary>
    const int MostRestBytes = 4 << 20;

    // One is filled while the others are sent.
    readonly SemaphoreSlim _free = new(concurrency + 1);
    readonly ConcurrentBag<BulkBody> _empty = [];
    readonly List<Task> _running = [];
    readonly Lock _gate = new();
    readonly ReasonTally _reasons = new();      // these three guarded by _gate
    DeliveryReport _report = new();
    Exception? _failure;
    int _restBytes;
    TimeSpan _waited;       // the reader's, who is one

    /// <summary>A body with so many bytes should be sent.</summary>
    public int FillBytes => sender.Limit.FillBytes;

    /// <summary>An empty body; waits while all are on their way.</summary>
    /// <exception cref="OperationCanceledException">The time is up: finish.</exception>
    /// <exception cref="DeliveryStoppedException">The cluster takes nothing, or keeps refusing: finish, more would only be thrown away.</exception>
    public async ValueTask<BulkBody> RentAsync()
    {
        ThrowIfStopped();
        var from = Stopwatch.GetTimestamp();
        await _free.WaitAsync(deadline);
        _waited += Stopwatch.GetElapsedTime(from);
        if (_failure is not null) _free.Release();
        ThrowIfStopped();
        return _empty.TryTake(out var body) ? body : new BulkBody(dialect, (int)Math.Clamp(expectedBytes, LeastBytes, FillBytes + Margin));
    }

    /// <summary>Sends a body, which belongs to the pipeline from now on.</summary>
    public void Send(BulkBody body)
    {
        _running.RemoveAll(task => task.IsCompleted);
        _running.Add(Task.Run(() => SendAsync(body)));
    }

    /// <summary>Waits for all bodies and writes the dead letters.</summary>
    /// <param name="last">For writing the dead letters: they are worth more time than the deadline left.</param>
    /// <remarks>Everything that was read but never sent in a body is the caller's to account for.</remarks>
    public async Task<DeliveryReport> FinishAsync(CancellationToken last)
    {
        var from = Stopwatch.GetTimestamp();
        await Task.WhenAll(_running);
        _waited += Stopwatch.GetElapsedTime(from);
        if (deadLetters is not null)
        {
            try
            {
                await deadLetters.FlushAsync(last);
            }
            catch (Exception lost)
            {
                lock (_gate) _failure ??= lost;
            }
            lock (_gate) _report = _report with { Resume = Least(_report.Resume, deadLetters.FirstUnsaved) };
        }
        lock (_gate) return _report with { Waited = _waited, Failure = _failure, Reasons = _reasons.ToString() };
    }

    async Task SendAsync(BulkBody body)
    {
        BulkBody? rest = null;
        try
        {
            var accounted = await SendAsync(body, waiting =>
            {
                if (Interlocked.Add(ref _restBytes, waiting.Bytes.Length) > MostRestBytes)
                {
                    Interlocked.Add(ref _restBytes, -waiting.Bytes.Length);
                    return false;
                }
                rest = waiting;
                return true;
            }, isRest: false);
            // Else they are unfinished with their body.
            if (!accounted) rest = null;
        }
        finally
        {
            body.Clear();
            body.Bytes.ShrinkTo(BodyKept);
            _empty.Add(body);
            _free.Release();
        }
        if (rest is null) return;
        await SendAsync(rest, null, isRest: true);
        Interlocked.Add(ref _restBytes, -rest.Bytes.Length);
    }

    /// <returns>Whether the account is that of the outcome; else all of the body is unfinished.</returns>
    async Task<bool> SendAsync(BulkBody body, Func<BulkBody, bool>? handOver, bool isRest)
    {
        BulkOutcome? outcome = null;
        try
        {
            outcome = await sender.SendAsync(body, deadline, handOver, isRest);
            if (deadLetters is not null) await KeepAsync(body, outcome, deadLetters);
            Account(body, outcome, null);
            return true;
        }
        catch (Exception lost)
        {
            // A dead letter that could not be written, or a fault of ours: the body counts as unfinished, whatever became of it.
            var open = new BulkOutcome { Requests = outcome?.Requests ?? 0, BytesSent = outcome?.BytesSent ?? 0, Resent = outcome?.Resent ?? 0 };
            open.Unfinished.AddRange(Enumerable.Range(0, body.Items.Count));
            Account(body, open, lost);
            return false;
        }
    }

    async Task KeepAsync(BulkBody body, BulkOutcome outcome, DeadLetters letters)
    {
        foreach (var rejection in outcome.Rejected) await letters.AddAsync(body, rejection, deadline);
        foreach (var record in body.Rejected) await letters.AddAsync(record, deadline);
    }

    void Account(BulkBody body, BulkOutcome outcome, Exception? lost)
    {
        lock (_gate)
        {
            foreach (var (place, status, error) in outcome.Rejected)
                _reasons.Add(Line(body.Items[place].Line), string.Create(CultureInfo.InvariantCulture, $"{status} {error.Label}"));
            foreach (var record in body.Rejected) _reasons.Add(Line(record.Line), record.Reason);
            var rejected = outcome.Rejected.Count + body.Rejected.Count;
            _failure ??= lost ?? outcome.Failure;
            var resume = _report.Resume;
            foreach (var place in outcome.Unfinished) resume = Least(resume, PlaceOf(body.Items[place]));
            if (lost is not null)
                foreach (var record in body.Rejected) resume = Least(resume, new(record.Offset, record.Line));
            if (deadLetters is null && rejected > 0)
            {
                _failure ??= new ClusterException("There is no FAILED_BUCKET to keep what was rejected: " + _reasons);
                foreach (var rejection in outcome.Rejected) resume = Least(resume, PlaceOf(body.Items[rejection.Item]));
                foreach (var record in body.Rejected) resume = Least(resume, new(record.Offset, record.Line));
            }
            _report = _report with
            {
                Documents = _report.Documents + body.Items.Count - outcome.HandedOver,
                Delivered = _report.Delivered + outcome.Delivered,
                AlreadyThere = _report.AlreadyThere + outcome.AlreadyThere,
                Rejected = _report.Rejected + outcome.Rejected.Count,
                RejectedRecords = _report.RejectedRecords + body.Rejected.Count,
                Unfinished = _report.Unfinished + outcome.Unfinished.Count,
                Requests = _report.Requests + outcome.Requests,
                BytesSent = _report.BytesSent + outcome.BytesSent,
                Resent = _report.Resent + outcome.Resent,
                Resume = resume,
            };
        }
    }

    void ThrowIfStopped()
    {
        lock (_gate)
            if (_failure is { } failure) throw new DeliveryStoppedException(failure);
    }

    static string Line(long line) => "line " + line.ToString(CultureInfo.InvariantCulture);

    static Place PlaceOf(BulkItem item) => new(item.Offset, item.Line);

    static Place? Least(Place? one, Place? other) => one is null || other?.Offset < one.Value.Offset ? other ?? one : one;

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();
}

/// <summary>The pipeline takes no more; <see cref="BulkPipeline.FinishAsync"/> tells what became of what it had.</summary>
/// <param name="cause">What stopped it.</param>
sealed class DeliveryStoppedException(Exception cause) : Exception(cause.Message, cause);
