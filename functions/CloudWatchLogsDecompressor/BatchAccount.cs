namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>The account of one invocation: every record and every event is in exactly one column.</summary>
sealed class BatchAccount
{
    readonly ReasonTally _dropped = new(), _failed = new();

    public int Records { get; set; }
    public int RecordsDelivered { get; private set; }

    /// <summary>Records of which nothing is in the answer: they come again, whole.</summary>
    public int RecordsSentBack { get; private set; }

    public int EventsDelivered { get; private set; }
    public int EventsDropped { get; private set; }
    public int EventsReingested { get; private set; }
    public int RecordsReingested { get; set; }
    public long BytesReingested { get; set; }

    public int RecordsDropped => _dropped.Count;
    public int RecordsFailed => _failed.Count;

    public void Note(in FirehoseRecord record, in RecordOutcome outcome)
    {
        EventsDropped += outcome.Dropped;
        switch (outcome.Kind)
        {
            case VerdictKind.Delivered:
                if (outcome.Delivered > 0) RecordsDelivered++;
                else RecordsSentBack++;
                EventsDelivered += outcome.Delivered;
                EventsReingested += outcome.Rest;
                break;
            case VerdictKind.Dropped: _dropped.Add(record.IdText, outcome.Reason!); break;
            default: _failed.Add(record.IdText, outcome.Reason!); break;
        }
    }

    /// <summary>A record counted as delivered failed after all: what did not fit could not be sent back.</summary>
    public void Failed(in FirehoseRecord record, in RecordOutcome outcome, string reason)
    {
        if (outcome.Delivered > 0) RecordsDelivered--;
        else RecordsSentBack--;
        EventsDelivered -= outcome.Delivered;
        EventsReingested -= outcome.Rest;
        EventsDropped -= outcome.Dropped;
        _failed.Add(record.IdText, reason);
    }

    /// <summary>The invocation's one line.</summary>
    public void WriteTo(Telemetry telemetry, string deliveryStreamArn, long bytesIn, long bytesOut, TimeSpan duration) =>
        telemetry.Write(
            RecordsFailed > 0 ? LogLevel.Warn : LogLevel.Info,
            RecordsFailed > 0 ? "batch transformed, some records failed" : "batch transformed",
            null,
            [
                Field.Of("stream", deliveryStreamArn[(deliveryStreamArn.LastIndexOf('/') + 1)..]),
                Field.Count("RecordsIn", Records),
                Field.Count("Delivered", RecordsDelivered),
                Field.Count("Dropped", RecordsDropped),
                Field.Count("Failed", RecordsFailed),
                Field.Count("SentBack", RecordsSentBack),
                Field.Count("EventsDelivered", EventsDelivered),
                Field.Count("EventsDropped", EventsDropped),
                Field.Count("EventsReingested", EventsReingested),
                Field.Count("RecordsReingested", RecordsReingested),
                Field.Bytes("BytesReingested", BytesReingested),
                Field.Bytes("BytesIn", bytesIn),
                Field.Bytes("BytesOut", bytesOut),
                Field.Milliseconds("Duration", duration),
                .. Reasons("dropped", _dropped),
                .. Reasons("failures", _failed),
            ]);

    static Field[] Reasons(string name, ReasonTally tally) => tally.Count == 0 ? [] : [Field.Of(name, tally.ToString())];
}
