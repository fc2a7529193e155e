using System.Runtime.InteropServices;

namespace Sluice.Local;

/// <summary>The framework that Native AOT packages are built for: net10.0, unless the feed lacks its runtime pack.</summary>
/// <remarks>The verdict is remembered, because finding it out costs a failed restore; another SDK asks again.</remarks>
static class NativeFramework
{
    public const string Wanted = "net10.0";
    public const string Fallback = "net9.0";

    static string Verdict => Path.Combine(Repository.ToolsDirectory, "aot-framework");

    public static string Remembered =>
        File.Exists(Verdict) && File.ReadAllText(Verdict) == $"{Fallback} {RuntimeInformation.FrameworkDescription}" ? Fallback : Wanted;

    public static void RememberFallback()
    {
        Directory.CreateDirectory(Repository.ToolsDirectory);
        File.WriteAllText(Verdict, $"{Fallback} {RuntimeInformation.FrameworkDescription}");
    }

    /// <summary>Whether the build stopped because no feed has the pack, not because of the code.</summary>
    public static bool IsMissing(IEnumerable<string> lines) => lines.Any(line =>
        line.Contains("NativeAOT", StringComparison.OrdinalIgnoreCase) && line.Contains("NU1101", StringComparison.Ordinal)
        || line.Contains("ILCompiler", StringComparison.OrdinalIgnoreCase) && line.Contains("NU110", StringComparison.Ordinal)
        || line.Contains("NETSDK1203", StringComparison.Ordinal) || line.Contains("NETSDK1207", StringComparison.Ordinal));
}
