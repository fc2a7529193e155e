namespace Sluice.Local;

enum InvitationStep
{
    /// <summary>It is a member, or has its invitation.</summary>
    Nothing,
    CreateAndInvite,
    Invite,

    /// <summary>An invitation would not help.</summary>
    Cannot,
}

/// <param name="Before">What GuardDuty says of it; "-" for nothing.</param>
/// <param name="Why">What to do where nothing can be done.</param>
sealed record PlannedAccount(Candidate Account, string Before, InvitationStep Step, string? Why = null);

/// <summary>What each account needs, by what GuardDuty has of it.</summary>
static class InvitationPlan
{
    public static IReadOnlyList<PlannedAccount> Of(IReadOnlyList<Candidate> accounts, IReadOnlyList<Member> members)
    {
        var known = members.ToLookup(member => member.Id);
        return [.. accounts.Select(account => Of(account, known[account.Id].FirstOrDefault()))];
    }

    static PlannedAccount Of(Candidate account, Member? member)
    {
        if (member is null) return new(account, "-", InvitationStep.CreateAndInvite);
        PlannedAccount With(InvitationStep step, string? why = null) => new(account, member.Status, step, why);
        return member.Status.ToUpperInvariant() switch
        {
            "ENABLED" or "INVITED" or "EMAILVERIFICATIONINPROGRESS" => With(InvitationStep.Nothing),
            // GuardDuty invites by the address that it has: CreateMembers is not asked again.
            "CREATED" or "REMOVED" or "RESIGNED" when member.Email.Length > 0 && !string.Equals(member.Email, account.Email, StringComparison.OrdinalIgnoreCase) =>
                With(InvitationStep.Cannot, "GuardDuty has another e-mail address for it: 'aws guardduty delete-members' first"),
            "CREATED" or "REMOVED" or "RESIGNED" => With(InvitationStep.Invite),
            "DISABLED" => With(InvitationStep.Cannot, "GuardDuty is suspended in it: 'aws guardduty start-monitoring-members'"),
            "EMAILVERIFICATIONFAILED" => With(InvitationStep.Cannot, "the e-mail address is not the account's: 'aws guardduty delete-members', then the right one"),
            "ACCOUNTSUSPENDED" => With(InvitationStep.Cannot, "AWS suspended the account"),
            "REGIONDISABLED" => With(InvitationStep.Cannot, "the account has this region switched off"),
            _ => With(InvitationStep.Cannot, "nothing is known about this status here: see the GuardDuty user guide"),
        };
    }
}
