using System.Diagnostics;
using System.Globalization;

namespace Sluice.Local;

/// <summary>local/moto/server.py as a process on a free port.</summary>
/// <remarks>Its standard input is held open: when this process dies, however it dies, moto reads the end and dies too.</remarks>
sealed class MotoServer : IAsyncDisposable
{
    static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);
    static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(3);

    readonly Process _process;
    readonly Task _log;
    readonly TimeProvider _time;

    MotoServer(Process process, Uri endpoint, Task log, TimeProvider time) => (_process, Endpoint, _log, _time) = (process, endpoint, log, time);

    public Uri Endpoint { get; }

    public int ProcessId => _process.Id;

    /// <param name="python">An interpreter that has moto.</param>
    /// <param name="directory">Where server.py lies.</param>
    /// <param name="logFile">Takes what moto writes; begun anew.</param>
    /// <exception cref="UserError">It did not start; the message has its last lines.</exception>
    public static async Task<MotoServer> StartAsync(string python, string directory, string logFile, int port, TimeProvider time, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        var process = Process.Start(PythonScript.StartInfo(
            python, directory, ["server.py", "--port", port.ToString(CultureInfo.InvariantCulture)], new Dictionary<string, string>()))!;
        var log = CopyAsync(process.StandardError, logFile);
        using var limit = new CancellationTokenSource(s_startLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(either.Token) is { } line)
            {
                if (!line.StartsWith("ready ", StringComparison.Ordinal)) continue;
                // Nobody reads more of it: a full pipe would stop the server.
                var rest = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new(process, new Uri($"http://127.0.0.1:{line[6..]}/"), Task.WhenAll(log, rest), time);
            }
            await log;
            throw new UserError($"moto did not start: {LastLines(logFile)}", ExitCode.Failure);
        }
        catch (Exception error)
        {
            Kill(process);
            await log;
            process.Dispose();
            if (error is OperationCanceledException && !cancellation.IsCancellationRequested)
                throw new UserError($"moto was not ready within {s_startLimit.TotalSeconds:F0} seconds: {LastLines(logFile)}", ExitCode.Failure);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(s_stopLimit, _time);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Kill(_process);
        }
        await _log;
        _process.Dispose();
    }

    static async Task CopyAsync(StreamReader from, string file)
    {
        await using var to = new StreamWriter(file) { AutoFlush = true };
        while (await from.ReadLineAsync() is { } line) await to.WriteLineAsync(line);
    }

    static void Kill(Process process)
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
    }

    static string LastLines(string file) => string.Join(" | ", File.ReadLines(file).TakeLast(3)) is { Length: > 0 } lines ? lines : "it wrote nothing.";
}
