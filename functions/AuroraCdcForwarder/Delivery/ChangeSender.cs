using Amazon.KinesisFirehose;

namespace Sluice.AuroraCdcForwarder;

/// <summary>Puts lines into the delivery stream, in calls that it takes, and again what it refused.</summary>
sealed class ChangeSender(IAmazonKinesisFirehose firehose, string stream, RetryBudget budget, TimeProvider time)
{
    /// <summary>Sends lines, in order.</summary>
    /// <returns>One entry a line: <c>null</c> = accepted, else why not.</returns>
    public async Task<IReadOnlyList<string?>> SendAsync(IReadOnlyList<byte[]> lines, CancellationToken deadline)
    {
        var errors = new List<string?>(lines.Count);
        for (var start = 0; start < lines.Count;)
        {
            var count = CallSize(lines, start);
            var call = lines.Skip(start).Take(count).ToList();
            string?[] refused;
            try
            {
                refused = await PartialBatch.SendAsync(call, (records, cancellation) => FirehosePut.PutAsync(firehose, stream, records, cancellation), AwsErrors.IsTransient, budget, time, deadline);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // Such as a stream that is not there: the lines of this call fail, and the sender of the event learns why.
                refused = new string?[count];
                Array.Fill(refused, $"{failure.GetType().Name}: {failure.Message}");
            }
            errors.AddRange(refused);
            start += count;
        }
        return errors;
    }

    /// <summary>How many lines from <paramref name="start"/> go into one call.</summary>
    public static int CallSize(IReadOnlyList<byte[]> lines, int start)
    {
        var (count, bytes) = (0, 0L);
        while (start + count < lines.Count && count < FirehosePut.MaxRecords && (count == 0 || bytes + lines[start + count].Length <= FirehosePut.MaxBytes))
            bytes += lines[start + count++].Length;
        return count;
    }
}
