using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests;

/// <summary>What a command printed and how it ended.</summary>
sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    public string All => Output + Errors;
}

/// <summary>Runs a command from the root of the repository, as a user would.</summary>
static class Command
{
    /// <summary>For answers that are compared as text.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where moto writes down which AWS calls the functions make, for Permissions.Tests.</summary>
    public static string Recordings => Repo.File("artifacts", "calls", "EndToEnd.jsonl");

    public static Task<CommandResult> SluiceAsync(params string[] arguments) => RunAsync(Repo.File("sluice"), arguments);

    /// <param name="environment">Beside that of the tests.</param>
    /// <param name="arguments">Of ./sluice.</param>
    public static Task<CommandResult> SluiceAsync(IReadOnlyDictionary<string, string> environment, string[] arguments) => RunAsync(Repo.File("sluice"), arguments, environment);

    public static Task<CommandResult> RunAsync(string program, params string[] arguments) => RunAsync(program, arguments, new Dictionary<string, string>());

    /// <returns>With exit code 127, as of a shell, where there is no such program.</returns>
    public static async Task<CommandResult> RunAsync(string program, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repo.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // Which AWS calls the functions make: Permissions.Tests reads it.
        start.Environment["SLUICE_RECORD_CALLS"] = Recordings;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        Process? started;
        try
        {
            started = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            return new CommandResult(127, "", absent.Message);
        }
        using var process = started!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, await output, await errors);
    }
}
