using System.Globalization;

namespace Sluice.Local;

/// <summary>The test projects: built once, then run two at a time where the machine has two processors.</summary>
sealed class TestRun(Action<string> say, TimeProvider time)
{
    /// <summary>It takes longest, since it publishes every function: whatever runs beside it is for free.</summary>
    const string Longest = "EndToEnd.Tests";

    /// <summary>It judges the AWS calls that the others wrote down, and so runs after all of them.</summary>
    const string Last = "Permissions.Tests";

    static string Folder => Path.Combine(Repository.Root, "tests");

    public static IReadOnlyList<string> Projects() =>
        [.. Directory.EnumerateDirectories(Folder, "*.Tests").Order(StringComparer.Ordinal)
            .Select(folder => Path.Combine(folder, Path.GetFileName(folder) + ".csproj")).Where(File.Exists)];

    /// <param name="filter">Part of a project's name: those run whole. Otherwise part of a test's name.</param>
    /// <returns>Whether everything passed.</returns>
    public async Task<bool> RunAsync(string? filter, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        var all = Projects();
        var named = filter is null ? all : [.. all.Where(project => Path.GetFileName(project).Contains(filter, StringComparison.OrdinalIgnoreCase))];
        var (projects, tests) = named.Count > 0 ? (named, null) : (all, filter);

        // Two builds at once would write the same files. What does not build is told by its own project, one after the other.
        var built = projects.Count == 1 || await BuildAsync(environment, cancellation);
        var atOnce = built && projects.Count > 1 ? Math.Clamp(Environment.ProcessorCount, 1, 2) : 1;
        var reports = new Dictionary<string, TestReport?>(StringComparer.Ordinal);
        if (tests is null) ForgetCalls(projects);
        foreach (var turn in projects.GroupBy(project => project.Contains(Last, StringComparison.Ordinal)).OrderBy(turn => turn.Key))
        {
            await Parallel.ForEachAsync(
                turn.OrderBy(project => !project.Contains(Longest, StringComparison.Ordinal)),
                new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
                async (project, stopping) =>
                {
                    var report = await RunAsync(project, tests, build: projects.Count == 1 || !built, environment, stopping);
                    lock (reports) reports[project] = report;
                });
        }

        var total = reports.Values.OfType<TestReport>().Aggregate(TestReport.None, (sum, report) => sum + report);
        var broken = projects.Where(project => reports[project] is null).Select(project => Path.GetFileNameWithoutExtension(project)).ToList();
        foreach (var skip in total.Skips) say($"skipped: {skip.Test}: {FirstLine(skip.Message)}");
        if (broken.Count > 0) say($"did not build or run: {string.Join(", ", broken)}");
        var nothing = total.Passed + total.Failures.Count + total.Skips.Count == 0;
        if (nothing && broken.Count == 0) say(filter is null ? "there are no tests" : $"no test has '{filter}' in its name");
        say(total.ToString());
        return broken.Count == 0 && total.Failures.Count == 0 && !nothing;
    }

    /// <summary>Projects that run whole write down their AWS calls anew: what the code no longer calls must not keep a permission.</summary>
    static void ForgetCalls(IEnumerable<string> projects)
    {
        foreach (var project in projects)
        {
            var calls = Path.Combine(Repository.Root, "artifacts", "calls", Path.GetFileNameWithoutExtension(project).Replace(".Tests", "", StringComparison.Ordinal));
            foreach (var file in (string[])[calls + ".jsonl", calls + ".missing"])
                if (File.Exists(file)) File.Delete(file);
        }
    }

    async Task<bool> BuildAsync(IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        say("building...");
        var from = time.GetTimestamp();
        var result = await Shell.DotnetAsync(["build", Path.Combine(Repository.Root, "Sluice.slnx"), "--verbosity", "quiet"], cancellation, environment: environment);
        if (result.Succeeded) say(string.Create(CultureInfo.InvariantCulture, $"  {time.GetElapsedTime(from).TotalSeconds:F0} s"));
        return result.Succeeded;
    }

    async Task<TestReport?> RunAsync(string project, string? tests, bool build, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var trx = Path.Combine(Repository.Root, "artifacts", "test-results", name + ".trx");
        Directory.CreateDirectory(Path.GetDirectoryName(trx)!);
        File.Delete(trx);
        var from = time.GetTimestamp();
        List<string> arguments =
        [
            "test", project, "--verbosity", "quiet", "--logger", $"trx;LogFileName={Path.GetFileName(trx)}", "--results-directory", Path.GetDirectoryName(trx)!,
        ];
        if (!build) arguments.Add("--no-build");
        if (tests is not null) arguments.AddRange(["--filter", "FullyQualifiedName~" + tests]);
        var result = await Shell.DotnetAsync(arguments, cancellation, environment: environment);
        if (!File.Exists(trx))
        {
            // A filter that meets nothing here, or a project without tests, leaves no file and is no failure.
            if (result.Succeeded) return TestReport.None;
            say($"{name}: {BuildErrors.Of(result.Lines)}");
            return null;
        }
        var report = TestReport.Read(trx);
        var lines = report.Failures.Select(failure => $"FAILED {failure.Test}\n  {Indented(failure.Message)}\n  {Indented(failure.StackTrace)}\n");
        say(string.Create(CultureInfo.InvariantCulture, $"{string.Concat(lines)}{name}: {report}, {time.GetElapsedTime(from).TotalSeconds:F0} s"));
        if (result.Succeeded || report.Failures.Count > 0) return report;

        // A crash of the test host counts no test as failed.
        say(BuildErrors.Of(result.Lines));
        return null;
    }

    static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    static string Indented(string text) => text.Replace("\n", "\n  ", StringComparison.Ordinal);
}
