namespace Sluice.Local;

/// <summary>Two commands at once must not install into one folder: the second waits.</summary>
static class InstallTurn
{
    public static async Task<IDisposable> TakeAsync(TimeProvider time, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Repository.ToolsDirectory);
        var file = Path.Combine(Repository.ToolsDirectory, "installing");
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellation);
            }
        }
    }
}
