using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.S3ToElasticsearchLoader.Tests;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Whole events: what is answered, what is told, what is kept.</summary>
public class HandlerTests
{
    readonly RouterStage _stage = new();

    static string Sample(string name) => Encoding.UTF8.GetString(Samples.Bytes(name));

    [Fact]
    public async Task An_event_of_EventBridge_is_told_and_counted()
    {
        Assert.Equal("""{"findings":1,"delivered":1,"dropped":0,"failed":0,"notices":3}""", await _stage.HandleAsync(Sample("eventbridge-ec2-ssh-brute-force-actor")));
        Assert.Equal("chat:New lake:New paging:New", _stage.Told());
    }

    [Fact]
    public async Task The_administrators_copy_and_the_repeat_disturb_nobody()
    {
        await _stage.HandleAsync(Sample("eventbridge-ec2-ssh-brute-force-actor"));
        _stage.Told();
        Assert.Equal("""{"findings":1,"delivered":0,"dropped":1,"failed":0,"notices":0}""", await _stage.HandleAsync(Sample("twin-in-administrator-account")));
        await _stage.HandleAsync(Sample("repeat-with-grown-count"));
        Assert.Equal("lake:Repeat", _stage.Told());
    }

    [Fact]
    public async Task Of_a_queues_messages_the_good_are_told_the_unreadable_are_kept_and_none_comes_again()
    {
        Assert.Equal("""{"batchItemFailures":[]}""", await _stage.HandleAsync(Sample("sqs-with-findings-and-garbage")));
        Assert.Equal(2, _stage.Sent.Count(one => one.Destination == "lake"));
        Assert.Equal(2, _stage.Kept.Count);
        Assert.All(_stage.Kept, kept => Assert.True(kept is { Destination: "", Finding: null, Arrival.Length: > 0 }));
    }

    [Fact]
    public async Task A_message_is_left_to_its_queue_as_long_as_a_destination_may_take_it_later()
    {
        _stage.Answers = (destination, _) => destination.Name == "chat" ? DeliveryOutcome.Later("'chat': 429") : DeliveryOutcome.Done;
        var body = Sample("eventbridge-ec2-ssh-brute-force-actor");
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m0"}]}""", await _stage.HandleAsync(Queue(body, receives: 1)));
        Assert.Equal(("lake:New paging:New", 0), (_stage.Told(), _stage.Kept.Count));
        // The third time is the last: then it is kept, with destination and reason, before the queue puts it aside without.
        Assert.Equal("""{"batchItemFailures":[]}""", await _stage.HandleAsync(Queue(body, receives: 3)));
        Assert.Equal(("", "chat"), (_stage.Told(), Assert.Single(_stage.Kept).Destination));
    }

    [Fact]
    public async Task What_is_kept_goes_to_its_destination_alone_when_it_comes_back_and_is_kept_again_if_it_must()
    {
        _stage.Answers = (destination, _) => destination.Name == "chat" ? DeliveryOutcome.Refused("'chat': 404") : DeliveryOutcome.Done;
        await _stage.HandleAsync(Sample("eventbridge-ec2-ssh-brute-force-actor"));
        var kept = Assert.Single(_stage.Kept);
        _stage.Kept.Clear();
        _stage.Told();

        Assert.Equal("""{"batchItemFailures":[]}""", await _stage.HandleAsync(Queue(kept.Write(250_000, out _)!, receives: 1)));
        kept = Assert.Single(_stage.Kept);
        Assert.Equal(("chat", 2, ""), (kept.Destination, kept.Attempts, _stage.Told()));

        (_stage.Answers, _) = ((_, _) => DeliveryOutcome.Done, 0);
        await _stage.HandleAsync(Queue(kept.Write(250_000, out _)!, receives: 1));
        Assert.Equal("chat:New", _stage.Told());
    }

    [Fact]
    public async Task What_could_not_be_read_and_can_now_is_routed_when_it_comes_back()
    {
        var event_ = Samples.Bytes("eventbridge-ec2-ssh-brute-force-actor");
        var kept = KeptDelivery.OfArrival(event_, "an older version could not read it", States.Start, 1);
        await _stage.HandleAsync(Queue(kept.Write(250_000, out _)!, receives: 1));
        Assert.Equal("chat:New lake:New paging:New", _stage.Told());
        await _stage.HandleAsync(Queue(KeptDelivery.OfArrival("no JSON"u8.ToArray(), "it is no JSON", States.Start, 1).Write(250_000, out _)!, receives: 1));
        Assert.Equal(2, Assert.Single(_stage.Kept).Attempts);
    }

    [Fact]
    public async Task A_call_that_archives_closes_what_was_opened_and_one_that_takes_it_back_opens_it_again()
    {
        await _stage.HandleAsync(Sample("eventbridge-ec2-ssh-brute-force-actor"));
        _stage.Told();
        var archive = Samples.Node("api-archive-findings");
        archive["detail"]!["requestParameters"]!["findingIds"] = new JsonArray((string)Samples.Node("eventbridge-ec2-ssh-brute-force-actor")["detail"]!["id"]!, "nobody knows it");
        archive["detail"]!["awsRegion"] = (string)Samples.Node("eventbridge-ec2-ssh-brute-force-actor")["region"]!;
        Assert.Equal("""{"findings":2,"delivered":1,"dropped":1,"failed":0,"notices":3}""", await _stage.HandleAsync(archive.ToJsonString()));
        Assert.Equal("chat:Resolve lake:Resolve paging:Resolve", _stage.Told());
        archive["id"] = "another event";
        archive["detail"]!["eventName"] = "UnarchiveFindings";
        archive["detail"]!["eventTime"] = _stage.Time.GetUtcNow().AddMinutes(5).ToString("O");
        await _stage.HandleAsync(archive.ToJsonString());
        Assert.Equal("chat:Update lake:Update paging:Update", _stage.Told());
    }

    [Fact]
    public async Task What_nobody_waits_for_and_can_neither_be_told_nor_kept_fails_so_that_Lambda_repeats_it()
    {
        (_stage.Answers, _stage.KeepAnswers) = ((_, _) => DeliveryOutcome.Refused("no"), () => "the failure queue is down");
        var failure = await Assert.ThrowsAsync<FindingsFailedException>(() => _stage.HandleAsync(Sample("eventbridge-iam")));
        Assert.Contains("not everything is delivered or kept", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => _stage.HandleAsync("no JSON"));
    }

    [Fact]
    public async Task What_is_no_finding_is_dropped_by_its_name()
    {
        Assert.Equal("""{"findings":1,"delivered":0,"dropped":1,"failed":0,"notices":0}""", await _stage.HandleAsync(Sample("not-a-finding")));
        Assert.Empty(_stage.Sent);
    }

    [Fact]
    public async Task An_export_is_routed_line_by_line_and_its_broken_line_is_kept()
    {
        var bucket = new BucketInMemory();
        var one = Assert.Single(Samples.Read("s3-export").Exports).Object;
        bucket.Objects[$"{one.Bucket}/{one.Key}"] = File.ReadAllBytes(Path.Combine(Samples.Folder, "objects", "export.jsonl.gz"));
        using var s3 = bucket.Client();
        var answer = JsonNode.Parse(await _stage.HandleAsync(Sample("s3-export"), s3: s3))!;
        var findings = _stage.Sent.Where(sent => sent.Destination == "lake").ToList();
        Assert.True(findings.Count > 1 && findings.All(sent => sent.Notice.Finding.Origin == FindingOrigin.Export));
        var broken = Assert.Single(_stage.Kept);
        Assert.Contains($"s3://{one.Bucket}/{one.Key}:", broken.Reason, StringComparison.Ordinal);
        Assert.Equal((findings.Count, 1), ((int)answer["delivered"]!, (int)answer["failed"]!));

        // The same object again: the ledger knows all of it.
        var sent = _stage.Sent.Count;
        await _stage.HandleAsync(Sample("s3-export"), "another", s3: s3);
        Assert.Equal(sent, _stage.Sent.Count);
    }

    [Fact]
    public async Task Of_an_object_with_versions_the_one_that_the_event_names_is_read()
    {
        var @event = JsonNode.Parse(Sample("s3-export"))!;
        @event["Records"]![0]!["s3"]!["object"]!["versionId"] = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY";
        var bucket = new BucketInMemory();
        var one = Assert.Single(Samples.Read("s3-export").Exports).Object;
        bucket.Objects[$"{one.Bucket}/{one.Key}"] = File.ReadAllBytes(Path.Combine(Samples.Folder, "objects", "export.jsonl.gz"));
        using var s3 = bucket.Client();

        await _stage.HandleAsync(@event.ToJsonString(), s3: s3);

        Assert.Equal(["3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"], bucket.Versions);
        Assert.NotEmpty(_stage.Sent);
    }

    [Fact]
    public async Task An_export_whose_findings_can_neither_be_told_nor_kept_comes_again()
    {
        (_stage.Answers, _stage.KeepAnswers) = ((_, _) => DeliveryOutcome.Refused("no"), () => "the failure queue is down");
        var bucket = new BucketInMemory();
        var one = Assert.Single(Samples.Read("s3-export").Exports).Object;
        bucket.Objects[$"{one.Bucket}/{one.Key}"] = File.ReadAllBytes(Path.Combine(Samples.Folder, "objects", "export.jsonl.gz"));
        using var s3 = bucket.Client();
        var failure = await Assert.ThrowsAsync<FindingsFailedException>(() => _stage.HandleAsync(Sample("s3-export"), s3: s3));
        Assert.Contains("are not accounted for", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_that_is_cut_or_gone_or_forbidden_says_so()
    {
        var bucket = new BucketInMemory();
        using var s3 = bucket.Client();
        Assert.Equal("""{"findings":1,"delivered":0,"dropped":1,"failed":0,"notices":0}""", await _stage.HandleAsync(Sample("s3-export"), s3: s3));
        var one = Assert.Single(Samples.Read("s3-export").Exports).Object;
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write("{}\n"u8);
        bucket.Objects[$"{one.Bucket}/{one.Key}"] = packed.ToArray()[..^3];
        Assert.Contains("truncated", (await Assert.ThrowsAsync<FindingsFailedException>(() => _stage.HandleAsync(Sample("s3-export"), s3: s3))).Message, StringComparison.OrdinalIgnoreCase);
        bucket.Forbidden.Add($"{one.Bucket}/{one.Key}");
        Assert.Contains("FindingExportBucketName", (await Assert.ThrowsAsync<FindingsFailedException>(() => _stage.HandleAsync(Sample("s3-export"), s3: s3))).Message, StringComparison.Ordinal);
    }

    static string Queue(string body, int receives)
    {
        var queue = Samples.Queue(body);
        queue["Records"]![0]!["attributes"] = new JsonObject { ["ApproximateReceiveCount"] = receives.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        return queue.ToJsonString();
    }
}
