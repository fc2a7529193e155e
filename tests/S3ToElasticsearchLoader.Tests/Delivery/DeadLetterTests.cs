using System.Text;

namespace Sluice.S3ToElasticsearchLoader.Tests;

public sealed class DeadLetterTests
{
    static string Line(DeadLetter letter)
    {
        var output = new ByteBuffer();
        letter.WriteTo(output);
        return Encoding.UTF8.GetString(output.Written);
    }

    static DeadLetter Rejected(string document, string index = "logs") =>
        DeadLetter.Of(Some.Object, Some.Body(["{}", document], index), new(1, 400, new("mapper_parsing_exception", "failed \"so\"")));

    [Fact]
    public void A_line_tells_where_the_document_came_from_where_it_should_go_why_not_and_what_it_was()
    {
        Assert.Equal("""{"bucket":"logs","key":"AWSLogs/1/waf/a b.gz","versionId":"v1","etag":"e1","line":2,"offset":100,"index":"aws-waf","id":"2","status":400,"type":"mapper_parsing_exception","reason":"failed \"so\"","document":{"a":1.0, "b":"ü"}}""" + "\n",
            Line(Rejected("""{"a":1.0, "b":"ü"}""", "aws-waf")));
    }

    [Theory]
    [InlineData("""{"a":1}"""), InlineData("""{"a":"ü\u0000\n"}"""), InlineData("""{"a":"""), InlineData("no json"), InlineData("{\"a\":\n1}")]
    public void A_document_comes_back_byte_for_byte(string document)
    {
        var line = Line(Rejected(document));
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        var letter = DeadLetterReader.Read(Encoding.UTF8.GetBytes(line.TrimEnd('\n')));
        Assert.Equal(document, Encoding.UTF8.GetString(letter.Content.Span));
        var body = new BulkBody(Some.Dialect);
        Assert.True(DeadLetterReader.TryAdd(letter, body));
        Assert.Equal("{\"create\":{\"_index\":\"logs\",\"_id\":\"2\"}}\n" + document + "\n", Encoding.UTF8.GetString(body.Bytes.Written));
        Assert.Equal((2, 100), (body.Items[0].Line, body.Items[0].Offset));
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0, 10 }, "rawBase64"), InlineData(new byte[] { (byte)'{', (byte)'}' }, "raw"), InlineData(new byte[0], "raw")]
    public void A_record_that_was_never_a_document_comes_back_byte_for_byte_and_is_not_sent(byte[] raw, string member)
    {
        var line = Line(DeadLetter.Of(Some.Object, new(3, 30, "not JSON", raw)));
        Assert.Contains($"\"{member}\":", line, StringComparison.Ordinal);
        var letter = DeadLetterReader.Read(Encoding.UTF8.GetBytes(line.TrimEnd('\n')));
        Assert.Equal(raw, letter.Content.ToArray());
        Assert.False(DeadLetterReader.TryAdd(letter, new BulkBody(Some.Dialect)));
    }

    [Fact]
    public void A_line_that_is_cut_anywhere_is_refused_and_not_half_read()
    {
        var line = Encoding.UTF8.GetBytes(Line(Rejected("""{"a":[1,{"b":"c"}]}""")).TrimEnd('\n'));
        for (var length = 0; length < line.Length; length++) Assert.Throws<InvalidDataException>(() => DeadLetterReader.Read(line.AsSpan(0, length)));
    }

    [Fact]
    public void An_index_that_would_break_the_action_line_is_refused()
    {
        var letter = Rejected("{}") with { Index = "a\"},\"x\":{\"" };
        Assert.Throws<InvalidDataException>(() => DeadLetterReader.TryAdd(letter, new BulkBody(Some.Dialect)));
    }

    [Fact]
    public void A_key_is_the_same_for_the_same_run_and_never_too_long()
    {
        var client = new BucketInMemory().Client();
        using var letters = new DeadLetters(client, "b", "failed/", Some.Object, 12);
        Assert.Equal("failed/logs/AWSLogs/1/waf/a b.gz/v1/000000000000012-0003.jsonl.gz", letters.Key(3));
        using var longest = new DeadLetters(client, "b", "failed/", Some.Object with { Key = new string('ü', 512), VersionId = "" }, 0);
        Assert.InRange(Encoding.UTF8.GetByteCount(longest.Key(0)), 50, 1024);
        Assert.Contains("/e1/", longest.Key(0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_letters_become_several_objects_and_none_is_lost()
    {
        var bucket = new BucketInMemory();
        using var letters = new DeadLetters(bucket.Client(), "b", "failed/", Some.Object, 0);
        var random = new Random(1);
        for (var n = 0; n < 60; n++)
        {
            var raw = new byte[150_000];
            random.NextBytes(raw);
            await letters.AddAsync(new RejectedRecord(n + 1, n * 1000, "bad", raw), CancellationToken.None);
        }
        Assert.NotNull(letters.FirstUnsaved);
        await letters.FlushAsync(CancellationToken.None);
        Assert.Null(letters.FirstUnsaved);
        Assert.InRange(letters.Keys.Count, 2, 4);
        Assert.Equal(Enumerable.Range(1, 60), letters.Keys.SelectMany(key => bucket.LinesOf("b/" + key)).Select(line => (int)DeadLetterReader.Read(Encoding.UTF8.GetBytes(line)).Line));
    }
}
