using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>One invocation as a user of invoke sees it.</summary>
static class Invocation
{
    public static async Task<int> RunAsync(
        FunctionSpec spec, IReadOnlyDictionary<string, string> own, byte[] payload, Packaging kind, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var builder = new FunctionBuilder(line => Console.Error.WriteLine("sluice: " + line), time);
        var runnable = await builder.RunnableAsync(FunctionProject.Named(spec.ProjectName), kind, cancellation);
        var environment = Environment(spec, own, runnable);

        await using var function = new LocalFunction(
            new LocalFunctionOptions(spec.Name, runnable.Executable, [], environment, spec.Timeout, spec.MemoryMegabytes, spec.Arn, Console.Error.WriteLine), time);
        var outcome = await function.InvokeAsync(payload, cancellation);
        WriteResponse(outcome.Payload);
        await Console.Error.WriteLineAsync(function.Report(outcome));
        return outcome.Kind == OutcomeKind.Succeeded ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>Later ones go before earlier ones.</summary>
    static Dictionary<string, string> Environment(FunctionSpec spec, IReadOnlyDictionary<string, string> own, Runnable runnable)
    {
        var result = new Dictionary<string, string>(runnable.Environment, StringComparer.Ordinal);
        var caller = System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(entry => new KeyValuePair<string, string>((string)entry.Key, (string)entry.Value!));
        foreach (var (name, value) in EnvironmentVariables.WayToAws(caller).Append(spec.SaysWhoItIs).Concat(spec.Environment).Concat(own)) result[name] = value;
        return result;
    }

    /// <summary>Pretty for a reader, the very bytes for a program.</summary>
    static void WriteResponse(byte[] payload)
    {
        using var output = Console.OpenStandardOutput();
        if (Console.IsOutputRedirected)
        {
            output.Write(payload);
            return;
        }
        try
        {
            if (JsonNode.Parse(payload) is { } json) payload = System.Text.Encoding.UTF8.GetBytes(SampleJson.Indented(json));
        }
        catch (JsonException)
        {
            // A response need not be JSON.
        }
        output.Write(payload);
        output.Write("\n"u8);
    }
}
