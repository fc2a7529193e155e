using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Sluice.RuntimeTests;

/// <summary>AWS's own Runtime Interface Emulator, started on free ports.</summary>
sealed class Rie : IAsyncDisposable
{
    readonly Process _process;

    Rie(Process process, string caller, string runtimeApi) => (_process, Invocations, RuntimeApi) = (process, new($"http://{caller}/2015-03-31/functions/function/invocations"), runtimeApi);

    public Uri Invocations { get; }

    public string RuntimeApi { get; }

    static string RepoRoot { get; } = typeof(Rie).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == "RepoRoot").Value!;

    /// <summary>Where it is: SLUICE_RIE, beside the repository, or on the PATH. Null: nowhere, and the test is skipped.</summary>
    static string? Executable => ((string?[])
        [
            Environment.GetEnvironmentVariable("SLUICE_RIE"),
            Path.GetFullPath(Path.Combine(RepoRoot, "../shared/rie/aws-lambda-rie")),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "aws-lambda-rie")),
        ]).FirstOrDefault(File.Exists);

    public static void SkipIfMissing() => Skip.If(Executable is null, "aws-lambda-rie was not found: set SLUICE_RIE to its path.");

    public static async Task<Rie> StartAsync(string command, int timeoutSeconds = 60, params (string Name, string Value)[] environment)
    {
        var (caller, runtimeApi) = ($"127.0.0.1:{FreePort()}", $"127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(Executable!, ["--runtime-interface-emulator-address", caller, "--runtime-api-address", runtimeApi, .. command.Split(' ')])
        {
            WorkingDirectory = TestFunctionProcess.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AWS_LAMBDA_FUNCTION_TIMEOUT"] = timeoutSeconds.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var rie = new Rie(process, caller, runtimeApi);
        await rie.ListensAsync();
        return rie;
    }

    public async ValueTask DisposeAsync()
    {
        // SIGTERM lets it end the function too.
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
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
    }

    async Task ListensAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(Invocations.Host, Invocations.Port);
                return;
            }
            catch (SocketException) when (tries < 500 && !_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    /// <summary>From below the range in which the system itself hands out ports: there it could be given to another before the emulator binds it.</summary>
    static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(15_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; another one.
            }
        }
    }
}
