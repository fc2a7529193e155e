using System.Collections.Immutable;

namespace Sluice.Local;

/// <summary>What went into a delivery stream and what became of it.</summary>
/// <param name="BytesIn">Of data, as they were put.</param>
/// <param name="Ok">Records whose answer was delivered or waits to be.</param>
/// <param name="Attempts">Calls of the function, retries among them.</param>
/// <param name="Objects">In the order they were written.</param>
sealed record FirehoseAccount(
    long RecordsIn, long BytesIn, long Ok, long Dropped, long Failed, int Invocations, int Attempts, ImmutableList<DeliveredObject> Objects)
{
    public static FirehoseAccount Empty { get; } = new(0, 0, 0, 0, 0, 0, 0, []);

    public IEnumerable<DeliveredObject> Delivered => Objects.Where(one => one.ErrorType is null);

    public IEnumerable<DeliveredObject> FailedObjects => Objects.Where(one => one.ErrorType is not null);
}

/// <param name="Bytes">As stored.</param>
/// <param name="ContentBytes">Before compression.</param>
/// <param name="ErrorType">Null: a delivered object, else what failed.</param>
sealed record DeliveredObject(string Bucket, string Key, long Bytes, long ContentBytes, int Records, string? ErrorType);
