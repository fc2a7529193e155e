using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>The published test function, started as the service would.</summary>
sealed class TestFunctionProcess : IAsyncDisposable
{
    /// <summary>The folder with its <c>bootstrap</c>, put there by the build.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "function");

    TestFunctionProcess(LocalFunctionOptions options) => Function = new(options, TimeProvider.System);

    public LocalFunction Function { get; }

    public ConcurrentQueue<string> Lines { get; private init; } = [];

    public static TestFunctionProcess Create(TimeSpan? timeout = null, int memory = 512, params (string Name, string Value)[] environment)
    {
        var lines = new ConcurrentQueue<string>();
        var variables = environment.ToDictionary(it => it.Name, it => it.Value);
        return new(new("test-function", Path.Combine(Folder, "bootstrap"), [], variables, timeout ?? TimeSpan.FromSeconds(60), memory, "arn:aws:lambda:eu-west-1:123456789012:function:test-function", lines.Enqueue)) { Lines = lines };
    }

    public Task<InvocationOutcome> InvokeAsync(string @event) => Function.InvokeAsync(Encoding.UTF8.GetBytes(@event), CancellationToken.None);

    public Task<InvocationOutcome> DoAsync(string what, string more = "") => InvokeAsync($$"""{"do":"{{what}}"{{more}}}""");

    public async Task<JsonElement> AboutAsync(string what = "about")
    {
        var outcome = await DoAsync(what);
        Assert.True(outcome.Kind == OutcomeKind.Succeeded, Text(outcome));
        return JsonElement.Parse(outcome.Payload);
    }

    public static string Text(InvocationOutcome outcome) => Encoding.UTF8.GetString(outcome.Payload);

    /// <summary>From /proc, where a process that is gone has no folder and one that nobody waited for is a zombie.</summary>
    public static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    public static int Number(JsonElement element) => int.Parse(element.GetRawText(), CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => Function.DisposeAsync();
}
