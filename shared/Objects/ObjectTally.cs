namespace Sluice;

/// <summary>What became of the objects of an event, counted.</summary>
public sealed class ObjectTally
{
    /// <summary>Counts.</summary>
    /// <param name="event">What was asked.</param>
    /// <param name="outcomes">One list a parcel, one outcome an object.</param>
    public ObjectTally(ObjectEvent @event, IReadOnlyList<IReadOnlyList<ObjectOutcome>> outcomes)
    {
        for (var i = 0; i < @event.Parcels.Count; i++)
        {
            var parcel = @event.Parcels[i];
            Ignored += parcel.Ignored;
            if (parcel.Problem is { } problem) FailedWhy.Add(parcel.Id.Length > 0 ? parcel.Id : "event", problem);
            foreach (var (one, outcome) in parcel.Objects.Zip(outcomes[i]))
            {
                In++;
                if (outcome.IsFailure) FailedWhy.Add(one.ToString(), outcome.Text);
                else if (outcome.Kind == ObjectOutcomeKind.Dropped) DroppedWhy.Add(one.ToString(), outcome.Text);
                else Delivered++;
            }
        }
    }

    /// <summary>Objects that the event names, each as often as it does.</summary>
    public int In { get; }

    /// <summary>Of these: done, now or before.</summary>
    public int Delivered { get; }

    /// <summary>Of these: left out on purpose.</summary>
    public int Dropped => DroppedWhy.Count;

    /// <summary>Of these, and of messages that could not be read: failed.</summary>
    public int Failed => FailedWhy.Count;

    /// <summary>Test events, removals and others that name no created object.</summary>
    public int Ignored { get; }

    /// <summary>Why objects were left out.</summary>
    public ReasonTally DroppedWhy { get; } = new();

    /// <summary>Why objects failed.</summary>
    public ReasonTally FailedWhy { get; } = new();
}
