using System.Security.Cryptography;
using System.Text;

namespace Sluice.Local;

/// <summary>The Python and Node packages that the runner and the tests need; what is missing goes into .sluice, which git ignores.</summary>
static class Tools
{
    static string Virtual => Path.Combine(Repository.ToolsDirectory, "venv");

    static string VirtualPython => Path.Combine(Virtual, "bin", "python3");

    static string Requirements => Path.Combine(Repository.Root, "local", "requirements.txt");

    /// <summary>What the rehearsal needs beside moto: the transformation of SAM, and a reader of its YAML.</summary>
    public const string Transformation = "samtranslator, cfnlint";

    /// <summary>A Python that has moto's server and boto3: the system's if it has them, otherwise one of our own.</summary>
    /// <param name="say">Takes one line when something is installed.</param>
    /// <param name="modules">Others that it must have too, as <c>import</c> takes them.</param>
    /// <exception cref="UserError">It cannot be installed; the message says which command failed, why, and what to do.</exception>
    public static async Task<string> PythonAsync(Action<string> say, CancellationToken cancellation, string? modules = null)
    {
        using var turn = await InstallTurn.TakeAsync(TimeProvider.System, cancellation);
        if (Installed(Virtual, Requirements) && File.Exists(VirtualPython)) return VirtualPython;
        var look = $"import {string.Join(", ", "moto.server, boto3, sys", modules ?? "sys")}; print(sys.executable)";
        var system = await Shell.TryRunAsync("python3", ["-c", look], cancellation)
            ?? throw new UserError("python3 is missing: moto, which plays AWS here, needs Python 3.9 or later.");
        if (system.Succeeded) return system.Lines[^1];

        say("installing moto into .sluice/venv (once, about a minute)...");
        await InstallAsync("python3", ["-m", "venv", "--clear", Virtual],
            "Install the venv module of your Python (Debian, Ubuntu: python3-venv), or moto yourself: pip install -r local/requirements.txt", cancellation);
        await InstallAsync(VirtualPython, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", Requirements],
            "Check that pip reaches a package index (pip config list), or install it yourself: pip install -r local/requirements.txt", cancellation);
        Remember(Virtual, Requirements);
        return VirtualPython;
    }

    /// <summary>The folder node_modules with what local/node/package.json names.</summary>
    /// <returns>Null when it cannot be had, which <paramref name="say"/> was told in one line: only tests need it, and they are skipped then.</returns>
    public static async Task<string?> NodeModulesAsync(Action<string> say, CancellationToken cancellation)
    {
        var folder = Path.Combine(Repository.ToolsDirectory, "node");
        var modules = Path.Combine(folder, "node_modules");
        var pinned = Path.Combine(Repository.Root, "local", "node");
        var @lock = Path.Combine(pinned, "package-lock.json");
        using var turn = await InstallTurn.TakeAsync(TimeProvider.System, cancellation);
        if (Installed(folder, @lock) && Directory.Exists(modules)) return modules;
        if (await Shell.TryRunAsync("node", ["--version"], cancellation) is null)
        {
            say("Node is missing, so the tests under @vercel/fun and of the documented SQL are skipped: install Node 20 or later.");
            return null;
        }
        say("installing what tests need from npm into .sluice/node (once)...");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(pinned)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        try
        {
            // Not `ci`: it refuses a lock without the optional packages of other systems, which not every registry has. The lock pins all the same.
            await InstallAsync("npm", ["install", "--no-save", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"],
                "Check that npm reaches a registry (npm config get registry).", cancellation);
        }
        catch (UserError error)
        {
            say(error.Message);
            return null;
        }
        Remember(folder, @lock);
        return modules;
    }

    static async Task InstallAsync(string program, IReadOnlyList<string> arguments, string whatToDo, CancellationToken cancellation)
    {
        var result = await Shell.TryRunAsync(program, arguments, cancellation);
        if (result is { Succeeded: true }) return;
        var command = string.Join(' ', arguments.Prepend(program).Select(part => part.StartsWith(Repository.Root, StringComparison.Ordinal) ? Repository.Shown(part) : part));
        throw new UserError($"'{command}' failed: {result?.Reason ?? "there is no such program"}. {whatToDo}");
    }

    /// <summary>Installed from just this list; another list installs again.</summary>
    static bool Installed(string folder, string list) =>
        File.Exists(Mark(folder)) && File.ReadAllText(Mark(folder)) == Digest(list);

    static void Remember(string folder, string list) => File.WriteAllText(Mark(folder), Digest(list));

    static string Mark(string folder) => Path.Combine(folder, "installed-from");

    static string Digest(string list) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(File.ReadAllText(list))));
}
