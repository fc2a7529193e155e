namespace Sluice.Local.Tests;

/// <summary>The demo says so when the cluster has something else than the bucket.</summary>
public class LoadBalanceTests
{
    const string Blocked = """{"action":"BLOCK","httpRequest":{"clientIp":"192.0.2.1"}}""", Allowed = """{"action":"ALLOW","httpRequest":{"clientIp":"192.0.2.2"}}""", Broken = "{\"action\":\"BLO";

    static readonly LoadInput s_input = new([Blocked, Allowed, Blocked, Broken], ["""{"type":"unreadable","raw":"{\"action\":\"BLO"}"""]);
    static readonly LoadCounts s_first = new(Objects: 2, Documents: 4, Delivered: 3, AlreadyThere: 0, Rejected: 1, ObjectsFailed: 0);
    static readonly LoadCounts s_again = s_first with { Objects = 3, Documents = 6, Delivered = 5, AlreadyThere = 2 };
    static readonly ClientRequests[] s_found = [new("192.0.2.1", 2, 2, 0), new("192.0.2.2", 1, 0, 1)];
    static readonly QueueAccount s_queue = new(Received: 3, Deleted: 3, Failed: 0, Invocations: 2);

    static List<string> Check(LoadInput? input = null, LoadCounts? first = null, LoadCounts? again = null, (long, long)? counts = null, ClientRequests[]? found = null, QueueAccount? queue = null) =>
        [.. LoadBalance.Check(input ?? s_input, first ?? s_first, again ?? s_again, counts ?? (3, 3), found ?? s_found, queue ?? s_queue)];

    [Fact]
    public void Every_record_a_document_is_a_balance() => Assert.Empty(Check());

    [Fact]
    public void Another_count_of_the_function_is_none()
    {
        Assert.Single(Check(first: s_first with { Documents = 3 }));
        Assert.Single(Check(first: s_first with { Rejected = 0 }));
        Assert.Single(Check(first: s_first with { ObjectsFailed = 1 }));
    }

    [Fact]
    public void A_document_too_few_or_too_many_is_none()
    {
        Assert.Equal(["the cluster has 2 documents, and the bucket 3 records"], Check(counts: (2, 2)));
        Assert.Equal(["a message that came a second time made 5 documents of 3"], Check(counts: (3, 5)));
    }

    [Fact]
    public void A_second_delivery_that_found_nothing_there_is_none()
    {
        Assert.Single(Check(again: s_again with { AlreadyThere = 0 }));
        Assert.Single(Check(again: s_again with { Delivered = 6 }));
    }

    [Fact]
    public void An_answer_that_is_another_than_the_logs_tell_is_none()
    {
        Assert.Equal(["the cluster says 1 blocked and 1 allowed of 192.0.2.1"], Check(found: [s_found[0] with { Blocked = 1, Allowed = 1 }, s_found[1]]));
        Assert.Equal(["the cluster's client addresses have 2 requests in all"], Check(found: [s_found[0]]));
    }

    [Fact]
    public void A_broken_line_that_is_not_put_aside_as_it_came_is_none() =>
        Assert.Equal(["a broken line of 14 characters is not put aside as it came"], Check(input: s_input with { PutAside = ["""{"raw":"{\"action\":\"BL"}""", "broken itself"] }));

    [Fact]
    public void A_message_that_comes_again_is_none() => Assert.Single(Check(queue: s_queue with { Deleted = 2, Failed = 1 }));
}
