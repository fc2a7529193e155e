namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Loads the objects that an event names; answers in the way that the event's sender understands.</summary>
/// <param name="settings">How many at a time.</param>
/// <param name="connect">Makes the connection to the cluster, once for the life of the environment.</param>
/// <param name="loader">Loads one object.</param>
/// <param name="telemetry">One line an invocation.</param>
sealed class Handler(Settings settings, Func<CancellationToken, Task<DeliveryTarget>> connect, ObjectLoader loader, Telemetry telemetry)
{
    DeliveryTarget? _target;

    /// <summary>Handles one event.</summary>
    /// <exception cref="InvalidDataException">The event names no objects in any known way.</exception>
    /// <exception cref="ObjectsFailedException">The event was asynchronous, and objects of it failed: all are named.</exception>
    public async Task HandleAsync(ArraySegment<byte> @event, ByteBuffer answer, Invocation invocation)
    {
        var started = telemetry.Time.GetTimestamp();
        var asked = ObjectEventReader.Read(@event);
        var tally = new LoadTally();
        using var clock = new LoadClock(invocation.Remaining, invocation.Deadline);
        // Test events and removals need no cluster.
        if (_target is null && asked.Parcels.Any(parcel => parcel.Objects.Count > 0))
        {
            try
            {
                _target = await connect(clock.Send);
            }
            catch (ClusterException unknown)
            {
                telemetry.Error("the cluster cannot be used", unknown);
            }
        }
        var outcomes = await ObjectRun.RunAsync(asked, (one, _) => _target is { } target
            ? loader.LoadAsync(one, target, tally, clock)
            : Task.FromResult(ObjectOutcome.Failed("the cluster cannot be used: the reason is in the log")), settings.ObjectConcurrency, clock.Read);
        Log(asked, outcomes, tally, telemetry.Time.GetElapsedTime(started));
        ObjectAnswer.Write(asked, outcomes, answer);
    }

    void Log(ObjectEvent asked, IReadOnlyList<IReadOnlyList<ObjectOutcome>> outcomes, LoadTally tally, TimeSpan took)
    {
        var objects = new ObjectTally(asked, outcomes);
        var documents = tally.Documents;
        List<Field> fields =
        [
            Field.Of("cluster", settings.Delivery.Url.Host),
            Field.Count("Objects", objects.In), Field.Count("ObjectsDropped", objects.Dropped), Field.Count("ObjectsFailed", objects.Failed), Field.Count("EventsIgnored", objects.Ignored),
            Field.Count("RecordsIn", documents.Documents + documents.RejectedRecords), Field.Count("Delivered", documents.Delivered + documents.AlreadyThere),
            Field.Count("AlreadyThere", documents.AlreadyThere), Field.Count("Failed", documents.Rejected + documents.RejectedRecords), Field.Count("Unfinished", documents.Unfinished),
            Field.Count("Dropped", tally.Skipped), Field.Count("Resent", documents.Resent), Field.Count("Requests", documents.Requests), Field.Count("Continued", tally.Continued),
            Field.Count("SourceChanged", tally.SourceChanged), Field.Count("ConnectionsReopened", tally.Reopened), Field.Count("ReplacedBytes", tally.ReplacedBytes),
            Field.Bytes("BytesIn", tally.BytesIn), Field.Bytes("BytesOut", documents.BytesSent), Field.Milliseconds("WaitedOnCluster", documents.Waited), Field.Milliseconds("Duration", took),
        ];
        if (tally.Reasons is { Length: > 0 } reasons) fields.Add(Field.Of("rejected", reasons));
        if (objects.DroppedWhy.Count > 0) fields.Add(Field.Of("dropped", objects.DroppedWhy.ToString()));
        if (objects.FailedWhy.Count > 0) fields.Add(Field.Of("failed", objects.FailedWhy.ToString()));
        telemetry.Write(objects.Failed + documents.Rejected + documents.RejectedRecords > 0 ? LogLevel.Warn : LogLevel.Info, "objects loaded", null, [.. fields]);
    }
}
