namespace Sluice.Local;

/// <summary>Where the clone lies; the runner works from any directory.</summary>
static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Git-ignored: installed tools, remembered verdicts.</summary>
    public static string ToolsDirectory => Path.Combine(Root, ".sluice");

    /// <summary>The path as a user would type it at the root: no message names a machine's directories.</summary>
    public static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Root, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    static string Find(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Sluice.slnx"))) return directory.FullName;
        throw new UserError("the runner lies outside the repository: start it with ./sluice.");
    }
}
