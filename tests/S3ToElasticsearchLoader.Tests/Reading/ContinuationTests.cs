using System.Text;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>However an object is cut into reads, bodies and runs, the documents are the same, with the same ids.</summary>
public class ContinuationTests
{
    public static TheoryData<string> Samples => [.. Directory.GetFiles(Sluice.Tests.Repo.File("events", "S3ToElasticsearchLoader", "objects"))
        .Select(path => Path.GetFileName(path)!).Where(name => name != "SOURCES.md")];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task One_byte_at_a_time_gives_the_same(string name)
    {
        var bytes = Reading.Sample(name);
        var whole = await Reading.ReadAsync(bytes, key: name);
        Assert.NotEmpty(whole.Documents);
        Assert.Equal(whole.Documents, (await Reading.ReadAsync(new SmallReads(bytes, 1), key: name)).Documents);
        Assert.Equal(whole.Documents, (await Reading.ReadAsync(new SmallReads(Reading.Gzip(bytes), 1), key: name)).Documents);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Records_that_come_byte_by_byte_behind_the_first_read_are_the_same(string name)
    {
        var sample = Reading.Sample(name);
        var whole = await Reading.ReadAsync(sample, key: name);
        byte[] twice = [.. sample, .. Enumerable.Repeat((byte)'\n', 64 << 10), .. sample];
        var read = await Reading.ReadAsync(new SmallReads(twice, 1), key: name);
        Assert.Empty(read.Rejected);
        Assert.Equal(whole.Texts.Select(WithoutPlace), read.Texts.TakeLast(whole.Texts.Length).Select(WithoutPlace));

        static string WithoutPlace(string document) => document[..document.IndexOf("\"offset\":", StringComparison.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_record_that_lies_across_reads_is_whole(string name)
    {
        // The first read is of 64 KiB and more: a file is pushed over each of its borders by lines before it, which its format passes over.
        var sample = Reading.Sample(name);
        var whole = await Reading.ReadAsync(sample, key: name);
        for (var border = 1; border < sample.Length; border += 7)
        {
            byte[] pushed = [.. Enumerable.Repeat((byte)'\n', (64 << 10) - border), .. sample];
            var read = await Reading.ReadAsync(new SmallReads(pushed, 64 << 10), Reading.With(whole.Reader.Format), name);
            Assert.Equal(whole.Documents.Select(document => document.Offset + (64 << 10) - border), read.Documents.Select(document => document.Offset));
            Assert.Empty(read.Rejected);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Going_on_at_a_records_offset_gives_exactly_the_rest(string name)
    {
        var bytes = Reading.Sample(name);
        var whole = await Reading.ReadAsync(bytes, key: name);
        foreach (var start in whole.Documents.DistinctBy(document => document.Offset))
        {
            var rest = await Reading.ReadAsync(Reading.Gzip(bytes), key: name, offset: start.Offset, line: start.Line);
            Assert.Null(rest.Failure);
            Assert.Equal(whole.Documents.Where(document => document.Offset >= start.Offset), rest.Documents);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task After_each_body_another_reader_can_go_on_and_none_is_lost_or_new(string name)
    {
        var bytes = Reading.Sample(name);
        var whole = await Reading.ReadAsync(bytes, key: name);
        var (offset, line) = (0L, 1L);
        var documents = new List<ReadDocument>();
        for (var runs = 0; runs < 50; runs++)
        {
            // As much as two documents, and an envelope's events have to come to their end.
            using var reader = new DocumentReader(new MemoryStream(bytes), Reading.Source(name), Reading.With(), offset, line);
            var body = new BulkBody(Reading.Dialect);
            if (!await reader.FillAsync(body, 3000, CancellationToken.None)) break;
            documents.AddRange(Reading.Documents(body));
            while (reader.Offset == offset && await Refill(reader, body)) documents.AddRange(Reading.Documents(body));
            (offset, line) = (reader.Offset, reader.Line);
        }
        Assert.Equal(whole.Documents, documents);

        static async Task<bool> Refill(DocumentReader reader, BulkBody body)
        {
            body.Clear();
            return await reader.FillAsync(body, 3000, CancellationToken.None);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_body_is_never_longer_than_asked_for_except_by_one_document(string name)
    {
        var bytes = Reading.Sample(name);
        var whole = await Reading.ReadAsync(bytes, key: name);
        foreach (var maxBytes in (int[])[1, 700, 2000, 5000])
        {
            using var reader = new DocumentReader(new MemoryStream(bytes), Reading.Source(name), Reading.With());
            var body = new BulkBody(Reading.Dialect);
            var ids = new List<string>();
            while (await reader.FillAsync(body, maxBytes, CancellationToken.None))
            {
                Assert.True(body.Bytes.Length <= maxBytes || body.Items.Count == 1, $"{body.Bytes.Length} bytes, {body.Items.Count} documents");
                ids.AddRange(Reading.Documents(body).Select(document => document.Id));
                body.Clear();
            }
            Assert.Equal(whole.Ids, ids);
        }
    }

    [Fact]
    public async Task A_hundred_identical_lines_are_a_hundred_documents_and_the_same_ones_when_run_again()
    {
        var file = string.Concat(Enumerable.Repeat("the same line\n", 100));
        var first = await Reading.ReadAsync(file);
        Assert.Equal(100, first.Ids.Distinct().Count());
        Assert.Equal(first.Ids, (await Reading.ReadAsync(file)).Ids);
        Assert.Equal(first.Ids, (await Reading.ReadAsync(Reading.Gzip(file))).Ids);
    }

    [Fact]
    public async Task Another_version_bucket_or_key_has_other_ids()
    {
        var source = Reading.Source();
        var ids = new List<string>();
        foreach (var other in (SourceObject[])[source, source with { Bucket = "other" }, source with { Key = "other" }, source with { ETag = "other" }, source with { VersionId = "1" }])
        {
            using var reader = new DocumentReader(new MemoryStream("line"u8.ToArray()), other, Reading.With());
            var body = new BulkBody(Reading.Dialect);
            await reader.FillAsync(body, 1000, CancellationToken.None);
            ids.AddRange(Reading.Documents(body).Select(document => document.Id));
        }
        Assert.Equal(5, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[A-Za-z0-9_-]{16}-0$", id));
    }

    [Fact]
    public async Task A_key_as_long_and_as_strange_as_S3_allows_stands_in_the_document()
    {
        var key = "a \"b\" \\ \n+%20/é/" + new string('k', 1000);
        var read = await Reading.ReadAsync("line\n", key: key);
        Assert.Equal(key, read.Documents.Single()["aws/s3/key"]);
    }

    [Fact]
    public async Task Going_on_behind_the_end_is_refused()
    {
        var read = await Reading.ReadAsync(Encoding.UTF8.GetBytes("short\n"), offset: 100);
        Assert.Contains("before offset 100", Assert.IsType<BrokenContentException>(read.Failure).Message, StringComparison.Ordinal);
    }
}
