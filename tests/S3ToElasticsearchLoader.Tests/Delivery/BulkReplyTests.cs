using System.Text;

namespace Sluice.S3ToElasticsearchLoader.Tests;

public sealed class BulkReplyTests
{
    static List<ItemResult> Read(string body)
    {
        var results = new List<ItemResult>();
        BulkReply.Read(Encoding.UTF8.GetBytes(body), results);
        return results;
    }

    const string Mixed = """{"took":1,"errors":true,"items":[{"create":{"_index":"a","_shards":{"total":2},"status":201}},{"index":{"status":400,"error":{"type":"mapper_parsing_exception","reason":"failed to parse field [a.b] of type [ip]","caused_by":{"type":"x","reason":"'secret' is no IP"}}}},{"create":{"status":409,"error":{"type":"version_conflict_engine_exception","reason":"x"}}}]}""";

    [Fact]
    public void Each_item_is_read_with_its_error_and_the_cause_of_it()
    {
        var results = Read(Mixed);
        Assert.Equal([201, 400, 409], results.Select(result => result.Status));
        Assert.Equal("failed to parse field [a.b] of type [ip]: 'secret' is no IP", results[1].Error.Reason);
        Assert.Equal("mapper_parsing_exception: field a.b", results[1].Error.Label);
    }

    [Fact]
    public void An_answer_that_is_cut_anywhere_is_none()
    {
        for (var length = 0; length < Mixed.Length; length++) Assert.Throws<InvalidDataException>(() => Read(Mixed[..length]));
    }

    [Theory]
    [InlineData("[]"), InlineData("""{"items":{}}"""), InlineData("""{"items":[{"create":1}]}"""), InlineData("""{"items":[{"create":{}}]}"""), InlineData("""{"items":[]}x""")]
    public void What_is_no_answer_is_refused(string body) => Assert.Throws<InvalidDataException>(() => Read(body));

    [Theory]
    [InlineData(200, "", ItemVerdict.Delivered), InlineData(201, "", ItemVerdict.Delivered)]
    [InlineData(409, "version_conflict_engine_exception", ItemVerdict.AlreadyThere)]
    [InlineData(429, "es_rejected_execution_exception", ItemVerdict.Later), InlineData(429, "cluster_block_exception", ItemVerdict.Later), InlineData(403, "cluster_block_exception", ItemVerdict.Later)]
    [InlineData(503, "unavailable_shards_exception", ItemVerdict.Later), InlineData(500, "x", ItemVerdict.Later)]
    [InlineData(400, "mapper_parsing_exception", ItemVerdict.Rejected), InlineData(404, "index_not_found_exception", ItemVerdict.Rejected)]
    [InlineData(403, "security_exception", ItemVerdict.Forbidden)]
    public void A_status_and_a_type_make_a_verdict(int status, string type, object verdict) => Assert.Equal(verdict, new ItemResult(status, new(type, "")).Verdict);

    [Fact]
    public void Waits_double_up_to_the_longest_and_are_spread()
    {
        var backoff = new Backoff(new RetryBudget(9, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)), TimeProvider.System);
        Assert.Equal([1, 2, 4, 8, 10, 10], Enumerable.Range(0, 6).Select(n => backoff.Next(n, null, 1).TotalSeconds));
        Assert.Equal([0.5, 1, 2, 4, 5, 5], Enumerable.Range(0, 6).Select(n => backoff.Next(n, null, 0).TotalSeconds));
        Assert.Equal(60, backoff.Next(0, TimeSpan.FromHours(1), 0).TotalSeconds);
    }
}
