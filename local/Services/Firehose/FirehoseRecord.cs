namespace Sluice.Local;

/// <summary>One record of a delivery stream, as it was put.</summary>
/// <param name="Sequence">Its place in the stream: 1, 2, 3... Nothing is acknowledged before all below it is done with.</param>
/// <param name="Kinesis">Where it was read from, if the source is a Kinesis stream.</param>
sealed record FirehoseRecord(long Sequence, ReadOnlyMemory<byte> Data, DateTimeOffset Arrived, KinesisOrigin? Kinesis = null)
{
    // 62 digits, the last six of them zero, are what Firehose itself gives a record; it stays the same when an invocation is retried.
    public string Id { get; } = FormattableString.Invariant($"495469866831355442865074579363216256{Sequence:D20}000000");
}

sealed record KinesisOrigin(string ShardId, string PartitionKey, string SequenceNumber, long SubsequenceNumber);
