using System.Diagnostics;

namespace Sluice.Local;

/// <summary>Runs a script of local/moto to its end.</summary>
/// <param name="python">An interpreter that has moto.</param>
sealed class PythonScript(string python, string directory)
{
    /// <summary>Gives the script its standard input and returns the lines of its standard output.</summary>
    /// <exception cref="UserError">It ended with another exit code than 0; the message is what it wrote to standard error.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(
        string script, IReadOnlyDictionary<string, string> environment, IEnumerable<string> input, CancellationToken cancellation)
    {
        using var process = Process.Start(StartInfo(python, directory, [script], environment))!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await WriteAsync(process, input, cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0
                ? (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                : throw new UserError($"local/moto/{script} failed: {(await errors).Trim()}", ExitCode.Failure);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    public static ProcessStartInfo StartInfo(string python, string directory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(python, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A user's own settings, such as a profile or another endpoint, must not lead a script to a real account.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }

    static async Task WriteAsync(Process process, IEnumerable<string> lines, CancellationToken cancellation)
    {
        try
        {
            foreach (var line in lines) await process.StandardInput.WriteLineAsync(line.AsMemory(), cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all; its exit code and its last words say why.
        }
    }
}
