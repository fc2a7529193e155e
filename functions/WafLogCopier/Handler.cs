namespace Sluice.WafLogCopier;

/// <summary>Copies the objects that an event names; answers in the way that the event's sender understands.</summary>
sealed class Handler(Settings settings, ObjectCopier copier, Telemetry telemetry)
{
    /// <summary>Handles one event.</summary>
    /// <exception cref="InvalidDataException">The event names no objects in any known way.</exception>
    /// <exception cref="ObjectsFailedException">The event was asynchronous, and objects of it failed: all are named.</exception>
    public async Task HandleAsync(ArraySegment<byte> @event, ByteBuffer answer, Invocation invocation)
    {
        var started = telemetry.Time.GetTimestamp();
        var asked = ObjectEventReader.Read(@event);
        var tally = new CopyTally();
        var ownAccount = AccountOf(invocation.FunctionArn);
        var outcomes = await ObjectRun.RunAsync(
            asked, (source, deadline) => copier.CopyAsync(source, ownAccount, tally, deadline), settings.Concurrency, invocation.Deadline);
        Log(asked, outcomes, tally, telemetry.Time.GetElapsedTime(started));
        ObjectAnswer.Write(asked, outcomes, answer);
    }

    void Log(ObjectEvent asked, IReadOnlyList<IReadOnlyList<ObjectOutcome>> outcomes, CopyTally tally, TimeSpan took)
    {
        var objects = new ObjectTally(asked, outcomes);
        List<Field> fields =
        [
            Field.Of("target", settings.TargetBucket),
            Field.Count("RecordsIn", objects.In), Field.Count("Delivered", objects.Delivered), Field.Count("Dropped", objects.Dropped), Field.Count("Failed", objects.Failed),
            Field.Count("EventsIgnored", objects.Ignored), Field.Count("Copied", tally.Copied), Field.Count("AlreadyThere", tally.AlreadyThere), Field.Count("Gone", tally.Gone),
            Field.Count("Unparsed", tally.Unparsed), Field.Count("KeptBeside", tally.Beside), Field.Count("SourcesDeleted", tally.Deleted), Field.Count("Retries", tally.Retries),
            Field.Bytes("BytesOut", tally.Bytes), Field.Milliseconds("Duration", took),
        ];
        if (objects.DroppedWhy.Count > 0) fields.Add(Field.Of("dropped", objects.DroppedWhy.ToString()));
        if (objects.FailedWhy.Count > 0) fields.Add(Field.Of("failed", objects.FailedWhy.ToString()));
        telemetry.Write(objects.Failed > 0 ? LogLevel.Warn : LogLevel.Info, "objects copied", null, [.. fields]);
    }

    /// <summary>The account in <c>arn:aws:lambda:region:account:function:name</c>.</summary>
    static string AccountOf(string functionArn) => functionArn.Split(':') is { Length: > 5 } parts ? parts[4] : "";
}
