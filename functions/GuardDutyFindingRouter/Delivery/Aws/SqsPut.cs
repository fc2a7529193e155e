using System.Globalization;
using System.Text;
using Amazon.SQS.Model;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>SQS' SendMessageBatch.</summary>
/// <remarks>Source: SQS API reference, SendMessageBatch: 10 entries; 256 KiB of a message and of all of them, attributes included, which every queue takes
/// (queues of today take 1 MiB where they are set so). It is allowed by <c>sqs:SendMessage</c>.</remarks>
static class SqsPut
{
    /// <summary>Of a message, and of all messages of a call.</summary>
    public const int MaxBytes = 256 << 10;

    /// <summary>To a queue's URL.</summary>
    public static AwsTarget To(AwsClients clients, string queue) => new("sqs", "sqs:SendMessage", 10, MaxBytes, MaxBytes,
        parcel => Encoding.UTF8.GetByteCount(parcel.Text) + SizeOf(parcel.Message.Attributes), (parcels, cancellation) => PutAsync(clients, queue, parcels, cancellation));

    /// <summary>Attributes as they count: names, types and values.</summary>
    public static int SizeOf(IReadOnlyList<KeyValuePair<string, string>> attributes) =>
        attributes.Sum(one => Encoding.UTF8.GetByteCount(one.Key) + Encoding.UTF8.GetByteCount(one.Value) + "String".Length);

    static async Task<IReadOnlyList<Refusal?>> PutAsync(AwsClients clients, string queue, IReadOnlyList<Parcel> parcels, CancellationToken cancellation)
    {
        var isFifo = AwsPlace.IsFifo(queue);
        var reply = await clients.Sqs(queue).SendMessageBatchAsync(new SendMessageBatchRequest
        {
            QueueUrl = queue,
            Entries = [.. parcels.Select((parcel, i) => new SendMessageBatchRequestEntry
            {
                Id = i.ToString(CultureInfo.InvariantCulture),
                MessageBody = parcel.Text,
                MessageAttributes = AttributesOf(parcel.Message.Attributes),
                MessageGroupId = isFifo ? parcel.Group : null,
                MessageDeduplicationId = isFifo ? parcel.Deduplication : null,
            })],
        }, cancellation);
        return Refusals(parcels.Count,
            (reply.Successful ?? []).Select(taken => taken.Id),
            (reply.Failed ?? []).Select(failed => (failed.Id, Refusal.Of(failed.Code, failed.Message, failed.SenderFault ?? false))));
    }

    static Dictionary<string, MessageAttributeValue>? AttributesOf(IReadOnlyList<KeyValuePair<string, string>> attributes) =>
        attributes.Count == 0 ? null : attributes.ToDictionary(
            one => one.Key, one => new MessageAttributeValue { DataType = OutMessage.IsNumber(one.Key) ? "Number" : "String", StringValue = Parcel.Legal(one.Value, isJson: false) }, StringComparer.Ordinal);

    /// <summary>Answers of SNS and SQS name entries by id, in two lists: what is in neither was not taken.</summary>
    public static IReadOnlyList<Refusal?> Refusals(int count, IEnumerable<string> taken, IEnumerable<(string Id, Refusal Why)> failed)
    {
        var refusals = new Refusal?[count];
        Array.Fill(refusals, new Refusal("the answer does not tell", MayPass: true));
        foreach (var id in taken) refusals[int.Parse(id, CultureInfo.InvariantCulture)] = null;
        foreach (var (id, why) in failed) refusals[int.Parse(id, CultureInfo.InvariantCulture)] = why;
        return refusals;
    }
}
