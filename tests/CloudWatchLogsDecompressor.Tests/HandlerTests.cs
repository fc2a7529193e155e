using System.Text;
using Sluice.Tests;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

public class HandlerTests
{
    static byte[] Event(string name) => File.ReadAllBytes(Repo.File("events", "CloudWatchLogsDecompressor", name + ".json"));

    [Fact]
    public async Task Every_record_is_answered_once_in_order()
    {
        var entries = await new Function().InvokeAsync(Event("data-control-and-garbage"));

        Assert.Equal([Samples.Id(1), Samples.Id(2), Samples.Id(3)], entries.Select(entry => entry.Id));
        Assert.Equal(["Ok", "Dropped", "ProcessingFailed"], entries.Select(entry => entry.Result));
        Assert.Equal("START RequestId: 1\nline with \"quotes\" and ünïcode\ntwo\nlines\n", entries[0].Text);
        Assert.Null(entries[1].Data);
        Assert.Equal("not gzip", entries[2].Text);      // a failed record goes back untouched
    }

    [Fact]
    public async Task One_bad_record_never_fails_the_others()
    {
        var entries = await new Function().InvokeAsync(Event("broken-records"));

        Assert.Equal(["Dropped", "ProcessingFailed", "ProcessingFailed", "ProcessingFailed", "ProcessingFailed", "Ok"], entries.Select(entry => entry.Result));
        Assert.StartsWith("2 123456789012 eni-", entries[5].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_line_accounts_for_every_record_and_shows_no_payload()
    {
        var function = new Function();
        await function.InvokeAsync(Event("broken-records"));

        var line = function.LastLine;
        Assert.Equal("WARN", (string)line["level"]!);
        Assert.Equal((6, 1, 1, 4), ((int)line["RecordsIn"]!, (int)line["Delivered"]!, (int)line["Dropped"]!, (int)line["Failed"]!));
        Assert.Equal("1 x the record is empty (id 4964000000000000000000000000000000000000000000001000000)", (string)line["dropped"]!);
        var failures = (string)line["failures"]!;
        Assert.Contains("the gzip data is truncated or damaged", failures, StringComparison.Ordinal);
        Assert.Contains("its messageType 'SOMETHING_ELSE' is neither DATA_MESSAGE nor CONTROL_MESSAGE", failures, StringComparison.Ordinal);
        Assert.Contains("its JSON is broken at line 1, byte", failures, StringComparison.Ordinal);
        Assert.Contains("its data is not base64", failures, StringComparison.Ordinal);
        Assert.DoesNotContain("eni-", function.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113", function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_JSON_several_members_several_documents_and_a_BOM_are_read()
    {
        var entries = await new Function().InvokeAsync(Event("plain-multi-member-and-bom"));

        Assert.All(entries, entry => Assert.Equal("Ok", entry.Result));
        Assert.Equal([1, 2, 2, 1], entries.Select(entry => entry.Text.Count(c => c == '\n')));
    }

    [Fact]
    public async Task An_event_with_a_BOM_and_escaped_slashes_is_read()
    {
        var batch = Encoding.UTF8.GetString(Samples.Batch(Samples.Record("a?>b?>c~~~", "d")));
        Assert.Contains('/', batch);
        var entries = await new Function().InvokeAsync([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(batch.Replace("/", "\\/", StringComparison.Ordinal))]);
        Assert.Equal("a?>b?>c~~~\nd\n", Assert.Single(entries).Text);
    }

    [Theory]
    [InlineData("{\"awslogs\":{\"data\":\"H4sI\"}}", "it has no array 'records', only: awslogs")]
    [InlineData("{}", "it has no array 'records', only: ")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("{\"records\":[1]}", "records[0] is no object")]
    [InlineData("{\"records\":[{\"data\":\"\"}]}", "records[0] has no recordId")]
    [InlineData("{\"records\":[", "The event is not JSON: line 1, byte")]
    [InlineData("hello", "The event is not JSON: line 1, byte 1")]
    [InlineData("", "The event is not JSON")]
    public async Task An_event_that_is_no_Firehose_event_is_an_error_that_says_what_it_is(string text, string said)
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new Function().InvokeAsync(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"recordId\":\"1\"}", "it has no data")]
    [InlineData("{\"recordId\":\"1\",\"data\":null}", "its data is no text")]
    [InlineData("{\"recordId\":\"1\",\"data\":{\"a\":[1]}}", "its data is no text")]
    [InlineData("{\"recordId\":\"1\",\"data\":\"%%%\"}", "its data is not base64")]
    public async Task A_record_without_data_fails_alone(string record, string reason)
    {
        var function = new Function();
        var entry = Assert.Single(await function.InvokeAsync(Encoding.UTF8.GetBytes($"{{\"records\":[{record}]}}")));
        Assert.Equal(("1", "ProcessingFailed"), (entry.Id, entry.Result));
        Assert.Contains(reason, (string)function.LastLine["failures"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recordId_that_stands_twice_is_answered_once()
    {
        var data = Convert.ToBase64String(Samples.Record("one"));
        var same = await new Function().InvokeAsync(Samples.Batch([("a", data), ("b", data), ("a", data)]));
        Assert.Equal([("a", "Ok"), ("b", "Ok")], same.Select(entry => (entry.Id, entry.Result)));

        var different = await new Function().InvokeAsync(Samples.Batch([("a", data), ("b", data), ("a", Convert.ToBase64String(Samples.Record("two")))]));
        Assert.Equal([("a", "ProcessingFailed"), ("b", "Ok")], different.Select(entry => (entry.Id, entry.Result)));
    }

    [Fact]
    public async Task A_failed_record_goes_back_with_the_base64_it_came_with()
    {
        var data = Convert.ToBase64String(Samples.Gzip("{\"messageType\":\"NEW_MESSAGE\"}"));
        var entry = Assert.Single(await new Function().InvokeAsync(Samples.Batch([("a", data)])));
        Assert.Equal("ProcessingFailed", entry.Result);
        Assert.Equal(data, Convert.ToBase64String(entry.Data!));
    }

    [Fact]
    public async Task A_bomb_is_a_failure_with_a_reason_and_costs_no_more_than_the_limit()
    {
        var bomb = Samples.Gzip(new byte[3 << 20]);
        var function = new Function(("MAX_INFLATED_MEGABYTES", "1"));
        var entry = await function.OneAsync(bomb);
        Assert.Equal("ProcessingFailed", entry.Result);
        Assert.Contains("the gzip data holds more than 1048576 bytes", (string)function.LastLine["failures"]!, StringComparison.Ordinal);
        Assert.Equal(bomb, entry.Data);
    }

    [Fact]
    public async Task When_no_time_is_left_the_rest_fails_and_is_not_lost()
    {
        using var over = new CancellationTokenSource();
        await over.CancelAsync();
        var function = new Function();
        var entries = await function.InvokeAsync(Samples.Batch(Samples.Record("one"), Samples.Record("two")), over.Token);
        Assert.All(entries, entry => Assert.Equal("ProcessingFailed", entry.Result));
        Assert.Equal(Samples.Record("one"), entries[0].Data);
        Assert.Contains("no time was left", (string)function.LastLine["failures"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_batch_has_an_empty_answer() => Assert.Empty(await new Function().InvokeAsync(Samples.Batch()));
}
