namespace Sluice.S3ToElasticsearchLoader;

/// <summary>A document that the cluster will not take.</summary>
/// <param name="Item">Its place in the body.</param>
/// <param name="Status">HTTP's, of the document.</param>
/// <param name="Error">Why.</param>
readonly record struct ItemRejection(int Item, int Status, ItemError Error);

/// <summary>What became of the documents of one body. Each is in exactly one of five: delivered, already there, rejected, handed over, unfinished.</summary>
sealed class BulkOutcome
{
    /// <summary>Written now.</summary>
    public int Delivered { get; set; }

    /// <summary>Written earlier.</summary>
    public int AlreadyThere { get; set; }

    /// <summary>Never taken as they are.</summary>
    public List<ItemRejection> Rejected { get; } = [];

    /// <summary>Places of those whose fate is open; not in order.</summary>
    public List<int> Unfinished { get; } = [];

    /// <summary>How many went into a body of their own, which has its own outcome.</summary>
    public int HandedOver { get; set; }

    /// <summary>Why some are unfinished; <c>null</c> where none is.</summary>
    public ClusterException? Failure { get; set; }

    /// <summary>Requests, those repeated too.</summary>
    public int Requests { get; set; }

    /// <summary>Bytes of their bodies, as sent.</summary>
    public long BytesSent { get; set; }

    /// <summary>Documents sent again, once for each time.</summary>
    public long Resent { get; set; }
}
