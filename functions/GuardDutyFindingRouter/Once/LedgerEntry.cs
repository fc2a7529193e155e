using System.Text.Json.Serialization;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>What the ledger knows of a finding. Immutable: a change is a new entry with the next version.</summary>
sealed record LedgerEntry
{
    /// <summary>The highest severity that was told.</summary>
    public double Severity { get; init; }

    /// <summary>Whether its newest state is archived.</summary>
    public bool Archived { get; init; }

    /// <summary>Remote addresses that were told, oldest first; at most <see cref="Novelty.MaxRemotes"/>.</summary>
    public IReadOnlyList<string> Remotes { get; init; } = [];

    /// <summary>When people were last told, seconds of Unix time; 0: never.</summary>
    public long ToldAt { get; init; }

    /// <summary>GuardDuty's time of the newest state, milliseconds of Unix time; 0 where it is not told.</summary>
    public long UpdatedAt { get; init; }

    /// <summary>The highest count that was seen.</summary>
    public long Count { get; init; }

    /// <summary>Destinations that know of it, by name: whom to tell that it is over.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>The newest states, oldest first, and what became of each; at most <see cref="FindingLedger.MaxClaims"/>.</summary>
    public IReadOnlyList<LedgerClaim> Claims { get; init; } = [];
}

/// <summary>One state of a finding, and who tells it.</summary>
/// <param name="State">See <see cref="Novelty.StateOf"/>: the same in the administrator's and the member's copy.</param>
/// <param name="Owner">Id of the source event whose invocation tells it. Lambda's repeats of the event have the same.</param>
/// <param name="LeaseUntil">Seconds of Unix time; nobody else takes it over before.</param>
/// <param name="Done">Whether every destination has it, or the failure queue.</param>
/// <param name="Kind">As it was decided, so that a repeat tells the same.</param>
/// <param name="Changes">As they were decided.</param>
/// <param name="To">Whom to tell, as it was decided.</param>
/// <param name="Sent">Destinations that are done, by name.</param>
sealed record LedgerClaim(
    string State, string Owner, long LeaseUntil, bool Done, NoticeKind Kind, IReadOnlyList<string> Changes, IReadOnlyList<NoticeTarget> To, IReadOnlyList<string> Sent);

/// <summary>A destination that is told, and in which words.</summary>
/// <param name="Destination">Its name.</param>
/// <param name="Kind">An update of a finding that it never heard of is a new one to it.</param>
readonly record struct NoticeTarget(string Destination, NoticeKind Kind);

/// <summary>JSON of the entries in the table.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LedgerEntry))]
sealed partial class LedgerJson : JsonSerializerContext;
