namespace Sluice.TestFunction;

/// <summary>Starts, or fails to, as the variable TEST_INIT says.</summary>
static class Initializer
{
    public static async Task<bool> RunAsync()
    {
        switch (Environment.GetEnvironmentVariable("TEST_INIT"))
        {
            case "throw":
                throw new InvalidOperationException("the settings are wrong");
            case "false":
                return false;
            case "exit":
                Environment.Exit(7);
                return true;
            case "hang":
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
                return true;
            default:
                return true;
        }
    }
}
