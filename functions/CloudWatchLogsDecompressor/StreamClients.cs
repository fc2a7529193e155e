using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>The calls to Firehose and Kinesis. The clients are made at the first use: most invocations need none.</summary>
sealed class StreamClients
{
    readonly Lazy<AmazonKinesisFirehoseClient> _firehose = new(() => new AmazonKinesisFirehoseClient());
    readonly Lazy<AmazonKinesisClient> _kinesis = new(() => new AmazonKinesisClient());

    /// <inheritdoc cref="PutRecords"/>
    public Task<IReadOnlyList<string?>> PutAsync(StreamName stream, IReadOnlyList<PackedRecord> records, CancellationToken cancellation) =>
        stream.SourceKinesisStreamArn is { } source ? PutRecordsAsync(source, records, cancellation)
            : PutAsync(stream.DeliveryStreamArn[(stream.DeliveryStreamArn.LastIndexOf('/') + 1)..], [.. records.Select(record => record.Data)], cancellation);

    /// <summary>Puts records into a delivery stream.</summary>
    public async Task<IReadOnlyList<string?>> PutAsync(string stream, IReadOnlyList<byte[]> records, CancellationToken cancellation)
    {
        var reply = await _firehose.Value.PutRecordBatchAsync(new PutRecordBatchRequest
        {
            DeliveryStreamName = stream,
            Records = [.. records.Select(record => new Record { Data = Body(record) })],
        }, cancellation);
        // Some emulators answer without entries where all is well; AWS always has one for each record.
        if (reply.FailedPutCount is null or 0 && reply.RequestResponses is null or { Count: 0 }) return new string?[records.Count];
        return [.. (reply.RequestResponses ?? []).Select(entry => entry.ErrorCode)];
    }

    async Task<IReadOnlyList<string?>> PutRecordsAsync(string streamArn, IReadOnlyList<PackedRecord> records, CancellationToken cancellation)
    {
        var reply = await _kinesis.Value.PutRecordsAsync(new PutRecordsRequest
        {
            StreamARN = streamArn,
            Records = [.. records.Select(record => new PutRecordsRequestEntry
            {
                Data = Body(record.Data),
                PartitionKey = record.PartitionKey ?? Guid.NewGuid().ToString("N"),
            })],
        }, cancellation);
        return [.. (reply.Records ?? []).Select(entry => entry.ErrorCode)];
    }

    static MemoryStream Body(byte[] data) => new(data, 0, data.Length, writable: false, publiclyVisible: true);
}
