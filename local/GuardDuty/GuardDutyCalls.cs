using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>A member account as GuardDuty has it.</summary>
/// <param name="Email">Empty for accounts that an organization added.</param>
/// <param name="Status">Created, Invited, Enabled, Disabled, Removed, Resigned, EmailVerificationInProgress, EmailVerificationFailed …</param>
sealed record Member(string Id, string Email, string Status, string InvitedAt);

/// <summary>GuardDuty's calls in one region.</summary>
/// <remarks>Source: GuardDuty API reference.</remarks>
sealed class GuardDutyCalls(AwsCli aws)
{
    /// <summary>Of CreateMembers and InviteMembers.</summary>
    public const int MostAccounts = 50;

    /// <returns>The account that the credentials belong to.</returns>
    public async Task<string> CallerAsync(CancellationToken cancellation) =>
        (await aws.CallAsync(["sts", "get-caller-identity"], cancellation))["Account"].Text() ?? throw new AwsCliException("'aws sts get-caller-identity' named no account.");

    /// <returns>Null where GuardDuty is not enabled.</returns>
    public async Task<string?> DetectorAsync(CancellationToken cancellation) =>
        (await aws.CallAsync(["guardduty", "list-detectors"], cancellation))["DetectorIds"].Texts().FirstOrDefault();

    public async Task<string> CreateDetectorAsync(CancellationToken cancellation) =>
        (await aws.CallAsync(["guardduty", "create-detector", "--enable"], cancellation))["DetectorId"].Text() ?? throw new AwsCliException("'aws guardduty create-detector' named no detector.");

    /// <summary>All members, those that were only created or are removed among them; the CLI follows the pages.</summary>
    public async Task<IReadOnlyList<Member>> MembersAsync(string detector, CancellationToken cancellation)
    {
        var answer = await aws.CallAsync(["guardduty", "list-members", "--detector-id", detector, "--only-associated", "false"], cancellation);
        return [.. answer["Members"].Items().Select(one => new Member(one["AccountId"].Text() ?? "", one["Email"].Text() ?? "", one["RelationshipStatus"].Text() ?? "", one["InvitedAt"].Text() ?? ""))];
    }

    /// <returns>The accounts that were not taken, with the reason.</returns>
    public async Task<IReadOnlyDictionary<string, string>> CreateMembersAsync(string detector, IReadOnlyList<Candidate> accounts, CancellationToken cancellation)
    {
        var details = new JsonArray([.. accounts.Select(one => (JsonNode)new JsonObject { ["AccountId"] = one.Id, ["Email"] = one.Email })]);
        return Unprocessed(await aws.CallAsync(["guardduty", "create-members", "--detector-id", detector, "--account-details", "file:///dev/stdin"], cancellation, details.ToJsonString()));
    }

    /// <returns>The accounts that were not taken, with the reason.</returns>
    public async Task<IReadOnlyDictionary<string, string>> InviteMembersAsync(string detector, IReadOnlyList<Candidate> accounts, Invitation invitation, CancellationToken cancellation) =>
        Unprocessed(await aws.CallAsync(
        [
            "guardduty", "invite-members", "--detector-id", detector, "--account-ids", .. accounts.Select(one => one.Id),
            invitation.Email ? "--no-disable-email-notification" : "--disable-email-notification",
            // In one word: a text may begin with a hyphen.
            .. invitation.Message is { Length: > 0 } message ? (string[])["--message=" + message] : [],
        ], cancellation));

    static Dictionary<string, string> Unprocessed(JsonNode answer)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in answer["UnprocessedAccounts"].Items()) reasons[one["AccountId"].Text() ?? ""] = AwsCli.WithoutAddresses(one["Result"].Text() ?? "no reason was given");
        return reasons;
    }
}

/// <param name="Message">Of the invitation; null for none.</param>
/// <param name="Email">Accounts are also told by e-mail.</param>
sealed record Invitation(string? Message, bool Email);
