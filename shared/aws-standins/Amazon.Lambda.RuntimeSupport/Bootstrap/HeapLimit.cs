using System.Globalization;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Tells the collector how much memory the function has: .NET does not see Lambda's limit by itself.</summary>
static class HeapLimit
{
    public static void Apply(IEnvironmentVariables environment)
    {
        if (string.Equals(environment.GetEnvironmentVariable("AWS_LAMBDA_DOTNET_DISABLE_MEMORY_LIMIT_CHECK"), "true", StringComparison.OrdinalIgnoreCase)) return;
        if (!ulong.TryParse(environment.GetEnvironmentVariable(LambdaEnvironment.MemorySize), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes)) return;

        var bytes = megabytes << 20;
        // Someone set a lower one already, or the machine is that small.
        if ((ulong)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes <= bytes) return;
        try
        {
            AppContext.SetData("GCHeapHardLimit", bytes);
            GC.RefreshMemoryLimit();
        }
        catch (InvalidOperationException)
        {
            // More is in use than that already. The limit is a help for the collector, no reason to fail.
        }
    }
}
