namespace Sluice.Local;

/// <summary>Remembers when something was built from the sources of a function, so that it is not built again for nothing.</summary>
sealed class Freshness(string what)
{
    static readonly string[] s_common = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "BannedSymbols.txt", ".editorconfig"];

    readonly string _stamp = Path.Combine(Repository.ToolsDirectory, "built", what);

    /// <summary>Whether nothing that <paramref name="project"/> is made of has changed since <see cref="Remember"/>.</summary>
    public bool Holds(FunctionProject project, string output)
    {
        if (!File.Exists(_stamp) || !File.Exists(output)) return false;
        var built = File.GetLastWriteTimeUtc(_stamp);
        return Sources(project).All(source => source < built);
    }

    /// <param name="begun">When the build began: what changed during it counts as newer.</param>
    public void Remember(DateTimeOffset begun)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_stamp)!);
        File.WriteAllBytes(_stamp, []);
        File.SetLastWriteTimeUtc(_stamp, begun.UtcDateTime);
    }

    /// <summary>Folders too: theirs changes when a file is added or removed.</summary>
    static IEnumerable<DateTime> Sources(FunctionProject project)
    {
        List<string> folders = [Path.GetDirectoryName(project.File)!, Path.Combine(Repository.Root, "shared")];
        if (project.Linked is { } linked) folders.Add(Path.Combine(Repository.Root, linked));
        var own = folders.SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Append(folder));
        var common = s_common.Select(name => Path.Combine(Repository.Root, name));
        var functions = Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "Directory.Build.*");
        return own.Concat(common).Concat(functions).Select(File.GetLastWriteTimeUtc);
    }
}
