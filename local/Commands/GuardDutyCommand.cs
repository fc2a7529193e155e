using System.CommandLine;

namespace Sluice.Local;

/// <summary><c>./sluice guardduty</c>: member accounts that are outside the organization.</summary>
static class GuardDutyCommand
{
    public static Command Create() => new("guardduty", "Invite accounts to GuardDuty, and see which are members.") { Invite(), Status() };

    static Command Invite()
    {
        var target = new AwsTargetOptions();
        var csv = new Option<string>("--csv") { Required = true, Description = "A line for each account: account id, e-mail address of its root user" };
        var apply = new Option<bool>("--apply") { Description = "Do it; without it only what would be done is said" };
        var offline = new Option<bool>("--offline") { Description = "Check the file alone; AWS is not asked" };
        var enable = new Option<bool>("--enable") { Description = "Enable GuardDuty here where it is not" };
        var message = new Option<string?>("--message") { Description = "Text of the invitation" };
        var noEmail = new Option<bool>("--no-email") { Description = "Accounts are told by GuardDuty, and not by e-mail too" };
        var command = new Command("invite", """
            Invite the accounts of a list to be members of this account's GuardDuty, in each region that is named.
            Without --apply nothing is changed. Those that are members or invited already are left as they are, so it can be run again.
            Exit codes: 0 all are members or invited, 1 some are not, 2 a mistake in the list or the command.
            """) { csv, apply, offline, enable, message, noEmail };
        target.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(offline) && parsed.GetValue(apply)) throw new UserError("--offline and --apply exclude each other.");
            if (parsed.GetValue(message) is { } text && (text.StartsWith("file://", StringComparison.Ordinal) || text.StartsWith("fileb://", StringComparison.Ordinal) || text.StartsWith("http", StringComparison.Ordinal)))
                throw new UserError("--message may not begin with file: or http: the AWS CLI would send what lies there.");
            var options = new InviteOptions(parsed.GetValue(csv)!, parsed.GetValue(apply), parsed.GetValue(offline), parsed.GetValue(enable), new Invitation(parsed.GetValue(message), !parsed.GetValue(noEmail)));
            return new InviteAccounts(Console.Out, options).RunAsync(target.Regions(parsed), cancellation);
        });
        return command;
    }

    static Command Status()
    {
        var target = new AwsTargetOptions();
        var command = new Command("status", "List the members of this account's GuardDuty, in each region that is named.");
        target.AddTo(command);
        command.SetAction((parsed, cancellation) => new MemberStatus(Console.Out).RunAsync(target.Regions(parsed), cancellation));
        return command;
    }
}
