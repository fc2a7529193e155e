namespace Sluice.Local;

/// <param name="Executable">What to start: <c>bootstrap</c> of a package, or the executable of a plain build.</param>
/// <param name="Environment">What it needs to start on this machine; nothing for a self-sufficient one.</param>
sealed record Runnable(string Executable, IReadOnlyDictionary<string, string> Environment);

/// <param name="Directory">With the executable <c>bootstrap</c>.</param>
/// <param name="Zip">The same, as Lambda takes it.</param>
sealed record Package(FunctionProject Project, Packaging Kind, string Directory, string Zip)
{
    public string Bootstrap => Path.Combine(Directory, "bootstrap");

    public static Package Of(FunctionProject project, Packaging kind)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "lambda", kind.ToString().ToLowerInvariant());
        return new(project, kind, Path.Combine(folder, project.Name), Path.Combine(folder, project.Name + ".zip"));
    }
}
