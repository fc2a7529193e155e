namespace Sluice.Local;

/// <summary>One thing that is wrong in a file: where it stands and what to do about it.</summary>
/// <param name="Line">1-based line, 0 where there is none (a value from the command line).</param>
/// <param name="Path">The way to it, such as <c>Resources.LogBucket.Properties.BucketName</c>.</param>
sealed record Problem(int Line, string Path, string Message)
{
    public override string ToString() =>
        (Line, Path) switch
        {
            (0, "") => Message,
            (0, _) => $"{Path}: {Message}",
            (_, "") => $"line {Line}: {Message}",
            _ => $"line {Line}, {Path}: {Message}",
        };
}

/// <summary>The template (or samconfig.toml) cannot be used; the message lists everything that is wrong with it.</summary>
sealed class TemplateException(string file, IReadOnlyList<Problem> problems) : Exception(Describe(file, problems))
{
    public TemplateException(string file, int line, string path, string message) : this(file, [new Problem(line, path, message)])
    {
    }

    public IReadOnlyList<Problem> Problems => problems;

    static string Describe(string file, IReadOnlyList<Problem> problems) =>
        problems.Count == 1
            ? $"{file}: {problems[0]}"
            : $"{file}: {problems.Count} mistakes\n" + string.Join('\n', problems.Select(problem => "  " + problem));
}

/// <summary>Collects the mistakes of one pass, so that a user sees them all at once.</summary>
sealed class Problems(string file)
{
    readonly List<Problem> _found = [];

    public void Add(TemplateNode at, string path, string message) => Add(at.Line, path, message);

    public void Add(int line, string path, string message)
    {
        var problem = new Problem(line, path, message);
        if (!_found.Contains(problem)) _found.Add(problem);     // a shared value (Globals) is met once a function
    }

    public void ThrowIfAny()
    {
        if (_found.Count > 0) throw new TemplateException(file, [.. _found.OrderBy(problem => problem.Line)]);
    }
}
