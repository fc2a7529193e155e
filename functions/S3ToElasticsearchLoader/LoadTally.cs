namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Counts of one invocation over its objects, several of which may be loaded at once.</summary>
sealed class LoadTally
{
    readonly Lock _gate = new();
    readonly List<string> _reasons = [];

    public DeliveryReport Documents { get; private set; } = new();

    /// <summary>Lines and envelopes that hold no record.</summary>
    public long Skipped { get; private set; }

    /// <summary>Bytes that were no UTF-8.</summary>
    public long ReplacedBytes { get; private set; }

    /// <summary>Bytes of objects, as stored.</summary>
    public long BytesIn { get; private set; }

    /// <summary>Messages sent to go on with an object.</summary>
    public int Continued { get; private set; }

    /// <summary>Objects that were replaced before they could be loaded to their end.</summary>
    public int SourceChanged { get; private set; }

    /// <summary>Connections to S3 that had to be opened again.</summary>
    public int Reopened { get; private set; }

    /// <summary>Why documents and records were rejected; without their content.</summary>
    public string Reasons
    {
        get
        {
            lock (_gate) return string.Join("; ", _reasons);
        }
    }

    public void Add(DeliveryReport report, long skipped, long replacedBytes, long bytesIn, int reopened)
    {
        lock (_gate)
        {
            Documents = new DeliveryReport
            {
                Documents = Documents.Documents + report.Documents,
                Delivered = Documents.Delivered + report.Delivered,
                AlreadyThere = Documents.AlreadyThere + report.AlreadyThere,
                Rejected = Documents.Rejected + report.Rejected,
                RejectedRecords = Documents.RejectedRecords + report.RejectedRecords,
                Unfinished = Documents.Unfinished + report.Unfinished,
                Requests = Documents.Requests + report.Requests,
                BytesSent = Documents.BytesSent + report.BytesSent,
                Resent = Documents.Resent + report.Resent,
                Waited = Documents.Waited + report.Waited,
            };
            Skipped += skipped;
            ReplacedBytes += replacedBytes;
            BytesIn += bytesIn;
            Reopened += reopened;
            if (report.Reasons.Length > 0 && _reasons.Count < 10) _reasons.Add(report.Reasons);
        }
    }

    public void Continue()
    {
        lock (_gate) Continued++;
    }

    public void Change()
    {
        lock (_gate) SourceChanged++;
    }
}
