using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Routes the findings of an event, and does the scheduled work; answers in the way that the event's sender understands.</summary>
/// <param name="settings">How many at a time.</param>
/// <param name="rules">The rules, as they are now.</param>
/// <param name="router">Of what arrives.</param>
/// <param name="exports">Of objects.</param>
/// <param name="floods">Last summaries; <c>null</c> where floods are not counted.</param>
/// <param name="telemetry">One line an invocation.</param>
sealed class Handler(Settings settings, RuleSource rules, ArrivalRouter router, ExportRun exports, FloodSweep? floods, Telemetry telemetry)
{
    /// <summary>Handles one event.</summary>
    /// <exception cref="InvalidDataException">The event as a whole cannot be read.</exception>
    /// <exception cref="FindingsFailedException">The event came from no queue, and something of it is neither delivered nor kept.</exception>
    public async Task HandleAsync(ArraySegment<byte> @event, ByteBuffer answer, Invocation invocation)
    {
        var started = telemetry.Time.GetTimestamp();
        var asked = EventReader.Read(@event, invocation.RequestId);
        var current = await rules.CurrentAsync(invocation.Deadline);
        var run = new HandlerRun(asked, settings, current, telemetry.Time.GetUtcNow() + invocation.Remaining);
        await run.RouteAsync(router, invocation.Deadline);
        await run.ReadAsync(exports, invocation.Deadline);
        if (asked.IsSchedule && floods is not null) await run.SweepAsync(floods, invocation.RequestId, invocation.Deadline);
        Log(run, asked, @event.Count, telemetry.Time.GetElapsedTime(started));
        Answer(run, asked, answer);
    }

    static void Answer(HandlerRun run, FindingEvent asked, ByteBuffer answer)
    {
        if (asked.BatchJob is { } job)
        {
            ObjectAnswer.Write(job, run.OfJob(job), answer);
            return;
        }
        if (asked.MessageIds is null && run.Problems.Count > 0) throw new FindingsFailedException($"not everything is delivered or kept: {string.Join("; ", run.Problems)}");
        using var json = new Utf8JsonWriter(answer);
        json.WriteStartObject();
        if (asked.MessageIds is { } messages)
        {
            json.WriteStartArray("batchItemFailures"u8);
            foreach (var parcel in run.Unaccounted)
            {
                json.WriteStartObject();
                json.WriteString("itemIdentifier"u8, messages[parcel]);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        else
        {
            json.WriteNumber("findings"u8, run.RecordsIn);
            json.WriteNumber("delivered"u8, run.Tally[Counted.Delivered]);
            json.WriteNumber("dropped"u8, run.Tally.Dropped);
            json.WriteNumber("failed"u8, run.Tally.Failed);
            json.WriteNumber("notices"u8, run.Tally[Counted.Notices]);
        }
        json.WriteEndObject();
    }

    void Log(HandlerRun run, FindingEvent asked, int bytesIn, TimeSpan took)
    {
        var tally = run.Tally;
        List<Field> fields =
        [
            Field.Count("RecordsIn", run.RecordsIn), Field.Count("Delivered", tally[Counted.Delivered]), Field.Count("Dropped", tally.Dropped), Field.Count("Failed", tally.Failed),
            Field.Count("Suppressed", tally[Counted.Suppressed]), Field.Count("Copies", tally[Counted.Copies]), Field.Count("Repeats", tally[Counted.Repeats]), Field.Count("Grouped", tally[Counted.Grouped]),
            Field.Count("Notices", tally[Counted.Notices]), Field.Count("Kept", tally[Counted.Kept]), Field.Count("Summaries", tally[Counted.Summaries]), Field.Count("ByDefault", tally[Counted.ByDefault]),
            Field.Count("NotFindings", tally[Counted.NotFindings]), Field.Count("LedgerUnavailable", tally[Counted.LedgerUnavailable]), Field.Count("RulesBroken", rules.IsBroken ? 1 : 0),
            Field.Count("Objects", asked.Exports.Count), Field.Bytes("BytesIn", bytesIn), Field.Milliseconds("Duration", took),
        ];
        if (tally.Dropped > 0) fields.Add(Field.Of("dropped", tally.DroppedWhy));
        if (tally.Failed > 0) fields.Add(Field.Of("failed", tally.FailedWhy));
        if (run.Problems.Count > 0) fields.Add(Field.Of("problems", string.Join("; ", run.Problems)));
        if (tally.LedgerProblem.Length > 0) fields.Add(Field.Of("ledger", tally.LedgerProblem));
        telemetry.Write(tally.Failed > 0 || run.Problems.Count > 0 || tally.LedgerProblem.Length > 0 ? LogLevel.Warn : LogLevel.Info, "findings routed", null, [.. fields]);
    }
}

/// <summary>Something of an event is neither delivered nor kept; Lambda repeats an asynchronous event, and then keeps it.</summary>
sealed class FindingsFailedException(string message) : Exception(message);
