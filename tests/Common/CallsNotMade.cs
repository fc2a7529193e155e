namespace Sluice.Tests;

/// <summary>Says that tests which would have made AWS calls were skipped: then Permissions.Tests cannot tell which permissions nobody needs.</summary>
static class CallsNotMade
{
    /// <param name="missing">What the machine lacks, such as <c>moto</c>.</param>
    public static void Because(string missing)
    {
        Directory.CreateDirectory(Repo.File("artifacts", "calls"));
        var project = typeof(CallsNotMade).Assembly.GetName().Name!.Replace(".Tests", "", StringComparison.Ordinal);
        File.WriteAllText(Repo.File("artifacts", "calls", project + ".missing"), missing);
    }
}
