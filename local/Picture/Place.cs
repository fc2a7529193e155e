namespace Sluice.Local;

/// <summary>How a place is drawn, and how far a function's row follows what flows to it or from it.</summary>
enum PlaceKind
{
    /// <summary>Has a row of its own.</summary>
    Function,

    /// <summary>Buckets, tables, log groups: a row ends there.</summary>
    Store,

    /// <summary>Queues, delivery streams, rules, topics, APIs: a row goes on to what is behind them.</summary>
    Channel,

    /// <summary>Outside the stack, or outside AWS.</summary>
    Outside,
}

/// <summary>A box of the picture.</summary>
/// <param name="Id">The logical id, or the ARN of what the stack does not make; with <c>#prefix</c> for a part of a bucket.</param>
/// <param name="Name">What stands in the box.</param>
/// <param name="What">The kind of thing, in small letters.</param>
/// <param name="Account">Of another account, where it lies in one.</param>
sealed record Place(string Id, PlaceKind Kind, string Name, string What, string? Account = null)
{
    /// <summary>Without the part of the bucket.</summary>
    public string Resource => Id.Split('#')[0];

    /// <summary>Of keys; empty for all of the bucket, and for what is no bucket.</summary>
    public string Prefix => Id.Contains('#', StringComparison.Ordinal) ? Id[(Id.IndexOf('#', StringComparison.Ordinal) + 1)..] : "";
}

/// <summary>An arrow of the picture.</summary>
/// <param name="Failed">What could not be delivered goes this way.</param>
sealed record Flow(Place From, Place To, bool Failed = false);
