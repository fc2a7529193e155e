using System.CommandLine;
using Spectre.Console;

namespace Sluice.Local;

/// <summary><c>./sluice demo</c>: the stack at work on this machine, and whether every byte arrived.</summary>
static class DemoCommand
{
    public static Command Create()
    {
        var runtime = RuntimeOption();
        var command = new Command("demo", """
            Put real-shaped log events through the whole stack, with moto as AWS, and show what arrived where.
            Everything it starts it stops. Exit code: 0 every byte is accounted for, 1 not.
            """) { runtime };
        command.SetAction((parsed, cancellation) => RunAsync(Enum.Parse<Packaging>(parsed.GetRequiredValue(runtime), ignoreCase: true), cancellation));
        return command;
    }

    public static Option<string> RuntimeOption() => new Option<string>("--runtime")
    {
        Description = "aot and r2r run the package, jit a plain build",
        DefaultValueFactory = _ => "jit",
    }.AcceptOnlyFromAmong("aot", "jit", "r2r");

    static async Task<int> RunAsync(Packaging packaging, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var (progress, from) = (DemoProgress.ToStandardOutput(time), time.GetTimestamp());
        // What an earlier run left there would pass for this one's.
        var folder = Path.Combine(Repository.ToolsDirectory, "demo");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);

        var problems = new List<string>();
        await using (var stack = await DemoStack.StartAsync(new(folder, packaging, Port: 0, new Dictionary<string, string>()), progress, time, cancellation))
        {
            foreach (var scene in DemoScene.All)
            {
                progress.Console.MarkupLineInterpolated($"\n[bold]{scene.Title}[/]");
                problems.AddRange(await scene.PlayAsync(stack, progress, cancellation));
            }
        }

        foreach (var problem in problems) await Console.Error.WriteLineAsync("sluice: the account does not balance: " + problem + ".");
        if (problems.Count > 0) return ExitCode.Failure;
        progress.Console.MarkupLineInterpolated($"[green]Every committed change of a row lies in its partition, once; the current rows and their totals are the database's.[/]");
        progress.Console.MarkupLineInterpolated($"[green]Every WAF log lies in its partition of the other account's bucket, once, byte for byte.[/]");
        progress.Console.MarkupLineInterpolated($"[green]Every WAF record is a document, once, and can be asked for; the broken line is put aside as it came.[/]");
        progress.Console.MarkupLineInterpolated($"[green]Every phone number is stored encrypted and read by its administrator alone; what came in clear is refused.[/]");
        progress.Console.MarkupLineInterpolated($"[green]Every finding reached the people that the rules name, once; copies and repeats disturbed nobody; what a broken webhook missed was kept and delivered.[/]");
        progress.Console.MarkupLineInterpolated($"[green]Every line that was put has arrived, once, in the bucket and in Splunk; the broken record is put aside as it came.[/] {DemoProgress.Seconds(time.GetElapsedTime(from))} in all, everything stopped.");
        return ExitCode.Success;
    }
}
