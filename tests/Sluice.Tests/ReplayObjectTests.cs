using System.IO.Compression;
using System.Text;

namespace Sluice.Tests;

public class ReplayObjectTests
{
    readonly List<List<byte[]>> _calls = [];
    Func<int, IReadOnlyList<byte[]>, IReadOnlyList<string?>> _answer = (_, records) => new string?[records.Count];

    Task<ReplayResult> RunAsync(byte[] content, ReplayKind kind = ReplayKind.Source) =>
        new ReplayObject((records, _) =>
        {
            _calls.Add([.. records]);
            return Task.FromResult(_answer(_calls.Count, records));
        }, new ImpatientTime(), new RetryBudget(3, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1)))
        .RunAsync(new MemoryStream(content), kind, CancellationToken.None);

    static string Line(string data) =>
        $$"""{"attemptsMade":4,"arrivalTimestamp":1763769660000,"errorCode":"Lambda.FunctionError","errorMessage":"x","attemptEndingTimestamp":1763769661000,"rawData":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(data))}}","lambdaARN":"arn"}""" + "\n";

    IEnumerable<string> Sent => _calls.SelectMany(call => call).Select(Encoding.UTF8.GetString);

    [Fact]
    public async Task Every_line_goes_back_as_it_was()
    {
        var result = await RunAsync(Encoding.UTF8.GetBytes(Line("one") + "\n" + Line("two") + Line("three")[..^1]));
        Assert.Equal(["one", "two", "three"], Sent);
        Assert.Equal((3, 3, 11, 0), (result.Lines, result.Sent, result.Bytes, result.Failed));
    }

    [Theory]
    [InlineData("Splunk.AckTimeout", ReplayKind.Source, false)]         // moved away from splunk-failed/, it is still Splunk's
    [InlineData("Lambda.FunctionError", ReplayKind.Delivery, true)]
    [InlineData("Something.New", ReplayKind.Source, true)]
    [InlineData("Something.New", ReplayKind.Delivery, false)]
    public async Task The_error_code_of_a_line_says_more_than_the_key_of_its_object(string code, ReplayKind byKey, bool asItWas)
    {
        await RunAsync(Encoding.UTF8.GetBytes(Line("one").Replace("Lambda.FunctionError", code, StringComparison.Ordinal)), byKey);
        Assert.Equal(asItWas, Sent.Single() == "one");
    }

    [Fact]
    public async Task A_compressed_object_is_read_and_a_truncated_one_is_an_error()
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(Line("one") + Line("two")));
        Assert.Equal(2, (await RunAsync(compressed.ToArray())).Sent);
        await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(compressed.ToArray()[..^9]));
    }

    [Theory]
    [InlineData("not json\n", "line 2: it is not JSON")]
    [InlineData("[1]\n", "line 2: it is no JSON object")]
    [InlineData("{\"errorCode\":\"x\"}\n", "line 2: it has no rawData")]
    [InlineData("{\"rawData\":\"%%\"}\n", "line 2: its rawData is not base64")]
    public async Task A_bad_line_is_named_and_the_others_go_back(string line, string problem)
    {
        var result = await RunAsync(Encoding.UTF8.GetBytes(Line("one") + line + Line("three")));
        Assert.Equal(["one", "three"], Sent);
        Assert.Equal((3, 2, 1), (result.Lines, result.Sent, result.Failed));
        Assert.Equal([problem], result.Problems);
    }

    [Fact]
    public async Task Calls_keep_to_500_records_and_4_MiB()
    {
        await RunAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1201).Select(i => Line($"{i}")))));
        Assert.Equal([500, 500, 201], _calls.Select(call => call.Count));
        _calls.Clear();
        await RunAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 9).Select(_ => Line(new string('x', 900_000))))));
        Assert.All(_calls, call => Assert.InRange(call.Sum(record => record.Length), 1, 4 << 20));
        Assert.Equal(9, _calls.Sum(call => call.Count));
    }

    [Fact]
    public async Task A_record_that_the_stream_cannot_take_is_named()
    {
        var result = await RunAsync(Encoding.UTF8.GetBytes(Line("one") + Line(new string('x', 1_024_001))));
        Assert.Equal((1, 1), (result.Sent, result.Failed));
        Assert.Equal(["line 2: its record has 1024001 bytes, more than the 1024000 that the stream takes"], result.Problems);
    }

    [Fact]
    public async Task Only_refused_records_are_sent_again_and_what_stays_refused_is_named()
    {
        _answer = (call, records) => [.. records.Select(record => Encoding.UTF8.GetString(record) is "never" || (call == 1 && record[0] == 'l') ? "Throttled" : null)];
        var result = await RunAsync(Encoding.UTF8.GetBytes(Line("one") + Line("later") + Line("never")));
        Assert.Equal([3, 2, 1], _calls.Select(call => call.Count));
        Assert.Equal((2, 1), (result.Sent, result.Failed));
        Assert.Equal(["line 3: the stream refused it: Throttled"], result.Problems);
    }

    [Fact]
    public async Task An_empty_object_has_nothing_to_send() => Assert.Equal(new ReplayResult(0, 0, 0, 0, []).Lines, (await RunAsync([])).Lines);
}
