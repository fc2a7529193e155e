using System.CommandLine;
using System.Globalization;
using Sluice.GuardDutyFindingRouter;
using Spectre.Console;

namespace Sluice.Local;

/// <summary><c>./sluice route</c>: are the rules right, and what do they do with a finding?</summary>
static class RouteCommand
{
    public static Command Create()
    {
        var rules = new Option<string>("--rules", "-r") { Description = "File with the rules, - for stdin, or what RULES names: s3://BUCKET/KEY, ssm:/NAME, an ARN" };
        var @event = new Option<string>("--event", "-e") { Description = "File with findings, - for stdin; without it the rules are checked" };
        var at = new Option<string>("--at") { Description = "Decide as of this moment, 2027-03-01 or 2027-03-01T08:00:00Z; now without it" };
        var json = new Option<bool>("--json") { Description = "For programs" };
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of rules, and nothing else" };
        var command = new Command("route", """
            Check the rules of GuardDutyFindingRouter, or tell where they send the findings of an event and why.
            Exit code: 0 the rules are fine, 1 they have mistakes (each with line, column and path), 2 the command or the event is wrong.
            """) { rules, @event, at, json, schema };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(schema))
            {
                Console.Out.Write(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "functions", "GuardDutyFindingRouter", "rules.schema.json"), cancellation));
                return ExitCode.Success;
            }
            var name = parsed.GetValue(rules) ?? throw new UserError("--rules FILE says which rules; --schema prints their schema.");
            if (name == "-" && parsed.GetValue(@event) == "-") throw new UserError("--rules and --event cannot both be stdin.");
            var now = Moment(parsed.GetValue(at));
            var file = await RuleFile.ReadAsync(name, Console.OpenStandardInput, cancellation);
            var findings = parsed.GetValue(@event) is { } events ? FindingFile.Read(await EventFile.ReadAsync(events, Console.OpenStandardInput, cancellation), events == "-" ? "stdin" : events) : null;
            return Run(AnsiConsole.Console, Console.Error, file, findings, now, parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>Checks, decides, shows.</summary>
    /// <param name="console">For what is asked.</param>
    /// <param name="error">For mistakes, unless they are what is asked: as JSON.</param>
    /// <param name="file">The rules.</param>
    /// <param name="findings"><c>null</c>: the rules are to be checked only.</param>
    /// <param name="now">Ends suppressions.</param>
    /// <param name="asJson">For programs.</param>
    /// <returns>The exit code.</returns>
    internal static int Run(IAnsiConsole console, TextWriter error, RuleFile file, IReadOnlyList<Finding>? findings, DateTimeOffset now, bool asJson)
    {
        CheckedRules read;
        try
        {
            read = RuleReader.Check(file.Document, file.Name, now);
        }
        catch (RulesException wrong)
        {
            // Not through the console, which would break its lines at the width of the window.
            if (asJson) console.Profile.Out.Writer.WriteLine(RouteJson.Of(file, wrong));
            else error.WriteLine(wrong.Message);
            return ExitCode.Failure;
        }
        var explained = findings?.Select(finding => (finding, RouteTable.Explain(read.Rules, finding, now))).ToList();
        if (asJson)
        {
            console.Profile.Out.Writer.WriteLine(RouteJson.Of(file, read, explained));
            return ExitCode.Success;
        }
        RouteReport.Show(console, file, read);
        foreach (var (finding, one) in explained ?? []) RouteReport.Show(console, finding, one);
        return ExitCode.Success;
    }

    static DateTimeOffset Moment(string? text) => text is null ? TimeProvider.System.GetUtcNow()
        : TextRules.Moment(text) ?? throw new UserError(string.Create(CultureInfo.InvariantCulture, $"--at '{text}' is not a day or a time such as 2027-03-01 or 2027-03-01T08:00:00Z."));
}
