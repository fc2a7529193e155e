using System.Diagnostics;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.S3;

namespace Sluice.TestFunction;

/// <summary>Does what <c>{"do": "..."}</c> says; any other event comes back byte for byte.</summary>
static class Handler
{
    public static async Task<Stream> HandleAsync(Stream input, ILambdaContext context)
    {
        var bytes = new MemoryStream();
        await input.CopyToAsync(bytes);
        bytes.Position = 0;
        if (Command(bytes.ToArray()) is not { } command) return bytes;

        switch (command.GetProperty("do").GetString())
        {
            case "throw":
                throw new InvalidOperationException(command.GetProperty("message").GetString());
            case "exit":
                Environment.Exit(command.GetProperty("code").GetInt32());
                return Stream.Null;
            case "kill-yourself":
                Process.GetCurrentProcess().Kill();
                return Stream.Null;
            case "hang":
                Console.WriteLine("hanging");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
                return Stream.Null;
            case "hang-with-child":
                using (var child = Process.Start("sleep", "1000")) Console.WriteLine($"child {child.Id}");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
                return Stream.Null;
            case "answer-then-exit":
                _ = ExitSoonAsync();
                return bytes;
            case "bytes":
                return new MemoryStream(new byte[command.GetProperty("count").GetInt32()]);
            case "print":
                for (var line = 0; line < command.GetProperty("lines").GetInt32(); line++)
                {
                    Console.WriteLine($"out {line}");
                    Console.Error.WriteLine($"err {line}");
                }

                Console.Write("an unfinished line");
                return Stream.Null;
            case "allocate":
                GC.KeepAlive(GC.AllocateArray<byte>(command.GetProperty("count").GetInt32()).AsSpan().ToArray());
                return Stream.Null;
            case "about":
                return About(context);
            case "s3":
                using (var s3 = new AmazonS3Client()) await s3.PutObjectAsync(new() { BucketName = "bucket", Key = "key", ContentBody = "body" });
                return About(context);
            default:
                return bytes;
        }
    }

    static async Task ExitSoonAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        Environment.Exit(0);
    }

    static JsonElement? Command(byte[] @event)
    {
        try
        {
            var root = JsonElement.Parse(@event);
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("do", out _) ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static MemoryStream About(ILambdaContext context)
    {
        var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("requestId", context.AwsRequestId);
            writer.WriteString("functionArn", context.InvokedFunctionArn);
            writer.WriteNumber("remainingMs", context.RemainingTime.TotalMilliseconds);
            writer.WriteNumber("memory", context.MemoryLimitInMB);
            writer.WriteNumber("heapLimit", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
            writer.WriteNumber("pid", Environment.ProcessId);
            writer.WriteString("folder", Environment.CurrentDirectory);
            writer.WriteStartObject("environment");
            foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
                writer.WriteString((string)variable.Key, (string?)variable.Value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        json.Position = 0;
        return json;
    }
}
