using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Local;

/// <summary>A MariaDB server of its own, on a free port, with an empty data directory that goes with it.</summary>
/// <remarks>It plays Aurora MySQL. What it lacks, the function <c>lambda_async</c>, is a table here: <see cref="LambdaShim"/>.</remarks>
sealed class MariaDbServer : IAsyncDisposable
{
    static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);

    /// <summary>Several may run at once, and the kernel's asynchronous requests are few.</summary>
    static readonly string[] s_small = ["--innodb-use-native-aio=0", "--innodb-buffer-pool-size=32M"];

    readonly MariaDbFiles _files;
    readonly Process _process;
    readonly string _folder;
    readonly Task _log;

    MariaDbServer(MariaDbFiles files, Process process, string folder, int port, Task log) =>
        (_files, _process, _folder, Port, _log) = (files, process, folder, port, log);

    /// <summary>On 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The only account.</summary>
    public const string User = "root";

    /// <summary>Its password, of a server that lives for minutes on a loopback address.</summary>
    public const string Password = "local";

    /// <summary>Aurora's own function as a table that keeps the calls. It is not transactional, for a call survives a rollback.</summary>
    public const string LambdaShim = """
        CREATE TABLE IF NOT EXISTS sluice_cdc.lambda_calls (id INT AUTO_INCREMENT PRIMARY KEY, arn TEXT, payload LONGTEXT) ENGINE=MyISAM CHARACTER SET utf8mb4;
        DELIMITER $$
        CREATE OR REPLACE FUNCTION sluice_cdc.lambda_async(fn TEXT CHARACTER SET utf8mb4, payload LONGTEXT CHARACTER SET utf8mb4) RETURNS LONGTEXT CHARACTER SET utf8mb4 MODIFIES SQL DATA
        BEGIN
          IF fn = '' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'malformed ARN'; END IF;
          INSERT INTO sluice_cdc.lambda_calls (arn, payload) VALUES (fn, payload);
          RETURN NULL;
        END $$
        DELIMITER ;
        """;

    /// <summary>Starts one.</summary>
    /// <param name="files">Its programs.</param>
    /// <param name="time">Limits the start.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="options">More options of the server, such as those of TLS.</param>
    /// <exception cref="UserError">It does not start.</exception>
    public static async Task<MariaDbServer> StartAsync(MariaDbFiles files, TimeProvider time, CancellationToken cancellation, IReadOnlyList<string>? options = null)
    {
        // Short: the path of a socket has 107 characters at most.
        var folder = Directory.CreateTempSubdirectory("sluice-db-").FullName;
        string[] user = Environment.UserName == "root" ? ["--user=root"] : [];
        var data = Path.Combine(folder, "data");
        var installed = await Shell.TryRunAsync(files.Install, ["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db", "--force", $"--datadir={data}", .. s_small, .. InstallOptions(files), .. user],
            cancellation, environment: files.Environment);
        if (installed is not { Succeeded: true }) throw new UserError($"MariaDB's tables cannot be made: {installed?.Lines.FirstOrDefault(line => line.Contains("ERROR", StringComparison.OrdinalIgnoreCase)) ?? installed?.Reason ?? "mariadb-install-db is missing"}.", ExitCode.Failure);
        var port = FreePort();
        var start = new ProcessStartInfo(files.Server,
        [
            "--no-defaults", .. files.Options, $"--datadir={data}", $"--socket={Path.Combine(folder, "s")}", $"--pid-file={Path.Combine(folder, "pid")}",
            .. s_small, "--bind-address=127.0.0.1", $"--port={port.ToString(CultureInfo.InvariantCulture)}", "--skip-name-resolve", "--log-bin-trust-function-creators=1",
            "--character-set-server=utf8mb4", "--innodb-flush-log-at-trx-commit=2", .. user, .. options ?? [],
        ]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var (name, value) in files.Environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        var log = Task.WhenAll(process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None), process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None));
        var server = new MariaDbServer(files, process, folder, port, log);
        try
        {
            using var limit = new CancellationTokenSource(s_startLimit, time);
            while (!process.HasExited)
            {
                if (limit.IsCancellationRequested) throw new UserError($"MariaDB runs, but takes no statement within {s_startLimit.TotalSeconds:F0} seconds of its start: the machine is overloaded, or its data directory is on a slow disk.", ExitCode.Failure);
                if ((await server.ClientAsync($"CREATE OR REPLACE USER root@'127.0.0.1' IDENTIFIED BY '{Password}'; GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION; ALTER USER root@localhost IDENTIFIED BY '{Password}';", first: true, cancellation)).Succeeded) return server;
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
            }
            throw new UserError("MariaDB ended before it was ready.", ExitCode.Failure);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs statements as the client does, <c>DELIMITER</c> and all.</summary>
    /// <returns>What they print: a line a row, columns apart by tabs.</returns>
    /// <exception cref="UserError">A statement failed; the message has the server's.</exception>
    public async Task<string> RunAsync(string statements, CancellationToken cancellation)
    {
        var result = await ClientAsync(statements, first: false, cancellation);
        return result.Succeeded ? string.Join('\n', result.Lines) : throw new UserError(result.Reason, ExitCode.Failure);
    }

    /// <summary>Makes the capture's tables and routines, with the shim, and switches its mode.</summary>
    public async Task InstallCaptureAsync(string mode, CancellationToken cancellation)
    {
        await RunAsync(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "functions", "AuroraCdcForwarder", "sql", "install.sql"), cancellation), cancellation);
        await RunAsync(LambdaShim + $"\nUPDATE sluice_cdc.settings SET mode = '{mode}', function_arn = 'arn:aws:lambda:us-east-1:123456789012:function:AuroraCdcForwarder';", cancellation);
    }

    /// <summary>Captures a table from now on, as the README's pipe does.</summary>
    public async Task EnableAsync(string database, string table, CancellationToken cancellation) =>
        await RunAsync(await RunAsync($"CALL sluice_cdc.sluice_cdc_enable('{database}', '{table}')", cancellation), cancellation);

    async Task<ShellResult> ClientAsync(string statements, bool first, CancellationToken cancellation)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.sql");
        await File.WriteAllTextAsync(file, statements, cancellation);
        try
        {
            // source, since a tool's standard input is closed; and the client's own commands work in it.
            return await Shell.TryRunAsync(_files.Client,
                ["--no-defaults", $"--socket={Path.Combine(_folder, "s")}", "--user=" + User, .. first ? Array.Empty<string>() : ["--password=" + Password], "--default-character-set=utf8mb4", "-N", "-r", "-B", "--abort-source-on-error", "-e", $"source {file}"],
                cancellation, environment: _files.Environment) ?? throw new UserError("the client mariadb is missing.", ExitCode.Failure);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Nothing of it is kept, so nothing needs to be written down before the end.
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _log;
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    static IEnumerable<string> InstallOptions(MariaDbFiles files) => files.Options.Where(option => option.StartsWith("--basedir", StringComparison.Ordinal));

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
