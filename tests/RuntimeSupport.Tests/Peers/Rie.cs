using System.Collections.Concurrent;
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
    readonly ConcurrentQueue<string> _errors = [];

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
        for (var tries = 1; ; tries++)
        {
            var rie = Start(command, timeoutSeconds, environment);
            if (await rie.ListensAsync(rie.Invocations)) return rie;
            // Another took one of its ports between our look and its own.
            Assert.True(tries < 5, $"The emulator ended at its start: {string.Join('\n', rie._errors)}");
            rie._process.Dispose();
        }
    }

    static Rie Start(string command, int timeoutSeconds, (string Name, string Value)[] environment)
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
        var rie = new Rie(Process.Start(start)!, caller, runtimeApi);
        rie._process.OutputDataReceived += (_, _) => { };
        rie._process.ErrorDataReceived += (_, line) => rie._errors.Enqueue(line.Data ?? "");
        rie._process.BeginOutputReadLine();
        rie._process.BeginErrorReadLine();
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

    /// <summary>Its Runtime API: there from the first invocation on, but not quite at once.</summary>
    public async Task RuntimeApiListensAsync() => Assert.True(await ListensAsync(new($"http://{RuntimeApi}")), string.Join('\n', _errors));

    /// <returns>False if it ended instead.</returns>
    async Task<bool> ListensAsync(Uri address)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(address.Host, address.Port);
                return true;
            }
            catch (SocketException) when (tries < 500)
            {
                if (_process.HasExited) return false;
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
