using System.Reflection;

namespace Sluice.Tests;

/// <summary>Where the repository lies, whatever the working folder of the test runner.</summary>
static class Repo
{
    public static string Root { get; } = typeof(Repo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepoRoot").Value!;

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);
}
