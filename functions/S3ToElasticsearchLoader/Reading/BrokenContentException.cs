namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The object's content cannot be read further: truncated, damaged, or of a kind that is not read. Reading it again gives the same.</summary>
sealed class BrokenContentException : Exception
{
    /// <param name="reason">What is wrong, as an end of a sentence.</param>
    /// <param name="cause">What the decoder said.</param>
    public BrokenContentException(string reason, Exception? cause = null) : base(reason, cause) => Reason = reason;

    /// <param name="found">Without a place.</param>
    /// <param name="offset">Bytes of decompressed content that were read.</param>
    public BrokenContentException(BrokenContentException found, long offset)
        : base($"at offset {offset} of its decompressed content {found.Reason}", found.InnerException) => (Reason, Offset) = (found.Reason, offset);

    /// <summary>What is wrong.</summary>
    public string Reason { get; }

    /// <summary>Where the content breaks off, bytes from the start of the decompressed content.</summary>
    public long Offset { get; }
}
