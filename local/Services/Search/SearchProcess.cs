using System.Diagnostics;
using System.Text;

namespace Sluice.Local;

/// <summary>A real server on loopback, from the folder that SLUICE_SEARCH names. It ends when its input does, that is with this process.</summary>
sealed class SearchProcess : ISearchService
{
    const int LongestStart = 120_000, BetweenLooks = 100;

    readonly Process _process;
    readonly string _home;

    SearchProcess(Process process, string home) => (_process, _home) = (process, home);

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public string Name => "a real OpenSearch";

    /// <summary>The folder of servers that the environment names.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable("SLUICE_SEARCH") is { Length: > 0 } folder ? folder : null;

    /// <summary>The script that starts a server; null where there is none, or no Java.</summary>
    public static string? Script(string? folder)
    {
        if (folder is null) return null;
        var script = Path.Combine(folder, "start");
        return File.Exists(script) && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(one => File.Exists(Path.Combine(one, "java"))) ? script : null;
    }

    /// <param name="script">Of <see cref="Script"/>.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="engine"><c>opensearch</c> or <c>elasticsearch6</c>.</param>
    /// <param name="settings">Of the server, <c>name=value</c>.</param>
    /// <exception cref="UserError">It does not start; with what it said.</exception>
    public static async Task<SearchProcess> StartAsync(string script, CancellationToken cancellation, string engine = "opensearch", params IReadOnlyList<string> settings)
    {
        var home = Directory.CreateTempSubdirectory("sluice-search-").FullName;
        var portFile = Path.Combine(home, "port");
        var asked = new ProcessStartInfo(script, [engine, Path.Combine(home, "home"), portFile, .. settings])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        asked.Environment["HEAP"] = "384m";
        // A server that runs for a minute is not worth optimising.
        asked.Environment["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
        var server = new SearchProcess(Process.Start(asked)!, home);
        var said = new StringBuilder();
        server._process.OutputDataReceived += (_, line) => Say(line.Data);
        server._process.ErrorDataReceived += (_, line) => Say(line.Data);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        for (var waited = 0; waited < LongestStart && !server._process.HasExited; waited += BetweenLooks)
        {
            if (File.Exists(portFile) && await File.ReadAllTextAsync(portFile, cancellation) is { Length: > 0 } port)
            {
                server.Address = new($"http://127.0.0.1:{port.Trim()}");
                return server;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(BetweenLooks), TimeProvider.System, cancellation);
        }
        await server.DisposeAsync();
        lock (said) throw new UserError($"'{script} {engine}' did not start: {said}", ExitCode.Failure);

        void Say(string? line)
        {
            lock (said) if (said.Length < 10_000) said.AppendLine(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.Dispose();
        Directory.Delete(_home, recursive: true);
    }
}
