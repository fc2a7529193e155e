using System.Text.Json;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>The function's other mode, with <c>REPLAY_TO</c> set: an object of failed records was put into a bucket, and goes back into the stream.</summary>
/// <remarks>Takes what <see cref="ObjectEventReader"/> reads. Every object of the event is tried; then, if one has lines that could not
/// be sent, the invocation fails with all reasons, so that Lambda repeats it and at last puts the event into its failure destination.</remarks>
sealed class ReplayHandler(ReplayBucket replays, string stream, Telemetry telemetry)
{
    /// <summary>Replays the objects that the event names.</summary>
    /// <exception cref="InvalidDataException">The event is no S3 event, or some lines could not be sent; the message names objects and lines.</exception>
    public async Task HandleAsync(ArraySegment<byte> @event, ByteBuffer answer, Invocation invocation)
    {
        var started = telemetry.Time.GetTimestamp();
        var problems = new List<string>();
        var (objects, skipped, lines, sent, bytes, failed) = (0, 0, 0L, 0L, 0L, 0L);
        foreach (var (bucket, key) in ObjectsOf(@event))
        {
            objects++;
            try
            {
                var outcome = await replays.RunAsync(bucket, key, stream, invocation.Deadline);
                if (outcome.Skipped is { } why)
                {
                    // Lambda repeats the event: by then the other run has done it, or this one may.
                    if (outcome.IsOpen) problems.Add($"s3://{bucket}/{key}: {why}");
                    skipped++;
                    telemetry.Info("object skipped", Field.Of("bucket", bucket), Field.Of("key", key), Field.Of("why", why));
                    continue;
                }
                lines += outcome.Result!.Lines;
                sent += outcome.Result.Sent;
                bytes += outcome.Result.Bytes;
                failed += outcome.Result.Failed;
                problems.AddRange(outcome.Result.Problems.Select(problem => $"s3://{bucket}/{key} {problem}"));
            }
            catch (OperationCanceledException) when (invocation.Deadline.IsCancellationRequested)
            {
                failed++;
                problems.Add($"s3://{bucket}/{key}: no time was left");
            }
            catch (Exception wrong)
            {
                failed++;
                problems.Add($"s3://{bucket}/{key}: {wrong.Message}");
            }
        }
        telemetry.Write(problems.Count > 0 ? LogLevel.Warn : LogLevel.Info, "failed records replayed", null,
            Field.Of("stream", stream), Field.Count("Objects", objects), Field.Count("ObjectsSkipped", skipped),
            Field.Count("RecordsIn", lines), Field.Count("Delivered", sent), Field.Count("Failed", failed), Field.Bytes("BytesOut", bytes),
            Field.Milliseconds("Duration", telemetry.Time.GetElapsedTime(started)));
        if (problems.Count > 0) throw new InvalidDataException($"Not all was replayed, {failed} failed: {string.Join("; ", problems)}");

        using var json = new Utf8JsonWriter(answer);
        json.WriteStartObject();
        json.WriteNumber("objects"u8, objects);
        json.WriteNumber("skipped"u8, skipped);
        json.WriteNumber("records"u8, lines);
        json.WriteNumber("sent"u8, sent);
        json.WriteEndObject();
    }

    static IEnumerable<(string Bucket, string Key)> ObjectsOf(ReadOnlyMemory<byte> @event)
    {
        ObjectEvent read;
        try
        {
            read = ObjectEventReader.Read(@event);
        }
        catch (InvalidDataException wrong)
        {
            throw new InvalidDataException($"{wrong.Message} REPLAY_TO makes this function take those.", wrong);
        }
        if (read.Parcels.FirstOrDefault(parcel => parcel.Problem is not null) is { Problem: { } problem })
            throw new InvalidDataException($"The event {problem}. REPLAY_TO makes this function take those.");
        return read.Parcels.SelectMany(parcel => parcel.Objects).Select(one => (one.Bucket, one.Key));
    }
}
