using System.Text;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>Every way to cut and to flip the bytes of an object: what stands before the damage is loaded, and nothing is thrown but what is
/// said to be.</summary>
public class BrokenBytesTests
{
    static string Waf(int number) => $$$"""{"timestamp":171093060000{{{number}}},"webaclId":"id","action":"ALLOW","httpRequest":{"clientIp":"192.0.2.{{{number}}}","headers":[{"name":"A","value":"b\"{"}]},"labels":[{"name":"x"}]}""";
    static string Trail(int number) => $$$"""{"eventVersion":"1.08","eventTime":"2021-01-24T04:55:0{{{number}}}Z","eventSource":"ec2","eventID":"{{{number}}}","requestParameters":{"items":[{"a":[1,{}]},"]}"]}}""";

    static readonly string WafLines = string.Concat(Enumerable.Range(1, 4).Select(number => Waf(number) + "\n"));
    static readonly string TrailFile = "{\"Records\":[" + string.Join(",", Enumerable.Range(1, 4).Select(Trail)) + "]}";
    static readonly string FirehoseFile = string.Concat(Enumerable.Range(1, 4).Select(Trail));
    const string CsvFile = "id,text\r\n1,one\r\n2,\"two\r\nlines\"\r\n3,\"a \"\"b\"\"\"\r\n4,\r\n";

    public static TheoryData<string, string> Files => new()
    {
        { nameof(LogFormat.Waf), WafLines }, { nameof(LogFormat.CloudTrail), TrailFile }, { nameof(LogFormat.CloudTrail), FirehoseFile }, { nameof(LogFormat.Csv), CsvFile },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_cut_anywhere_gives_every_record_before_the_cut_and_tells_of_the_rest(string kind, string file)
    {
        var bytes = Encoding.UTF8.GetBytes(file);
        var whole = await Reading.ReadAsync(bytes, Reading.With(Enum.Parse<LogFormat>(kind)));
        Assert.Equal(4, whole.Documents.Count);
        for (var cut = 0; cut < bytes.Length; cut++)
        {
            var part = await Reading.ReadAsync(bytes[..cut], Reading.With(Enum.Parse<LogFormat>(kind)));
            Assert.Null(part.Failure);
            var before = whole.Documents.Where((_, i) => EndOf(i) <= cut).Select(document => document.Json).ToArray();
            // A line of CSV that is cut in its last column is whole for all one can tell.
            if (kind == nameof(LogFormat.Csv)) Assert.Equal(before, part.Texts.Take(before.Length));
            else Assert.Equal(before, part.Texts);
            if (kind != nameof(LogFormat.Csv) && cut > 20 && before.Length < 4 && !HasSeparatorsOnly(cut)) Assert.NotEmpty(part.Rejected);
        }

        // A record is whole behind its last brace, or its line end.
        long EndOf(int i) => i + 1 < 4 && kind == nameof(LogFormat.Csv) ? whole.Documents[i + 1].Offset
            : kind == nameof(LogFormat.Csv) ? bytes.Length : file.IndexOf("\"]}\"]}}", (int)whole.Documents[i].Offset, StringComparison.Ordinal) is >= 0 and var end
            ? end + 7 : file.IndexOf("[{\"name\":\"x\"}]}", (int)whole.Documents[i].Offset, StringComparison.Ordinal) + 15;
        bool HasSeparatorsOnly(int cut) => whole.Documents.Where((_, i) => EndOf(i) <= cut).Select((document, i) => EndOf(i)).DefaultIfEmpty(12).Max() is var end
            && string.IsNullOrWhiteSpace(file[(int)end..cut].Trim(',', ']', '}', '{'));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_flipped_bit_never_throws_and_costs_no_record_before_it(string kind, string file)
    {
        var bytes = Encoding.UTF8.GetBytes(file);
        var whole = await Reading.ReadAsync(bytes, Reading.With(Enum.Parse<LogFormat>(kind)));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var bad = (byte[])bytes.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            var read = await Reading.ReadAsync(bad, Reading.With(Enum.Parse<LogFormat>(kind)));
            Assert.Null(read.Failure);
            var before = whole.Documents.Where((_, i) => i + 1 < 4 && whole.Documents[i + 1].Offset <= bit / 8).Select(document => document.Json).ToArray();
            // The header and the frame stand before all of them.
            if (bit / 8 >= whole.Documents[0].Offset) Assert.Equal(before, read.Texts.Take(before.Length));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_flipped_bit_costs_at_most_the_record_it_is_in_and_its_neighbour(string kind, string file)
    {
        var bytes = Encoding.UTF8.GetBytes(file);
        var whole = await Reading.ReadAsync(bytes, Reading.With(Enum.Parse<LogFormat>(kind)));
        // Where the first record of all breaks in its first name, nothing tells how the others begin.
        for (var bit = ((int)whole.Documents[0].Offset + 20) * 8; bit < bytes.Length * 8; bit++)
        {
            var bad = (byte[])bytes.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            var read = await Reading.ReadAsync(bad, Reading.With(Enum.Parse<LogFormat>(kind)));
            var lost = whole.Ids.Except(read.Ids).Count();
            Assert.True(lost <= 2, $"bit {bit} of {bytes.Length * 8} cost {lost} records, {read.Rejected.Count} rejected");
        }
    }

    [Fact]
    public async Task A_gzip_file_cut_anywhere_gives_what_comes_before_the_cut_and_then_says_where_it_broke()
    {
        byte[] stored = [.. Reading.Gzip(WafLines), .. Reading.Gzip(WafLines)];
        var whole = await Reading.ReadAsync(stored, Reading.With(LogFormat.Waf));
        Assert.Equal(8, whole.Documents.Count);
        var border = Reading.Gzip(WafLines).Length;
        for (var cut = 1; cut < stored.Length; cut++)
        {
            var part = await Reading.ReadAsync(stored[..cut], Reading.With(LogFormat.Waf));
            Assert.Equal(whole.Texts.Take(part.Texts.Length), part.Texts);
            if (cut == border)
            {
                Assert.Null(part.Failure);      // two members where one is gone: a whole file of one
                continue;
            }
            var broken = Assert.IsType<BrokenContentException>(part.Failure);
            Assert.InRange(broken.Offset, part.Documents.Count == 0 ? 0 : part.Documents[^1].Offset + 1, whole.Documents[^1].Offset + 400);
            Assert.Equal(whole.Documents.Count(document => document.Offset + Waf(1).Length + 1 <= broken.Offset), part.Documents.Count);
        }
    }

    [Fact]
    public async Task A_flipped_bit_in_gzip_is_noticed_or_changes_nothing()
    {
        byte[] stored = [.. Reading.Gzip(WafLines), .. Reading.Gzip(WafLines)];
        var whole = await Reading.ReadAsync(stored, Reading.With(LogFormat.Waf));
        for (var bit = 0; bit < stored.Length * 8; bit++)
        {
            var bad = (byte[])stored.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            var read = await Reading.ReadAsync(bad, Reading.With(LogFormat.Waf));
            if (read.Failure is null && read.Rejected.Count == 0) Assert.Equal(whole.Texts, read.Texts);
            else if (read.Failure is not null) Assert.IsType<BrokenContentException>(read.Failure);
        }
    }

    [Fact]
    public async Task Bytes_behind_gzip_that_are_none_are_not_passed_over()
    {
        var read = await Reading.ReadAsync([.. Reading.Gzip(WafLines), .. "something else"u8], Reading.With(LogFormat.Waf));
        Assert.Equal(4, read.Documents.Count);
        Assert.Contains("followed by something else", Assert.IsType<BrokenContentException>(read.Failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_breaks_off_is_rejected_with_its_place_and_the_end_says_so()
    {
        var stored = Reading.Gzip("first\nsecond\nthi");
        var read = await Reading.ReadAsync(stored[..^9], Reading.With(LogFormat.Lines));
        Assert.IsType<BrokenContentException>(read.Failure);
        Assert.Equal(read.Documents.Count + 1, read.Rejected.Count + read.Documents.Count);
        Assert.Equal(read.Rejected[0].Offset + read.Rejected[0].Raw.Length, ((BrokenContentException)read.Failure).Offset);
        Assert.StartsWith("it breaks off: at offset ", read.Rejected[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_breaks_is_not_a_broken_object()
    {
        var read = await Reading.ReadAsync(new Breaking(Encoding.UTF8.GetBytes("one\ntwo\nthr")), Reading.With(LogFormat.Lines));
        Assert.IsType<IOException>(read.Failure);
        Assert.Empty(read.Rejected);
        var rest = await Reading.ReadAsync(Encoding.UTF8.GetBytes("one\ntwo\nthree\n"), Reading.With(LogFormat.Lines), offset: read.Reader.Offset, line: read.Reader.Line);
        Assert.Equal(["one", "two", "three"], read.Documents.Concat(rest.Documents).Select(document => document["message"]));
    }

    sealed class Breaking(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Read(buffer.Span) is > 0 and var read ? ValueTask.FromResult(read) : throw new IOException("The response ended prematurely.");
    }
}
