using System.Globalization;
using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Keeps what could not be delivered in a queue: moved back to the router's own queue, each message goes to exactly its destination.</summary>
/// <param name="clients">Of AWS.</param>
/// <param name="queueUrl">The queue; empty where there is none.</param>
/// <param name="budget">How often it is tried.</param>
/// <param name="time">The clock of the waits.</param>
sealed class FailureQueue(AwsClients clients, string queueUrl, RetryBudget budget, TimeProvider time)
{
    /// <summary>Of an attribute: enough to tell one trouble from another in the console.</summary>
    const int ShortReason = 120;

    /// <summary>Keeps one.</summary>
    /// <returns><c>null</c>: it is kept. Else why not: the source event must fail then.</returns>
    public async Task<string?> KeepAsync(KeptDelivery kept, CancellationToken deadline) => (await KeepAsync([kept], deadline))[0];

    /// <summary>Keeps many, ten in a call. Throws for nothing that the queue does.</summary>
    /// <param name="kept">Any number.</param>
    /// <param name="deadline">Ends it.</param>
    /// <returns>One entry each, same order: <c>null</c> = kept, else why not.</returns>
    public async Task<string?[]> KeepAsync(IReadOnlyList<KeptDelivery> kept, CancellationToken deadline)
    {
        var answers = new string?[kept.Count];
        var (places, parcels) = (new List<int>(), new List<Parcel>());
        for (var i = 0; i < kept.Count; i++)
        {
            if (queueUrl.Length == 0) answers[i] = "there is no queue for it: FAILURE_QUEUE_URL is not set";
            else if (ParcelOf(kept[i], out var problem) is { } parcel)
            {
                places.Add(i);
                parcels.Add(parcel);
            }
            else answers[i] = "it does not fit into a message: " + problem;
        }
        if (parcels.Count == 0) return answers;
        var sent = await new AwsDelivery(budget, time).SendAsync(SqsPut.To(clients, queueUrl), "the failure queue", parcels, deadline);
        for (var n = 0; n < sent.Length; n++) answers[places[n]] = sent[n].Delivered ? null : sent[n].Reason;
        return answers;
    }

    static Parcel? ParcelOf(KeptDelivery kept, out string problem)
    {
        var attributes = AttributesOf(kept);
        if (kept.Write(SqsPut.MaxBytes - SqsPut.SizeOf(attributes), out problem) is not { } text) return null;
        var message = new OutMessage("application/json", Encoding.UTF8.GetBytes(text)) { Attributes = attributes };
        return kept.Finding is { } finding
            ? Parcel.Of(new Notice(kept.Kind, finding, AccountInfo.Unknown, [], kept.Flood), message)
            : new Parcel(message, "arrivals", []);
    }

    /// <summary>What the queue's console and consumers can tell messages by.</summary>
    static List<KeyValuePair<string, string>> AttributesOf(KeptDelivery kept)
    {
        List<KeyValuePair<string, string>> all =
        [
            new("destination", kept.Destination),
            new("reason", Confidential.Cut(kept.Reason, ShortReason)),
            new("findingType", kept.Finding?.Type ?? ""),
            new("account", kept.Finding?.AccountId ?? ""),
            new("attempts", kept.Attempts.ToString(CultureInfo.InvariantCulture)),
        ];
        // SQS takes no empty values.
        return [.. all.Select(one => new KeyValuePair<string, string>(one.Key, Confidential.Plain(Confidential.Cut(one.Value, 256)))).Where(one => one.Value.Length > 0)];
    }
}
