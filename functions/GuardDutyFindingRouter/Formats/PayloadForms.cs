namespace Sluice.GuardDutyFindingRouter;

/// <summary>What machines get: one JSON object in the form that the destination asks for.</summary>
static class PayloadForms
{
    /// <summary>One JSON object on one line, of at most <paramref name="limit"/> bytes (at least 220,000).</summary>
    /// <param name="notice">What is told.</param>
    /// <param name="destination">Its form and fields.</param>
    /// <param name="now">Where a form asks for a time that the finding lacks.</param>
    /// <param name="limit">Bytes, <paramref name="end"/> among them.</param>
    /// <param name="end">Bytes behind the object.</param>
    public static byte[] Write(Notice notice, Destination destination, DateTimeOffset now, int limit, ReadOnlySpan<byte> end = default)
    {
        // A flood is no finding of GuardDuty's, so it has no raw form; neither has an archiving that named nothing but an id.
        if (destination.Form == PayloadForm.Raw && notice.Flood is null && RawJson.OneLine(notice.Finding.Raw) is { Length: > 0 } raw && raw.Length + end.Length <= limit)
        {
            return end.Length == 0 ? raw : [.. raw, .. end];
        }
        var body = Write(notice, destination, now, MachineBounds.Roomy, end);
        return body.Length <= limit ? body : Write(notice, destination, now, MachineBounds.Tight, end);
    }

    static byte[] Write(Notice notice, Destination destination, DateTimeOffset now, MachineBounds bounds, ReadOnlySpan<byte> end) => destination.Form switch
    {
        PayloadForm.Asff => JsonBody.Write((notice, destination, now, bounds), AsffForm.Write, end),
        PayloadForm.Ocsf => JsonBody.Write((notice, now, bounds), OcsfForm.Write, end),
        PayloadForm.Hec => JsonBody.Write((notice, destination, now, bounds), HecForm.Write, end),
        _ => JsonBody.Write((notice, destination, now, bounds), NormalisedForm.Write, end),
    };
}
