namespace Sluice;

/// <summary>Handles the objects of an event: all of them, some at a time, each version once.</summary>
public static class ObjectRun
{
    /// <summary>Handles every object of <paramref name="event"/>, whatever becomes of the others.</summary>
    /// <param name="event">What was asked. An object that it names twice is handled once, and both get the outcome.</param>
    /// <param name="handle">Handles one object. An exception is a failure with its message; one that may pass is tried again by the sender.</param>
    /// <param name="concurrency">Objects at a time, at most.</param>
    /// <param name="deadline">Objects not begun by then fail for now.</param>
    /// <returns>One list a parcel, one outcome an object; same order.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<ObjectOutcome>>> RunAsync(
        ObjectEvent @event, Func<CreatedObject, CancellationToken, Task<ObjectOutcome>> handle, int concurrency, CancellationToken deadline)
    {
        var distinct = @event.Parcels.SelectMany(parcel => parcel.Objects).DistinctBy(one => one.Identity).ToList();
        var outcomes = new ObjectOutcome[distinct.Count];
        // No token here: it would leave the loop, and each object must get its outcome.
        await Parallel.ForAsync(0, distinct.Count, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (i, _) =>
        {
            outcomes[i] = await OneAsync(distinct[i], handle, deadline);
        });
        var of = distinct.Select(one => one.Identity).Zip(outcomes).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. @event.Parcels.Select(parcel => (IReadOnlyList<ObjectOutcome>)[.. parcel.Objects.Select(one => of[one.Identity])])];
    }

    static async Task<ObjectOutcome> OneAsync(CreatedObject one, Func<CreatedObject, CancellationToken, Task<ObjectOutcome>> handle, CancellationToken deadline)
    {
        if (deadline.IsCancellationRequested) return ObjectOutcome.Failed("no time was left to begin with it");
        try
        {
            return await handle(one, deadline);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return ObjectOutcome.Failed("the time was up before it was done");
        }
        catch (Exception failure)
        {
            return ObjectOutcome.Failed($"{failure.GetType().Name}: {failure.Message}");
        }
    }
}
