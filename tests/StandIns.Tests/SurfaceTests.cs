using System.Reflection;

namespace Sluice.StandIns.Tests;

/// <summary>
/// <c>surface/&lt;package&gt;.txt</c> lists what the official package shows its callers. A stand-in that shows anything else would
/// let code compile here that does not compile for a deployment.
/// </summary>
public class SurfaceTests
{
    /// <summary>Stand-ins that leave members out on purpose, for the reason in shared/aws-standins/README.md.</summary>
    static readonly string[] s_partial = ["Amazon.Lambda.RuntimeSupport"];

    /// <summary>A namespace that a stand-in leaves out as a whole.</summary>
    static readonly Dictionary<string, string> s_leftOut = new() { ["Amazon.Lambda.Core"] = "Amazon.Lambda.Core.ResponseStreaming" };

    public static TheoryData<string> Packages => new(PackagesWithAssembly());

    public static TheoryData<string> WholePackages => new(PackagesWithAssembly().Except(s_partial));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Everything_a_caller_can_see_exists_in_the_official_package(string package)
    {
        var official = Official(package);

        AssertNone("not in the official package", Ours(package).Except(official));
    }

    [Theory]
    [MemberData(nameof(WholePackages))]
    public void Everything_in_the_official_package_can_be_called(string package)
    {
        var ours = Ours(package).ToHashSet();

        AssertNone("missing here", Official(package).Where(line => !IsLeftOut(package, line)).Except(ours));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_official_text_was_read_to_its_end(string package)
    {
        var text = File.ReadAllLines(SurfaceFile(package)).Where(line => line.Length > 0 && line[0] != '#');

        Assert.Equal(text.Count(), Official(package).Count);
    }

    [Fact]
    public void Every_package_this_project_references_is_compared() => Assert.Subset(
        PackagesWithAssembly().ToHashSet(),
        AssembliesBesideUs().Where(name => name.StartsWith("Amazon.Lambda.", StringComparison.Ordinal)).ToHashSet());

    /// <summary>Shows every line in full: Assert.Empty cuts them short.</summary>
    static void AssertNone(string what, IEnumerable<string> lines)
    {
        var found = lines.ToList();
        Assert.True(found.Count == 0, $"{found.Count} {what}:\n{string.Join('\n', found)}");
    }

    static IEnumerable<string> Ours(string package) => PublicSurface.Of(Assembly.Load(package))
        .SelectMany(type => type.Value.Select(member => $"{type.Key}\n  {member}").Prepend(type.Key));

    /// <summary>A line a type, and a member's line behind that of its type, as the same member may stand in several types.</summary>
    static HashSet<string> Official(string package)
    {
        var lines = new HashSet<string>();
        var type = "";
        foreach (var line in File.ReadLines(SurfaceFile(package)).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var isMember = line.StartsWith("  ", StringComparison.Ordinal);
            type = isMember ? type : line;
            lines.Add(isMember ? $"{type}\n{line}" : line);
        }

        return lines;
    }

    static bool IsLeftOut(string package, string line) =>
        s_leftOut.TryGetValue(package, out var prefix) && line.StartsWith(prefix + ":", StringComparison.Ordinal);

    /// <summary>A package whose stand-in is not there yet has a text but no assembly.</summary>
    static IEnumerable<string> PackagesWithAssembly() => Directory.EnumerateFiles(Beside("surface"), "*.txt")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Intersect(AssembliesBesideUs())
        .Order(StringComparer.Ordinal);

    static IEnumerable<string> AssembliesBesideUs() => Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
        .Select(file => Path.GetFileNameWithoutExtension(file));

    static string SurfaceFile(string package) => Path.Combine(Beside("surface"), package + ".txt");

    static string Beside(string folder) => Path.Combine(AppContext.BaseDirectory, folder);
}
