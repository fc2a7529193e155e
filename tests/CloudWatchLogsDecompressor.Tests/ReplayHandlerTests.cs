using System.Text;
using System.Text.Json.Nodes;
using Amazon.S3;
using Sluice.Tests;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

/// <summary>The function with <c>REPLAY_TO</c>: S3's events in, records back into the stream.</summary>
public sealed class ReplayHandlerTests : IDisposable
{
    const string Literal = "replay/processing-failed/2026/11/22/06/a+b%2Bc";
    const string Decoded = "replay/processing-failed/2026/11/22/06/a b+c";

    readonly BucketInMemory _bucket = new();
    readonly AmazonS3Client _s3;
    readonly List<string> _sent = [];
    readonly MemoryStream _log = new();
    readonly ImpatientTime _time = new();
    Func<IReadOnlyList<byte[]>, IReadOnlyList<string?>> _accept = records => new string?[records.Count];

    public ReplayHandlerTests() => _s3 = _bucket.Client();

    public void Dispose() => _s3.Dispose();

    JsonNode LastLine => JsonNode.Parse(Encoding.UTF8.GetString(_log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!;

    async Task<string> InvokeAsync(string @event, CancellationToken deadline = default)
    {
        var replay = new ReplayObject((records, _) =>
        {
            _sent.AddRange(records.Select(Encoding.UTF8.GetString));
            return Task.FromResult(_accept(records));
        }, _time, new RetryBudget(2, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)));
        var handler = new ReplayHandler(new ReplayBucket(_s3, replay, _time), "stream", new Telemetry("decompressor", _log, LogLevel.Info, _time));
        var answer = new ByteBuffer();
        await handler.HandleAsync(Encoding.UTF8.GetBytes(@event), answer, new Invocation("request-1", "", TimeSpan.FromMinutes(1), deadline));
        return Encoding.UTF8.GetString(answer.Written);
    }

    async Task<string> FailsAsync(string @event, CancellationToken deadline = default) =>
        (await Assert.ThrowsAsync<InvalidDataException>(() => InvokeAsync(@event, deadline))).Message;

    void Put(string key, params string[] lines) => _bucket.Objects["logs/" + key] = Encoding.UTF8.GetBytes(string.Concat(lines));

    static string Line(string data) => $$"""{"rawData":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(data))}}"}""" + "\n";

    static string Sample(string name) => File.ReadAllText(Repo.File("events", "CloudWatchLogsDecompressor", "replay", name + ".json"));

    static string Notification(params string[] keys) => Notification("ObjectCreated:Put", keys);

    static string Notification(string eventName, string[] keys) => new JsonObject
    {
        ["Records"] = new JsonArray([.. keys.Select(key => new JsonObject
        {
            ["eventName"] = eventName,
            ["s3"] = new JsonObject { ["bucket"] = new JsonObject { ["name"] = "logs" }, ["object"] = new JsonObject { ["key"] = key } },
        })]),
    }.ToJsonString();

    [Theory]
    [InlineData("s3-notification-with-encoded-key", Decoded)]
    [InlineData("eventbridge-object-created", Literal)]
    public async Task A_key_is_decoded_in_a_notification_and_taken_literally_from_EventBridge(string sample, string key)
    {
        Put(Literal, Line("literal"));
        Put(Decoded, Line("decoded"));
        Assert.Equal("""{"objects":1,"skipped":0,"records":1,"sent":1}""", await InvokeAsync(Sample(sample)));
        Assert.Equal([key == Literal ? "literal" : "decoded"], _sent);
        Assert.Contains("logs/replayed/" + key, _bucket.Objects.Keys);
    }

    [Fact]
    public async Task An_event_that_comes_twice_sends_once()
    {
        Put(Literal, Line("one"), Line("two"));
        await InvokeAsync(Sample("eventbridge-object-created"));
        Assert.Equal("""{"objects":1,"skipped":1,"records":0,"sent":0}""", await InvokeAsync(Sample("eventbridge-object-created")));
        Assert.Equal(["one", "two"], _sent);
        Assert.Equal((1, 1, 0, 0), ((int)LastLine["Objects"]!, (int)LastLine["ObjectsSkipped"]!, (int)LastLine["RecordsIn"]!, (int)LastLine["Failed"]!));
    }

    [Theory]
    [InlineData("""{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-11-22T06:07:08.000Z","Bucket":"logs"}""")]
    [InlineData("""{"Records":[]}""")]
    [InlineData("""{"detail-type":"Object Deleted","detail":{"bucket":{"name":"logs"},"object":{"key":"failed/a"}}}""")]
    [InlineData("removed")]
    public async Task Other_events_of_a_bucket_are_nothing_to_do(string @event)
    {
        Put("failed/a", Line("one"));
        Assert.Equal("""{"objects":0,"skipped":0,"records":0,"sent":0}""", await InvokeAsync(@event == "removed" ? Notification("ObjectRemoved:Delete", ["failed/a"]) : @event));
        Assert.Empty(_sent);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"records":[{"recordId":"1","data":""}]}""")]
    [InlineData("""{"Records":[{"eventSource":"aws:sqs","body":"{}"}]}""")]
    [InlineData("""{"Records":[1]}""")]
    [InlineData("""{"Records":[{"eventName":null,"s3":{}}]}""")]
    [InlineData("""{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"logs"},"object":{"key":null}}}]}""")]
    [InlineData("""{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"logs"}}}]}""")]
    [InlineData("""{"detail-type":"Object Created","detail":{"bucket":{},"object":{"key":"a"}}}""")]
    [InlineData("""{"detail-type":"Object Created","detail":7}""")]
    [InlineData("""{"Event":7}""")]
    public async Task An_event_that_is_not_S3s_says_what_is_taken(string @event) =>
        Assert.EndsWith("REPLAY_TO makes this function take those.", (await FailsAsync(@event)).Replace("take S3 notifications and EventBridge's Object Created.", "take those.", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public async Task Of_several_objects_all_are_tried_and_then_the_bad_ones_are_named()
    {
        Put("failed/a", Line("one"), "not json\n");
        Put("failed/c", Line("three"));
        _bucket.Forbidden.Add("logs/failed/b");

        Assert.Equal("Not all was replayed, 2 failed: s3://logs/failed/a line 2: it is not JSON; s3://logs/failed/b: AccessDenied",
            await FailsAsync(Notification("failed/a", "failed/b", "failed/none", "failed/c")));
        Assert.Equal(["one", "three"], _sent);
        Assert.Equal((4, 1, 3, 2, 2), ((int)LastLine["Objects"]!, (int)LastLine["ObjectsSkipped"]!, (int)LastLine["RecordsIn"]!, (int)LastLine["Delivered"]!, (int)LastLine["Failed"]!));
        Assert.Equal(["logs/replayed/failed/c"], _bucket.Objects.Keys.Where(name => name.StartsWith("logs/replayed/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_stream_refuses_fails_the_invocation_so_that_Lambda_repeats_it()
    {
        Put("failed/a", Line("one"));
        _accept = records => [.. records.Select(_ => "ServiceUnavailableException")];
        Assert.Equal("Not all was replayed, 1 failed: s3://logs/failed/a line 1: the stream refused it: ServiceUnavailableException", await FailsAsync(Notification("failed/a")));

        _accept = records => new string?[records.Count];
        Assert.Equal("""{"objects":1,"skipped":0,"records":1,"sent":1}""", await InvokeAsync(Notification("failed/a")));
    }

    [Fact]
    public async Task An_object_that_another_run_has_is_not_taken_for_replayed()
    {
        Put("failed/a", Line("one"));
        // As of an invocation that was killed: its repetition comes minutes later, and must not be the last.
        _accept = _ => throw new InvalidOperationException("killed");
        await FailsAsync(Notification("failed/a"));
        var etag = (await _s3.GetObjectMetadataAsync("logs", "failed/a")).ETag;
        _bucket.Objects["logs/replayed/failed/a"] = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new ReplayMark(etag, "running", _time.GetUtcNow(), "stream", 0, Guid.NewGuid()), ReplayMarkJson.Default.ReplayMark);

        Assert.StartsWith("Not all was replayed, 0 failed: s3://logs/failed/a: another run has been at it since ", await FailsAsync(Notification("failed/a")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_time_is_up_the_objects_that_are_left_are_named()
    {
        Put("failed/a", Line("one"));
        using var deadline = new CancellationTokenSource();
        _accept = records =>
        {
            deadline.Cancel();
            return new string?[records.Count];
        };
        Put("failed/b", Line("two"));
        Assert.Equal("Not all was replayed, 1 failed: s3://logs/failed/b: no time was left", await FailsAsync(Notification("failed/a", "failed/b"), deadline.Token));
        Assert.Equal(["logs/replayed/failed/a"], _bucket.Objects.Keys.Where(name => name.StartsWith("logs/replayed/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_event_about_a_mark_writes_no_mark_of_it()
    {
        Put("replayed/failed/a", "{}");
        Assert.Equal("""{"objects":1,"skipped":1,"records":0,"sent":0}""", await InvokeAsync(Notification("replayed/failed/a")));
        Assert.Single(_bucket.Objects);
    }
}
