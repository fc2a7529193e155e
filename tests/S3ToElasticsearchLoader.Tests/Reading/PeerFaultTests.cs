using System.Text;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>What other loaders get wrong when they read, each with a test that it does not happen here.</summary>
public class PeerFaultTests
{
    const string Good = """{"timestamp":1710930600000,"webaclId":"id","action":"ALLOW"}""";

    [Fact]
    public async Task One_malformed_line_in_a_thousand_rejects_only_itself()     // SIEM, CLO: no document of the file is loaded
    {
        var lines = Enumerable.Repeat(Good, 1000).ToArray();
        lines[417] = """{"timestamp":1710930600000,"webaclId":"id""";
        var read = await Reading.ReadAsync(string.Join('\n', lines) + "\n");
        Assert.Equal(999, read.Documents.Count);
        var rejected = Assert.Single(read.Rejected);
        Assert.Equal((418, 417L * (Good.Length + 1)), (rejected.Line, rejected.Offset));
        Assert.Equal(lines[417], Encoding.UTF8.GetString(rejected.Raw.Span));
        Assert.Equal("it is not valid JSON, or not whole", rejected.Reason);
    }

    [Fact]
    public async Task A_malformed_first_line_does_not_change_what_the_file_is_taken_for()
    {
        var read = await Reading.ReadAsync("{broken\n" + Good + "\n" + Good + "\n");
        Assert.Equal(LogFormat.Waf, read.Reader.Format);
        Assert.Equal(2, read.Documents.Count);
        Assert.Single(read.Rejected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("\uFEFF")]
    [InlineData("""{"Records":[]}""")]
    [InlineData("[]")]
    [InlineData("#Version: 1.0\n#Fields: date time c-ip\n")]
    [InlineData("version account-id interface-id srcaddr\n")]
    public async Task An_empty_object_or_one_with_a_header_only_ends_at_once(string content)     // AWS' sample waits for the time-out
    {
        var read = await Reading.ReadAsync(content);
        Assert.Null(read.Failure);
        Assert.Empty(read.Documents);
        Assert.Empty(read.Rejected);
        Assert.Empty((await Reading.ReadAsync(Reading.Gzip(content))).Documents);
    }

    [Fact]
    public async Task Gzip_is_inflated_whatever_the_key_is_called_all_its_members()     // AWS' sample posts the compressed bytes
    {
        var read = await Reading.ReadAsync([.. Reading.Gzip("one\n"), .. Reading.Gzip("two\n")], key: "no-suffix");
        Assert.Equal(["one", "two"], read.Documents.Select(document => document["message"]));
        Assert.Equal(["one"], (await Reading.ReadAsync("one\n", key: "not-compressed.gz")).Documents.Select(document => document["message"]));
    }

    [Fact]
    public async Task Zstandard_is_read_too_and_a_cut_is_noticed()
    {
        using var compressor = new ZstdSharp.Compressor();
        var stored = compressor.Wrap(Encoding.UTF8.GetBytes("one\ntwo\n")).ToArray();
        Assert.Equal(2, (await Reading.ReadAsync(stored)).Documents.Count);
        for (var cut = 4; cut < stored.Length; cut++)
            Assert.IsType<BrokenContentException>((await Reading.ReadAsync(stored[..cut])).Failure);
    }

    [Theory]
    [InlineData("PAR1abcdefgh", "Parquet")]
    [InlineData("PK\u0003\u0004abcdefgh", "ZIP")]
    [InlineData("BZh91AY&SY", "bzip2")]
    public async Task What_is_not_read_is_called_by_its_name(string content, string name)
    {
        var read = await Reading.ReadAsync(content);
        Assert.Contains(name, Assert.IsType<BrokenContentException>(read.Failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_too_long_for_a_keyword_is_cut_at_a_character()     // most loaders: the cluster refuses the document
    {
        var text = "x" + string.Concat(Enumerable.Repeat("é\\n", 20_000));
        var read = await Reading.ReadAsync($$"""{"a":{"long":"{{text}}"},"number":1.0}""" + "\n");
        var kept = read.Documents.Single()["a/long"];
        Assert.EndsWith("<<TRUNCATED>>", kept, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(kept), 32_764, 32_766);
        Assert.DoesNotContain('\uFFFD', kept);
        Assert.Equal("1.0", read.Documents[0]["number"]);
        var line = await Reading.ReadAsync(new string('y', 40_000) + "\n");
        Assert.Equal(32_766, line.Documents.Single()["message"].Length);
        var waf = await Reading.ReadAsync($$$"""{"timestamp":1710930600000,"webaclId":"id","httpRequest":{"headers":[{"name":"cookie","value":"{{{new string('c', 40_000)}}}"}]}}""");
        Assert.Equal(32_766, waf.Documents.Single()["httpRequest/headers/cookie"].Length);
        var trail = await Reading.ReadAsync($$$"""{"Records":[{"eventTime":"2021-01-24T04:55:45Z","eventVersion":"1","eventSource":"s","requestParameters":{"p":"{{{new string('p', 40_000)}}}"}}]}""");
        Assert.Equal(32_766, trail.Documents.Single()["requestParameters"].Length);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_replaced_and_counted()     // ESF #1009, SIEM #353
    {
        var read = await Reading.ReadAsync([.. "caf\xe9"u8[..3], 0xe9, .. " ok\n"u8, .. "fine\n"u8]);
        Assert.Equal(["caf\uFFFD ok", "fine"], read.Documents.Select(document => document["message"]));
        Assert.Equal(1, read.Reader.ReplacedBytes);
        byte[] twoInALine = [.. "{\"a\":\"\""u8[..^1], 0xff, .. "\"}{\"b\":1}\n{\"c\":2}\n"u8];
        var json = await Reading.ReadAsync(twoInALine);
        Assert.Equal(["\uFFFD", "1", "2"], json.Documents.Select((document, i) => document["abc"[i].ToString()]));
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_first_record()
    {
        var read = await Reading.ReadAsync("\uFEFF{\"a\":1}\n");
        Assert.Equal("1", read.Documents.Single()["a"]);
        Assert.Equal(3, read.Documents[0].Offset);
    }

    [Fact]
    public async Task A_record_that_is_too_long_is_rejected_and_reading_goes_on()
    {
        foreach (var (format, before, after) in ((LogFormat, string, string)[])[
            (LogFormat.Json, "{\"a\":\"", "\"}\n"), (LogFormat.Lines, "x", "\n"), (LogFormat.Csv, "", "\n"), (LogFormat.Csv, "\"", "\"\n")])
        {
            var good = format == LogFormat.Csv ? "b\n" : format == LogFormat.Json ? "{\"b\":1}\n" : "b\n";
            var content = good + good + before + new string('z', 3_000_000) + after + good + good;
            var read = await Reading.ReadAsync(content, Reading.With(format));
            Assert.Equal(format == LogFormat.Csv ? 3 : 4, read.Documents.Count);
            var rejected = Assert.Single(read.Rejected);
            Assert.Equal((3, 2L * good.Length), (rejected.Line, rejected.Offset));
            Assert.Equal(64 << 10, rejected.Raw.Length);
            Assert.Equal(5, read.Documents[^1].Line);
        }
    }

    [Fact]
    public async Task A_stray_quote_in_a_csv_file_does_not_take_the_rest_of_it_along()
    {
        var read = await Reading.ReadAsync("a,b\n1,5\" disk\n2,x\n\"3,y\n4,z\n5,\"q\"\n", Reading.With(LogFormat.Csv));
        Assert.Equal(["2", "4", "5"], read.Documents.Select(document => document["a"]));
        Assert.Equal([2L, 4L], read.Rejected.Select(rejected => rejected.Line));
    }

    [Fact]
    public async Task A_line_of_many_objects_is_no_record_that_is_too_long()     // Firehose after a producer that ends its first lines
    {
        var many = string.Concat(Enumerable.Range(0, 200_000).Select(number => $$"""{"n":{{number}}}"""));
        var read = await Reading.ReadAsync("{\"n\":-2}\n{\"n\":-1}\n" + many, Reading.With(maxRecordBytes: 1 << 20));
        Assert.Empty(read.Rejected);
        Assert.Equal(200_002, read.Documents.Count);
        Assert.All(read.Documents.Skip(2), document => Assert.Equal(3, document.Line));
    }

    [Theory]
    [InlineData("{\"k\":1,\"v\":[{\"x\":1} {\"y\":2}]}")]
    [InlineData("{\"k\":1,\"v\":[{\"x\":1}{\"y\":2}]}")]
    public async Task A_part_of_a_malformed_object_is_never_a_document(string malformed)
    {
        var read = await Reading.ReadAsync("{\"k\":0}" + malformed + "{\"k\":2}");
        Assert.Equal(["0", "2"], read.Documents.Select(document => document["k"]));
        Assert.Equal(malformed, Encoding.UTF8.GetString(Assert.Single(read.Rejected).Raw.Span));
    }

    [Fact]
    public async Task Malformed_records_say_what_is_wrong_and_show_no_content()
    {
        async Task<string> ReasonAsync(LogFormat format, string content) => Assert.Single((await Reading.ReadAsync(content, Reading.With(format))).Rejected).Reason;

        Assert.Equal("it is not a JSON object", await ReasonAsync(LogFormat.Json, "[1]x\n".Replace("[1]x", "17", StringComparison.Ordinal)));
        Assert.Equal("it has a member twice", await ReasonAsync(LogFormat.Json, """{"a":1,"a":2}"""));
        Assert.Equal("its @timestamp is not a time", await ReasonAsync(LogFormat.Json, """{"@timestamp":"noon"}"""));
        Assert.Equal("its timestamp is not a time", await ReasonAsync(LogFormat.Waf, """{"timestamp":"noon"}"""));
        Assert.Equal("it has no eventTime: not a CloudTrail event", await ReasonAsync(LogFormat.CloudTrail, """{"eventName":"x"}"""));
        Assert.Equal("it has 3 columns of 14", await ReasonAsync(LogFormat.VpcFlow, "2 123 eni\n"));
        Assert.Equal("column 6, srcport, is not a number", await ReasonAsync(LogFormat.VpcFlow, "2 1 eni 10.0.0.1 10.0.0.2 http 22 6 20 4249 1418530010 1418530070 ACCEPT OK\n"));
        Assert.Equal("column 3, time, is not a time", await ReasonAsync(LogFormat.S3Access, "o b [yesterday] 1.1.1.1 r i o k \"u\" 200 - 1 1 1 1 \"-\" \"-\"\n"));
        Assert.Equal("no #Fields line stands before it", await ReasonAsync(LogFormat.CloudFront, "2019-12-04\t21:02:31\n"));
        Assert.Equal("it has 1 columns, the header 2", await ReasonAsync(LogFormat.Csv, "a,b\n1\n"));
        Assert.StartsWith("it has no messageType or no logEvents", await ReasonAsync(LogFormat.CloudWatch, "{\"a\":1}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_that_are_rejected_do_not_pile_up()
    {
        var content = string.Concat(Enumerable.Repeat("{\"broken\n", 10_000));
        using var reader = new DocumentReader(new MemoryStream(Encoding.UTF8.GetBytes(content)), Reading.Source(), Reading.With(LogFormat.Json));
        var (body, total) = (new BulkBody(Reading.Dialect), 0);
        while (await reader.FillAsync(body, 10_000, CancellationToken.None))
        {
            Assert.InRange(body.Rejected.Count, 1, 200);
            total += body.Rejected.Count;
            body.Clear();
        }
        Assert.Equal(10_000, total);
    }
}
