namespace Sluice.Local;

/// <param name="Apply">Otherwise it is a dry run.</param>
/// <param name="Offline">AWS is not asked at all.</param>
/// <param name="Enable">Makes a detector where there is none.</param>
sealed record InviteOptions(string Csv, bool Apply, bool Offline, bool Enable, Invitation Invitation);

/// <summary><c>./sluice guardduty invite</c>.</summary>
sealed class InviteAccounts(TextWriter output, InviteOptions options)
{
    public async Task<int> RunAsync(IReadOnlyList<AwsCli> regions, CancellationToken cancellation)
    {
        var file = CandidateReader.Load(options.Csv);
        var (administrator, unreachable) = options.Offline ? (null, null) : await AdministratorAsync(regions[0], cancellation);
        Refuse([.. file.Mistakes, .. administrator is null ? [] : file.MistakesOf(administrator)]);
        await output.WriteLineAsync($"{options.Csv}: {Count(file.Accounts.Count)}, no mistakes.");
        if (options.Offline) return ExitCode.Success;
        if (unreachable is not null) throw new UserError($"{unreachable}\nNothing was done. --offline checks the file without AWS.", ExitCode.Failure);
        var exit = ExitCode.Success;
        foreach (var aws in regions)
            if (!await InRegionAsync(aws, file.Accounts, cancellation)) exit = ExitCode.Failure;
        return exit;
    }

    /// <summary>What is wrong with the list is told, whether AWS can be asked or not.</summary>
    static async Task<(string? Account, string? Unreachable)> AdministratorAsync(AwsCli aws, CancellationToken cancellation)
    {
        try
        {
            return (await new GuardDutyCalls(aws).CallerAsync(cancellation), null);
        }
        catch (Exception failure) when (failure is AwsCliException or UserError)
        {
            return (null, failure.Message);
        }
    }

    void Refuse(IReadOnlyList<string> mistakes)
    {
        if (mistakes.Count > 0) throw new UserError($"{options.Csv}: {mistakes.Count} mistake{(mistakes.Count == 1 ? "" : "s")}, nothing was done.\n" + string.Join('\n', mistakes.Select(mistake => "  " + mistake)));
    }

    /// <returns>Whether every account is a member or invited; in a dry run, whether every one could be.</returns>
    async Task<bool> InRegionAsync(AwsCli aws, IReadOnlyList<Candidate> accounts, CancellationToken cancellation)
    {
        var where = aws.Region ?? "the AWS CLI's region";
        try
        {
            var guardDuty = new GuardDutyCalls(aws);
            var detector = await guardDuty.DetectorAsync(cancellation);
            if (detector is null && options is { Apply: true, Enable: true })
            {
                detector = await guardDuty.CreateDetectorAsync(cancellation);
                await output.WriteLineAsync($"{where}: GuardDuty is enabled now, detector {detector}.");
            }
            else if (detector is null)
            {
                var command = aws.Command("guardduty create-detector --enable");
                await output.WriteLineAsync(options.Enable
                    ? $"{where}: GuardDuty is not enabled; --apply would enable it, as '{command}' does."
                    : $"{where}: GuardDuty is not enabled, and an account without it cannot invite. Enable it with\n  {command}\nor with --enable --apply.");
                if (options.Apply || !options.Enable) return false;
            }
            var plan = InvitationPlan.Of(accounts, detector is null ? [] : await guardDuty.MembersAsync(detector, cancellation));
            var done = options.Apply ? await new InvitationRun(guardDuty, detector!, options.Invitation).ApplyAsync(plan, cancellation) : InvitationRun.Dry(plan);
            await output.WriteAsync(Report(where, done));
            return !done.Any(one => one.Remains);
        }
        catch (AwsCliException failure)
        {
            await output.WriteLineAsync($"{where}: {failure.Message}");
            return false;
        }
    }

    string Report(string where, IReadOnlyList<InvitedAccount> accounts)
    {
        var table = TextTable.Of(["account", "e-mail", "before", options.Apply ? "done" : "what would be done", "now"],
            accounts.Select(one => (IReadOnlyList<string>)[one.Account.Id, one.Account.Email, one.Before, one.Done, one.Now ?? ""]));
        var remain = accounts.Count(one => one.Remains);
        var end = remain > 0 ? $"{Count(remain)} {(remain == 1 ? "remains" : "remain")}: see above." : options.Apply ? "All are members or invited." : "Nothing was changed: --apply does it.";
        return $"\n{where}\n{table}{end}\n";
    }

    static string Count(int accounts) => $"{accounts} account{(accounts == 1 ? "" : "s")}";
}
