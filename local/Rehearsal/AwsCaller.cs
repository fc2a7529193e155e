using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>local/moto/calls.py kept running: AWS calls as one identity.</summary>
sealed class AwsCaller : IAsyncDisposable
{
    readonly Process _process;
    readonly Task<string> _errors;
    readonly SemaphoreSlim _turn = new(1, 1);

    public AwsCaller(string python, LocalAws aws)
    {
        Aws = aws;
        _process = Process.Start(PythonScript.StartInfo(python, RehearsalStack.Scripts, ["-u", "calls.py"], aws.Environment))!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public LocalAws Aws { get; }

    /// <returns>The answer, or <c>{"error": code, "message": …}</c>.</returns>
    public async Task<JsonNode> TryAsync(AwsCall call, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await _process.StandardInput.WriteLineAsync(call.ToLine().AsMemory(), cancellation);
            await _process.StandardInput.FlushAsync(cancellation);
            return await _process.StandardOutput.ReadLineAsync(cancellation) is { } line
                ? JsonNode.Parse(line)!
                : throw new UserError($"local/moto/calls.py ended: {(await _errors).Trim()}", ExitCode.Failure);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <exception cref="UserError">The call was refused.</exception>
    public async Task<JsonNode> CallAsync(string service, string operation, JsonObject parameters, CancellationToken cancellation)
    {
        var answer = await TryAsync(new(service, operation, parameters), cancellation);
        return answer["error"] is { } error ? throw new UserError($"{service} {operation}: {error}: {answer["message"]}", ExitCode.Failure) : answer;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(2))) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _errors;
        _process.Dispose();
        _turn.Dispose();
    }
}
