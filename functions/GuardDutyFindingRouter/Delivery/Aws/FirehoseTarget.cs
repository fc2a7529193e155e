namespace Sluice.GuardDutyFindingRouter;

/// <summary>Firehose's PutRecordBatch.</summary>
static class FirehoseTarget
{
    /// <summary>To a delivery stream's name, or its ARN in another region.</summary>
    public static AwsTarget To(AwsClients clients, string stream) => new("firehose", "firehose:PutRecordBatch", FirehosePut.MaxRecords, FirehosePut.MaxBytes, FirehosePut.MaxRecordBytes,
        parcel => parcel.Message.Body.Length, (parcels, cancellation) => PutAsync(clients, stream, parcels, cancellation));

    /// <remarks>Source: Firehose API reference, PutRecordBatch: an entry's code is ServiceUnavailableException or InternalFailure, and both pass.</remarks>
    static async Task<IReadOnlyList<Refusal?>> PutAsync(AwsClients clients, string stream, IReadOnlyList<Parcel> parcels, CancellationToken cancellation)
    {
        var codes = await FirehosePut.PutAsync(clients.Firehose(stream), AwsPlace.NameOf(stream), [.. parcels.Select(parcel => parcel.Message.Body)], cancellation);
        return [.. codes.Select(code => string.IsNullOrEmpty(code) ? null : Refusal.Of(code, null, isSendersFault: false))];
    }
}
