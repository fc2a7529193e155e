using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Unwraps one message of a queue, or a whole event of another kind, until it comes to what is in it.</summary>
/// <param name="found">Gets what is found.</param>
/// <param name="parcel">Index of the message.</param>
sealed class ArrivalReader(ArrivalList found, int parcel)
{
    /// <summary>EventBridge in SNS in SQS in Lambda's failure envelope in SQS are five.</summary>
    const int MaxWrappings = 8;

    int _wrappings;

    /// <summary>Adds what is in a text that should be JSON.</summary>
    /// <param name="text">A JSON string.</param>
    /// <param name="id">Of what it came in.</param>
    /// <param name="name">What it is, for people.</param>
    /// <param name="around">What is kept where the text is missing.</param>
    public void AddText(JsonPart text, string id, string name, JsonPart around)
    {
        if (!text.IsString)
        {
            Unreadable(id, name, "has no text", around.RawCopy());
            return;
        }
        var bytes = text.PlainBytes();
        var json = Utf8Text.WithoutMark(bytes);
        if (json.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            NotAFinding(id, "empty " + name);
            return;
        }
        try
        {
            using var inner = JsonDocument.Parse(json);
            Add(new JsonPart(inner.RootElement), id, name);
        }
        catch (JsonException)
        {
            Unreadable(id, name, "is not JSON, or nested deeper than 64", bytes);
        }
    }

    /// <summary>Adds what is in a JSON value.</summary>
    public void Add(JsonPart json, string id, string name)
    {
        if (_wrappings == MaxWrappings)
        {
            Unreadable(id, name, $"is wrapped more than {MaxWrappings} times", json.RawCopy());
            return;
        }
        _wrappings++;
        if (json.IsObject) AddObject(json, id, name);
        else if (json.IsArray) AddAll(json, id, name);
        else if (json.IsString) AddText(json, id, $"text in an {name}", json);
        else NotAFinding(id, $"JSON {json.Json.ValueKind} as {name}");
        _wrappings--;
    }

    void AddAll(JsonPart array, string id, string name)
    {
        var number = 0;
        foreach (var element in array.Items) Add(new JsonPart(element), FormattableString.Invariant($"{id}-{number++}"), name);
        if (number == 0) NotAFinding(id, $"empty array as {name}");
    }

    void AddObject(JsonPart json, string id, string name)
    {
        if (KeptDelivery.IsKept(json.Json)) found.Arrivals.Add(new(parcel, id, ArrivalKind.Kept) { Kept = json.RawCopy() });
        // Lambda's failure destination: the event is inside as it came, and so is the id of the request that it came with.
        else if (json["requestPayload"u8] is { Exists: true } asked && json["requestContext"u8] is { IsObject: true } context)
            Add(asked, context["requestId"u8].Text is { Length: > 0 } request ? request : id, "failed event");
        else if (json["Records"u8] is { IsArray: true } records) AddRecords(json, records, id);
        else if (json["detail-type"u8].IsString) new BusReader(found, parcel).Add(json, id);
        else if (json["TopicArn"u8].IsString || (json["Type"u8].Text == "Notification" && json["Message"u8].IsString)) AddNotification(json, id);
        else if (json["Event"u8].Text == "s3:TestEvent") NotAFinding(id, "test event of S3");
        else if (json["flush"u8].Flag == true) found.IsSchedule = true;
        // What the command line's get-findings writes.
        else if (json["findings"u8] is { IsArray: true } findings) AddAll(findings, id, name);
        else AddFinding(json, id, name);
    }

    /// <summary>SNS through SQS or HTTP, without raw message delivery.</summary>
    void AddNotification(JsonPart json, string id)
    {
        var type = json["Type"u8].Text;
        if (type == "Notification") AddText(json["Message"u8], json["MessageId"u8].Text is { Length: > 0 } own ? own : id, "SNS message", json);
        else NotAFinding(id, type is "SubscriptionConfirmation" or "UnsubscribeConfirmation" ? "SNS " + type : "SNS message of an unknown type");
    }

    void AddRecords(JsonPart json, JsonPart records, string id)
    {
        var (number, hasObjects) = (0, false);
        foreach (var element in records.Items)
        {
            var record = new JsonPart(element);
            var own = FormattableString.Invariant($"{id}-{number++}");
            if (record["sns"u8] is { IsObject: true } sns)
                AddText(sns["message"u8], sns["messageId"u8].Text is { Length: > 0 } message ? message : own, "SNS message", record);
            else if (record["eventSource"u8].Text == "aws:sqs")
                AddText(record["body"u8], record["messageId"u8].Text is { Length: > 0 } message ? message : own, "SQS message", record);
            else if (record["s3"u8].Exists) hasObjects = true;
            else Unreadable(own, "record", "is of no kind that is read (SNS, SQS, S3)", record.RawCopy());
        }
        if (hasObjects) new ObjectArrivals(found, parcel).Add(json, id);
        else if (number == 0) NotAFinding(id, "event without records");
    }

    /// <summary>What has a trait of a finding must not be lost; what has none is something else.</summary>
    void AddFinding(JsonPart json, string id, string name)
    {
        if (FindingReader.Read(json.Json, FindingOrigin.Event, out var problem) is { } finding)
            found.Arrivals.Add(new(parcel, id, ArrivalKind.Finding) { Finding = finding });
        else if (HasTraits(json)) Unreadable(id, name, problem, json.RawCopy());
        else NotAFinding(id, $"JSON object of no known kind as {name}");
    }

    /// <summary>Whether it has what findings have, and few others.</summary>
    public static bool HasTraits(JsonPart json) =>
        json["schemaVersion"u8].Exists || json["severity"u8].Exists || json["service"u8].IsObject || json["resource"u8].IsObject
        || (json["accountId"u8].Exists && (json["id"u8].Exists || json["type"u8].Exists || json["arn"u8].Exists));

    void Unreadable(string id, string name, string problem, ReadOnlyMemory<byte> raw) =>
        found.Arrivals.Add(new(parcel, id, ArrivalKind.Unreadable) { Name = name, Problem = problem, Raw = raw });

    void NotAFinding(string id, string name) => found.Arrivals.Add(new(parcel, id, ArrivalKind.NotAFinding) { Name = name });
}
