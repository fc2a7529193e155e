using System.Text.Json.Nodes;
using static Sluice.WafLogCopier.Tests.Scene;

namespace Sluice.WafLogCopier.Tests;

/// <summary>What other copiers of log objects get wrong, each once through the whole function.</summary>
[Collection(nameof(StrictS3))]
public class PeerFaultTests(StrictS3 server)
{
    [SkippableFact]
    public async Task A_failed_copy_is_not_acknowledged_and_does_not_take_the_rest_of_its_batch_along()
    {
        await using var scene = await StartAsync(server);
        var (good, other) = (await scene.PutAsync(WafKey(hash: "00000001")), await scene.PutAsync(WafKey(hash: "00000002")));
        var foreign = good.DeepClone();
        foreign["s3"]!["bucket"]!["name"] = "somebody-elses";
        Assert.Equal(["message-2"], Failures(await InvokeAsync(scene.Handler(), Queue(Event(good), Event(foreign.AsObject()), Event(other)))));
        Assert.Equal(2, (await scene.KeysAsync()).Length);
    }

    [SkippableFact]
    public async Task A_message_of_several_records_of_which_one_fails_comes_again_and_copies_only_that()
    {
        await using var scene = await StartAsync(server);
        var (good, bad) = (await scene.PutAsync(WafKey(hash: "00000001")), await scene.PutAsync(WafKey(hash: "00000002")));
        scene.Wire.Rule = (_, path, _) => path.Contains("00000002", StringComparison.Ordinal) ? Fault.InternalError : Fault.None;
        var handler = scene.Handler();
        Assert.Equal(["message-1"], Failures(await InvokeAsync(handler, Queue(Event(good, bad)))));
        scene.Wire.Rule = (_, _, _) => Fault.None;
        Assert.Empty(Failures(await InvokeAsync(handler, Queue(Event(good, bad)))));
        Assert.Equal((1, 1), ((int)scene.LastLine["Copied"]!, (int)scene.LastLine["AlreadyThere"]!));
    }

    [SkippableFact]
    public async Task A_test_event_is_acknowledged_and_not_asked_for_for_ever()
    {
        await using var scene = await StartAsync(server);
        var test = JsonNode.Parse("""{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-11-22T10:00:00.000Z","Bucket":"logs","RequestId":"1","HostId":"2"}""")!;
        Assert.Empty(Failures(await InvokeAsync(scene.Handler(), Queue(test))));
        Assert.Equal((1, 0), ((int)scene.LastLine["EventsIgnored"]!, (int)scene.LastLine["RecordsIn"]!));
    }

    [SkippableFact]
    public async Task A_message_of_SNS_inside_a_queue_is_read()
    {
        await using var scene = await StartAsync(server);
        var sns = new JsonObject { ["Type"] = "Notification", ["Message"] = Event(await scene.PutAsync(WafKey())).ToJsonString() };
        Assert.Empty(Failures(await InvokeAsync(scene.Handler(), Queue(sns))));
        Assert.Equal([CopyOfWafKey()], await scene.KeysAsync());
    }

    [SkippableFact]
    public async Task A_removal_copies_nothing()
    {
        await using var scene = await StartAsync(server);
        await scene.PutAsync(WafKey());
        var removal = scene.Record(WafKey(), 4, "00", name: "ObjectRemoved:Delete");
        Assert.Empty(Failures(await InvokeAsync(scene.Handler(), Queue(Event(removal)))));
        Assert.Empty(scene.Wire.Requests);
    }

    [SkippableFact]
    public async Task A_literal_plus_in_a_key_of_EventBridge_stays_a_plus()
    {
        await using var scene = await StartAsync(server);
        var key = "d=1/red flower+x.log";
        var record = await scene.PutAsync(key, "body\n");
        var @event = new JsonObject
        {
            ["detail-type"] = "Object Created", ["source"] = "aws.s3", ["account"] = "111122223333", ["region"] = "eu-west-1",
            ["detail"] = new JsonObject
            {
                ["bucket"] = new JsonObject { ["name"] = scene.Source },
                ["object"] = new JsonObject { ["key"] = key, ["size"] = 5, ["etag"] = (string)record["s3"]!["object"]!["eTag"]! },
            },
        };
        await InvokeAsync(scene.Handler(), @event);
        await InvokeAsync(scene.Handler(), Event(record));
        Assert.Equal([$"unparsed/{scene.Source}/{key}"], await scene.KeysAsync());
    }

    [SkippableFact]
    public async Task Only_what_is_asked_for_is_sent_along()
    {
        await using var scene = await StartAsync(server);
        await InvokeAsync(scene.Handler(), Event(await scene.PutAsync(WafKey(hash: "00000001"))));
        var plain = scene.Wire.Headers.Last();
        foreach (var name in (string[])["x-amz-acl", "x-amz-request-payer", "x-amz-storage-class", "x-amz-server-side-encryption", "x-amz-expected-bucket-owner"]) Assert.DoesNotContain(name, plain.Keys);
        Assert.Equal(("*", true), (plain["If-None-Match"], plain.ContainsKey("x-amz-copy-source-if-match")));

        await InvokeAsync(scene.Handler(("OBJECT_ACL", "bucket-owner-full-control"), ("REQUESTER_PAYS", "true"), ("STORAGE_CLASS", "GLACIER_IR"), ("KMS_KEY_ARN", "arn:aws:kms:eu-west-1:222233334444:key/1")),
            Event(await scene.PutAsync(WafKey(hash: "00000002"))));
        var full = scene.Wire.Headers.Last();
        Assert.Equal(("bucket-owner-full-control", "requester", "GLACIER_IR", "aws:kms", "arn:aws:kms:eu-west-1:222233334444:key/1"),
            (full["x-amz-acl"], full["x-amz-request-payer"], full["x-amz-storage-class"], full["x-amz-server-side-encryption"], full["x-amz-server-side-encryption-aws-kms-key-id"]));

        scene.Wire.Rule = (_, _, _) => Fault.InternalError;
        await Assert.ThrowsAsync<ObjectsFailedException>(() => InvokeAsync(scene.Handler(new RetryBudget(2, TimeSpan.Zero, TimeSpan.Zero), ("TARGET_BUCKET_OWNER", "222233334444"), ("SOURCE_BUCKET_OWNER", "111122223333")),
            Event(scene.Record(WafKey(hash: "00000003"), 4, "00"))));
        var owners = scene.Wire.Headers.Last();
        Assert.Equal(("222233334444", "111122223333"), (owners["x-amz-expected-bucket-owner"], owners["x-amz-source-expected-bucket-owner"]));
    }
}
