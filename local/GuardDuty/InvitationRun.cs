namespace Sluice.Local;

/// <summary>What became of one account.</summary>
/// <param name="Done">In words; what would be done, in a dry run.</param>
/// <param name="Now">Null where it was not asked for again.</param>
/// <param name="Remains">It is not invited, and somebody has to look.</param>
sealed record InvitedAccount(Candidate Account, string Before, string Done, string? Now, bool Remains);

/// <summary>Creates and invites, in batches; an account that is refused, or a call that fails, does not stop the others.</summary>
sealed class InvitationRun(GuardDutyCalls guardDuty, string detector, Invitation invitation)
{
    readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);

    /// <summary>Without a call.</summary>
    public static IReadOnlyList<InvitedAccount> Dry(IReadOnlyList<PlannedAccount> plan) => [.. plan.Select(one => new InvitedAccount(one.Account, one.Before, one.Step switch
    {
        InvitationStep.CreateAndInvite => "would be created and invited",
        InvitationStep.Invite => "would be invited",
        InvitationStep.Nothing => "nothing",
        _ => "cannot be invited: " + one.Why,
    }, null, one.Step == InvitationStep.Cannot))];

    public async Task<IReadOnlyList<InvitedAccount>> ApplyAsync(IReadOnlyList<PlannedAccount> plan, CancellationToken cancellation)
    {
        var (create, invite) = (Of(InvitationStep.CreateAndInvite), Of(InvitationStep.Invite));
        await InBatchesAsync("not created", create, batch => guardDuty.CreateMembersAsync(detector, batch, cancellation));
        var created = create.Where(one => !_refused.ContainsKey(one.Id)).ToList();
        await InBatchesAsync("not invited", [.. created, .. invite], batch => guardDuty.InviteMembersAsync(detector, batch, invitation, cancellation));
        var now = await StatusesAsync(cancellation);
        return [.. plan.Select(one => new InvitedAccount(one.Account, one.Before, Done(one), now is null ? "unknown" : now[one.Account.Id].FirstOrDefault() ?? "-", one.Step == InvitationStep.Cannot || _refused.ContainsKey(one.Account.Id)))];

        List<Candidate> Of(InvitationStep step) => [.. plan.Where(one => one.Step == step).Select(one => one.Account)];
    }

    /// <returns>Null where the list could not be had: what was done is told all the same.</returns>
    async Task<ILookup<string, string>?> StatusesAsync(CancellationToken cancellation)
    {
        try
        {
            return (await guardDuty.MembersAsync(detector, cancellation)).ToLookup(member => member.Id, member => member.Status);
        }
        catch (AwsCliException)
        {
            return null;
        }
    }

    async Task InBatchesAsync(string what, IReadOnlyList<Candidate> accounts, Func<IReadOnlyList<Candidate>, Task<IReadOnlyDictionary<string, string>>> call)
    {
        foreach (var batch in accounts.Chunk(GuardDutyCalls.MostAccounts))
        {
            try
            {
                foreach (var (id, reason) in await call(batch)) _refused[id] = $"{what}: {reason}";
            }
            catch (AwsCliException failure)
            {
                foreach (var one in batch) _refused[one.Id] = $"{what}: {failure.Message}";
            }
        }
    }

    string Done(PlannedAccount one) => _refused.GetValueOrDefault(one.Account.Id) ?? one.Step switch
    {
        InvitationStep.CreateAndInvite => "created and invited",
        InvitationStep.Invite => "invited",
        InvitationStep.Nothing => "nothing",
        _ => "cannot be invited: " + one.Why,
    };
}
