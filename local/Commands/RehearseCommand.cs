using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Sluice.Local;

/// <summary><c>./sluice rehearse</c>: a deployment without AWS.</summary>
static class RehearseCommand
{
    static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var environment = new Option<string>("--config-env") { Description = "Environment of samconfig.toml", DefaultValueFactory = _ => "rehearsal" };
        var template = new Option<FileInfo>("--template") { Description = "Another file than template.yaml" }.AcceptExistingOnly();
        var runtime = DemoCommand.RuntimeOption();
        var all = new Option<bool>("--all") { Description = "List resource by resource, with every edit of the template" };
        var stackOnly = new Option<bool>("--no-triggers") { Description = "Stop when the stack is compared" };
        var output = new Option<string?>("--output") { Description = "File that takes what was found, as JSON" };
        var only = new Option<string[]>("--function") { Description = "Send the samples of these alone", AllowMultipleArgumentsPerToken = true };
        var command = new Command("rehearse", """
            Deploy template.yaml without AWS: transform it, create its stack in moto, finish what moto skips, compare wanted and made,
            then send every sample event through the trigger that the stack wires to its function, which runs with the role and the environment of the stack.
            Exit code: 0 all is as the template wants it and as the samples expect, 1 something is not, 2 the template or the command is wrong.
            """) { environment, template, runtime, only, all, stackOnly, output };
        command.SetAction((parsed, cancellation) => RunAsync(
            new(parsed.GetValue(template)?.FullName ?? Path.Combine(Repository.Root, "template.yaml"), parsed.GetRequiredValue(environment), Path.Combine(Repository.ToolsDirectory, "rehearse"),
                Enum.Parse<Packaging>(parsed.GetRequiredValue(runtime), ignoreCase: true), parsed.GetValue(stackOnly), parsed.GetValue(only) ?? []),
            parsed.GetValue(all), parsed.GetValue(output), cancellation));
        return command;
    }

    static async Task<int> RunAsync(RehearsalOptions options, bool all, string? output, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var (progress, from) = (DemoProgress.ToStandardOutput(time), time.GetTimestamp());
        var rehearsal = await Rehearsal.RunAsync(options, report => StackTable.Write(progress.Console, report, all), progress, time, cancellation);
        if (rehearsal.Triggers is { } triggers) TriggerTable.Write(progress.Console, triggers);
        foreach (var limit in rehearsal.Limits) progress.Console.MarkupLineInterpolated($"     [grey]IAM: {limit}.[/]");

        if (output is { } file) await File.WriteAllTextAsync(file, rehearsal.ToJson().ToJsonString(s_readable) + "\n", cancellation);
        foreach (var problem in rehearsal.Problems) await Console.Error.WriteLineAsync("sluice: " + problem);
        if (rehearsal.Problems.Count > 0) return ExitCode.Failure;
        progress.Console.MarkupLineInterpolated($"[green]{rehearsal.Summary}[/] {DemoProgress.Seconds(time.GetElapsedTime(from))} in all, everything stopped.");
        return ExitCode.Success;
    }
}
