using System.Globalization;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Puts messages into a service of AWS, as many in a call as it takes, and again what it refused for the moment.</summary>
/// <param name="budget">How often.</param>
/// <param name="time">The clock of the waits.</param>
sealed class AwsDelivery(RetryBudget budget, TimeProvider time)
{
    /// <summary>Sends all.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="who">For reasons.</param>
    /// <param name="parcels">Any number, in order.</param>
    /// <param name="deadline">Ends calls and waits.</param>
    /// <returns>One outcome a parcel, same order.</returns>
    public async Task<DeliveryOutcome[]> SendAsync(AwsTarget target, string who, IReadOnlyList<Parcel> parcels, CancellationToken deadline)
    {
        var outcomes = new DeliveryOutcome[parcels.Count];
        var (batch, bytes) = (new List<int>(), 0);
        for (var i = 0; i < parcels.Count; i++)
        {
            var size = target.SizeOf(parcels[i]);
            if (size > target.MaxEntryBytes)
            {
                outcomes[i] = DeliveryOutcome.Refused(string.Create(CultureInfo.InvariantCulture, $"{who}: the message has {size} bytes, and {target.Service} takes {target.MaxEntryBytes}"));
                continue;
            }
            if (batch.Count == target.MaxEntries || bytes + size > target.MaxBytes)
            {
                await SendBatchAsync(target, who, parcels, batch, outcomes, deadline);
                batch.Clear();
                bytes = 0;
            }
            batch.Add(i);
            bytes += size;
        }
        if (batch.Count > 0) await SendBatchAsync(target, who, parcels, batch, outcomes, deadline);
        return outcomes;
    }

    async Task SendBatchAsync(AwsTarget target, string who, IReadOnlyList<Parcel> parcels, List<int> batch, DeliveryOutcome[] outcomes, CancellationToken deadline)
    {
        // Of those that will never be taken: to PartialBatch they are settled, for it would only send them again.
        var refused = new Dictionary<int, Refusal>();
        var taken = new HashSet<int>();
        string?[] errors;
        try
        {
            errors = await PartialBatch.SendAsync(batch, PutAsync, AwsErrors.IsTransient, budget, time, deadline);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The whole call is refused: no right, no such target. Earlier calls may have brought some of it there.
            var why = $"{who}: {ReasonOf(failure, target)}";
            foreach (var i in batch) outcomes[i] = taken.Contains(i) ? DeliveryOutcome.Done : DeliveryOutcome.Refused(refused.TryGetValue(i, out var own) ? $"{who}: {own.Reason}" : why);
            return;
        }
        foreach (var (i, error) in batch.Zip(errors))
        {
            outcomes[i] = refused.TryGetValue(i, out var own) ? DeliveryOutcome.Refused($"{who}: {own.Reason}")
                : error is null ? DeliveryOutcome.Done
                : DeliveryOutcome.Later($"{who}: {Confidential.None.Clean(error)}");
        }

        async Task<IReadOnlyList<string?>> PutAsync(IReadOnlyList<int> places, CancellationToken cancellation)
        {
            var replies = await target.PutAsync([.. places.Select(i => parcels[i])], cancellation);
            if (replies.Count != places.Count) throw new InvalidDataException($"the answer has {replies.Count} entries for {places.Count} messages");
            foreach (var (i, reply) in places.Zip(replies))
            {
                if (reply is null) taken.Add(i);
                else if (!reply.MayPass) refused[i] = reply;
            }
            return [.. replies.Select(reply => reply is { MayPass: true } ? reply.Reason : null)];
        }
    }

    static string ReasonOf(Exception failure, AwsTarget target)
    {
        if (failure is not Amazon.Runtime.AmazonServiceException service) return $"{failure.GetType().Name}: {Confidential.None.Clean(failure.Message)}";
        var isDenied = service.ErrorCode?.Contains("AccessDenied", StringComparison.Ordinal) == true || service.ErrorCode?.Contains("AuthorizationError", StringComparison.Ordinal) == true;
        return $"{service.ErrorCode}: {Confidential.None.Clean(service.Message)}{(isDenied ? $"; the function's role needs {target.Action} on it, and the rights to its KMS key where it has one" : "")}";
    }
}
