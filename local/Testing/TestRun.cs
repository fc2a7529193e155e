using System.Globalization;

namespace Sluice.Local;

/// <summary>The test projects, one after the other.</summary>
sealed class TestRun(Action<string> say, TimeProvider time)
{
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

        var (total, broken) = (TestReport.None, new List<string>());
        foreach (var project in projects)
        {
            var report = await RunAsync(project, tests, environment, cancellation);
            if (report is null) broken.Add(Path.GetFileNameWithoutExtension(project));
            else total += report;
        }
        foreach (var skip in total.Skips) say($"skipped: {skip.Test}: {FirstLine(skip.Message)}");
        if (broken.Count > 0) say($"did not build or run: {string.Join(", ", broken)}");
        var nothing = total.Passed + total.Failures.Count + total.Skips.Count == 0;
        if (nothing && broken.Count == 0) say(filter is null ? "there are no tests" : $"no test has '{filter}' in its name");
        say(total.ToString());
        return broken.Count == 0 && total.Failures.Count == 0 && !nothing;
    }

    async Task<TestReport?> RunAsync(string project, string? tests, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var trx = Path.Combine(Repository.Root, "artifacts", "test-results", name + ".trx");
        File.Delete(trx);
        say($"{name}...");
        var from = time.GetTimestamp();
        List<string> arguments =
        [
            "test", project, "--verbosity", "quiet", "--logger", $"trx;LogFileName={Path.GetFileName(trx)}", "--results-directory", Path.GetDirectoryName(trx)!,
        ];
        if (tests is not null) arguments.AddRange(["--filter", "FullyQualifiedName~" + tests]);
        var result = await Shell.DotnetAsync(arguments, cancellation, environment: environment);
        if (!File.Exists(trx))
        {
            // A filter that meets nothing here, or a project without tests, leaves no file and is no failure.
            if (result.Succeeded) return TestReport.None;
            say(BuildErrors.Of(result.Lines));
            return null;
        }
        var report = TestReport.Read(trx);
        foreach (var failure in report.Failures) say($"FAILED {failure.Test}\n  {Indented(failure.Message)}\n  {Indented(failure.StackTrace)}");
        say(string.Create(CultureInfo.InvariantCulture, $"  {report}, {time.GetElapsedTime(from).TotalSeconds:F0} s"));
        if (result.Succeeded || report.Failures.Count > 0) return report;

        // A crash of the test host counts no test as failed.
        say(BuildErrors.Of(result.Lines));
        return null;
    }

    static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    static string Indented(string text) => text.Replace("\n", "\n  ", StringComparison.Ordinal);
}
