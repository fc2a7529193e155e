namespace Sluice.S3ToElasticsearchLoader;

/// <summary>What became of everything that went through a pipeline: the documents are the sum of delivered, already there, rejected and unfinished.</summary>
sealed record DeliveryReport
{
    /// <summary>Documents in all bodies.</summary>
    public long Documents { get; init; }

    /// <summary>Written now.</summary>
    public long Delivered { get; init; }

    /// <summary>Written by an earlier invocation or an earlier try.</summary>
    public long AlreadyThere { get; init; }

    /// <summary>Documents that the cluster will never take.</summary>
    public long Rejected { get; init; }

    /// <summary>Records that became no document.</summary>
    public long RejectedRecords { get; init; }

    /// <summary>Documents whose fate is open.</summary>
    public long Unfinished { get; init; }

    /// <summary>Where to go on: all that starts before it is delivered or safe among the dead letters. <c>null</c>: everything is.</summary>
    public Place? Resume { get; init; }

    /// <summary>Why something is unfinished; <c>null</c> where nothing is.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Why documents and records were rejected, grouped: without their content.</summary>
    public string Reasons { get; init; } = "";

    /// <summary>Requests, those repeated too.</summary>
    public long Requests { get; init; }

    /// <summary>Bytes of their bodies, as sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Documents sent again, once for each time.</summary>
    public long Resent { get; init; }

    /// <summary>How long reading stood still for the cluster, and how long there was nothing left to read.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Whether nothing is left to do: the event may be acknowledged.</summary>
    public bool IsComplete => Resume is null && Failure is null;
}
