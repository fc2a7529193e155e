using System.Text;
using System.Text.Json;

namespace Sluice;

/// <summary>Answers an event in the way that its sender understands.</summary>
public static class ObjectAnswer
{
    /// <summary>S3 Batch Operations takes no more into its report (bytes).</summary>
    const int ResultStringBytes = 1024;

    /// <summary>Writes the answer.</summary>
    /// <param name="event">What was asked.</param>
    /// <param name="outcomes">One list a parcel, one outcome an object; same order as the event.</param>
    /// <param name="answer">Gets <c>{"batchItemFailures":[…]}</c> for a queue, the results for a batch job, the counts for the others.</param>
    /// <exception cref="ObjectsFailedException">The event was asynchronous, and objects of it failed: all are named.</exception>
    public static void Write(ObjectEvent @event, IReadOnlyList<IReadOnlyList<ObjectOutcome>> outcomes, ByteBuffer answer)
    {
        switch (@event.Kind)
        {
            case ObjectEventKind.Queue:
                WriteQueue(@event, outcomes, answer);
                break;
            case ObjectEventKind.BatchJob:
                WriteBatchJob(@event, outcomes, answer);
                break;
            default:
                WriteNotification(@event, outcomes, answer);
                break;
        }
    }

    static void WriteQueue(ObjectEvent @event, IReadOnlyList<IReadOnlyList<ObjectOutcome>> outcomes, ByteBuffer answer)
    {
        using var json = new Utf8JsonWriter(answer);
        json.WriteStartObject();
        json.WriteStartArray("batchItemFailures"u8);
        for (var i = 0; i < @event.Parcels.Count; i++)
        {
            if (@event.Parcels[i].Problem is null && !outcomes[i].Any(outcome => outcome.IsFailure)) continue;
            json.WriteStartObject();
            json.WriteString("itemIdentifier"u8, @event.Parcels[i].Id);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteBatchJob(ObjectEvent @event, IReadOnlyList<IReadOnlyList<ObjectOutcome>> outcomes, ByteBuffer answer)
    {
        using var json = new Utf8JsonWriter(answer);
        json.WriteStartObject();
        json.WriteString("invocationSchemaVersion"u8, @event.SchemaVersion);
        json.WriteString("treatMissingKeysAs"u8, "TemporaryFailure"u8);
        json.WriteString("invocationId"u8, @event.InvocationId);
        json.WriteStartArray("results"u8);
        for (var i = 0; i < @event.Parcels.Count; i++)
        {
            var parcel = @event.Parcels[i];
            var outcome = parcel.Problem is { } problem ? ObjectOutcome.FailedForGood(problem) : outcomes[i][0];
            json.WriteStartObject();
            json.WriteString("taskId"u8, parcel.Id);
            json.WriteString("resultCode"u8, outcome.Kind switch
            {
                ObjectOutcomeKind.Failed => "TemporaryFailure",
                ObjectOutcomeKind.FailedForGood => "PermanentFailure",
                _ => "Succeeded",
            });
            json.WriteString("resultString"u8, Cut(outcome.Text));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteNotification(ObjectEvent @event, IReadOnlyList<IReadOnlyList<ObjectOutcome>> outcomes, ByteBuffer answer)
    {
        var all = @event.Parcels.SelectMany((parcel, i) => parcel.Objects.Zip(outcomes[i])).ToList();
        var failed = all.Where(one => one.Second.IsFailure).ToList();
        string[] problems =
        [
            .. @event.Parcels.Where(parcel => parcel.Problem is not null).Select(parcel => $"the event {parcel.Problem}"),
            .. failed.Select(one => $"{one.First}: {one.Second.Text}"),
        ];
        if (problems.Length > 0) throw new ObjectsFailedException($"{failed.Count} of {all.Count} objects failed: {string.Join("; ", problems)}");
        using var json = new Utf8JsonWriter(answer);
        json.WriteStartObject();
        json.WriteNumber("objects"u8, all.Count);
        json.WriteNumber("delivered"u8, all.Count(one => one.Second.Kind == ObjectOutcomeKind.Delivered));
        json.WriteNumber("dropped"u8, all.Count(one => one.Second.Kind == ObjectOutcomeKind.Dropped));
        json.WriteNumber("ignored"u8, @event.Parcels.Sum(parcel => parcel.Ignored));
        json.WriteEndObject();
    }

    static ReadOnlySpan<byte> Cut(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        if (bytes.Length <= ResultStringBytes) return bytes;
        var end = ResultStringBytes;
        while ((bytes[end] & 0xC0) == 0x80) end--;      // not inside a character
        return bytes[..end];
    }
}

/// <summary>Objects of an asynchronous event failed; the message names each one and why. Lambda repeats the event.</summary>
public sealed class ObjectsFailedException(string message) : Exception(message);
