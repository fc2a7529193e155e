using System.CommandLine;

namespace Sluice.Local;

/// <summary><c>./sluice bench</c>: a function against the obvious version of it, as whole processes.</summary>
static class BenchCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("function") { Description = string.Join(", ", BenchPlan.Names) };
        var runtime = new Option<Packaging>("--runtime") { DefaultValueFactory = _ => Packaging.Aot, Description = "How both are built" };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5, Description = "Processes of each" };
        var invocations = new Option<int>("--invocations") { DefaultValueFactory = _ => 100, Description = "Measured invocations of each process" };
        var megabytes = new Option<int[]>("--megabytes") { DefaultValueFactory = _ => [1, 10, 100, 1000], AllowMultipleArgumentsPerToken = true, Description = "S3ToElasticsearchLoader: sizes of the objects" };
        var command = new Command("bench", """
            Measure a function against the obvious version of it: whole processes through the Runtime API, by turns.
            Medians over the processes, and the smallest and largest value. The ratio is what can be compared between machines.
            S3ToElasticsearchLoader is measured by objects of WAF logs: lines a second, memory by size, and the share of waiting.
            FieldLevelDecryptor is measured by messages of each suite, on one core, against bare RSA decryption by turns.
            AuroraCdcForwarder is measured by changes on one core against the obvious code for the same bytes, by turns, and by what its triggers
            add to an INSERT of MariaDB.
            GuardDutyFindingRouter is measured by findings on one core, read, routed and rendered, against the obvious code for two messages.
            """) { name, runtime, rounds, invocations, megabytes };
        command.SetAction(async (parsed, cancellation) =>
        {
            var time = TimeProvider.System;
            var builder = new FunctionBuilder(Say, time);
            if (parsed.GetValue(name) == BenchPlan.Loader) return await LoadAsync(builder, parsed.GetValue(runtime), parsed.GetValue(megabytes)!, time, cancellation);
            if (parsed.GetValue(name) == BenchPlan.FieldDecryptor)
            {
                var fields = await builder.RunnableAsync(new("FieldDecryption", Path.Combine("tests", "Baselines"), Path.Combine("functions", BenchPlan.FieldDecryptor)), parsed.GetValue(runtime), cancellation);
                await FieldBench.RunAsync(fields, Math.Max(1, parsed.GetValue(rounds)), DemoProgress.ToStandardOutput(time).Console, Say, cancellation);
                return ExitCode.Success;
            }
            if (parsed.GetValue(name) == BenchPlan.Changes)
            {
                var changes = await builder.RunnableAsync(new("ChangeLines", Path.Combine("tests", "Baselines"), Path.Combine("functions", BenchPlan.Changes)), parsed.GetValue(runtime), cancellation);
                var console = DemoProgress.ToStandardOutput(time).Console;
                await ChangeBench.RunAsync(changes, Math.Max(1, parsed.GetValue(rounds)), console, Say, cancellation);
                await TriggerBench.RunAsync(Math.Max(1, parsed.GetValue(rounds)), time, console, Say, cancellation);
                return ExitCode.Success;
            }
            if (parsed.GetValue(name) == BenchPlan.Findings)
            {
                var findings = await builder.RunnableAsync(new("FindingNotices", Path.Combine("tests", "Baselines"), Path.Combine("functions", BenchPlan.Findings)), parsed.GetValue(runtime), cancellation);
                await FindingBench.RunAsync(findings, Math.Max(1, parsed.GetValue(rounds)), DemoProgress.ToStandardOutput(time).Console, Say, cancellation);
                return ExitCode.Success;
            }
            var plan = BenchPlan.Of(parsed.GetValue(name)!);
            var subject = await builder.RunnableAsync(plan.Subject, parsed.GetValue(runtime), cancellation);
            var baseline = await builder.RunnableAsync(plan.Baseline, parsed.GetValue(runtime), cancellation);
            Say(plan.EventText);
            var run = new BenchRun(plan, Math.Max(1, parsed.GetValue(rounds)), Math.Max(1, parsed.GetValue(invocations)), time);
            var (ours, theirs) = await run.RunAsync(subject, baseline, Say, cancellation);
            BenchReport.Show(DemoProgress.ToStandardOutput(time).Console, plan, ours, theirs);
            return ExitCode.Success;
        });
        return command;
    }

    static async Task<int> LoadAsync(FunctionBuilder builder, Packaging packaging, int[] megabytes, TimeProvider time, CancellationToken cancellation)
    {
        var subject = await builder.RunnableAsync(FunctionProject.Named(BenchPlan.Loader), packaging, cancellation);
        var baseline = await builder.RunnableAsync(new("ObviousLoader", Path.Combine("tests", "Baselines")), packaging, cancellation);
        var runs = await new LoaderBench(subject, baseline, Say, time).RunAsync(megabytes, Path.Combine(Repository.ToolsDirectory, "bench"), cancellation);
        LoaderBench.Show(DemoProgress.ToStandardOutput(time).Console, runs);
        return ExitCode.Success;
    }

    static void Say(string line) => Console.Error.WriteLine("sluice: " + line);
}
