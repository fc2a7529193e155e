using System.Text.Json;
using Sluice.ObviousDecompressor;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

/// <summary>What an invocation allocates, against the function as one writes it first. Bytes, not time: they are the same on every machine.</summary>
[Collection("Alone")]
public class AllocationTests(Xunit.Abstractions.ITestOutputHelper output)
{
    static byte[] Event { get; } = Samples.Batch([.. Enumerable.Range(0, 40).Select(record =>
        Samples.Record([.. Enumerable.Range(record * 400, 400).Select(Samples.FlowLog)]))]);

    [Fact]
    public async Task An_invocation_allocates_at_most_a_tenth_of_the_obvious_version()
    {
        var handler = new Handler(Settings.Default, new Reingest((_, _, _) => throw new InvalidOperationException("nothing goes back"), TimeProvider.System, RetryBudget.Throttling), Telemetry.None);
        var answer = new ByteBuffer();
        var copy = Event.ToArray();

        async Task<long> OursAsync()
        {
            Event.CopyTo(copy, 0);
            answer.Clear();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await handler.HandleAsync(copy, answer, new Invocation("request", "", TimeSpan.FromMinutes(1), CancellationToken.None));
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        long Obviously()
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var output = new MemoryStream();
            JsonSerializer.Serialize(output, Obvious.Handle(JsonSerializer.Deserialize(new MemoryStream(Event), EventJson.Default.KinesisFirehoseEvent)!), AnswerJson.Default.KinesisFirehoseResponse);
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        // The first of each pays for what is kept: buffers, caches, the JIT's own.
        await OursAsync();
        Obviously();
        var (ours, obvious) = (long.MaxValue, long.MaxValue);
        for (var i = 0; i < 5; i++) (ours, obvious) = (Math.Min(ours, await OursAsync()), Math.Min(obvious, Obviously()));

        Assert.Equal(40, Entry.Read(answer.Written).Length);
        output.WriteLine($"{ours:N0} bytes allocated, {obvious:N0} by the obvious version");
        Assert.True(ours * 10 <= obvious, $"{ours} bytes against {obvious}");
    }
}

/// <summary>What the whole process allocates can only be counted while no other test runs.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;
