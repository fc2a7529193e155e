using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Amazon.S3.Model;
using Xunit.Abstractions;
using static Sluice.WafLogCopier.Tests.Scene;

namespace Sluice.WafLogCopier.Tests;

/// <summary>A queue of 1,000 small objects against the same number of bare CopyObject calls, in turns on the same server.</summary>
/// <remarks>Prints the ratio: <c>dotnet test tests/WafLogCopier.Tests --filter Drain --logger "console;verbosity=detailed"</c>. What
/// is asserted is the account, not the time.</remarks>
[Collection(nameof(StrictS3))]
public class DrainTests(StrictS3 server, ITestOutputHelper output)
{
    const int Objects = 1000;
    const int Rounds = 3;

    [SkippableFact]
    public async Task A_thousand_objects_of_a_queue_are_all_copied_by_one_call_each()
    {
        await using var scene = await StartAsync(server);
        var records = new ConcurrentBag<JsonObject>();
        await Parallel.ForAsync(0, Objects, async (i, _) => records.Add(await scene.PutAsync(WafKey(hash: $"{i:x8}"), new string('x', 2000))));
        var messages = records.Select(record => (JsonNode)Event(record)).ToArray();
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (own, raw) = ($"own{round}/", $"raw{round}/");
            var took = await TimeAsync(async () => Assert.Empty(Failures(await InvokeAsync(Handler(scene, own), Queue(messages)))));
            var baseline = await TimeAsync(() => BareAsync(scene, raw));
            if (round == 0) continue;       // warms up
            ours.Add(took);
            bare.Add(baseline);
        }
        Assert.Equal(Objects * (Rounds + 1) * 2, await CountAsync(scene));
        output.WriteLine($"{Objects} objects, {Rounds} rounds: WafLogCopier {ours.Median():F0}/s, bare CopyObject {bare.Median():F0}/s, ratio {ours.Median() / bare.Median():F2}");
    }

    /// <summary>Straight to the server: the wire of the other tests would be the bottleneck.</summary>
    Handler Handler(Scene scene, string prefix)
    {
        var settings = scene.Settings(("KEY_TEMPLATE", prefix + "{name}"));
        var s3 = server.Client("resource");
        return new(settings, new ObjectCopier(new(s3, s3), settings, RetryBudget.Throttling, TimeProvider.System), Telemetry.None);
    }

    async Task BareAsync(Scene scene, string prefix)
    {
        using var s3 = server.Client("resource");
        await Parallel.ForAsync(0, Objects, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, token) => await s3.CopyObjectAsync(new CopyObjectRequest
        {
            SourceBucket = scene.Source, SourceKey = WafKey(hash: $"{i:x8}"), DestinationBucket = scene.Target, DestinationKey = $"{prefix}{i}",
        }, token));
    }

    static async Task<double> TimeAsync(Func<Task> run)
    {
        var from = Stopwatch.GetTimestamp();
        await run();
        return Objects / Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    static async Task<int> CountAsync(Scene scene)
    {
        var (count, request) = (0, new ListObjectsV2Request { BucketName = scene.Target });
        while (true)
        {
            var page = await scene.Central.ListObjectsV2Async(request);
            count += page.S3Objects?.Count ?? 0;
            if (page.IsTruncated != true) return count;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }
}

static class Numbers
{
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
