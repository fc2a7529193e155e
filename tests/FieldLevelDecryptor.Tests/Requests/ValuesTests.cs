using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Local;

namespace Sluice.FieldLevelDecryptor.Tests;

public class ValuesTests
{
    static readonly FieldEncryption s_cloudFront = new(Vectors.Provider, Vectors.KeyName, Vectors.Rsa);

    static string Encrypted(string text) => s_cloudFront.Encrypt(Encoding.UTF8.GetBytes(text));

    static JsonObject Items(params string[] values) => new() { ["items"] = new JsonArray([.. values.Select((value, i) => (JsonNode)new JsonObject { ["id"] = i, ["value"] = value })]) };

    [Fact]
    public async Task Every_value_is_answered_in_order_each_by_itself()
    {
        var values = Enumerable.Range(0, 300).Select(i => i % 3 == 1 ? "in clear" : i % 3 == 2 ? Encrypted("x")[..^40] : Encrypted("value " + i)).ToArray();
        var items = (await new Function().InvokeAsync(Items(values)))["items"]!.AsArray();
        Assert.Equal(300, items.Count);
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(i, (int)items[i]!["id"]!);
            if (i % 3 == 0) Assert.Equal("value " + i, (string)items[i]!["value"]!);
            else Assert.Equal(i % 3 == 1 ? "PlainText" : "NotDecrypted", (string)items[i]!["error"]!["type"]!);
        }
    }

    [Fact]
    public async Task Whatever_is_wrong_with_a_message_callers_get_the_same_error()
    {
        using var other = RSA.Create(2048);
        var bad = Vectors.All.Where(vector => !vector.GetProperty("valid").GetBoolean() && Vectors.Bytes(vector, "ciphertext") is [1, 0x80, ..])
            .Select(vector => Convert.ToBase64String(Vectors.Bytes(vector, "ciphertext")))
            .Append(Convert.ToBase64String(Some.Writer(keys: Some.Wrapping(rsa: other)).Write("x"u8)))
            .Append(Convert.ToBase64String(Some.Writer(keys: Some.Wrapping(padding: RSAEncryptionPadding.Pkcs1)).Write("x"u8)))
            .Append(Convert.ToBase64String(Some.Writer(keys: Some.Wrapping(provider: "Else")).Write("x"u8))).ToArray();
        var items = (await new Function().InvokeAsync(Items(bad)))["items"]!.AsArray();
        Assert.True(bad.Length > 30);
        Assert.Single(items.Select(item => item!["error"]!.ToJsonString()).Distinct());
    }

    [Fact]
    public async Task The_log_has_a_line_for_each_with_who_which_key_and_what_came_of_it_and_never_a_text()
    {
        var function = new Function();
        await function.InvokeAsync(Items(Encrypted("a secret number"), "a plain secret", Convert.ToBase64String(Vectors.Message("NEG key name unknown"))));
        var lines = function.Lines.ToList();
        Assert.Equal(4, lines.Count);
        Assert.All(lines, line => Assert.Equal("lambda:InvokeFunction", (string)line["who"]!));
        Assert.Equal(["Decrypted", "PlainText", "NotDecrypted"], lines.Take(3).Select(line => (string)line["outcome"]!));
        Assert.Equal(["0", "1", "2"], lines.Take(3).Select(line => (string)line["item"]!));
        Assert.Equal("FLEDemo/DemoPublicKey", (string)lines[0]["key"]!);
        Assert.Contains("encryption did not run", (string)lines[1]["reason"]!, StringComparison.Ordinal);
        Assert.Contains("the message is for FLEDemo/Unknown", (string)lines[2]["reason"]!, StringComparison.Ordinal);
        Assert.Equal((3, 1, 2), ((int)lines[3]["RecordsIn"]!, (int)lines[3]["Delivered"]!, (int)lines[3]["Failed"]!));
        Assert.DoesNotContain("secret", function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_that_JSON_or_HTML_take_for_their_own_come_through()
    {
        foreach (var text in new[] { "", "\"quotes\" \\ and\nlines\u0000", "<script>alert('x')</script>", "ünïcode ☃ 𝄞", new string('x', 16 << 10) })
        {
            Assert.Equal(text, (string)(await new Function().InvokeAsync(new JsonObject { ["value"] = Encrypted(text) }))["value"]!);
        }
        var answer = await new Function().InvokeAsync(new JsonObject { ["value"] = s_cloudFront.Encrypt([0xff, 0xfe, 0]) });
        Assert.Equal([0xff, 0xfe, 0], Convert.FromBase64String((string)answer["valueBase64"]!));
        Assert.Equal("a b&c", (string)(await new Function(settings: ("FORM_ENCODED", "true")).InvokeAsync(new JsonObject { ["value"] = Encrypted("a+b%26c") }))["value"]!);
    }

    [Fact]
    public async Task What_the_time_does_not_reach_is_an_error_that_asks_for_another_try()
    {
        using var over = new CancellationTokenSource();
        await over.CancelAsync();
        var items = (await new Function().InvokeAsync(Items(Encrypted("a"), Encrypted("b")), over.Token))["items"]!.AsArray();
        Assert.Equal(["NotProcessed", "NotProcessed"], items.Select(item => (string)item!["error"]!["type"]!));
    }

    [Fact]
    public async Task Keys_that_cannot_be_used_now_are_an_error_of_their_own()
    {
        var ring = new KeyRing(_ => throw new KeysUnavailableException("Parameter Store is away.", transient: true), TimeSpan.FromHours(1), Telemetry.None);
        var function = new Function(ring: ring);
        Assert.Equal("KeysUnavailable", (string)(await function.InvokeAsync(new JsonObject { ["value"] = Encrypted("a") }))["error"]!["type"]!);
        Assert.Contains("Parameter Store is away.", function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_would_be_too_large_is_an_error_and_not_a_part()
    {
        var item = s_cloudFront.Encrypt(Encoding.UTF8.GetBytes(new string('\u0001', 16 << 10)));     // six characters each in JSON
        var wrong = await Assert.ThrowsAsync<InvalidDataException>(() => new Function().InvokeAsync(Items([.. Enumerable.Repeat(item, 70)])));
        Assert.Contains("ask for fewer at a time", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "The request is an array")]
    [InlineData("{", "The event is not JSON")]
    [InlineData("{\"item\":[]}", "The request has only item")]
    [InlineData("{\"value\":7}", "items[0].value is a number, expected a text")]
    [InlineData("{\"items\":{}}", "items is an object, expected an array")]
    [InlineData("{\"items\":[{\"id\":1}]}", "items[0] has no value")]
    [InlineData("{\"items\":[{\"vlaue\":\"x\",\"value\":\"x\"}]}", "items[0] has 'vlaue', which is none of id, value")]
    [InlineData("{\"items\":[{\"id\":[],\"value\":\"x\"}]}", "items[0].id is an array")]
    [InlineData("{\"items\":[],\"table\":{}}", "the request has 'items', which is none of table")]
    [InlineData("{\"value\":\"\\ud800\"}", "not valid Unicode")]
    [InlineData("{\"table\":{}}", "TABLE_NAME is not set")]
    public async Task What_is_no_request_is_an_error_that_says_what_and_where(string request, string reason) =>
        Assert.Contains(reason, (await Assert.ThrowsAsync<InvalidDataException>(() => new Function().InvokeAsync(request))).Message, StringComparison.Ordinal);

    static JsonObject Http(string body, string? caller = "arn:aws:iam::123456789012:user/support", string method = "POST", bool base64 = false) => new()
    {
        ["version"] = "2.0", ["body"] = base64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(body)) : body, ["isBase64Encoded"] = base64,
        ["requestContext"] = new JsonObject
        {
            ["http"] = new JsonObject { ["method"] = method },
            ["authorizer"] = caller is null ? new JsonObject { ["lambda"] = new JsonObject() } : new JsonObject { ["iam"] = new JsonObject { ["userArn"] = caller } },
        },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Through_HTTP_the_caller_is_whom_IAM_says(bool base64)
    {
        var function = new Function();
        var answer = await function.InvokeAsync(Http(new JsonObject { ["value"] = Encrypted("secret") }.ToJsonString(), base64: base64));
        Assert.Equal((200, "no-store"), ((int)answer["statusCode"]!, (string)answer["headers"]!["cache-control"]!));
        Assert.Equal("""{"value":"secret"}""", Encoding.UTF8.GetString(Convert.FromBase64String((string)answer["body"]!)));
        Assert.All(function.Lines, line => Assert.Equal("arn:aws:iam::123456789012:user/support", (string)line["who"]!));
    }

    [Theory]
    [InlineData(null, "POST", "{}", 403, "Forbidden")]
    [InlineData("", "POST", "{}", 403, "Forbidden")]
    [InlineData("arn", "GET", "{}", 405, "MethodNotAllowed")]
    [InlineData("arn", "POST", "", 400, "BadRequest")]
    [InlineData("arn", "POST", "{\"item\":1}", 400, "BadRequest")]
    public async Task Through_HTTP_errors_are_statuses(string? caller, string method, string body, int status, string type)
    {
        var answer = await new Function().InvokeAsync(Http(body, caller, method));
        Assert.Equal(status, (int)answer["statusCode"]!);
        Assert.Equal(type, (string)JsonNode.Parse(Convert.FromBase64String((string)answer["body"]!))!["error"]!["type"]!);
    }
}
