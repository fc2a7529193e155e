using System.Runtime.InteropServices;

namespace Sluice.Local;

/// <summary>The ways to package a function; the names are those of <c>-p:Packaging</c> and of the folders under artifacts/lambda.</summary>
enum Packaging
{
    /// <summary>Native AOT: one executable, for provided.al2023.</summary>
    Aot,

    /// <summary>Self-contained and compiled ahead as far as ReadyToRun goes, for provided.al2023.</summary>
    R2r,

    /// <summary>Framework-dependent, for the managed dotnet10 runtime.</summary>
    Jit,
}

/// <summary>A project under functions/, or a baseline of the benchmarks.</summary>
/// <param name="Parent">The folder above the project's own, from the root of the repository.</param>
/// <param name="Linked">Another folder, from there too, whose sources it compiles.</param>
sealed record FunctionProject(string Name, string Parent = "functions", string? Linked = null)
{
    static string Folder => Path.Combine(Repository.Root, "functions");

    public string File => Path.Combine(Repository.Root, Parent, Name, Name + ".csproj");

    public static IReadOnlyList<FunctionProject> All() =>
        [.. Directory.EnumerateDirectories(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .Select(name => new FunctionProject(name!)).Where(project => System.IO.File.Exists(project.File))];

    /// <exception cref="UserError">There is no such project.</exception>
    public static FunctionProject Named(string name)
    {
        var all = All();
        return all.FirstOrDefault(project => project.Name == name)
            ?? throw new UserError($"no function '{name}' under functions/; there are: {string.Join(", ", all.Select(project => project.Name))}.");
    }
}

/// <summary>What a package is built for: this machine's processor, on Linux.</summary>
static class Target
{
    public static string RuntimeIdentifier { get; } = RuntimeInformation.OSArchitecture switch
    {
        Architecture.Arm64 => "linux-arm64",
        Architecture.X64 => "linux-x64",
        var other => throw new UserError($"Lambda runs on x86_64 and arm64 only, not on {other}."),
    };
}
