namespace Sluice;

/// <summary>What became of one record: a value to deliver, an intentional drop, or a failure.</summary>
/// <remarks><c>default</c> is a failure: a record that nobody looked at can never be acknowledged by accident.</remarks>
/// <typeparam name="T">What is delivered.</typeparam>
public readonly record struct Verdict<T>
{
    readonly T? _value;
    readonly string? _reason;

    internal Verdict(VerdictKind kind, T? value, string? reason) => (Kind, _value, _reason) = (kind, value, reason);

    /// <summary>Which of the three it is, for counting. The value is reached through <see cref="Match"/> alone.</summary>
    public VerdictKind Kind { get; }

    /// <summary>Why the record was dropped or failed; <c>null</c> where it is delivered.</summary>
    public string? Reason => Kind == VerdictKind.Delivered ? null : _reason ?? "not processed";

    /// <summary>The only way to the value: every caller says what it does in all three cases.</summary>
    /// <param name="delivered">Gets the value.</param>
    /// <param name="dropped">Gets the reason.</param>
    /// <param name="failed">Gets the reason.</param>
    public TResult Match<TResult>(Func<T, TResult> delivered, Func<string, TResult> dropped, Func<string, TResult> failed) => Kind switch
    {
        VerdictKind.Delivered => delivered(_value!),
        VerdictKind.Dropped => dropped(Reason!),
        _ => failed(Reason!),
    };
}

/// <summary>The three things that can become of a record. Zero is the failure, see <see cref="Verdict{T}"/>.</summary>
public enum VerdictKind : byte
{
    /// <summary>Not delivered; the reason is known and the record can be replayed.</summary>
    Failed,

    /// <summary>Left out on purpose, by a rule that has a name.</summary>
    Dropped,

    /// <summary>Handed to the target.</summary>
    Delivered,
}

/// <summary>Makes verdicts.</summary>
public static class Verdict
{
    /// <summary>The record goes to its target as <paramref name="value"/>.</summary>
    public static Verdict<T> Deliver<T>(T value) => new(VerdictKind.Delivered, value, null);

    /// <summary>The record is left out on purpose; <paramref name="reason"/> names the rule.</summary>
    public static Verdict<T> Drop<T>(string reason) => new(VerdictKind.Dropped, default, reason);

    /// <summary>The record is not delivered; <paramref name="reason"/> says what was wrong and where.</summary>
    public static Verdict<T> Fail<T>(string reason) => new(VerdictKind.Failed, default, reason);
}
