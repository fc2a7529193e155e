using System.ComponentModel;
using System.Diagnostics;

namespace Sluice.Local;

/// <param name="Lines">Standard output and error, in the order in which they came.</param>
sealed record ShellResult(int ExitCode, IReadOnlyList<string> Lines)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last line that says something: what a tool gives as the reason of its failure.</summary>
    public string Reason => Lines.LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? "it says nothing";
}

/// <summary>Runs a tool (dotnet, python, npm, objdump) to its end.</summary>
static class Shell
{
    /// <returns>Null if there is no such program.</returns>
    public static async Task<ShellResult?> TryRunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellation,
        string? directory = null, IReadOnlyDictionary<string, string>? environment = null, Action<string>? onLine = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? Repository.Root,
        };
        // A build server that outlives the command would be something started and not stopped.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        using var process = new Process { StartInfo = start };
        var lines = new List<string>();
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }
        process.StandardInput.Close();
        await using var killed = cancellation.Register(() => process.Kill(entireProcessTree: true));
        await Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError), process.WaitForExitAsync(CancellationToken.None));
        cancellation.ThrowIfCancellationRequested();
        return new ShellResult(process.ExitCode, lines);

        async Task ReadAsync(StreamReader output)
        {
            while (await output.ReadLineAsync(CancellationToken.None) is { } line)
            {
                lock (lines) lines.Add(line);
                onLine?.Invoke(line);
            }
        }
    }

    public static async Task<ShellResult> DotnetAsync(IReadOnlyList<string> arguments, CancellationToken cancellation, Action<string>? onLine = null,
        IReadOnlyDictionary<string, string>? environment = null) =>
        await TryRunAsync("dotnet", arguments, cancellation, environment: environment, onLine: onLine)
            ?? throw new UserError("the .NET SDK 10 is missing: 'dotnet' is not in PATH.");
}
