using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>Events in, documents in the cluster, answers out: the whole function but for its process.</summary>
public sealed class LoadTests : IDisposable
{
    const string Key = "app/2026/a b+c.log.gz";

    readonly BucketInMemory _bucket = new();
    readonly ClusterInMemory _cluster = new();
    readonly List<CreatedObject> _messages = [];
    readonly MemoryStream _log = new();

    readonly QueueInMemory _queue = new();

    public void Dispose()
    {
        _cluster.Dispose();
        _queue.Dispose();
    }

    JsonNode LastLine => JsonNode.Parse(Encoding.UTF8.GetString(_log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!;

    Handler Handler(params (string Name, string Value)[] set)
    {
        var settings = Settings.From(Some.Env([("ELASTICSEARCH_URL", _cluster.Url), ("FAILED_BUCKET", "dead"), ("LOG_FORMAT", "lines"), ("CONTINUE_QUEUE_URL", "https://sqs.invalid/q"), .. set]));
        var telemetry = new Telemetry("S3ToElasticsearchLoader", _log, LogLevel.Info, TimeProvider.System);
        Func<CreatedObject, CancellationToken, Task>? later = set.Contains(("CONTINUE_QUEUE_URL", "")) ? null : (rest, token) =>
        {
            _messages.Add(rest);
            return new ContinueQueue(_queue, settings.ContinueQueue).SendAsync(rest, token);
        };
        return new(settings, cancellation => DeliveryTarget.ConnectAsync(settings.Delivery, Some.Secrets(""), telemetry, TimeProvider.System, Some.Quick, cancellation),
            new ObjectLoader(_bucket.Client(), settings, later, Some.Quick, TimeProvider.System), telemetry);
    }

    static async Task<string[]> InvokeAsync(Handler handler, TimeSpan remaining, params string[] bodies)
    {
        var @event = new JsonObject
        {
            ["Records"] = new JsonArray([.. bodies.Select((body, i) => (JsonNode)new JsonObject { ["messageId"] = $"m{i + 1}", ["eventSource"] = "aws:sqs", ["body"] = body })]),
        };
        var answer = new ByteBuffer();
        using var deadline = new CancellationTokenSource(remaining);
        await handler.HandleAsync(Encoding.UTF8.GetBytes(@event.ToJsonString()), answer, new Invocation("1", "", remaining, deadline.Token));
        return [.. JsonNode.Parse(answer.Written)!["batchItemFailures"]!.AsArray().Select(one => (string)one!["itemIdentifier"]!)];
    }

    static Task<string[]> InvokeAsync(Handler handler, params string[] bodies) => InvokeAsync(handler, TimeSpan.FromMinutes(1), bodies);

    string Put(string key, byte[] content)
    {
        _bucket.Objects["logs/" + key] = content;
        return ObjectMessage.Of(new("logs", key, "", BucketInMemory.ETag(content).Trim('"'), content.Length, "eu-west-1", "", null));
    }

    static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    static string Lines(int count) => string.Concat(Enumerable.Range(1, count).Select(i => $"line {i} of many, with some text that is no number {i * 7919}\n"));

    void HoldsEachLineOnce(int count) => Assert.Equal(
        Lines(count).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
        _cluster.Documents.Values.Select(one => (string)one["message"]!).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_line_arrives_once_and_a_second_delivery_of_the_message_changes_nothing()
    {
        var message = Put(Key, Gzip(Lines(5000)));
        var handler = Handler();

        Assert.Empty(await InvokeAsync(handler, message));
        HoldsEachLineOnce(5000);
        Assert.Empty(await InvokeAsync(handler, message));

        HoldsEachLineOnce(5000);
        Assert.Equal((5000, 5000, 5000, 0), ((int)LastLine["RecordsIn"]!, (int)LastLine["Delivered"]!, (int)LastLine["AlreadyThere"]!, (int)LastLine["Failed"]!));
    }

    [Fact]
    public async Task When_the_time_is_up_a_message_goes_on_at_a_clean_offset_until_every_line_is_there_once()
    {
        var message = Put(Key, Gzip(Lines(40_000)));
        _cluster.Instead = bulks =>
        {
            Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();
            return null;
        };
        var handler = Handler(("BULK_MEGABYTES", "1"));
        var messages = 0;

        for (var next = message; next is not null; messages++)
        {
            _messages.Clear();
            // On a busy machine an invocation may come to nothing: the queue would deliver its message again.
            if ((await InvokeAsync(handler, TimeSpan.FromMilliseconds(900), next)).Length > 0 && messages < 100) continue;
            next = _messages.Count > 0 ? ObjectMessage.Of(Assert.Single(_messages)) : null;
        }

        Assert.True(messages > 1, "it went through in one: the test shows nothing");
        HoldsEachLineOnce(40_000);
        Assert.All(_cluster.Documents.Values, one => Assert.Equal($"line {one["aws"]!["s3"]!["line"]} ", ((string)one["message"]!)[..($"line {one["aws"]!["s3"]!["line"]} ".Length)]));
    }

    [Fact]
    public async Task Without_progress_there_is_no_message_to_oneself_but_a_failure_that_the_queue_counts()
    {
        var message = Put(Key, Gzip(Lines(10)));
        _cluster.Instead = _ => new Answer(503, "{}");

        Assert.Equal(["m1"], await InvokeAsync(Handler(), TimeSpan.FromSeconds(2), message));

        Assert.Empty(_messages);
        Assert.Contains("loaded up to offset 0", (string)LastLine["failed"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_to_go_on_has_no_queue_the_rest_fails_and_comes_again()
    {
        var message = Put(Key, Gzip(Lines(40_000)));
        _cluster.Instead = bulks => bulks > 2 ? new Answer(503, "{}") : null;
        Assert.Equal(["m1"], await InvokeAsync(Handler(("BULK_MEGABYTES", "1"), ("CONTINUE_QUEUE_URL", "")), TimeSpan.FromSeconds(3), message));
        Assert.InRange(_cluster.Documents.Count, 1, 39_999);
        _cluster.Instead = _ => null;

        Assert.Empty(await InvokeAsync(Handler(), message));

        HoldsEachLineOnce(40_000);
    }

    [Fact]
    public async Task A_source_that_was_replaced_before_it_is_gone_on_with_is_noticed()
    {
        Put(Key, Gzip(Lines(10)));
        var rest = ObjectMessage.Of(new("logs", Key, "", "another", 100, "eu-west-1", "", null) { Errand = new(ObjectErrand.Continue, 50, 2) });

        Assert.Empty(await InvokeAsync(Handler(), rest));

        Assert.Empty(_cluster.Documents);
        Assert.Equal(1, (int)LastLine["SourceChanged"]!);
        Assert.Contains("replaced after its first 50 bytes were loaded", (string)LastLine["dropped"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_opened_again_where_it_broke()
    {
        var content = Gzip(Lines(20_000));
        var message = Put(Key, content);
        _bucket.Cuts["logs/" + Key] = new([1000, 0, 5000]);

        Assert.Empty(await InvokeAsync(Handler(), message));

        HoldsEachLineOnce(20_000);
        Assert.Equal(["", $"bytes=1000-{content.Length - 1}", $"bytes=1000-{content.Length - 1}", $"bytes=6000-{content.Length - 1}"], _bucket.Reads);
        Assert.Equal(3, (int)LastLine["ConnectionsReopened"]!);
    }

    [Fact]
    public async Task A_source_that_is_replaced_while_it_is_read_is_noticed_and_never_mixed()
    {
        var message = Put(Key, Gzip(Lines(20_000)));
        _bucket.Cuts["logs/" + Key] = new([2000]);
        var replaced = false;
        var handler = Handler();
        _cluster.Instead = _ => null;
        _bucket.OnRead = () =>
        {
            if (replaced) return;
            replaced = true;
            _bucket.Objects["logs/" + Key] = Gzip("something else\n");
        };

        Assert.True((await InvokeAsync(handler, message)).Length == 0, LastLine.ToJsonString());

        Assert.Equal(1, (int)LastLine["SourceChanged"]!);
        Assert.DoesNotContain(_cluster.Documents.Values, one => (string)one["message"]! == "something else");
    }

    [Fact]
    public async Task Objects_that_are_gone_broken_or_forbidden_leave_the_others_of_their_batch_alone()
    {
        var good = Put("good.log", Encoding.UTF8.GetBytes("good\n"));
        var broken = Put("broken.gz", Gzip(Lines(9000))[..^20]);
        var gone = Put("gone.log", [1]);
        _bucket.Objects.Remove("logs/gone.log");
        var forbidden = Put("forbidden.log", [1]);
        _bucket.Forbidden.Add("logs/forbidden.log");

        Assert.Equal(["m1", "m4", "m5"], await InvokeAsync(Handler(), forbidden, gone, good, broken, "no event"));

        Assert.Contains(_cluster.Documents.Values, one => (string)one["message"]! == "good");
        Assert.True(_cluster.Documents.Count > 8000, "what comes before the break is loaded");
        var failed = (string)LastLine["failed"]!;
        Assert.Contains("AccessDenied", failed, StringComparison.Ordinal);
        Assert.Contains("truncated or damaged; everything before that is loaded", failed, StringComparison.Ordinal);
        Assert.Contains("it is gone", (string)LastLine["dropped"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_events_and_empty_objects_need_no_cluster_and_no_document()
    {
        _cluster.Dispose();
        Assert.Empty(await InvokeAsync(Handler(), """{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"logs"}"""));
        Assert.Equal(1, (int)LastLine["EventsIgnored"]!);
    }

    [Fact]
    public async Task Without_a_cluster_every_message_comes_again()
    {
        var message = Put(Key, Gzip(Lines(3)));
        _cluster.Dispose();

        Assert.Equal(["m1", "m2"], await InvokeAsync(Handler(), TimeSpan.FromSeconds(2), message, message));

        Assert.Contains("the cluster cannot be used", (string)LastLine["failed"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_rejected_is_kept_with_its_reason_and_put_back_by_a_replay()
    {
        var message = Put(Key, Gzip(Lines(100)));
        _cluster.Refuses = document => ((string)document["message"]!).StartsWith("line 42 ", StringComparison.Ordinal) ? 400 : 0;
        var handler = Handler();

        Assert.Empty(await InvokeAsync(handler, message));

        Assert.Equal((99, 1), ((int)LastLine["Delivered"]!, (int)LastLine["Failed"]!));
        var name = Assert.Single(_bucket.Objects.Keys, one => one.StartsWith("dead/failed/logs/", StringComparison.Ordinal));
        Assert.Contains("\"line\":42", Assert.Single(_bucket.LinesOf(name)), StringComparison.Ordinal);
        // Its own notification, where the bucket has one, loads nothing.
        Assert.Empty(await InvokeAsync(handler, ObjectMessage.Of(new("dead", name[5..], "", "", 1, "", "", null))));
        Assert.Contains("would come round without end", (string)LastLine["dropped"]!, StringComparison.Ordinal);

        _cluster.Refuses = _ => 0;
        Assert.Empty(await InvokeAsync(handler, ObjectMessage.Of(new("dead", name[5..], "", "", 1, "", "", null) { Errand = new(ObjectErrand.Replay) })));

        HoldsEachLineOnce(100);
    }

    [Fact]
    public async Task Records_that_could_not_be_read_are_read_anew_by_a_replay()
    {
        var message = Put("data/x.json", Encoding.UTF8.GetBytes("{\"a\":1}\n{\"a\":\n{\"a\":3}\n"));
        var handler = Handler(("LOG_FORMAT", "json"));
        Assert.Empty(await InvokeAsync(handler, message));
        Assert.Equal(2, _cluster.Documents.Count);
        var name = Assert.Single(_bucket.Objects.Keys, one => one.StartsWith("dead/failed/", StringComparison.Ordinal));

        Assert.Empty(await InvokeAsync(Handler(("LOG_FORMAT", "lines")), ObjectMessage.Of(new("dead", name[5..], "", "", 1, "", "", null) { Errand = new(ObjectErrand.Replay) })));

        var read = Assert.Single(_cluster.Documents.Values, one => one["message"] is not null);
        Assert.Equal("{\"a\":", (string)read["message"]!);
        Assert.Equal(2, (int)read["aws"]!["s3"]!["line"]!);
    }

    [Fact]
    public async Task Without_a_place_for_what_is_rejected_the_object_fails_with_the_reasons()
    {
        var message = Put(Key, Gzip(Lines(3)));
        _cluster.Refuses = _ => 400;
        Assert.Equal(["m1"], await InvokeAsync(Handler(("FAILED_BUCKET", "")), message));
        Assert.Contains("FAILED_BUCKET", (string)LastLine["failed"]!, StringComparison.Ordinal);
    }
}
