using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>Puts records back into the stream they came from: the delivery stream, or the Kinesis stream it reads.</summary>
/// <param name="firehose">Made at the first use: most invocations need none.</param>
/// <param name="kinesis">Likewise.</param>
/// <param name="time">The clock of the waits.</param>
sealed class Reingest(Func<IAmazonKinesisFirehose> firehose, Func<IAmazonKinesis> kinesis, TimeProvider time)
{
    /// <summary>Limits of PutRecordBatch; those of PutRecords are the same or larger.</summary>
    const int MaxRecordsPerCall = 500, MaxBytesPerCall = 4 << 20;

    readonly Lazy<IAmazonKinesisFirehose> _firehose = new(firehose);
    readonly Lazy<IAmazonKinesis> _kinesis = new(kinesis);

    /// <summary>Sends the records in as few calls as the limits allow; only what is refused is sent again.</summary>
    /// <param name="deliveryStreamArn">The stream that called.</param>
    /// <param name="sourceKinesisStreamArn">The stream it reads, or <c>null</c> for direct put.</param>
    /// <param name="records">What to send, each within the limit on a record.</param>
    /// <param name="deadline">What is not accepted by then has failed.</param>
    /// <returns>One entry a record: <c>null</c> = accepted, else why not.</returns>
    public async Task<string?[]> SendAsync(
        string deliveryStreamArn, string? sourceKinesisStreamArn, IReadOnlyList<PackedRecord> records, CancellationToken deadline)
    {
        var errors = new string?[records.Count];
        for (var start = 0; start < records.Count;)
        {
            var (end, bytes) = (start, 0L);
            while (end < records.Count && end - start < MaxRecordsPerCall
                && (end == start || bytes + records[end].Data.Length <= MaxBytesPerCall))
            {
                bytes += records[end++].Data.Length;
            }
            PackedRecord[] call = [.. records.Skip(start).Take(end - start)];
            var refused = await PutAsync(deliveryStreamArn, sourceKinesisStreamArn, call, deadline);
            refused.CopyTo(errors, start);
            start = end;
        }
        return errors;
    }

    async Task<string?[]> PutAsync(string deliveryStreamArn, string? sourceKinesisStreamArn, PackedRecord[] call, CancellationToken deadline)
    {
        try
        {
            return await PartialBatch.SendAsync(
                call,
                (records, token) => sourceKinesisStreamArn is null
                    ? PutRecordBatchAsync(NameOf(deliveryStreamArn), records, token)
                    : PutRecordsAsync(sourceKinesisStreamArn, records, token),
                AwsErrors.IsTransient, RetryBudget.Throttling, time, deadline);
        }
        catch (Exception failure) when (failure is Amazon.Runtime.AmazonServiceException or Amazon.Runtime.AmazonClientException or InvalidDataException)
        {
            // Will not pass by waiting: no permission, no such stream. Each record is then a failure with this reason.
            return [.. call.Select(_ => failure.Message)];
        }
    }

    async Task<IReadOnlyList<string?>> PutRecordBatchAsync(string stream, IReadOnlyList<PackedRecord> records, CancellationToken token)
    {
        var reply = await _firehose.Value.PutRecordBatchAsync(new PutRecordBatchRequest
        {
            DeliveryStreamName = stream,
            Records = [.. records.Select(record => new Record { Data = new MemoryStream(record.Data, 0, record.Data.Length, false, true) })],
        }, token);
        // Some stand-ins of the service answer with no entries where all is well; AWS always has one for each record.
        if (reply.FailedPutCount is null or 0 && reply.RequestResponses is null or { Count: 0 }) return new string?[records.Count];
        return [.. (reply.RequestResponses ?? []).Select(entry => entry.ErrorCode)];
    }

    async Task<IReadOnlyList<string?>> PutRecordsAsync(string streamArn, IReadOnlyList<PackedRecord> records, CancellationToken token)
    {
        var reply = await _kinesis.Value.PutRecordsAsync(new PutRecordsRequest
        {
            StreamARN = streamArn,
            Records = [.. records.Select(record => new PutRecordsRequestEntry
            {
                Data = new MemoryStream(record.Data, 0, record.Data.Length, false, true),
                PartitionKey = record.PartitionKey ?? Guid.NewGuid().ToString("N"),
            })],
        }, token);
        return [.. (reply.Records ?? []).Select(entry => entry.ErrorCode)];
    }

    static string NameOf(string deliveryStreamArn) => deliveryStreamArn[(deliveryStreamArn.LastIndexOf('/') + 1)..];
}
