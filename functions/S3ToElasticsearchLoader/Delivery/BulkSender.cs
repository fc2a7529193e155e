using System.Collections.Concurrent;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Brings bodies to the cluster: splits what is too large, sends again what may be taken later, and gives an account of
/// each document. One for the life of the environment; bodies may be sent at the same time.</summary>
/// <param name="client">The connections.</param>
/// <param name="cluster">Who is at the other end.</param>
/// <param name="settings">Size, number and form of requests.</param>
/// <param name="time">The clock of the waits.</param>
/// <param name="budget">How often a body is sent again without any of its documents getting through.</param>
sealed class BulkSender(ClusterClient client, Cluster cluster, DeliverySettings settings, TimeProvider time, RetryBudget budget) : IDisposable
{
    /// <summary>So many documents refused one by one, and none taken: it is not the documents.</summary>
    const int SpoiltInARow = 16;

    readonly SemaphoreSlim _places = new(settings.Concurrency);
    readonly ConcurrentBag<BulkRequest> _requests = [];
    readonly GzipSwitch _gzip = new(settings.Gzip);

    /// <summary>How large bodies should be, as far as is known.</summary>
    public BodyLimit Limit { get; } = new(settings.BulkBytes);

    /// <summary>Sends a body's documents until each is delivered or rejected, or until time or patience ends.</summary>
    /// <param name="body">Must not change before the task ends.</param>
    /// <param name="deadline">What is not decided by then is unfinished.</param>
    /// <param name="handOver">Gets the few documents of a large body that must wait, in a body of their own, and says whether it takes
    /// them: then they are its, and the large body is free. <c>null</c>: this call waits with them.</param>
    /// <param name="isRest">The body is such a one: it begins with the wait.</param>
    public async Task<BulkOutcome> SendAsync(BulkBody body, CancellationToken deadline, Func<BulkBody, bool>? handOver = null, bool isRest = false)
    {
        var run = new BulkRun(body);
        var backoff = new Backoff(budget, time);
        if (isRest)
        {
            run.Outcome.Resent += body.Items.Count;
            await backoff.WaitAsync(null, deadline);
        }
        while (run.Next(Limit.RequestBytes) is { } piece)
        {
            TimeSpan? retryAfter;
            try
            {
                retryAfter = await SendAsync(run, piece, backoff, deadline);
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
                run.Later(piece.Span, "the time is up");
                retryAfter = TimeSpan.Zero;
            }
            if (run.Outcome.Failure is not null) break;
            // Documents of this body that were not tried yet come first; a wait holds no place, so other bodies go on.
            if (run.HasMore) continue;
            if (!run.HasLater) break;
            if (handOver is not null && !deadline.IsCancellationRequested && run.TryHandOver(handOver)) break;
            if (!await backoff.WaitAsync(retryAfter, deadline))
            {
                run.Stop(new ClusterException($"{run.LaterCount} documents are not delivered, {(deadline.IsCancellationRequested ? "the time is up" : "all tries are used up")}: {run.LastReason}", passes: true));
                break;
            }
            run.Again();
        }
        return run.Outcome;
    }

    async Task<TimeSpan?> SendAsync(BulkRun run, ReadOnlyMemory<int> piece, Backoff backoff, CancellationToken deadline)
    {
        await _places.WaitAsync(deadline);
        if (!_requests.TryTake(out var request)) request = new BulkRequest(client, cluster, _gzip);
        try
        {
            run.Outcome.Requests++;
            var answer = await request.SendAsync(run.Body, piece, deadline);
            run.Outcome.BytesSent += request.Bytes;
            Settle(run, piece, answer, request.Results, backoff);
            return answer.RetryAfter;
        }
        finally
        {
            _requests.Add(request);
            _places.Release();
        }
    }

    void Settle(BulkRun run, ReadOnlyMemory<int> piece, BulkAnswer answer, List<ItemResult> results, Backoff backoff)
    {
        var bytes = run.BytesOf(piece.Span);
        switch (answer.Kind)
        {
            case AnswerKind.Items:
                Limit.Accepted(bytes);
                if (run.Take(piece.Span, results)) backoff.Progress();
                break;
            case AnswerKind.Later:
                run.Later(piece.Span, answer.Text);
                break;
            case AnswerKind.Cut when !IsAboutSize(run, piece, bytes):
                run.Later(piece.Span, answer.Text);
                break;
            case AnswerKind.TooLarge or AnswerKind.Cut when piece.Length > 1:
                Limit.Refused(bytes);
                run.CutMeansTooLarge = answer.Kind == AnswerKind.Cut;
                run.Split(piece);
                break;
            case AnswerKind.TooLarge or AnswerKind.Cut:
                run.Reject(piece.Span[0], new(413, new("too_large", $"the cluster does not take a document of {bytes} bytes: {answer.Text}")));
                backoff.Progress();
                break;
            case AnswerKind.Spoilt when piece.Length > 1:
                run.Split(piece);
                break;
            case AnswerKind.Spoilt:
                run.Reject(piece.Span[0], new(400, answer.Error.Type.Length > 0 ? answer.Error : answer.Error with { Type = "bad_request" }));
                if (++run.Spoilt >= SpoiltInARow) run.StopAll(new ClusterException("No document is taken: " + answer.Text));
                break;
            default:
                run.StopAll(new ClusterException(answer.Text), piece.Span);
                break;
        }
    }

    /// <summary>Whether a cut connection says that the request is too large. Once is chance, and so is a size that was taken before. A
    /// single document is given up only after more cuts, and only if something else got through: a server that cuts everything must not
    /// look like one that finds everything too large.</summary>
    bool IsAboutSize(BulkRun run, ReadOnlyMemory<int> piece, int bytes)
    {
        var cuts = run.CutsOf(piece);
        if (bytes <= Limit.AcceptedBytes) return false;
        return piece.Length > 1 ? cuts >= 2 || run.CutMeansTooLarge : cuts >= 3 && Limit.AcceptedBytes > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}
