namespace Sluice.GuardDutyFindingRouter;

/// <summary>A service of AWS that takes several entries in a call: its limits, and one call.</summary>
/// <param name="Service">For people, such as <c>sns</c>.</param>
/// <param name="Action">What the function's role needs.</param>
/// <param name="MaxEntries">In one call.</param>
/// <param name="MaxBytes">Of all entries of one call.</param>
/// <param name="MaxEntryBytes">Of one entry.</param>
/// <param name="SizeOf">Bytes of an entry, as the service counts.</param>
/// <param name="PutAsync">One call: one entry a parcel, same order; <c>null</c> = taken.</param>
sealed record AwsTarget(
    string Service, string Action, int MaxEntries, int MaxBytes, int MaxEntryBytes, Func<Parcel, int> SizeOf,
    Func<IReadOnlyList<Parcel>, CancellationToken, Task<IReadOnlyList<Refusal?>>> PutAsync)
{
    /// <summary>Of a destination.</summary>
    public static AwsTarget Of(Destination destination, AwsClients clients, TimeProvider time) => destination.Kind switch
    {
        DestinationKind.Sns or DestinationKind.Email => SnsPut.To(clients, destination.Target),
        DestinationKind.Sqs => SqsPut.To(clients, destination.Target),
        DestinationKind.Firehose => FirehoseTarget.To(clients, destination.Target),
        DestinationKind.EventBridge => EventsPut.To(clients, destination.Target, time),
        _ => throw new ArgumentOutOfRangeException(nameof(destination), destination.Kind, "no service of AWS"),
    };
}
