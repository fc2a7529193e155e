using System.Globalization;
using System.Text;
using Amazon.SimpleNotificationService.Model;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>SNS' PublishBatch.</summary>
/// <remarks>Source: SNS API reference, PublishBatch: 10 entries, 256 KB in all, attributes included. It is allowed by <c>sns:Publish</c>.</remarks>
static class SnsPut
{
    const int MaxBytes = 256 << 10;

    /// <summary>To a topic's ARN.</summary>
    public static AwsTarget To(AwsClients clients, string topic) => new("sns", "sns:Publish", 10, MaxBytes, MaxBytes, SizeOf, (parcels, cancellation) => PutAsync(clients, topic, parcels, cancellation));

    static int SizeOf(Parcel parcel) => Encoding.UTF8.GetByteCount(parcel.Text) + Encoding.UTF8.GetByteCount(parcel.Message.Subject) + SqsPut.SizeOf(parcel.Message.Attributes);

    static async Task<IReadOnlyList<Refusal?>> PutAsync(AwsClients clients, string topic, IReadOnlyList<Parcel> parcels, CancellationToken cancellation)
    {
        var isFifo = AwsPlace.IsFifo(topic);
        var reply = await clients.Sns(topic).PublishBatchAsync(new PublishBatchRequest
        {
            TopicArn = topic,
            PublishBatchRequestEntries = [.. parcels.Select((parcel, i) => new PublishBatchRequestEntry
            {
                Id = i.ToString(CultureInfo.InvariantCulture),
                Message = parcel.Text,
                Subject = parcel.Message.Subject.Length > 0 ? parcel.Message.Subject : null,
                MessageAttributes = AttributesOf(parcel.Message.Attributes),
                MessageGroupId = isFifo ? parcel.Group : null,
                MessageDeduplicationId = isFifo ? parcel.Deduplication : null,
            })],
        }, cancellation);
        return SqsPut.Refusals(parcels.Count,
            (reply.Successful ?? []).Select(taken => taken.Id),
            (reply.Failed ?? []).Select(failed => (failed.Id, Refusal.Of(failed.Code, failed.Message, failed.SenderFault ?? false))));
    }

    static Dictionary<string, MessageAttributeValue>? AttributesOf(IReadOnlyList<KeyValuePair<string, string>> attributes) =>
        attributes.Count == 0 ? null : attributes.ToDictionary(
            one => one.Key, one => new MessageAttributeValue { DataType = OutMessage.IsNumber(one.Key) ? "Number" : "String", StringValue = Parcel.Legal(one.Value, isJson: false) }, StringComparer.Ordinal);
}
