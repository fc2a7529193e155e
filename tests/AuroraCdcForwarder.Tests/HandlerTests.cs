using System.Text.Json.Nodes;

namespace Sluice.AuroraCdcForwarder.Tests;

public class HandlerTests
{
    const string Article = """{ "ItemID" : "1", "Category" : "Books", "Price" : "12.50", "Quantity" : "3", "OrderDate" : "2016-01-15 10:20:30", "DestinationState" : "CA", "ShippingType" : "Ground", "Referral" : "search" }""";

    static string Queue(params string[] bodies) => new JsonObject
    {
        ["Records"] = new JsonArray([.. bodies.Select((body, i) => (JsonNode)new JsonObject { ["messageId"] = $"m{i}", ["eventSource"] = "aws:sqs", ["body"] = body })]),
    }.ToJsonString();

    [Fact]
    public async Task The_articles_payload_becomes_the_articles_line_and_more_behind_it()
    {
        var bench = new Bench { Style = Some.Style(LineFormat.Csv) };

        var answer = await bench.InvokeAsync(Article);

        Assert.Equal("""{"changes":1,"delivered":1,"dropped":0,"failed":0}""", answer.ToJsonString());
        Assert.Equal("1,Books,12.50,3,2016-01-15 10:20:30,CA,Ground,search,I,request,1795348800000000,2026-11-22 12:00:00.000000,0\n", Assert.Single(bench.Stream.Lines));
    }

    [Fact]
    public async Task An_event_that_Lambda_repeats_has_the_same_id()
    {
        var bench = new Bench();
        await bench.InvokeAsync(Article);
        await bench.InvokeAsync(Article);

        Assert.Equal(2, bench.Stream.Lines.Count);
        Assert.Single(bench.Stream.Lines.Select(line => (string)JsonNode.Parse(line)!["cdc_id"]!).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Changes_with_one_id_are_delivered_once()
    {
        var bench = new Bench();

        var answer = await bench.InvokeAsync($"[{Some.Change("a")},{Some.Change("b")},{Some.Change("a")}]");

        Assert.Equal(3, (int)answer["delivered"]!);
        Assert.Equal(2, bench.Stream.Lines.Count);
    }

    [Fact]
    public async Task A_twin_of_a_change_that_the_stream_refused_is_not_acknowledged()
    {
        var bench = new Bench { Stream = new() { Refuse = (_, _) => "InternalFailure" } };

        var answer = await bench.InvokeAsync(Queue(Some.Change("a"), Some.Change("a")));

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m0"},{"itemIdentifier":"m1"}]}""", answer.ToJsonString());
        Assert.Empty(bench.Queue!.Messages);
    }

    [Fact]
    public async Task Only_what_the_stream_refused_is_sent_again()
    {
        var bench = new Bench { Stream = new() { Refuse = (call, line) => call == 1 && line.Contains("\"b\"", StringComparison.Ordinal) ? "ServiceUnavailableException" : null } };

        await bench.InvokeAsync($"[{Some.Change("a")},{Some.Change("b")},{Some.Change("c")}]");

        Assert.Equal([3, 1], bench.Stream.Calls);
        Assert.Equal(3, bench.Stream.Lines.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_thousand_changes_go_in_calls_that_the_stream_takes()
    {
        var bench = new Bench();
        var large = new JsonObject { ["ItemID"] = 1, ["Category"] = new string('x', 20_000) }.ToJsonString();

        await bench.InvokeAsync("[" + string.Join(',', Enumerable.Range(0, 1000).Select(i => Some.Change($"id{i}", row: large))) + "]");

        Assert.Equal(1000, bench.Stream.Lines.Count);
        Assert.True(bench.Stream.Calls.Count >= 5);
    }

    [Fact]
    public async Task What_cannot_be_delivered_is_kept_with_the_reason_and_the_rest_goes_on()
    {
        var bench = new Bench();

        var answer = await bench.InvokeAsync(Queue(Some.Change("a"), "no JSON \"", Some.Change("b", op: "X"), """{"v":2,"id":"c","op":"I"}"""));

        Assert.Equal("""{"batchItemFailures":[]}""", answer.ToJsonString());
        Assert.Single(bench.Stream.Lines);
        Assert.Equal(["it is not JSON", "its op is not I, U or D", "its v is not 1: the triggers are newer than the function, deploy the function of their release"],
            bench.Queue!.Messages.Select(message => (string)JsonNode.Parse(message)!["reason"]!));
        Assert.DoesNotContain("no JSON", bench.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_kept_can_be_sent_again()
    {
        var bench = new Bench { Style = Some.Style(LineFormat.Csv, """{"Other":"ItemID int"}""") };
        await bench.InvokeAsync($"[{Some.Change("a")},{Article}]");
        Assert.Equal(2, bench.Queue!.Messages.Count);
        Assert.Empty(bench.Stream.Lines);

        var mended = new Bench();
        await mended.InvokeAsync(Queue([.. bench.Queue.Messages]));

        Assert.Equal(2, mended.Stream.Lines.Count);
        Assert.Contains("\"cdc_id\":\"a\"", mended.Stream.Lines[0], StringComparison.Ordinal);
        Assert.Contains("\"cdc_id\":\"request-1\"", mended.Stream.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Lambdas_failure_destination_kept_can_be_sent_again()
    {
        var bench = new Bench();

        await bench.InvokeAsync(Queue($$"""{"version":"1.0","requestContext":{"requestId":"first","condition":"RetriesExhausted"},"requestPayload":{{Article}},"responsePayload":null}"""));

        Assert.Contains("\"cdc_id\":\"first\"", Assert.Single(bench.Stream.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_payload_is_kept_compressed()
    {
        var bench = new Bench { Style = Some.Style(LineFormat.Csv, """{"Other":"ItemID int"}""") };
        var row = new JsonObject { ["ItemID"] = 1, ["Category"] = new string('x', 600_000) }.ToJsonString();
        await bench.InvokeAsync(Some.Change(row: row));

        var mended = new Bench();
        await mended.InvokeAsync(Queue([.. bench.Queue!.Messages]));

        Assert.Contains(row[12..^1], Assert.Single(mended.Stream.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_over_a_thousand_kibibytes_fails_and_says_so()
    {
        var bench = new Bench();
        await bench.InvokeAsync($"[{Some.Change("a", row: new JsonObject { ["Category"] = new string('x', 1000 * 1024) }.ToJsonString())},{Some.Change("b")}]");

        Assert.Contains("at most 1024000", (string)JsonNode.Parse(Assert.Single(bench.Queue!.Messages))!["reason"]!, StringComparison.Ordinal);
        Assert.Single(bench.Stream.Lines);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_queue_that_takes_it_an_event_fails(bool hasQueue)
    {
        var bench = new Bench { Queue = hasQueue ? new() { Broken = true } : null };

        var failure = await Assert.ThrowsAsync<ChangesFailedException>(() => bench.InvokeAsync($"[{Some.Change("a")},1]"));

        Assert.Contains("1 of 2 changes are not delivered", failure.Message, StringComparison.Ordinal);
        Assert.Single(bench.Stream.Lines);
    }

    [Fact]
    public async Task A_stream_that_is_not_there_makes_Lambda_repeat_the_event()
    {
        var bench = new Bench { Stream = new() { Refuse = (_, _) => "ServiceUnavailableException" } };

        await Assert.ThrowsAsync<ChangesFailedException>(() => bench.InvokeAsync(Some.Change()));

        Assert.Empty(bench.Queue!.Messages);
    }

    [Fact]
    public async Task An_event_that_the_articles_CONCAT_broke_fails_without_showing_the_row()
    {
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => new Bench().InvokeAsync("""{ "ItemID" : "1", "Category" : "He said "hi", ok\x" }"""));

        Assert.Contains("JSON_OBJECT", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("said", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_moves_to_another_key_ends_under_the_old_one()
    {
        var bench = new Bench();

        await bench.InvokeAsync(Some.Change(op: "U", row: """{"ItemID":2}""", before: """{"ItemID":1}"""));

        Assert.Equal([("D", 1), ("I", 2)], bench.Stream.Lines.Select(line => JsonNode.Parse(line)!).Select(line => ((string)line["cdc_op"]!, (int)line["ItemID"]!)));
    }

    [Fact]
    public async Task A_row_that_was_too_large_for_an_event_is_not_lost_in_silence()
    {
        var bench = new Bench();

        await bench.InvokeAsync("""{"v":1,"id":"a","op":"I","db":"shop","table":"Sales","seq":1,"ts":"2026-11-21 23:08:47.701808","toolarge":300000,"key":["ItemID"],"before":null,"after":null}""");

        Assert.Contains("300000 bytes", Assert.Single(bench.Queue!.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_without_outbox_fails() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => new Bench().InvokeAsync("""{"detail-type":"Scheduled Event","source":"aws.events"}"""));

    [Fact]
    public async Task An_event_cut_anywhere_or_with_any_bit_flipped_is_refused_or_delivered_and_never_breaks()
    {
        var whole = System.Text.Encoding.UTF8.GetBytes(Some.Change(op: "U", row: """{"ItemID":2,"C":"ü\n","D":[1.5]}""", before: """{"ItemID":1}"""));
        for (var length = 0; length < whole.Length; length++) await QuietlyAsync(whole[..length], mayDeliver: false);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var bad = (byte[])whole.Clone();
            bad[bit / 8] ^= (byte)(1 << bit % 8);
            await QuietlyAsync(bad, mayDeliver: true);
        }
    }

    static async Task QuietlyAsync(byte[] @event, bool mayDeliver)
    {
        var bench = new Bench();
        var handler = new Handler(new Settings("changes", bench.Style, "Sales", "", null), bench.Forwarder, bench.Failures, null, Telemetry.None);
        try
        {
            await handler.HandleAsync(@event, new ByteBuffer(), new Invocation("request", "", TimeSpan.FromMinutes(1), CancellationToken.None));
        }
        catch (InvalidDataException)
        {
            return;
        }
        Assert.True(mayDeliver, "a part of an event was taken for a whole one");
        Assert.All(bench.Stream.Lines, line => JsonNode.Parse(line));
    }
}
