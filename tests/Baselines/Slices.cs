using System.Diagnostics;
using System.Globalization;

namespace Sluice.Baselines;

/// <summary>Runs several subjects by turns on one thread and prints lines of: what, round, operations a second of processor time, which is what a busy
/// machine leaves as it is.</summary>
static class Slices
{
    /// <param name="args">How many rounds, and how many milliseconds a slice takes.</param>
    /// <param name="subjects">What is run.</param>
    /// <param name="operations">That one run makes.</param>
    public static void Run(string[] args, IReadOnlyList<(string Name, Action Run)> subjects, int operations = 1)
    {
        var rounds = int.Parse(args[0], CultureInfo.InvariantCulture);
        var slice = TimeSpan.FromMilliseconds(int.Parse(args[1], CultureInfo.InvariantCulture));
        foreach (var (_, run) in subjects)
            for (var i = 0; i < 50; i++) run();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, run) in subjects)
            {
                var (count, started, used) = (0, Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
                for (; Stopwatch.GetElapsedTime(started) < slice; count++) run();
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {round} {(double)count * operations / (Environment.CpuUsage.TotalTime - used).TotalSeconds:F1}"));
            }
        }
    }
}
