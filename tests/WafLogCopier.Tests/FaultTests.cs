using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using static Sluice.WafLogCopier.Tests.Scene;

namespace Sluice.WafLogCopier.Tests;

/// <summary>What the wire and the service do to calls: nothing is lost, and nothing arrives twice.</summary>
[Collection(nameof(StrictS3))]
public class FaultTests(StrictS3 server)
{
    [SkippableTheory]
    [InlineData(nameof(Fault.SlowDown))]
    [InlineData(nameof(Fault.InternalError))]
    [InlineData(nameof(Fault.Reset))]
    [InlineData(nameof(Fault.ErrorInBody))]
    public async Task A_call_that_fails_for_the_moment_is_tried_again_until_it_succeeds(string name)
    {
        await using var scene = await StartAsync(server);
        var record = await scene.PutAsync(WafKey(), "body\n");
        scene.Wire.Rule = (_, _, before) => before < 5 ? Enum.Parse<Fault>(name) : Fault.None;

        await InvokeAsync(scene.Handler(), Event(record));

        Assert.Equal("body\n", await scene.ReadAsync(CopyOfWafKey()));
        Assert.Equal((1, 0), ((int)scene.LastLine["Copied"]!, (int)scene.LastLine["Failed"]!));
        Assert.Equal(6, scene.Wire.Copies);
    }

    [SkippableFact]
    public async Task A_copy_whose_answer_was_lost_is_found_and_not_made_again()
    {
        await using var scene = await StartAsync(server, versioned: true);
        var record = await scene.PutAsync(WafKey(), "body\n");
        scene.Wire.Rule = (_, _, before) => before == 0 ? Fault.AckLost : Fault.None;

        await InvokeAsync(scene.Handler(), Event(record));

        Assert.Equal((0, 1, 1), ((int)scene.LastLine["Copied"]!, (int)scene.LastLine["AlreadyThere"]!, (int)scene.LastLine["Delivered"]!));
        Assert.Single((await scene.Central.ListVersionsAsync(scene.Target)).Versions);
    }

    [SkippableFact]
    public async Task Under_a_storm_of_faults_every_object_arrives_once()
    {
        await using var scene = await StartAsync(server, versioned: true);
        var records = new ConcurrentBag<JsonObject>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 120), async (i, _) => records.Add(await scene.PutAsync(WafKey(hash: $"{i:x8}"), $"body {i}\n")));
        var random = new Random(7);
        var gate = new Lock();
        scene.Wire.Rule = (method, _, _) =>
        {
            lock (gate) return random.Next(10) switch { 0 => Fault.SlowDown, 1 => Fault.Reset, 2 => Fault.AckLost, 3 when method == "PUT" => Fault.ErrorInBody, _ => Fault.None };
        };

        var answer = await InvokeAsync(scene.Handler(), Queue([.. records.Chunk(10).Select(chunk => (JsonNode)Event(chunk))]));

        Assert.True(Failures(answer).Length == 0, scene.LogText);
        Assert.Equal(Enumerable.Range(0, 120).Select(i => CopyOfWafKey(hash: $"{i:x8}")).Order(StringComparer.Ordinal), await scene.KeysAsync());
        Assert.Equal(120, (await scene.Central.ListVersionsAsync(scene.Target)).Versions.Count);
        Assert.Equal(120, (int)scene.LastLine["Copied"]! + (int)scene.LastLine["AlreadyThere"]!);
    }

    [SkippableFact]
    public async Task What_is_refused_to_the_end_comes_back_in_the_answer_and_the_rest_is_copied()
    {
        await using var scene = await StartAsync(server);
        var good = await scene.PutAsync(WafKey(hash: "00000001"));
        var bad = await scene.PutAsync(WafKey(hash: "00000002"));
        var last = await scene.PutAsync(WafKey(hash: "00000003"));
        scene.Wire.Rule = (_, path, _) => path.Contains("00000002", StringComparison.Ordinal) ? Fault.SlowDown : Fault.None;

        var answer = await InvokeAsync(scene.Handler(), Queue(Event(good), Event(bad), Event(last)));

        Assert.Equal(["message-2"], Failures(answer));
        Assert.Equal([CopyOfWafKey(hash: "00000001"), CopyOfWafKey(hash: "00000003")], await scene.KeysAsync());
        Assert.Contains("S3 still refuses after all tries", (string)scene.LastLine["failed"]!, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Objects_that_the_deadline_leaves_come_again()
    {
        await using var scene = await StartAsync(server);
        var first = await scene.PutAsync(WafKey(hash: "00000001"));
        var second = await scene.PutAsync(WafKey(hash: "00000002"));
        using var deadline = new CancellationTokenSource();
        scene.Wire.Rule = (_, path, _) =>
        {
            if (path.Contains("00000002", StringComparison.Ordinal)) deadline.Cancel();
            return Fault.None;
        };

        var answer = await InvokeAsync(scene.Handler(("CONCURRENCY", "1")), Queue(Event(first), Event(second), Event(first, second)), deadline.Token);

        Assert.Equal(["message-2", "message-3"], Failures(answer));
        Assert.Contains("the time was up", (string)scene.LastLine["failed"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_asynchronous_event_fails_with_every_object_that_failed_after_all_were_tried()
    {
        await using var wire = await FaultyS3.StartAsync(null);
        wire.Rule = (_, _, _) => Fault.InternalError;
        var settings = Settings.From(new EnvironmentReader(name => name == "TARGET_BUCKET" ? "central" : null));
        using var s3 = new StrictS3();
        var client = s3.Client("resource", wire.Endpoint);
        var handler = new Handler(settings, new ObjectCopier(new(client, client), settings, new RetryBudget(2, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)), TimeProvider.System), Telemetry.None);
        var records = Enumerable.Range(1, 3).Select(i => new JsonObject
        {
            ["eventName"] = "ObjectCreated:Put",
            ["s3"] = new JsonObject { ["bucket"] = new JsonObject { ["name"] = "logs" }, ["object"] = new JsonObject { ["key"] = $"k{i}", ["size"] = 1, ["eTag"] = "00" } },
        });

        var failure = await Assert.ThrowsAsync<ObjectsFailedException>(() => InvokeAsync(handler, Event([.. records])));

        Assert.StartsWith("3 of 3 objects failed: s3://logs/k1: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("s3://logs/k2: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("s3://logs/k3: ", failure.Message, StringComparison.Ordinal);
    }
}
