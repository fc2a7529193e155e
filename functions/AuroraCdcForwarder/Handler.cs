using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.AuroraCdcForwarder;

/// <summary>Row changes of an event go into the delivery stream; what can never go there, into the failure queue.</summary>
/// <param name="settings">The table of the article's payloads.</param>
/// <param name="forwarder">Writes and sends.</param>
/// <param name="failures">Keeps what is beyond help; <c>null</c> where none is set, and such an event fails.</param>
/// <param name="sweep">Empties the outbox; <c>null</c> where there is none.</param>
/// <param name="telemetry">One line an invocation.</param>
sealed class Handler(Settings settings, Forwarder forwarder, FailureQueue? failures, OutboxSweep? sweep, Telemetry telemetry)
{
    /// <summary>Handles one event.</summary>
    /// <exception cref="InvalidDataException">The event is not JSON, or asks for a sweep where no outbox is set.</exception>
    /// <exception cref="ChangesFailedException">The event came from no queue, and changes of it are neither delivered nor kept.</exception>
    public async Task HandleAsync(ArraySegment<byte> @event, ByteBuffer answer, Invocation invocation)
    {
        var started = telemetry.Time.GetTimestamp();
        var opened = new List<JsonDocument>();
        try
        {
            opened.Add(Parse(@event));
            var asked = EventReader.Read(opened[0].RootElement, invocation.RequestId, opened);
            var run = new ForwardRun(forwarder, failures, telemetry.Time, settings.FlatTable);
            if (asked.IsSweep)
            {
                if (sweep is null) throw new InvalidDataException("The event asks for a sweep of the outbox, and OUTBOX_HOST is not set.");
                await sweep.RunAsync(run, invocation.Deadline);
            }
            else await run.AddAsync(asked.Payloads, invocation.Deadline);
            Log(run, @event.Count, telemetry.Time.GetElapsedTime(started));
            Answer(asked, run, answer);
        }
        finally
        {
            foreach (var document in opened) document.Dispose();
        }
    }

    static JsonDocument Parse(ArraySegment<byte> @event)
    {
        if (!Utf8.IsValid(@event)) throw new InvalidDataException("The event is not UTF-8.");
        try
        {
            return JsonDocument.Parse(@event.AsMemory());
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"The event is not JSON, at line {wrong.LineNumber ?? 0}, byte {wrong.BytePositionInLine ?? 0}: triggers must make it with JSON_OBJECT, not with CONCAT."));
        }
    }

    static void Answer(ChangeEvent asked, ForwardRun run, ByteBuffer answer)
    {
        if (asked.MessageIds is null && run.Unkept > 0) throw new ChangesFailedException($"{run.Unkept} of {run.Payloads} changes are not delivered: {run.FailedWhy}");
        using var json = new Utf8JsonWriter(answer);
        json.WriteStartObject();
        if (asked.MessageIds is { } messages)
        {
            json.WriteStartArray("batchItemFailures"u8);
            foreach (var parcel in run.UnkeptParcels)
            {
                json.WriteStartObject();
                json.WriteString("itemIdentifier"u8, messages[parcel]);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        else
        {
            json.WriteNumber("changes"u8, run.Payloads);
            json.WriteNumber("delivered"u8, run.Delivered);
            json.WriteNumber("dropped"u8, run.Dropped);
            json.WriteNumber("failed"u8, run.Failed);
        }
        json.WriteEndObject();
    }

    void Log(ForwardRun run, int bytesIn, TimeSpan took)
    {
        List<Field> fields =
        [
            Field.Of("stream", settings.DeliveryStream),
            Field.Count("RecordsIn", run.Payloads), Field.Count("Delivered", run.Delivered), Field.Count("Dropped", run.Dropped), Field.Count("Failed", run.Failed),
            Field.Count("Duplicates", run.Tally.Duplicates), Field.Count("Kept", run.Kept), Field.Count("Swept", run.Swept),
            Field.Bytes("BytesIn", bytesIn), Field.Bytes("BytesOut", run.Tally.BytesOut), Field.Milliseconds("Duration", took),
        ];
        if (run.DroppedWhy.Count > 0) fields.Add(Field.Of("dropped", run.DroppedWhy.ToString()));
        if (run.FailedWhy.Count > 0) fields.Add(Field.Of("failed", run.FailedWhy.ToString()));
        telemetry.Write(run.Failed > 0 ? LogLevel.Warn : LogLevel.Info, "changes forwarded", null, [.. fields]);
    }
}

/// <summary>Changes of an event are neither delivered nor kept; Lambda repeats an asynchronous event, and then keeps it.</summary>
sealed class ChangesFailedException(string message) : Exception(message);
