using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Sluice.Local;

/// <summary>The process of one execution environment: started with an exact environment, read line by line, killed whole.</summary>
sealed partial class FunctionProcess : IAsyncDisposable
{
    const string Setsid = "/usr/bin/setsid";
    readonly Process _process;
    readonly bool _ownGroup;
    readonly LogPipe[] _pipes;
    readonly Task _read;
    long _peakMemoryBytes;

    FunctionProcess(Process process, bool ownGroup, Action<string> onLogLine)
    {
        (_process, _ownGroup) = (process, ownGroup);
        _pipes = [new(process.StandardOutput.BaseStream, process.Id, 1, onLogLine), new(process.StandardError.BaseStream, process.Id, 2, onLogLine)];
        _read = Task.WhenAll(_pipes.Select(pipe => pipe.ReadAsync()));
        Exit = ExitAsync();
    }

    /// <summary>Completes when the process is gone.</summary>
    public Task Exit { get; }

    /// <summary>It has ended, also if its <see cref="Exit"/> has not been noticed yet.</summary>
    public bool IsGone => Exit.IsCompleted || (OperatingSystem.IsLinux() && StateNow() is null or 'Z' or 'X');

    /// <summary>The largest resident set seen; what the kernel counted up to the last time it was asked.</summary>
    public long PeakMemoryBytes
    {
        get
        {
            if (PeakNow() is var now && now > _peakMemoryBytes) _peakMemoryBytes = now;
            return _peakMemoryBytes;
        }
    }

    /// <summary>User and system time so far; zero where the system does not tell, or when it is gone.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            try
            {
                return _process.TotalProcessorTime;
            }
            catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException)
            {
                return TimeSpan.Zero;
            }
        }
    }

    /// <exception cref="FileNotFoundException">There is no such executable.</exception>
    public static FunctionProcess Start(string executable, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, Action<string> onLogLine)
    {
        var file = Path.GetFullPath(executable);
        if (!File.Exists(file)) throw new FileNotFoundException($"There is no executable '{executable}'.", executable);

        // A session of its own: its children can be killed with it, and a Ctrl-C at the terminal is the caller's to handle.
        var ownGroup = OperatingSystem.IsLinux() && File.Exists(Setsid) && IsExecutable(file);
        var start = new ProcessStartInfo(ownGroup ? Setsid : file)
        {
            WorkingDirectory = Path.GetDirectoryName(file),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (ownGroup) start.ArgumentList.Add(file);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new(process, ownGroup, onLogLine);
    }

    /// <summary>Completes when every line that the process has written so far has gone to the log.</summary>
    public Task DrainLogAsync() => Exit.IsCompleted ? _read : Task.WhenAll(_pipes.Select(pipe => pipe.DrainAsync()));

    /// <summary>SIGKILL for it and all that it started: the service gives no warning either.</summary>
    public async Task KillAsync()
    {
        _ = PeakMemoryBytes;
        if (!Exit.IsCompleted)
        {
            if (_ownGroup) _ = Kill(-_process.Id, 9);
            else _process.Kill(entireProcessTree: true);
        }

        await Exit;
        // A child that left our session may hold the pipes open for ever.
        await Task.WhenAny(_read, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None));
        foreach (var pipe in _pipes) pipe.Dispose();
        await _read;
    }

    async Task ExitAsync()
    {
        await _process.WaitForExitAsync();
        if (_ownGroup) _ = Kill(-_process.Id, 9);                       // children that outlived it; at once, while the number is still ours
    }

    /// <summary>As Go's os/exec words it, which the service's messages are made of.</summary>
    public string ExitText() => _process.ExitCode switch
    {
        0 => "Runtime exited without providing a reason",
        128 + 6 => "Runtime exited with error: signal: aborted",
        128 + 9 => "Runtime exited with error: signal: killed",
        128 + 11 => "Runtime exited with error: signal: segmentation fault",
        128 + 15 => "Runtime exited with error: signal: terminated",
        var status => string.Create(CultureInfo.InvariantCulture, $"Runtime exited with error: exit status {status}"),
    };

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    /// <summary>VmHWM of /proc: the kernel's own high-water mark, so nothing is missed between two looks.</summary>
    long PeakNow()
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{_process.Id}/status"))
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                    return long.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) << 10;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or this is no Linux.
        }

        return 0;
    }

    /// <summary>The letter behind the name in brackets, of which the name may hold brackets too; null if there is no such process.</summary>
    char? StateNow()
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static bool IsExecutable(string file) => OperatingSystem.IsLinux() &&
        (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
