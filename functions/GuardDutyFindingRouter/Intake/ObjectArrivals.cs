namespace Sluice.GuardDutyFindingRouter;

/// <summary>Takes the objects of S3 notifications, and of EventBridge's <c>Object Created</c>, for exports of findings.</summary>
/// <param name="found">Gets what is found.</param>
/// <param name="parcel">Index of the message.</param>
sealed class ObjectArrivals(ArrivalList found, int parcel)
{
    /// <summary>Adds the objects; what names none becomes an arrival.</summary>
    /// <param name="notification">An object that names objects.</param>
    /// <param name="id">Of what it came in.</param>
    public void Add(JsonPart notification, string id)
    {
        var before = found.Count;
        try
        {
            foreach (var read in ObjectEventReader.Read(notification.RawCopy()).Parcels)
            {
                foreach (var one in read.Objects) found.Exports.Add((parcel, one));
                for (var i = 0; i < read.Ignored; i++) found.Arrivals.Add(new(parcel, id, ArrivalKind.NotAFinding) { Name = "S3 event of no created object" });
                if (read.Problem is { } problem) Unreadable(notification, id, problem);
            }
        }
        catch (InvalidDataException nothing)
        {
            Unreadable(notification, id, nothing.Message);
        }
        if (found.Count == before) found.Arrivals.Add(new(parcel, id, ArrivalKind.NotAFinding) { Name = "S3 event without objects" });
    }

    void Unreadable(JsonPart notification, string id, string problem) =>
        found.Arrivals.Add(new(parcel, id, ArrivalKind.Unreadable) { Name = "S3 notification", Problem = problem, Raw = notification.RawCopy() });
}
