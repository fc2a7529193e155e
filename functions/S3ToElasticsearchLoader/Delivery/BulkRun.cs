using System.Runtime.InteropServices;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The documents of one body on their way.</summary>
sealed class BulkRun(BulkBody body)
{
    readonly Stack<ReadOnlyMemory<int>> _pieces = new([Enumerable.Range(0, body.Items.Count).ToArray()]);
    readonly List<int> _later = [];
    (int First, int Length, int Times) _cut;

    /// <summary>The body; does not change.</summary>
    public BulkBody Body => body;

    /// <summary>The account so far.</summary>
    public BulkOutcome Outcome { get; } = new();

    /// <summary>Why documents wait.</summary>
    public string LastReason { get; private set; } = "";

    /// <summary>Documents refused one by one since one was taken.</summary>
    public int Spoilt { get; set; }

    /// <summary>Whether some were not tried in this round.</summary>
    public bool HasMore => _pieces.Count > 0;

    /// <summary>Whether some wait for another round.</summary>
    public bool HasLater => _later.Count > 0;

    /// <summary>How many wait.</summary>
    public int LaterCount => _later.Count;

    /// <summary>The next documents to send, as many as a request takes, at least one; <c>null</c> where there are none.</summary>
    public ReadOnlyMemory<int>? Next(int maxBytes)
    {
        if (!_pieces.TryPop(out var piece) || piece.IsEmpty) return null;
        var (count, bytes) = (0, 0L);
        while (count < piece.Length && (bytes += body.Items[piece.Span[count]].Length) <= maxBytes) count++;
        count = Math.Max(count, 1);
        if (count < piece.Length) _pieces.Push(piece[count..]);
        return piece[..count];
    }

    /// <summary>Bytes of some documents with their action lines.</summary>
    public int BytesOf(ReadOnlySpan<int> piece)
    {
        var bytes = 0;
        foreach (var place in piece) bytes += body.Items[place].Length;
        return bytes;
    }

    /// <summary>Notes each document's result.</summary>
    /// <returns>Whether any is decided.</returns>
    public bool Take(ReadOnlySpan<int> piece, List<ItemResult> results)
    {
        var decided = false;
        for (var i = 0; i < piece.Length; i++)
        {
            var result = results[i];
            decided |= result.Verdict is ItemVerdict.Delivered or ItemVerdict.AlreadyThere or ItemVerdict.Rejected;
            if (result.Verdict == ItemVerdict.Delivered) Outcome.Delivered++;
            else if (result.Verdict == ItemVerdict.AlreadyThere) Outcome.AlreadyThere++;
            else if (result.Verdict == ItemVerdict.Rejected) Reject(piece[i], result);
            else Later(piece.Slice(i, 1), $"{result.Status} {result.Error.Label}");
            if (result.Verdict == ItemVerdict.Forbidden)
                Outcome.Failure ??= new ClusterException($"The cluster forbids to write ({result.Status} {result.Error.Type}): give the user or the role the right to create documents, and the index where it is missing.");
        }
        if (decided) Spoilt = 0;
        if (Outcome.Failure is { } forbidden) StopAll(forbidden);
        return decided;
    }

    /// <summary>Notes one that is never taken.</summary>
    public void Reject(int place, ItemResult result) => Outcome.Rejected.Add(new(place, result.Status, result.Error));

    /// <summary>Notes some that wait for another round.</summary>
    public void Later(ReadOnlySpan<int> piece, string reason)
    {
        foreach (var place in piece) _later.Add(place);
        LastReason = reason;
    }

    /// <summary>Starts another round, of those that waited.</summary>
    public void Again()
    {
        _later.Sort();
        Outcome.Resent += _later.Count;
        _pieces.Push(_later.ToArray());
        _later.Clear();
    }

    /// <summary>Gives those that wait away, if they are few of many: a large body should not wait for them.</summary>
    /// <returns>Whether they were taken.</returns>
    public bool TryHandOver(Func<BulkBody, bool> take)
    {
        _later.Sort();
        if (BytesOf(CollectionsMarshal.AsSpan(_later)) > body.Bytes.Length / 4) return false;
        var rest = body.Copy(_later);
        if (!take(rest)) return false;
        Outcome.HandedOver = _later.Count;
        _later.Clear();
        return true;
    }

    /// <summary>Sends some in two requests.</summary>
    public void Split(ReadOnlyMemory<int> piece)
    {
        _pieces.Push(piece[(piece.Length / 2)..]);
        _pieces.Push(piece[..(piece.Length / 2)]);
    }

    /// <summary>A request was cut for its size: the next cut needs no second look.</summary>
    public bool CutMeansTooLarge { get; set; }

    /// <summary>How often in a row the connection was cut on the same documents, this time included.</summary>
    public int CutsOf(ReadOnlyMemory<int> piece)
    {
        var isSame = _cut.First == piece.Span[0] && _cut.Length == piece.Length;
        _cut = (piece.Span[0], piece.Length, isSame ? _cut.Times + 1 : 1);
        return _cut.Times;
    }

    /// <summary>Gives up those that wait.</summary>
    public void Stop(ClusterException failure)
    {
        Outcome.Failure = failure;
        Outcome.Unfinished.AddRange(_later);
        _later.Clear();
    }

    /// <summary>Gives up all that are not decided.</summary>
    public void StopAll(ClusterException failure, ReadOnlySpan<int> piece = default)
    {
        foreach (var rest in _pieces) Outcome.Unfinished.AddRange(rest.Span);
        _pieces.Clear();
        Outcome.Unfinished.AddRange(piece);
        Stop(failure);
    }
}
