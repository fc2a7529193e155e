using System.Text;
using System.Text.Json;
using Amazon.KinesisFirehose.Model;

namespace Sluice.AwsSdkStandIns.Tests;

public sealed class FirehoseRequestTests : IDisposable
{
    readonly ScriptedServer _server = new(Reply.Ok("{}"));

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_batch_goes_over_the_wire_as_the_official_client_sends_it()
    {
        using var firehose = Clients.Firehose(_server.Url);

        await firehose.PutRecordBatchAsync(Clients.Batch("logs", "one", "two"));

        var request = _server.Only;
        Assert.Equal("POST", request.Method);
        Assert.Equal("/", request.Path);
        Assert.Equal("Firehose_20150804.PutRecordBatch", request.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.1", request.Headers["Content-Type"]);
        Assert.Equal("2015-08-04", request.Headers["x-amz-api-version"]);
        Assert.Equal("""{"DeliveryStreamName":"logs","Records":[{"Data":"b25l"},{"Data":"dHdv"}]}""", request.Text);
        Assert.Equal(request.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), request.Headers["Content-Length"]);
    }

    [Fact]
    public async Task A_request_is_signed_for_the_service_and_names_the_client()
    {
        using var firehose = Clients.Firehose(_server.Url);

        await firehose.PutRecordBatchAsync(Clients.Batch("logs", "one"));

        var headers = _server.Only.Headers;
        Assert.Matches("^AWS4-HMAC-SHA256 Credential=AKIATEST00000000000A/[0-9]{8}/us-east-1/firehose/aws4_request, SignedHeaders=.*x-amz-target.*, Signature=[0-9a-f]{64}$", headers["Authorization"]);
        Assert.Matches("^[0-9]{8}T[0-9]{6}Z$", headers["X-Amz-Date"]);
        Assert.Contains("aws-sdk-dotnet-coreclr", headers["User-Agent"], StringComparison.Ordinal);
        Assert.Contains("Firehose", headers["User-Agent"], StringComparison.Ordinal);
        Assert.NotNull(headers["amz-sdk-invocation-id"]);
    }

    [Fact]
    public async Task One_record_goes_with_the_convenience_overload_too()
    {
        using var firehose = Clients.Firehose(_server.Url);

        await firehose.PutRecordAsync("logs", Clients.Record("one"));

        Assert.Equal("Firehose_20150804.PutRecord", _server.Only.Headers["X-Amz-Target"]);
        Assert.Equal("""{"DeliveryStreamName":"logs","Record":{"Data":"b25l"}}""", _server.Only.Text);
    }

    [Fact]
    public async Task Names_with_quotes_and_any_script_arrive_unchanged()
    {
        using var firehose = Clients.Firehose(_server.Url);
        const string Name = "l\"o\\g\n ünïcode 日本 🎉";

        await firehose.PutRecordBatchAsync(Clients.Batch(Name, "ü 🎉"));

        using var sent = JsonDocument.Parse(_server.Only.Body);
        Assert.Equal(Name, sent.RootElement.GetProperty("DeliveryStreamName").GetString());
        Assert.Equal("ü 🎉", Encoding.UTF8.GetString(sent.RootElement.GetProperty("Records")[0].GetProperty("Data").GetBytesFromBase64()));
    }

    [Fact]
    public async Task What_is_not_set_is_left_out_and_an_empty_list_is_sent()
    {
        using var firehose = Clients.Firehose(_server.Url);

        await firehose.PutRecordBatchAsync(new PutRecordBatchRequest());
        await firehose.PutRecordBatchAsync(new PutRecordBatchRequest { Records = [] });
        await firehose.PutRecordBatchAsync(new PutRecordBatchRequest { Records = [new Record()] });

        Assert.Equal(["{}", """{"Records":[]}""", """{"Records":[{}]}"""], _server.Seen.Select(s => s.Text));
    }

    [Fact]
    public async Task Every_kind_of_memory_stream_is_sent_whole_wherever_it_stands()
    {
        using var firehose = Clients.Firehose(_server.Url);
        var exposed = new MemoryStream();
        exposed.Write("exposed"u8);                                                             // stands at its end
        var window = new MemoryStream("..window.."u8.ToArray(), 2, 6, writable: false, publiclyVisible: true);
        var hidden = new MemoryStream("hidden"u8.ToArray(), writable: false) { Position = 3 };
        var empty = new MemoryStream();

        await firehose.PutRecordBatchAsync("logs", [.. new[] { exposed, window, hidden, empty }.Select(data => new Record { Data = data })]);

        using var sent = JsonDocument.Parse(_server.Only.Body);
        Assert.Equal(["exposed", "window", "hidden", ""], sent.RootElement.GetProperty("Records").EnumerateArray().Select(record => Encoding.UTF8.GetString(record.GetProperty("Data").GetBytesFromBase64())));
    }

    [Fact]
    public async Task A_batch_of_the_largest_size_arrives_byte_for_byte()
    {
        using var firehose = Clients.Firehose(_server.Url);
        var random = new Random(4);
        var records = Enumerable.Range(0, 500).Select(_ => new byte[8 * 1024 + 388]).ToList();
        records.ForEach(random.NextBytes);

        await firehose.PutRecordBatchAsync("logs", [.. records.Select(bytes => new Record { Data = new MemoryStream(bytes) })]);

        using var sent = JsonDocument.Parse(_server.Only.Body);
        var arrived = sent.RootElement.GetProperty("Records").EnumerateArray().Select(record => record.GetProperty("Data").GetBytesFromBase64()).ToList();
        Assert.Equal(500, arrived.Count);
        Assert.All(records.Zip(arrived), pair => Assert.Equal(pair.First, pair.Second));
    }
}
