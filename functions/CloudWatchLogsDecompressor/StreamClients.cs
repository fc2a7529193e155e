using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.KinesisFirehose;

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
    public Task<IReadOnlyList<string?>> PutAsync(string stream, IReadOnlyList<byte[]> records, CancellationToken cancellation) =>
        FirehosePut.PutAsync(_firehose.Value, stream, records, cancellation);

    async Task<IReadOnlyList<string?>> PutRecordsAsync(string streamArn, IReadOnlyList<PackedRecord> records, CancellationToken cancellation)
    {
        var reply = await _kinesis.Value.PutRecordsAsync(new PutRecordsRequest
        {
            StreamARN = streamArn,
            Records = [.. records.Select(record => new PutRecordsRequestEntry
            {
                Data = new MemoryStream(record.Data, 0, record.Data.Length, writable: false, publiclyVisible: true),
                PartitionKey = record.PartitionKey ?? Guid.NewGuid().ToString("N"),
            })],
        }, cancellation);
        return [.. (reply.Records ?? []).Select(entry => entry.ErrorCode)];
    }
}
