namespace Sluice;

/// <summary>Who sent the event, and so how it is answered.</summary>
public enum ObjectEventKind
{
    /// <summary>S3, SNS or EventBridge, asynchronously: a failure is an exception, and Lambda repeats the event.</summary>
    Notification,

    /// <summary>A queue: the messages that failed are named, and come again.</summary>
    Queue,

    /// <summary>A job of S3 Batch Operations: each task gets a result.</summary>
    BatchJob,
}

/// <summary>What is acknowledged as one: a queue's message, a job's task, or the whole of an asynchronous event.</summary>
/// <param name="Id">Message id or task id; empty for an asynchronous event.</param>
/// <param name="Objects">The objects that it names, in order.</param>
/// <param name="Ignored">What it has that names no created object: test events, removals and other event names.</param>
/// <param name="Problem">What of it could not be read; <c>null</c> where all could. It fails, after its objects were tried.</param>
public sealed record ObjectParcel(string Id, IReadOnlyList<CreatedObject> Objects, int Ignored, string? Problem);

/// <summary>An event that names created objects, whatever it came through.</summary>
/// <param name="Kind">Who sent it.</param>
/// <param name="Parcels">What is acknowledged one by one, in order.</param>
/// <param name="InvocationId">Of a batch job; else empty.</param>
/// <param name="SchemaVersion">Of a batch job; else empty.</param>
public sealed record ObjectEvent(ObjectEventKind Kind, IReadOnlyList<ObjectParcel> Parcels, string InvocationId = "", string SchemaVersion = "");

/// <summary>What became of one object.</summary>
/// <param name="Kind">Zero is a failure: an object that nobody looked at is never acknowledged.</param>
/// <param name="Reason">What was done, or why not.</param>
public readonly record struct ObjectOutcome(ObjectOutcomeKind Kind, string? Reason)
{
    /// <summary>Why it failed, or was left out.</summary>
    public string Text => Reason ?? (Kind == ObjectOutcomeKind.Failed ? "not processed" : "");

    /// <summary>Whether it is to come again.</summary>
    public bool IsFailure => Kind is ObjectOutcomeKind.Failed or ObjectOutcomeKind.FailedForGood;

    /// <summary>Done.</summary>
    public static ObjectOutcome Delivered(string? what = null) => new(ObjectOutcomeKind.Delivered, what);

    /// <summary>Left out on purpose.</summary>
    public static ObjectOutcome Dropped(string why) => new(ObjectOutcomeKind.Dropped, why);

    /// <summary>May succeed when it is tried again.</summary>
    public static ObjectOutcome Failed(string why) => new(ObjectOutcomeKind.Failed, why);

    /// <summary>Fails until somebody changes something.</summary>
    public static ObjectOutcome FailedForGood(string why) => new(ObjectOutcomeKind.FailedForGood, why);
}

/// <summary>The kinds of <see cref="ObjectOutcome"/>.</summary>
public enum ObjectOutcomeKind : byte
{
    /// <summary>May succeed when it is tried again.</summary>
    Failed,

    /// <summary>Fails until somebody changes something; a queue still keeps it, up to its dead-letter queue.</summary>
    FailedForGood,

    /// <summary>Left out on purpose.</summary>
    Dropped,

    /// <summary>Done, now or before.</summary>
    Delivered,
}
