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
        var command = new Command("bench", """
            Measure a function against the obvious version of it: whole processes through the Runtime API, by turns.
            Medians over the processes, and the smallest and largest value. The ratio is what can be compared between machines.
            """) { name, runtime, rounds, invocations };
        command.SetAction(async (parsed, cancellation) =>
        {
            var plan = BenchPlan.Of(parsed.GetValue(name)!);
            var time = TimeProvider.System;
            var builder = new FunctionBuilder(Say, time);
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

    static void Say(string line) => Console.Error.WriteLine("sluice: " + line);
}
