using System.Net;
using System.Text.Json;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>The function's other mode, with <c>REPLAY_TO</c> set: an object of failed records was put into a bucket, and goes back into the stream.</summary>
/// <remarks>Takes S3 notifications (keys form-encoded) and EventBridge's <c>Object Created</c> (keys as they are). Every object of the
/// event is tried; then, if one has lines that could not be sent, the invocation fails with all reasons, so that Lambda repeats it and
/// at last puts the event into its failure destination.</remarks>
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

    static List<(string Bucket, string Key)> ObjectsOf(ArraySegment<byte> @event)
    {
        try
        {
            using var json = JsonDocument.Parse(@event);
            var root = json.RootElement;
            var found = new List<(string, string)>();
            if (root.TryGetProperty("Records", out var records) && records.ValueKind == JsonValueKind.Array)
            {
                foreach (var record in records.EnumerateArray())
                {
                    if (!record.TryGetProperty("s3", out var s3)) throw NoObject();
                    // Other events than creations, such as removals, name objects too.
                    if (!(record.TryGetProperty("eventName", out var name) && Text(name).StartsWith("ObjectCreated", StringComparison.Ordinal))) continue;
                    found.Add((Text(s3.GetProperty("bucket").GetProperty("name")), WebUtility.UrlDecode(Text(s3.GetProperty("object").GetProperty("key")))));
                }
                return found;
            }
            if (root.TryGetProperty("detail", out var detail) && detail.TryGetProperty("object", out var created))
            {
                if (Text(root.GetProperty("detail-type")) == "Object Created") found.Add((Text(detail.GetProperty("bucket").GetProperty("name")), Text(created.GetProperty("key"))));
                return found;
            }
            // What S3 sends when a notification is set up.
            if (root.TryGetProperty("Event", out var test) && test.GetString() == "s3:TestEvent") return found;
            throw NoObject();
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException("The event is neither an S3 notification nor EventBridge's Object Created: REPLAY_TO makes this function take those.", wrong);
        }
    }

    static string Text(JsonElement value) => value.GetString() ?? throw NoObject();

    static InvalidDataException NoObject() => new("The event names no S3 object: REPLAY_TO makes this function take S3 notifications and EventBridge's Object Created.");
}
