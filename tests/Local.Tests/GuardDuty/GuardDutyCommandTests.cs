using System.Diagnostics;
using System.Globalization;
using Sluice.Local;

namespace Local.Tests.GuardDuty;

/// <summary>The runner as a user starts it, with the real AWS CLI, against a server that plays GuardDuty.</summary>
public sealed class GuardDutyCommandTests : IDisposable
{
    static readonly string s_runner = Path.Combine(Some.Root, "artifacts", "bin", "Sluice.Local", "debug", "sluice.dll");
    static readonly bool s_hasAws = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "aws")));

    readonly PlayedGuardDuty _guardDuty = new();
    readonly string _csv = Path.GetTempFileName();

    public void Dispose()
    {
        _guardDuty.Dispose();
        File.Delete(_csv);
    }

    [SkippableFact]
    public async Task Accounts_are_created_and_invited_in_batches_of_50()
    {
        var ids = Enumerable.Range(1, 120).Select(Id).ToList();
        var (exit, output, error) = await InviteAsync(ids, "--apply", "--message=- Please join: you & us", "--no-email");

        Assert.Equal((0, ""), (exit, error));
        Assert.Equal([50, 50, 20], Accounts("POST /detector/d1/member "));
        Assert.Equal([50, 50, 20], Accounts("POST /detector/d1/member/invite "));
        Assert.All(ids, id => Assert.Equal((Email(id), "Invited"), _guardDuty.Members[id]));
        Assert.Equal(("- Please join: you & us", true), ((string?)_guardDuty.LastInvitation!["message"], (bool?)_guardDuty.LastInvitation["disableEmailNotification"]));
        Assert.Matches($@"{Id(7)}  {Email(Id(7))}\s+-\s+created and invited\s+Invited", output);
        Assert.EndsWith("All are members or invited.\n", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Without_apply_nothing_is_changed_and_what_would_be_done_is_said()
    {
        _guardDuty.Members[Id(1)] = (Email(Id(1)), "Enabled");
        _guardDuty.Members[Id(2)] = (Email(Id(2)), "Created");
        var (exit, output, _) = await InviteAsync([Id(1), Id(2), Id(3)]);

        Assert.Equal(0, exit);
        Assert.DoesNotContain(_guardDuty.Calls, call => call.StartsWith("POST", StringComparison.Ordinal));
        Assert.Matches($@"{Id(1)}  \S+  Enabled\s+nothing", output);
        Assert.Matches($@"{Id(2)}  \S+  Created\s+would be invited", output);
        Assert.Matches($@"{Id(3)}  \S+  -\s+would be created and invited", output);
    }

    [SkippableFact]
    public async Task A_second_run_leaves_alone_who_is_a_member_or_invited_on_whatever_page()
    {
        foreach (var i in Enumerable.Range(1, 7)) _guardDuty.Members[Id(i)] = (Email(Id(i)), i == 7 ? "Removed" : i % 2 == 0 ? "Invited" : "Enabled");
        var (exit, output, _) = await InviteAsync(Enumerable.Range(1, 7).Select(Id), "--apply");

        Assert.Equal(0, exit);
        Assert.Empty(Accounts("POST /detector/d1/member "));
        Assert.Equal([1], Accounts("POST /detector/d1/member/invite "));
        Assert.Matches($@"{Id(7)}  \S+  Removed\s+invited\s+Invited", output);
        Assert.False((bool?)_guardDuty.LastInvitation!["disableEmailNotification"]);
    }

    [SkippableFact]
    public async Task Accounts_that_are_not_processed_remain_with_their_reason_and_exit_code_1()
    {
        _guardDuty.NotCreated[Id(1)] = "The request is rejected because the account is the administrator of x@example.com";
        _guardDuty.NotInvited[Id(2)] = "The account already has an administrator";
        _guardDuty.Members[Id(4)] = (Email(Id(4)), "Disabled");
        var (exit, output, _) = await InviteAsync([Id(1), Id(2), Id(3), Id(4)], "--apply");

        Assert.Equal(1, exit);
        Assert.Matches($@"{Id(1)}  \S+\s+-\s+not created: The request is rejected because the account is the administrator of <e-mail>\s+-", output);
        Assert.Matches($@"{Id(2)}  \S+\s+-\s+not invited: The account already has an administrator\s+Created", output);
        Assert.Matches($@"{Id(3)}  \S+\s+-\s+created and invited\s+Invited", output);
        Assert.Matches($@"{Id(4)}  \S+\s+Disabled\s+cannot be invited: GuardDuty is suspended in it", output);
        Assert.Contains("3 accounts remain", output, StringComparison.Ordinal);
        Assert.Equal([2], Accounts("POST /detector/d1/member/invite "));
    }

    [SkippableFact]
    public async Task A_call_that_fails_does_not_stop_the_other_batches()
    {
        _guardDuty.Refusals = 1;
        var (exit, output, _) = await InviteAsync(Enumerable.Range(1, 60).Select(Id), "--apply");

        Assert.Equal(1, exit);
        Assert.Equal([10], Accounts("POST /detector/d1/member/invite "));
        Assert.Contains("AccessDenied", output, StringComparison.Ordinal);
        Assert.DoesNotContain("eve@example.com", output, StringComparison.Ordinal);
        Assert.Contains("50 accounts remain", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Where_GuardDuty_is_not_enabled_the_command_that_enables_it_is_given_and_enable_runs_it()
    {
        _guardDuty.Detectors.Clear();
        var (dry, told, _) = await InviteAsync([Id(1)]);
        var (refused, _, _) = await InviteAsync([Id(1)], "--apply");
        Assert.Equal((1, 1), (dry, refused));
        Assert.Contains($"aws guardduty create-detector --enable --region eu-west-1 --endpoint-url {_guardDuty.Url}", told, StringComparison.Ordinal);
        Assert.Empty(_guardDuty.Detectors);

        var (would, _, _) = await InviteAsync([Id(1)], "--enable");
        Assert.Equal(0, would);
        Assert.Empty(_guardDuty.Detectors);

        var (exit, output, _) = await InviteAsync([Id(1)], "--apply", "--enable");
        Assert.Equal(0, exit);
        Assert.Contains("GuardDuty is enabled now, detector d1.", output, StringComparison.Ordinal);
        Assert.Equal("Invited", _guardDuty.Members[Id(1)].Status);
    }

    [SkippableFact]
    public async Task Mistakes_and_the_administrator_s_own_account_are_told_together_and_nothing_is_done()
    {
        var (exit, output, error) = await InviteAsync([PlayedGuardDuty.Administrator, "1.2E+11", Id(1)], "--apply");

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains("2 mistakes, nothing was done.", error, StringComparison.Ordinal);
        Assert.Contains($"line 1: {PlayedGuardDuty.Administrator} is the administrator's own account", error, StringComparison.Ordinal);
        Assert.Contains("line 2: '1.2E+11'", error, StringComparison.Ordinal);
        Assert.DoesNotContain("@", error, StringComparison.Ordinal);
        Assert.Empty(_guardDuty.Calls);
    }

    [Fact]
    public async Task Offline_checks_the_file_alone()
    {
        await File.WriteAllTextAsync(_csv, "111122223333,ann@example.com\n");
        var (exit, output, error) = await RunAsync("guardduty", "invite", "--csv", _csv, "--offline", "--endpoint-url", "http://127.0.0.1:1");

        Assert.Equal((0, ""), (exit, error));
        Assert.EndsWith("1 account, no mistakes.\n", output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("guardduty", "invite", "--csv", _csv, "--offline", "--apply")).Exit);
        Assert.Equal(2, (await RunAsync("guardduty", "invite", "--csv", _csv, "--message", "file:///etc/hostname")).Exit);
        Assert.Contains("there is no file 'none.csv'", (await RunAsync("guardduty", "invite", "--csv", "none.csv", "--offline")).Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Without_credentials_the_file_is_checked_and_the_cli_s_reason_is_given()
    {
        SkipWithoutAws();
        await File.WriteAllTextAsync(_csv, "111122223333,ann@example.com\n");
        var (exit, output, error) = await RunAsync("guardduty", "invite", "--csv", _csv, "--region", "eu-west-1", "--profile", "nobody-has-this-profile");

        Assert.Equal(1, exit);
        Assert.EndsWith("1 account, no mistakes.\n", output, StringComparison.Ordinal);
        Assert.Contains("nobody-has-this-profile", error, StringComparison.Ordinal);
        Assert.Contains("--offline", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Status_lists_the_members_of_each_region()
    {
        SkipWithoutAws();
        foreach (var i in Enumerable.Range(1, 5)) _guardDuty.Members[Id(i)] = (Email(Id(i)), i > 3 ? "Created" : "Enabled");
        var (exit, output, _) = await RunAsync("guardduty", "status", "--region", "eu-west-1", "us-east-1", "--endpoint-url", _guardDuty.Url);

        Assert.Equal(0, exit);
        Assert.Contains("\neu-west-1\n", output, StringComparison.Ordinal);
        Assert.Contains("\nus-east-1\n", output, StringComparison.Ordinal);
        Assert.Matches($@"{Id(5)}  {Email(Id(5))}\s+Created", output);
        Assert.Equal(2, output.Split("2 Created, 3 Enabled\n").Length - 1);
    }

    /// <summary>moto 5.2.1 plays STS and detectors, and no members.</summary>
    [SkippableFact]
    public async Task Moto_s_account_is_recognised_and_its_detector_is_made()
    {
        SkipWithoutAws();
        var python = Environment.GetEnvironmentVariable("SLUICE_PYTHON") ?? "python3";
        var log = Path.Combine(Path.GetTempPath(), $"sluice-moto-{Guid.NewGuid():N}", "moto.log");
        Skip.IfNot(await Shell.TryRunAsync(python, ["-c", "import moto"], default) is { Succeeded: true }, "python3 has no moto: ./sluice installs it.");
        await using var moto = await MotoServer.StartAsync(python, Path.Combine(Some.Root, "local", "moto"), log, port: 0, TimeProvider.System, default);
        string[] target = ["--csv", _csv, "--region", "eu-west-1", "--endpoint-url", moto.Endpoint.ToString()];

        await File.WriteAllTextAsync(_csv, $"{Deployment.Account},ann@example.com\n");
        var own = await RunAsync(["guardduty", "invite", .. target]);
        Assert.Equal(2, own.Exit);
        Assert.Contains("line 1: 123456789012 is the administrator's own account", own.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(_csv, "111122223333,ann@example.com\n");
        Assert.Contains("aws guardduty create-detector --enable", (await RunAsync(["guardduty", "invite", .. target])).Output, StringComparison.Ordinal);
        Assert.Contains("GuardDuty is enabled now, detector ", (await RunAsync(["guardduty", "invite", .. target, "--apply", "--enable"])).Output, StringComparison.Ordinal);

        var after = await RunAsync(["guardduty", "invite", .. target]);
        Assert.Equal(1, after.Exit);
        Assert.DoesNotContain("not enabled", after.Output, StringComparison.Ordinal);
        Assert.Contains("'aws guardduty list-members' failed", after.Output, StringComparison.Ordinal);
    }

    static string Id(int number) => number.ToString("D12", CultureInfo.InvariantCulture);

    static string Email(string id) => $"root-{id}@example.com";

    List<int> Accounts(string call) => [.. _guardDuty.Calls.Where(one => one.StartsWith(call, StringComparison.Ordinal)).Select(one => int.Parse(one.Split(' ')[^1], CultureInfo.InvariantCulture))];

    async Task<(int Exit, string Output, string Error)> InviteAsync(IEnumerable<string> ids, params string[] options)
    {
        SkipWithoutAws();
        await File.WriteAllTextAsync(_csv, string.Concat(ids.Select(id => $"{id},{Email(id.Replace("+", "", StringComparison.Ordinal))}\n")));
        return await RunAsync(["guardduty", "invite", "--csv", _csv, "--region", "eu-west-1", "--endpoint-url", _guardDuty.Url, .. options]);
    }

    static void SkipWithoutAws() => Skip.IfNot(s_hasAws, "The AWS CLI ('aws') is not on PATH: skipped.");

    static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [s_runner, .. arguments]) { WorkingDirectory = Path.GetTempPath(), RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["AWS_ACCESS_KEY_ID"], start.Environment["AWS_SECRET_ACCESS_KEY"], start.Environment["AWS_MAX_ATTEMPTS"]) = ("AKIATEST00000000000A", "secret", "1");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
