using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;

namespace Sluice;

/// <summary>Firehose's PutRecordBatch: its limits, and one call of it.</summary>
/// <remarks>Source: Firehose API reference, PutRecordBatch. Kinesis' PutRecords takes as much or more.</remarks>
public static class FirehosePut
{
    /// <summary>Records in one call.</summary>
    public const int MaxRecords = 500;

    /// <summary>Bytes of all records in one call, before base64.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>Bytes of one record, before base64: 1,000 KiB.</summary>
    public const int MaxRecordBytes = 1000 * 1024;

    /// <summary>One call.</summary>
    /// <param name="firehose">The client.</param>
    /// <param name="stream">The delivery stream's name.</param>
    /// <param name="records">Within the limits.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>One entry a record, same order: <c>null</c> = accepted, else the error code.</returns>
    public static async Task<IReadOnlyList<string?>> PutAsync(
        IAmazonKinesisFirehose firehose, string stream, IReadOnlyList<byte[]> records, CancellationToken cancellation)
    {
        var reply = await firehose.PutRecordBatchAsync(new PutRecordBatchRequest
        {
            DeliveryStreamName = stream,
            Records = [.. records.Select(record => new Record { Data = new MemoryStream(record, 0, record.Length, writable: false, publiclyVisible: true) })],
        }, cancellation);
        // Some emulators answer without entries where all is well; AWS always has one for each record.
        if (reply.FailedPutCount is null or 0 && reply.RequestResponses is null or { Count: 0 }) return new string?[records.Count];
        return [.. (reply.RequestResponses ?? []).Select(entry => entry.ErrorCode)];
    }
}
