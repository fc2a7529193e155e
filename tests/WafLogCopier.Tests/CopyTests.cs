using Amazon.S3.Model;
using static Sluice.WafLogCopier.Tests.Scene;

namespace Sluice.WafLogCopier.Tests;

/// <summary>Copies between two accounts of a real S3 server.</summary>
[Collection(nameof(StrictS3))]
public class CopyTests(StrictS3 server)
{
    [SkippableFact]
    public async Task An_object_arrives_in_its_partition_with_metadata_and_tags_by_one_call()
    {
        await using var scene = await StartAsync(server);
        var record = await scene.PutAsync(WafKey(), "blocked\n", put =>
        {
            put.ContentType = "application/json";
            put.Headers.ContentEncoding = "gzip";
            put.Metadata["team"] = "edge";
            put.TagSet = [new Tag { Key = "kind", Value = "waf" }];
        });

        var answer = await InvokeAsync(scene.Handler(), Event(record));

        Assert.Equal("""{"objects":1,"delivered":1,"dropped":0,"ignored":0}""", answer.ToJsonString());
        Assert.Equal([CopyOfWafKey()], await scene.KeysAsync());
        Assert.Equal("blocked\n", await scene.ReadAsync(CopyOfWafKey()));
        var head = await scene.Central.GetObjectMetadataAsync(scene.Target, CopyOfWafKey());
        Assert.Equal(("application/json", "gzip", "edge"), (head.Headers.ContentType, head.Headers.ContentEncoding, head.Metadata["team"]));
        var tags = await scene.Central.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = scene.Target, Key = CopyOfWafKey() });
        Assert.Equal("waf", Assert.Single(tags.Tagging).Value);
        Assert.Single(scene.Wire.Requests);
    }

    [SkippableFact]
    public async Task Without_the_targets_policy_the_copy_is_refused_and_the_message_names_bucket_key_action_and_policy()
    {
        await using var scene = await StartAsync(server, allowed: false);
        var record = await scene.PutAsync(WafKey());

        var failure = await Assert.ThrowsAsync<ObjectsFailedException>(() => InvokeAsync(scene.Handler(), Event(record)));

        Assert.Contains($"s3://{scene.Source}/{WafKey()}: s3:PutObject on {scene.Target}/{CopyOfWafKey()} is denied", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"the policy of bucket {scene.Target}", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await scene.KeysAsync());
    }

    [SkippableFact]
    public async Task Where_the_source_may_not_be_read_the_message_names_the_source()
    {
        await using var scene = await StartAsync(server);
        var foreign = await StrictS3.BucketAsync(server.Central, "foreign");
        await server.Central.PutObjectAsync(new PutObjectRequest { BucketName = foreign, Key = "a/b", ContentBody = "x" });
        var record = scene.Record("a/b", 1, "9dd4e461268c8034f5c8564e155c67a6");
        record["s3"]!["bucket"]!["name"] = foreign;

        var failure = await Assert.ThrowsAsync<ObjectsFailedException>(() => InvokeAsync(scene.Handler(("SOURCE_BUCKETS", foreign)), Event(record)));

        Assert.Contains($"s3:GetObject on {foreign}/a/b is denied", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"the policy of bucket {foreign}", failure.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("TARGET_BUCKET_OWNER")]
    [InlineData("SOURCE_BUCKET_OWNER")]
    public async Task A_bucket_of_another_owner_than_expected_is_refused(string setting)
    {
        await using var scene = await StartAsync(server);
        var record = await scene.PutAsync(WafKey());

        var failure = await Assert.ThrowsAsync<ObjectsFailedException>(() => InvokeAsync(scene.Handler((setting, "999999999999")), Event(record)));

        Assert.Contains("is denied", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await scene.KeysAsync());
    }

    [SkippableFact]
    public async Task Two_events_for_one_object_end_in_one_copy()
    {
        await using var scene = await StartAsync(server);
        var record = await scene.PutAsync(WafKey());
        var handler = scene.Handler();

        await InvokeAsync(handler, Event(record, record));
        Assert.Equal(1, scene.Wire.Copies);
        Assert.Equal(2, (int)scene.LastLine["Delivered"]!);
        await InvokeAsync(handler, Event(record));

        Assert.Equal([CopyOfWafKey()], await scene.KeysAsync());
        Assert.Equal((0, 1, 1), ((int)scene.LastLine["Copied"]!, (int)scene.LastLine["AlreadyThere"]!, (int)scene.LastLine["Delivered"]!));
    }

    [SkippableFact]
    public async Task Many_invocations_at_once_for_one_object_end_in_one_version()
    {
        await using var scene = await StartAsync(server, versioned: true);
        var record = await scene.PutAsync(WafKey());
        var handler = scene.Handler();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => InvokeAsync(handler, Event(record))));

        var versions = await scene.Central.ListVersionsAsync(new ListVersionsRequest { BucketName = scene.Target });
        Assert.Single(versions.Versions);
    }

    [SkippableFact]
    public async Task Another_object_with_the_same_target_key_is_never_overwritten()
    {
        await using var scene = await StartAsync(server);
        var handler = scene.Handler(("KEY_TEMPLATE", "all/{name}"));
        var first = await scene.PutAsync("a/log.gz", "one\n");
        var second = await scene.PutAsync("b/log.gz", "two\n");

        await InvokeAsync(handler, Event(first));
        await InvokeAsync(handler, Event(second));
        await InvokeAsync(handler, Event(second, first));

        var keys = await scene.KeysAsync();
        Assert.Equal(2, keys.Length);
        Assert.Equal("one\n", await scene.ReadAsync("all/log.gz"));
        var beside = Assert.Single(keys, key => key != "all/log.gz");
        Assert.Matches("^all/log~[0-9a-f]{16}\\.gz$", beside);
        Assert.Equal("two\n", await scene.ReadAsync(beside));
    }

    [SkippableFact]
    public async Task With_overwrite_a_new_content_replaces_the_old_and_an_equal_one_does_not()
    {
        await using var scene = await StartAsync(server, versioned: true);
        var handler = scene.Handler(("ON_CONFLICT", "overwrite"), ("KEY_TEMPLATE", "all/{name}"));
        await InvokeAsync(handler, Event(await scene.PutAsync("log", "one\n")));
        await InvokeAsync(handler, Event(await scene.PutAsync("log", "two\n")));
        await InvokeAsync(handler, Event(await scene.PutAsync("log", "two\n")));

        Assert.Equal("two\n", await scene.ReadAsync("all/log"));
        Assert.Equal(2, (await scene.Central.ListVersionsAsync(new ListVersionsRequest { BucketName = scene.Target })).Versions.Count);
    }

    [SkippableFact]
    public async Task A_source_that_changed_after_its_event_is_copied_as_it_is_now()
    {
        await using var scene = await StartAsync(server);
        var old = await scene.PutAsync(WafKey(), "old\n");
        var now = await scene.PutAsync(WafKey(), "new!\n");

        await InvokeAsync(scene.Handler(), Event(old));
        await InvokeAsync(scene.Handler(), Event(now));

        Assert.Equal([CopyOfWafKey()], await scene.KeysAsync());
        Assert.Equal("new!\n", await scene.ReadAsync(CopyOfWafKey()));
    }

    [SkippableFact]
    public async Task The_version_that_the_event_names_is_copied_and_not_the_latest()
    {
        await using var scene = await StartAsync(server, versioned: true);
        var old = await scene.PutAsync(WafKey(), "old\n");
        await scene.PutAsync(WafKey(), "new!\n");

        await InvokeAsync(scene.Handler(), Event(old));

        Assert.Equal("old\n", await scene.ReadAsync(CopyOfWafKey()));
    }

    [SkippableFact]
    public async Task A_deleted_object_is_counted_and_not_asked_for_again()
    {
        await using var scene = await StartAsync(server);
        var record = await scene.PutAsync(WafKey());
        await scene.Resource.DeleteObjectAsync(scene.Source, WafKey());

        var answer = await InvokeAsync(scene.Handler(), Queue(Event(record)));

        Assert.Empty(Failures(answer));
        Assert.Equal((1, 1), ((int)scene.LastLine["Gone"]!, (int)scene.LastLine["Dropped"]!));
        Assert.Contains("it is gone", (string)scene.LastLine["dropped"]!, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_source_is_deleted_only_when_asked_for_and_only_the_version_that_was_copied()
    {
        await using var scene = await StartAsync(server, versioned: true);
        var old = await scene.PutAsync(WafKey(), "old\n");
        await scene.PutAsync(WafKey(), "new!\n");

        await InvokeAsync(scene.Handler(("DELETE_SOURCE", "true")), Event(old));

        var left = await scene.Resource.ListVersionsAsync(new ListVersionsRequest { BucketName = scene.Source });
        Assert.Equal(5, Assert.Single(left.Versions).Size);
        Assert.Equal("old\n", await scene.ReadAsync(CopyOfWafKey()));
        Assert.Equal(1, (int)scene.LastLine["SourcesDeleted"]!);
    }

    [SkippableFact]
    public async Task A_source_without_versions_is_deleted_when_its_copy_is_there()
    {
        await using var scene = await StartAsync(server);
        var record = await scene.PutAsync(WafKey());

        await InvokeAsync(scene.Handler(("DELETE_SOURCE", "true")), Event(record));

        Assert.Empty((await scene.Resource.ListObjectsV2Async(new ListObjectsV2Request { BucketName = scene.Source })).S3Objects ?? []);
        Assert.Single(await scene.KeysAsync());
    }

    [SkippableFact]
    public async Task A_source_stays_if_its_copy_is_not_there_when_it_is_looked_for()
    {
        await using var scene = await StartAsync(server);
        var record = await scene.PutAsync(WafKey());
        var deleted = false;
        scene.Wire.Rule = (method, path, _) =>
        {
            // Somebody removes the copy between the write and the look.
            if (method == "HEAD" && path.Contains(scene.Target, StringComparison.Ordinal) && !deleted)
            {
                deleted = true;
                scene.Central.DeleteObjectAsync(scene.Target, CopyOfWafKey()).GetAwaiter().GetResult();
            }
            return Fault.None;
        };

        var failure = await Assert.ThrowsAsync<ObjectsFailedException>(() => InvokeAsync(scene.Handler(("DELETE_SOURCE", "true")), Event(record)));

        Assert.Contains("the source stays", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(await scene.Resource.GetObjectMetadataAsync(scene.Source, WafKey()));
    }

    [SkippableTheory]
    [InlineData("with space+plus", "2026")]
    [InlineData("ünï/cødé 漢字", "2026")]
    [InlineData("a//b", "")]
    [InlineData("100%25", "")]
    [InlineData("a=b&c?d#e", "")]
    public async Task Keys_of_any_kind_arrive_under_the_same_name(string name, string folder)
    {
        await using var scene = await StartAsync(server);
        var key = folder.Length > 0 ? $"{folder}/{name}" : name;
        var record = await scene.PutAsync(key, "body\n");

        await InvokeAsync(scene.Handler(), Event(record));

        Assert.Equal("body\n", await scene.ReadAsync($"unparsed/{scene.Source}/{key}"));
        Assert.Equal(1, (int)scene.LastLine["Unparsed"]!);
    }
}
