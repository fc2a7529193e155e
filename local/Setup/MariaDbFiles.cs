using System.Runtime.InteropServices;

namespace Sluice.Local;

/// <summary>The programs of a MariaDB server: the machine's own, or Debian's packages unpacked into .sluice, which git ignores.</summary>
/// <param name="Root">What the programs lie below; empty for the machine's own.</param>
sealed record MariaDbFiles(string Root)
{
    static readonly string[] s_packages = ["mariadb-server-core", "mariadb-server", "mariadb-client-core", "libaio1", "liburing2"];

    /// <summary>The server.</summary>
    public string Server => Program("sbin", "mariadbd");

    /// <summary>The client that reads statements from its input.</summary>
    public string Client => Program("bin", "mariadb");

    /// <summary>What makes the system tables.</summary>
    public string Install => Program("bin", "mariadb-install-db");

    /// <summary>Says where the server finds its files; none for the machine's own.</summary>
    public IReadOnlyList<string> Options => Root.Length == 0 ? [] :
        [$"--basedir={Path.Combine(Root, "usr")}", $"--lc-messages-dir={Path.Combine(Root, "usr", "share", "mysql")}", $"--plugin-dir={Path.Combine(Root, "usr", "lib", "mysql", "plugin")}"];

    /// <summary>Where unpacked libraries are.</summary>
    public IReadOnlyDictionary<string, string> Environment => Root.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string>
    {
        ["LD_LIBRARY_PATH"] = string.Join(':', Libraries(Root, Machine)),
    };

    /// <summary>Finds a server, or unpacks one where the machine has apt.</summary>
    /// <returns><c>null</c> where there is none and none can be had; <paramref name="say"/> was told in one line.</returns>
    public static async Task<MariaDbFiles?> FindAsync(Action<string> say, CancellationToken cancellation)
    {
        var own = new MariaDbFiles("");
        if (await WorksAsync(own, cancellation)) return own;
        var folder = Path.Combine(Repository.ToolsDirectory, "mariadb");
        var unpacked = new MariaDbFiles(Path.Combine(folder, "root"));
        using var turn = await InstallTurn.TakeAsync(TimeProvider.System, cancellation);
        if (await WorksAsync(unpacked, cancellation)) return unpacked;
        say("unpacking Debian's MariaDB into .sluice/mariadb (once)...");
        Directory.CreateDirectory(unpacked.Root);
        // Each by itself: their names differ between releases, and some of them may be installed.
        foreach (var package in s_packages) await Shell.TryRunAsync("apt-get", ["download", package], cancellation, directory: folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*.deb")) await Shell.TryRunAsync("dpkg-deb", ["-x", file, unpacked.Root], cancellation);
        if (await WorksAsync(unpacked, cancellation)) return unpacked;
        say("MariaDB is missing, and apt-get cannot download it: install mariadb-server.");
        return null;
    }

    static async Task<bool> WorksAsync(MariaDbFiles files, CancellationToken cancellation)
    {
        if (files.Root.Length > 0 && !File.Exists(files.Server)) return false;
        foreach (var program in (string[])[files.Server, files.Client])
            if (await Shell.TryRunAsync(program, ["--version"], cancellation, environment: files.Environment) is not { Succeeded: true }) return false;
        return true;
    }

    string Program(string folder, string name)
    {
        if (Root.Length > 0) return Path.Combine(Root, "usr", folder, name);
        var known = Path.Combine("/usr", folder, name);       // sbin is in few users' PATH
        return File.Exists(known) ? known : name;
    }

    static IEnumerable<string> Libraries(string root, string machine) => [Path.Combine(root, "usr", "lib", machine), Path.Combine(root, "lib", machine)];

    static string Machine => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
}
