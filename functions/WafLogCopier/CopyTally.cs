namespace Sluice.WafLogCopier;

/// <summary>Counts of one invocation, from several copies at once.</summary>
sealed class CopyTally
{
    long _copied, _bytes, _alreadyThere, _gone, _unparsed, _beside, _deleted, _retries;

    public long Copied => _copied;

    /// <summary>Of the objects copied, as stored.</summary>
    public long Bytes => _bytes;

    /// <summary>An equal object had the key already.</summary>
    public long AlreadyThere => _alreadyThere;

    /// <summary>The source was deleted before it could be copied.</summary>
    public long Gone => _gone;

    /// <summary>Of the copies: under the prefix of unparsed keys.</summary>
    public long Unparsed => _unparsed;

    /// <summary>Of the copies: under a name of their own, since another object had the key.</summary>
    public long Beside => _beside;

    /// <summary>Sources deleted after their copy.</summary>
    public long Deleted => _deleted;

    /// <summary>Calls that S3 refused for the moment.</summary>
    public long Retries => _retries;

    public void Copy(long bytes, bool unparsed, bool beside)
    {
        Interlocked.Increment(ref _copied);
        Interlocked.Add(ref _bytes, bytes);
        if (unparsed) Interlocked.Increment(ref _unparsed);
        if (beside) Interlocked.Increment(ref _beside);
    }

    public void FoundThere() => Interlocked.Increment(ref _alreadyThere);

    public void FoundGone() => Interlocked.Increment(ref _gone);

    public void Delete() => Interlocked.Increment(ref _deleted);

    public void Retry() => Interlocked.Increment(ref _retries);
}
