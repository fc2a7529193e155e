namespace Sluice.Local;

/// <summary><c>./sluice guardduty status</c>.</summary>
sealed class MemberStatus(TextWriter output)
{
    public async Task<int> RunAsync(IReadOnlyList<AwsCli> regions, CancellationToken cancellation)
    {
        var exit = ExitCode.Success;
        foreach (var aws in regions)
        {
            var where = aws.Region ?? "the AWS CLI's region";
            try
            {
                var guardDuty = new GuardDutyCalls(aws);
                await output.WriteAsync(await guardDuty.DetectorAsync(cancellation) is { } detector
                    ? Report(where, await guardDuty.MembersAsync(detector, cancellation))
                    : $"{where}: GuardDuty is not enabled. '{aws.Command("guardduty create-detector --enable")}' enables it.\n");
            }
            catch (AwsCliException failure)
            {
                exit = ExitCode.Failure;
                await output.WriteLineAsync($"{where}: {failure.Message}");
            }
        }
        return exit;
    }

    static string Report(string where, IReadOnlyList<Member> members)
    {
        if (members.Count == 0) return $"{where}: no members.\n";
        var counts = string.Join(", ", members.CountBy(member => member.Status).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key}"));
        return $"\n{where}\n" + TextTable.Of(["account", "e-mail", "status", "invited"],
            members.OrderBy(member => member.Id, StringComparer.Ordinal).Select(member => (IReadOnlyList<string>)[member.Id, member.Email, member.Status, member.InvitedAt])) + counts + "\n";
    }
}
