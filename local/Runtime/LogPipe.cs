using System.Collections.Concurrent;
using System.Text;

namespace Sluice.Local;

/// <summary>One output of a process, read by lines, with a way to know that all written so far has been read.</summary>
/// <remarks>
/// A pipe has no such question. But /proc lets us write to the process's own end of it: a mark that we put there after the answer came
/// is read after every line that the function wrote before it. Where that cannot be done, draining is immediate.
/// </remarks>
sealed class LogPipe(Stream output, int process, int descriptor, Action<string> onLine) : IDisposable
{
    readonly string _theirEnd = $"/proc/{process}/fd/{descriptor}";
    readonly string? _name = NameOf($"/proc/{process}/fd/{descriptor}");
    readonly ConcurrentDictionary<string, TaskCompletionSource> _marks = new(StringComparer.Ordinal);
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task ReadAsync()
    {
        try
        {
            using var reader = new StreamReader(output, Encoding.UTF8);
            while (await reader.ReadLineAsync() is { } line)
            {
                // The mark follows a line that the function has not ended yet, if there is one.
                var at = line.LastIndexOf('\0');
                if (at >= 0 && _marks.TryRemove(line[(at + 1)..], out var reached))
                {
                    if (at > 0) onLine(line[..at]);
                    reached.SetResult();
                }
                else
                {
                    onLine(line);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The other end is gone, or nobody listens any more.
        }
        finally
        {
            _ended.SetResult();
        }
    }

    public async Task DrainAsync()
    {
        var mark = Guid.NewGuid().ToString("N");
        var reached = _marks.GetOrAdd(mark, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            // A function may have sent its output elsewhere: only our own pipe is ours to write to.
            if (_name is null || NameOf(_theirEnd) != _name) return;
            await using var pipe = new FileStream(_theirEnd, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            await pipe.WriteAsync(Encoding.ASCII.GetBytes($"\0{mark}\n"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            _marks.TryRemove(mark, out _);
            return;
        }

        await Task.WhenAny(reached.Task, _ended.Task);
    }

    public void Dispose() => output.Dispose();

    /// <summary><c>pipe:[12345]</c>; null for anything but a pipe.</summary>
    static string? NameOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget is { } name && name.StartsWith("pipe:", StringComparison.Ordinal) ? name : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
