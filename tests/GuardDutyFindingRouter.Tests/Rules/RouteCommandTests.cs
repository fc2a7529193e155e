using System.Text;
using System.Text.Json.Nodes;
using Sluice.Local;
using Spectre.Console;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary><c>./sluice route</c>, as far as it can be seen without a process of its own.</summary>
public sealed class RouteCommandTests
{
    [Fact]
    public void Rules_that_are_fine_are_counted_with_where_they_can_be_kept()
    {
        var (exit, output, error) = Run(SomeRules.Example);

        Assert.Equal((0, ""), (exit, error));
        Assert.Equal($"rules.json: 13 routes, 2 suppressions, 14 destinations: fine. {Encoding.UTF8.GetByteCount(SomeRules.Example):N0} bytes: needs an advanced parameter (8 KB) or S3.\n", output);
    }

    [Fact]
    public void Warnings_are_a_line_each_and_no_mistake()
    {
        var (exit, output, _) = Run(SomeRules.Document(suppressions: "{'name':'old','when':{'role':'actor'},'until':'2026-01-01','reason':'over'}"));

        Assert.Equal(0, exit);
        Assert.EndsWith("rules.json: warning: line 1, column 136, suppressions[0].until: is over: the suppression counts no more\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_with_mistakes_are_a_line_each_and_exit_code_1()
    {
        var (exit, output, error) = Run("{\"version\":1,\"destinations\":{},\"default\":[]}");

        Assert.Equal((1, ""), (exit, output));
        Assert.Equal("rules.json: line 1, column 29, destinations: is empty: findings have nowhere to go\nrules.json: line 1, column 42, default: is empty: name something, or leave it out\n", error);
    }

    [Fact]
    public void A_finding_is_told_with_every_rule_and_where_it_goes()
    {
        var (exit, output, _) = Run(SomeRules.Example, [SomeRules.Finding with { AccountId = "444455556666", Severity = 9.5 }]);

        Assert.Equal(0, exit);
        Assert.Contains("UnauthorizedAccess:EC2/SSHBruteForce, severity 9.5 (Critical), account 444455556666 (data-prod, Workloads/Production), eu-west-1", output, StringComparison.Ordinal);
        Assert.Matches("suppression │ vulnerability-scanner +│ no +│ role actor is not target", output);
        Assert.Matches("route +│ critical +│ matched +│ severity 9.5 is from 9", output);
        Assert.Matches("route +│ high +│ no +│ severity 9.5 is not from 7 to below 9", output);
        Assert.Contains("→ lake (firehose), bus (eventbridge), splunk (webhook), on-call (pagerduty), security-chat (slack), management-teams (teams), mail (email), tickets (jira), case-system (webhook)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suppressed_finding_is_told_with_the_reason_and_one_that_nothing_matches_with_the_default()
    {
        var rules = SomeRules.Document(suppressions: "{'name':'quiet','when':{'role':'actor'},'until':'2027-01-01','reason':'ticket [SEC-1]'}");

        Assert.Contains("Suppressed by quiet until 2027-01-01 00:00 UTC: ticket [SEC-1]", Run(rules, [SomeRules.Finding]).Output, StringComparison.Ordinal);
        var (_, output, _) = Run(rules, [SomeRules.Finding with { Role = ResourceRole.Target }]);
        Assert.Matches("default +│ +│ taken +│ no route matched", output);
        Assert.Contains("→ chat (slack)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void For_programs_it_is_one_JSON_document_also_with_mistakes()
    {
        var json = JsonNode.Parse(Run(SomeRules.Example, [SomeRules.Finding], asJson: true).Output)!;
        var finding = json["findings"]![0]!;

        Assert.Equal("splunk", (string?)finding["destinations"]![2]);
        Assert.Equal(("notMatched", "severity", "severity 8 is not from 9"), Check(finding["routes"]!.AsArray().Single(route => (string?)route!["name"] == "critical")!));
        Assert.False((bool)finding["default"]!);
        Assert.Null(finding["suppressed"]);

        var (exit, output, error) = Run("{\n\"version\":2}", asJson: true);
        Assert.Equal((1, ""), (exit, error));
        Assert.Equal((2, 11, "version"), ((int)JsonNode.Parse(output)!["mistakes"]![2]!["line"]!, (int)JsonNode.Parse(output)!["mistakes"]![2]!["column"]!, (string?)JsonNode.Parse(output)!["mistakes"]![2]!["path"]));

        static (string?, string?, string?) Check(JsonNode route) => ((string?)route["outcome"], (string?)route["checks"]![0]!["member"], (string?)route["checks"]![0]!["text"]);
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_a_folder_are_clear_errors()
    {
        Assert.Equal("there is no rules file 'none.json'.", (await Assert.ThrowsAsync<UserError>(() => RuleFile.ReadAsync("none.json", () => Stream.Null, default))).Message);
        Assert.Contains("is a folder", (await Assert.ThrowsAsync<UserError>(() => RuleFile.ReadAsync(Path.GetTempPath(), () => Stream.Null, default))).Message, StringComparison.Ordinal);
        Assert.Equal("stdin", (await RuleFile.ReadAsync("-", () => new MemoryStream([1]), default)).Name);
    }

    static (int Exit, string Output, string Error) Run(string rules, IReadOnlyList<Finding>? findings = null, bool asJson = false)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 400;
        var exit = RouteCommand.Run(console, error, new RuleFile("rules.json", Encoding.UTF8.GetBytes(rules)), findings, SomeRules.Now, asJson);
        return (exit, output.ToString(), error.ToString());
    }
}
