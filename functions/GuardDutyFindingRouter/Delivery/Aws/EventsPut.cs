using System.Text;
using Amazon.EventBridge.Model;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>EventBridge's PutEvents.</summary>
/// <remarks>Source: EventBridge API reference and user guide, "Calculating PutEvents event entry size": 10 entries, 256 KB in all: 14 bytes for the time, and
/// source, detail type, detail and resources.</remarks>
static class EventsPut
{
    const int MaxBytes = 256 << 10;

    /// <summary>To a bus' name or ARN.</summary>
    public static AwsTarget To(AwsClients clients, string bus, TimeProvider time) => new("events", "events:PutEvents", 10, MaxBytes, MaxBytes, SizeOf,
        (parcels, cancellation) => PutAsync(clients, bus, time, parcels, cancellation));

    static int SizeOf(Parcel parcel) => 14 + AwsFormats.Source.Length + Encoding.UTF8.GetByteCount(TypeOf(parcel)) + parcel.Message.Body.Length + parcel.Resources.Sum(Encoding.UTF8.GetByteCount);

    static string TypeOf(Parcel parcel) => parcel.Message.Subject.Length > 0 ? parcel.Message.Subject : AwsFormats.DetailType;

    static async Task<IReadOnlyList<Refusal?>> PutAsync(AwsClients clients, string bus, TimeProvider time, IReadOnlyList<Parcel> parcels, CancellationToken cancellation)
    {
        var reply = await clients.Events(bus).PutEventsAsync(new PutEventsRequest
        {
            Entries = [.. parcels.Select(parcel => new PutEventsRequestEntry
            {
                EventBusName = bus,
                Source = AwsFormats.Source,
                DetailType = TypeOf(parcel),
                Detail = Encoding.UTF8.GetString(parcel.Message.Body),
                Resources = [.. parcel.Resources],
                Time = time.GetUtcNow().UtcDateTime,
            })],
        }, cancellation);
        return [.. (reply.Entries ?? []).Select(entry => string.IsNullOrEmpty(entry.ErrorCode) ? null : Refusal.Of(entry.ErrorCode, entry.ErrorMessage, !MayPass(entry.ErrorCode)))];
    }

    static bool MayPass(string code) => code.Contains("Throttl", StringComparison.Ordinal) || code.Contains("Internal", StringComparison.Ordinal) || code.Contains("Unavailable", StringComparison.Ordinal);
}
