namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>The members of a subscription record around its events, as they stand in the JSON.</summary>
/// <remarks>Texts without quotes and with their escapes; <c>SubscriptionFilters</c> is the whole array; empty where missing.</remarks>
ref struct Envelope
{
    public ReadOnlySpan<byte> Owner, LogGroup, LogStream, SubscriptionFilters;

    /// <summary>Offsets into the record: the document, and its array of events with the brackets.</summary>
    public int Start, End, EventsStart, EventsEnd;
}

/// <summary>One element of <c>logEvents</c>, as it stands in the JSON.</summary>
ref struct LogEvent
{
    /// <summary>Texts without quotes and with their escapes; a number; a whole object. Empty where missing.</summary>
    public ReadOnlySpan<byte> Id, Timestamp, Message, ExtractedFields;

    /// <summary>Whether <see cref="Message"/> holds a backslash.</summary>
    public bool MessageIsEscaped;

    /// <summary>Offsets into the record: the braces included.</summary>
    public int Start, End;
}
