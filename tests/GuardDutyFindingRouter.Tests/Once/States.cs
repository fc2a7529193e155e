using System.Text;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>States of findings, as the ledger meets them.</summary>
static class States
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static Destination Chat { get; } = new("chat", DestinationKind.Slack) { GroupsFloods = true };

    public static Destination Paging { get; } = new("paging", DestinationKind.PagerDuty) { GroupsFloods = true };

    public static Destination Lake { get; } = new("lake", DestinationKind.Firehose) { EveryUpdate = true };

    public static RouteDecision To(params Destination[] destinations) => new(destinations, ["all"], null);

    /// <summary>A state; <c>minute</c> is GuardDuty's time of it, after <see cref="Start"/>.</summary>
    public static Finding Of(int minute = 0, long count = 1, double severity = 5, bool archived = false, string id = "f1", string account = "111122223333", params string[] remotes) => new()
    {
        Id = id, Type = "UnauthorizedAccess:EC2/SSHBruteForce", Severity = severity, AccountId = account, Region = "eu-west-1", Count = count, Archived = archived,
        UpdatedAt = Start.AddMinutes(minute),
        Subject = new("Instance", "i-" + id, "", "", []),
        Remotes = [.. (remotes.Length > 0 ? remotes : ["198.51.100.7"]).Select(address => new RemoteParty(address, 22, "", "", "", 0, "", ""))],
        Raw = Encoding.UTF8.GetBytes($$"""{"id":"{{id}}"}"""),
    };
}
