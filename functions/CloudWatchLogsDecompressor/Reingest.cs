namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>One call that puts records into a stream.</summary>
/// <param name="stream">Where to.</param>
/// <param name="records">At most 500, 4 MiB together, each within the limit on a record.</param>
/// <param name="cancellation">Ends the call.</param>
/// <returns>One entry a record, same order: <c>null</c> = accepted, else the error code.</returns>
delegate Task<IReadOnlyList<string?>> PutRecords(StreamName stream, IReadOnlyList<PackedRecord> records, CancellationToken cancellation);

/// <summary>The stream that records go back to.</summary>
/// <param name="DeliveryStreamArn">The delivery stream that called.</param>
/// <param name="SourceKinesisStreamArn">The Kinesis stream that it reads, which then is the one to put into; <c>null</c> for direct put.</param>
readonly record struct StreamName(string DeliveryStreamArn, string? SourceKinesisStreamArn);

/// <summary>Puts records back into the stream they came from, in as few calls as the limits allow; only what is refused is sent again.</summary>
/// <param name="put">One call.</param>
/// <param name="time">The clock of the waits.</param>
/// <param name="budget">How often and how long to wait.</param>
sealed class Reingest(PutRecords put, TimeProvider time, RetryBudget budget)
{
    /// <summary>Sends the records.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="records">What to send, each within the limit on a record.</param>
    /// <param name="deadline">What is not accepted by then has failed.</param>
    /// <returns>One entry a record: <c>null</c> = accepted, else why not.</returns>
    public async Task<string?[]> SendAsync(StreamName stream, IReadOnlyList<PackedRecord> records, CancellationToken deadline)
    {
        var errors = new string?[records.Count];
        for (var start = 0; start < records.Count;)
        {
            var (end, bytes) = (start, 0L);
            while (end < records.Count && end - start < FirehosePut.MaxRecords
                && (end == start || bytes + records[end].Data.Length <= FirehosePut.MaxBytes))
            {
                bytes += records[end++].Data.Length;
            }
            PackedRecord[] call = [.. records.Skip(start).Take(end - start)];
            (await CallAsync(stream, call, deadline)).CopyTo(errors, start);
            start = end;
        }
        return errors;
    }

    async Task<string?[]> CallAsync(StreamName stream, PackedRecord[] call, CancellationToken deadline)
    {
        try
        {
            return await PartialBatch.SendAsync(call, (records, token) => put(stream, records, token), AwsErrors.IsTransient, budget, time, deadline);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Will not pass by waiting, such as a missing permission: each record is then a failure with this reason, none is lost.
            return [.. call.Select(_ => $"{failure.GetType().Name}: {failure.Message}")];
        }
    }
}
