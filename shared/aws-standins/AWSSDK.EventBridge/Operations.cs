using System.Text.Json;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Amazon.StandIns;

namespace Amazon.EventBridge;

/// <summary>The wire: application/x-amz-json-1.1, targets AWSEvents.*.</summary>
static class Operations
{
    static readonly JsonService Service = new("Amazon.EventBridge", "AWSEvents", "2015-10-07",
        new ServiceErrors((m, inner, type, code, id, status) => new AmazonEventBridgeException(m, inner, type, code, id, status))
            .With("InternalException", (m, inner, type, code, id, status) => new InternalException(m, inner, type, code, id, status)));

    internal static readonly JsonOperation<PutEventsRequest, PutEventsResponse> PutEvents = new(
        Service, nameof(PutEvents),
        (json, request) =>
        {
            // The official client signs these with SigV4a, for which AWSSDK.Core needs a native library; sent to one region they would be lost to the other.
            if (request.EndpointId is not null) throw new AmazonClientException("EndpointId: the stand-in of AWSSDK.EventBridge has no global endpoints. Leave it unset, or build with the official package.");
            json.Member("Entries", request.Entries, Write);
        },
        new(Json.List<PutEventsResponse, PutEventsResultEntry>("Entries", Entry(), (it, value) => it.Entries = value),
            Json.Int<PutEventsResponse>("FailedEntryCount", (it, value) => it.FailedEntryCount = value)));

    static void Write(Utf8JsonWriter json, PutEventsRequestEntry entry)
    {
        json.Member("Detail", entry.Detail);
        json.Member("DetailType", entry.DetailType);
        json.Member("EventBusName", entry.EventBusName);
        json.Member("Resources", entry.Resources);
        json.Member("Source", entry.Source);
        json.Member("Time", entry.Time);
        json.Member("TraceHeader", entry.TraceHeader);
    }

    static JsonShape<PutEventsResultEntry> Entry() => new(
        Json.String<PutEventsResultEntry>("ErrorCode", (it, value) => it.ErrorCode = value),
        Json.String<PutEventsResultEntry>("ErrorMessage", (it, value) => it.ErrorMessage = value),
        Json.String<PutEventsResultEntry>("EventId", (it, value) => it.EventId = value));
}
