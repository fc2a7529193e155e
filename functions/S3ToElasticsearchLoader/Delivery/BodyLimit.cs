namespace Sluice.S3ToElasticsearchLoader;

/// <summary>How large a request may be, learnt from what the cluster refuses, and kept for the life of the environment.</summary>
/// <param name="fillBytes">Where a body is full, as set.</param>
sealed class BodyLimit(int fillBytes)
{
    /// <summary>The smallest endpoints take 10 MiB a request (Amazon OpenSearch Service, small instances): a little less, for the head.</summary>
    public const int Hardest = (10 << 20) - (64 << 10);

    /// <summary>Below this a refusal is not about the size.</summary>
    const int Smallest = 1 << 10;

    readonly Lock _gate = new();
    int _request = Hardest, _accepted;

    /// <summary>A request has at most so many bytes, before compression: servers count them after they have inflated it.</summary>
    public int RequestBytes
    {
        get { lock (_gate) return _request; }
    }

    /// <summary>A body with so many bytes is full. Below <see cref="RequestBytes"/>, so that the last document seldom makes a second request.</summary>
    public int FillBytes => Math.Min(fillBytes, RequestBytes / 8 * 7);

    /// <summary>The largest request that was taken.</summary>
    public int AcceptedBytes
    {
        get { lock (_gate) return _accepted; }
    }

    /// <summary>A request was taken.</summary>
    public void Accepted(int bytes)
    {
        lock (_gate) _accepted = Math.Max(_accepted, bytes);
    }

    /// <summary>A request was too large: half of it is the limit from now on.</summary>
    public void Refused(int bytes)
    {
        lock (_gate) _request = Math.Clamp(bytes / 2, Smallest, _request);
    }
}
