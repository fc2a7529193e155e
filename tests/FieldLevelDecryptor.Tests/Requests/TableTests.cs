using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Local;

namespace Sluice.FieldLevelDecryptor.Tests;

public class TableTests
{
    static readonly FieldEncryption s_cloudFront = new(Vectors.Provider, Vectors.KeyName, Vectors.Rsa);
    static readonly string s_phone = s_cloudFront.Encrypt("404-555-0150"u8);

    static Dictionary<string, AttributeValue> Item(int id, string? phone = null, string? padding = null)
    {
        var item = new Dictionary<string, AttributeValue> { ["id"] = new() { S = $"{id:d5}" }, ["phone"] = new() { S = phone ?? s_phone } };
        if (padding is not null) item["padding"] = new() { S = padding };
        return item;
    }

    static JsonObject Ask(Action<JsonObject>? set = null)
    {
        var table = new JsonObject();
        set?.Invoke(table);
        return new() { ["table"] = table };
    }

    /// <summary>Asks until nothing is left; each item once.</summary>
    static async Task<List<JsonNode>> AllAsync(Function function, int? limit = null)
    {
        var (items, token) = (new List<JsonNode>(), (string?)null);
        do
        {
            var answer = await function.InvokeAsync(Ask(table =>
            {
                if (limit is not null) table["limit"] = limit;
                if (token is not null) table["continue"] = token;
            }));
            var page = answer["items"]!.AsArray();
            Assert.Equal(page.Count, (int)answer["count"]!);
            Assert.True(limit is null || page.Count <= limit);
            items.AddRange(page!);
            token = (string?)answer["continue"];
            Assert.Equal(token is null, (bool)answer["complete"]!);
        }
        while (token is not null);
        return items;
    }

    [Fact]
    public void Whatever_the_limit_every_item_comes_once_and_in_order() => Prop.ForAll(ArbMap.Default.ArbFor<(byte Count, byte Limit)>(), it =>
    {
        var function = new Function(new Table(Enumerable.Range(0, it.Count).Select(i => Item(i, "in clear"))));
        var items = AllAsync(function, it.Limit + 1).GetAwaiter().GetResult();
        return items.Select(item => (string)item["item"]!["id"]!).SequenceEqual(Enumerable.Range(0, it.Count).Select(i => $"{i:d5}"));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_table_larger_than_an_answer_comes_in_whole_pages_with_tokens_between()
    {
        // 40 MB in JSON: control characters are six each. A page of 100 is more than an answer.
        var items = Enumerable.Range(0, 70).Select(i => Item(i, "in clear", new string('\u0001', 100_000)));
        var found = await AllAsync(new Function(new Table(items)));
        Assert.Equal(Enumerable.Range(0, 70).Select(i => $"{i:d5}"), found.Select(item => (string)item["item"]!["id"]!));
    }

    [Fact]
    public async Task Each_item_has_an_outcome_of_its_own()
    {
        var table = new Table([
            Item(0), Item(1, "404-555-0199"), Item(2, s_phone[..100]),
            new() { ["id"] = new() { S = "3" } },
            new() { ["id"] = new() { S = "4" }, ["phone"] = new() { B = new MemoryStream(Convert.FromBase64String(s_phone)) }, ["card"] = new() { N = "5" } },
            new() { ["id"] = new() { S = "5" }, ["phone"] = new() { B = new MemoryStream(Encoding.ASCII.GetBytes(s_phone)) }, ["tags"] = new() { SS = ["a"] }, ["n"] = new() { N = "12345678901234567890123456789012345678" } },
        ]);
        var function = new Function(table);
        var answer = await function.InvokeAsync(Ask());
        var items = answer["items"]!.AsArray();
        Assert.Equal((6, 3, true), ((int)answer["count"]!, (int)answer["failed"]!, (bool)answer["complete"]!));
        Assert.Equal(["404-555-0150", null, null, null, "404-555-0150", "404-555-0150"], items.Select(item => (string?)item!["item"]!["phone"]));
        Assert.Equal([null, "PlainText", "NotDecrypted", null, null, null], items.Select(item => (string?)item!["errors"]?["phone"]?["type"]));
        Assert.Equal("PlainText", (string)items[4]!["errors"]!["card"]!["type"]!);
        Assert.Equal("""{"id":"5","phone":"404-555-0150","tags":["a"],"n":12345678901234567890123456789012345678}""", items[5]!["item"]!.ToJsonString());
        Assert.Equal(["00000", "00001", "00002", "4", "4", "5"], function.Lines.SkipLast(1).Select(line => (string)line["item"]!));
        Assert.DoesNotContain("404-555", function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_items_can_be_kept_out_of_the_log()
    {
        var function = new Function(new Table([Item(77)]), settings: ("AUDIT_HASH_KEYS", "true"));
        await function.InvokeAsync(Ask());
        Assert.DoesNotContain("00077", function.Log, StringComparison.Ordinal);
        Assert.StartsWith("sha256:", (string)function.Lines.First()["item"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_is_what_DynamoDB_is_asked()
    {
        var table = new Table([Item(1)]);
        var function = new Function(table);
        await function.InvokeAsync("""{"table":{"filter":{"expression":"#n = :n AND age > :a","names":{"#n":"name"},"values":{":n":"Ann",":a":42}},"project":["name"],"index":"by-name","limit":7}}""");
        var scan = Assert.Single(table.Scans);
        Assert.Equal(("customers", "by-name", "#n = :n AND age > :a", 7), (scan.TableName, scan.IndexName, scan.FilterExpression, scan.Limit!.Value));
        Assert.Equal("Ann", scan.ExpressionAttributeValues[":n"].S);
        Assert.Equal("42", scan.ExpressionAttributeValues[":a"].N);
        // The key is read for the audit, and not answered unless it is asked for.
        Assert.Equal(["name", "phone", "card", "id"], scan.ProjectionExpression.Split(", ").Select(alias => scan.ExpressionAttributeNames[alias]));

        var answer = await function.InvokeAsync("""{"table":{"key":{"id":"00001"},"project":["phone"]}}""");
        var query = Assert.Single(table.Queries);
        Assert.Equal(("#key0 = :key0", "id", "00001"), (query.KeyConditionExpression, query.ExpressionAttributeNames["#key0"], query.ExpressionAttributeValues[":key0"].S));
        Assert.Equal("""[{"item":{"phone":"404-555-0150"}}]""", answer["items"]!.ToJsonString());

        await function.InvokeAsync("""{"table":{"query":{"expression":"#n = :n","names":{"#n":"name"},"values":{":n":"Ann"}},"index":"by-name"}}""");
        Assert.Equal("by-name", table.Queries[1].IndexName);
    }

    [Fact]
    public async Task The_time_that_is_up_leaves_whole_pages_and_a_token()
    {
        using var time = new CancellationTokenSource();
        var pages = 0;
        var table = new Table(Enumerable.Range(0, 350).Select(i => Item(i, "in clear")));
        table.Before = () =>
        {
            if (++pages == 3) time.Cancel();
        };
        var function = new Function(table);
        var answer = await function.InvokeAsync(Ask(), time.Token);
        Assert.Equal((200, false), ((int)answer["count"]!, (bool)answer["complete"]!));
        var rest = await function.InvokeAsync(Ask(asked => asked["continue"] = (string)answer["continue"]!));
        Assert.Equal((150, true), ((int)rest["count"]!, (bool)rest["complete"]!));
        Assert.Equal("00200", (string)rest["items"]![0]!["item"]!["id"]!);
    }

    [Fact]
    public async Task Not_one_page_in_time_is_an_error_and_no_empty_answer()
    {
        using var over = new CancellationTokenSource();
        await over.CancelAsync();
        Assert.Contains("ask for fewer with table.limit", (await Assert.ThrowsAsync<TimeoutException>(() => new Function(new Table([Item(1)])).InvokeAsync(Ask(), over.Token))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"table":{"attributes":["id"]}}""", "those that may be decrypted are phone, card")]
    [InlineData("""{"table":{"continue":"AAAA"}}""", "table.continue is not what an answer")]
    [InlineData("""{"table":{"continue":"e30"}}""", "table.continue is not what an answer")]
    [InlineData("""{"table":{"limit":0}}""", "table.limit is not a whole number above 0")]
    [InlineData("""{"table":{"name":"other"}}""", "table has 'name', which is none of")]
    [InlineData("""{"table":{"fitler":{}}}""", "table has 'fitler'")]
    [InlineData("""{"table":{"key":{"id":"1"},"query":{"expression":"x"}}}""", "query and key: one of them")]
    [InlineData("""{"table":{"query":{"expression":"wrong","values":{":a":1}}}}""", "DynamoDB does not understand the request for customers: Invalid KeyConditionExpression")]
    [InlineData("""{"table":{"query":{"expression":"a","values":{":a":1}},"filter":{"expression":"b","values":{":a":2}}}}""", "both have a value :a")]
    [InlineData("""{"table":{"query":{"expression":"a","names":{"#a":"x"}},"filter":{"expression":"b","names":{"#a":"y"}}}}""", "call different attributes #a")]
    public async Task What_may_not_or_cannot_be_asked_is_an_error(string request, string reason) =>
        Assert.Contains(reason, (await Assert.ThrowsAsync<InvalidDataException>(() => new Function(new Table([Item(1)])).InvokeAsync(request))).Message, StringComparison.Ordinal);
}
