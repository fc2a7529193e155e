using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Sluice;

/// <summary>Reads events that name created objects: S3 notifications, by themselves, through SNS, through SQS or through both;
/// EventBridge's <c>Object Created</c>, by itself or through either; tasks of S3 Batch Operations.</summary>
/// <remarks>Sources: S3 user guide, "Event message structure" (keys form-encoded: <c>+</c> is a space, <c>%2B</c> a plus),
/// "EventBridge event message structure" (keys as they are), "Invoke AWS Lambda function" (invocation schema 1.0 with
/// <c>s3BucketArn</c>, 2.0 with <c>s3Bucket</c>; keys form-encoded).</remarks>
public static class ObjectEventReader
{
    const string Expected = "expected an S3 notification (also in SNS or SQS), EventBridge's Object Created, or tasks of S3 Batch Operations";

    /// <summary>Reads an event.</summary>
    /// <exception cref="InvalidDataException">It is none of the known shapes. A queue's message that cannot be read is no exception
    /// but a parcel with a problem, so that the others go on.</exception>
    public static ObjectEvent Read(ReadOnlyMemory<byte> @event)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(@event);
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"The event is not JSON: {wrong.Message}", wrong);
        }
        using (document)
        {
            try
            {
                return Read(document.RootElement);
            }
            catch (InvalidOperationException wrong)
            {
                throw new InvalidDataException("The event has a member whose name is no text: an unpaired surrogate.", wrong);
            }
        }
    }

    static ObjectEvent Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"The event is a JSON {root.ValueKind}, {Expected}.");
        if (root.TryGetProperty("tasks", out var tasks) && tasks.ValueKind == JsonValueKind.Array) return BatchJob(root, tasks);
        if (root.TryGetProperty("Records", out var records) && records.ValueKind == JsonValueKind.Array && IsQueue(records))
            return new(ObjectEventKind.Queue, [.. records.EnumerateArray().Select(Message)]);
        var parcel = Parcel("", root);
        return parcel.Problem is null || parcel.Objects.Count > 0
            ? new(ObjectEventKind.Notification, [parcel])
            : throw new InvalidDataException($"The event {parcel.Problem}.");
    }

    static bool IsQueue(JsonElement records) =>
        records.GetArrayLength() > 0 && records[0].ValueKind == JsonValueKind.Object && Text(records[0], "eventSource") == "aws:sqs";

    static ObjectParcel Message(JsonElement record)
    {
        var id = Text(record, "messageId");
        if (id.Length == 0) throw new InvalidDataException("The event has a queue's record without messageId: it could not be answered.");
        return Nested(id, record, "body", "has a body that is not JSON");
    }

    /// <summary>JSON inside a string of JSON.</summary>
    static ObjectParcel Nested(string id, JsonElement outer, string name, string wrong)
    {
        try
        {
            using var inner = JsonDocument.Parse(Text(outer, name));
            return Parcel(id, inner.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // Not JSON, or with an unpaired surrogate for a name: a problem of this one alone.
            return new(id, [], 0, wrong);
        }
    }

    static ObjectParcel Parcel(string id, JsonElement root)
    {
        var (objects, ignored) = (new List<CreatedObject>(), 0);
        var problem = Collect(root, objects, ref ignored, depth: 0);
        return new(id, objects, ignored, problem);
    }

    /// <returns>What is wrong, or <c>null</c>.</returns>
    static string? Collect(JsonElement root, List<CreatedObject> objects, ref int ignored, int depth)
    {
        if (root.ValueKind != JsonValueKind.Object || depth > 3) return $"names no S3 object, {Expected}";
        if (root.TryGetProperty("Records", out var records) && records.ValueKind == JsonValueKind.Array)
        {
            string? problem = null;
            foreach (var record in records.EnumerateArray())
            {
                // The others of the event are good: they are handled, and the event fails after that.
                var wrong = CollectRecord(record, objects, ref ignored, depth);
                problem ??= wrong;
            }
            return problem;
        }
        if (root.TryGetProperty("detail-type", out _)) return CollectEventBridge(root, objects, ref ignored);
        // SNS through SQS, without raw message delivery.
        if (Text(root, "Type") == "Notification" && root.TryGetProperty("Message", out _)) return CollectNested(root, "Message", objects, ref ignored, depth);
        // What S3 sends when a notification is set up.
        if (Text(root, "Event") == "s3:TestEvent")
        {
            ignored++;
            return null;
        }
        return $"names no S3 object, {Expected}";
    }

    static string? CollectRecord(JsonElement record, List<CreatedObject> objects, ref int ignored, int depth)
    {
        if (record.ValueKind != JsonValueKind.Object) return $"has a record that is no object, {Expected}";
        if (record.TryGetProperty("Sns", out var sns)) return CollectNested(sns, "Message", objects, ref ignored, depth);
        if (record.TryGetProperty("body", out _) && Text(record, "eventSource") == "aws:sqs") return CollectNested(record, "body", objects, ref ignored, depth);
        if (!record.TryGetProperty("s3", out var s3)) return $"has a record that names no S3 object, {Expected}";
        // Removals, restores and others name objects too.
        var @event = Text(record, "eventName");
        if (@event.Length == 0) return "has an S3 record without eventName";
        if (!IsCreation(@event))
        {
            ignored++;
            return null;
        }
        if (Member(s3, "bucket") is not { } bucket || Member(s3, "object") is not { } stored || Text(bucket, "name") is not { Length: > 0 } name || Text(stored, "key") is not { Length: > 0 } key)
            return "has an S3 record without bucket name or object key";
        objects.Add(new(
            name, WebUtility.UrlDecode(key), Text(stored, "versionId"), Text(stored, "eTag").Trim('"'), Number(stored, "size"),
            Text(record, "awsRegion"), "", Moment(record, "eventTime")) { Errand = Errand(record) });
        return null;
    }

    /// <summary>See <see cref="ObjectMessage"/>.</summary>
    static ObjectErrand? Errand(JsonElement record) => Member(record, ObjectMessage.Member) is { } own && Text(own, "purpose") is { Length: > 0 } purpose
        ? new(purpose, Math.Max(0, Number(own, "offset")), Math.Max(1, Number(own, "line"))) : null;

    static string? CollectNested(JsonElement outer, string name, List<CreatedObject> objects, ref int ignored, int depth)
    {
        try
        {
            using var inner = JsonDocument.Parse(Text(outer, name));
            return Collect(inner.RootElement, objects, ref ignored, depth + 1);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return $"has a {name} that is not JSON, {Expected}";
        }
    }

    static string? CollectEventBridge(JsonElement root, List<CreatedObject> objects, ref int ignored)
    {
        if (Text(root, "detail-type") != "Object Created")
        {
            // Object Deleted, Object Restore Completed, Object Tags Added and so on.
            if (Text(root, "source") != "aws.s3" && !Text(root, "detail-type").StartsWith("Object ", StringComparison.Ordinal))
                return $"is EventBridge's '{Text(root, "detail-type")}' and names no S3 object, {Expected}";
            ignored++;
            return null;
        }
        if (Member(root, "detail") is not { } detail || Member(detail, "bucket") is not { } bucket || Member(detail, "object") is not { } stored
            || Text(bucket, "name") is not { Length: > 0 } name || Text(stored, "key") is not { Length: > 0 } key)
            return "is an Object Created without bucket name or object key";
        objects.Add(new(
            name, key, Text(stored, "version-id"), Text(stored, "etag").Trim('"'), Number(stored, "size"),
            Text(root, "region"), Text(root, "account"), Moment(root, "time")));
        return null;
    }

    static ObjectEvent BatchJob(JsonElement root, JsonElement tasks)
    {
        var version = Text(root, "invocationSchemaVersion");
        if (version is not ("1.0" or "2.0"))
            throw new InvalidDataException($"The event is of S3 Batch Operations with invocationSchemaVersion '{version}', expected 1.0 or 2.0.");
        var parcels = new List<ObjectParcel>();
        foreach (var task in tasks.EnumerateArray())
        {
            var id = Text(task, "taskId");
            if (id.Length == 0) throw new InvalidDataException("The event has a batch task without taskId: it could not be answered.");
            var bucket = Text(task, "s3Bucket") is { Length: > 0 } name ? name : Text(task, "s3BucketArn").Split(':')[^1];
            var key = WebUtility.UrlDecode(Text(task, "s3Key"));
            parcels.Add(bucket.Length == 0 || key.Length == 0
                ? new(id, [], 0, "names no bucket or no key")
                : new(id, [new(bucket, key, Text(task, "s3VersionId"), "", -1, "", "", null)], 0, null));
        }
        return new(ObjectEventKind.BatchJob, parcels, Text(root, "invocationId"), version);
    }

    /// <summary>S3 itself says <c>ObjectCreated:Put</c>; some that imitate it say <c>s3:ObjectCreated:Put</c>.</summary>
    static bool IsCreation(string name) =>
        name.StartsWith("ObjectCreated:", StringComparison.Ordinal) || name.StartsWith("s3:ObjectCreated:", StringComparison.Ordinal);

    static JsonElement? Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Object ? found : null;

    static string Text(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var found) || found.ValueKind != JsonValueKind.String) return "";
        try
        {
            return found.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";      // broken UTF-8: as good as missing, and a problem of this record alone
        }
    }

    static long Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Number && found.TryGetInt64(out var number) ? number : -1;

    static DateTimeOffset? Moment(JsonElement parent, string name) =>
        DateTimeOffset.TryParse(Text(parent, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
