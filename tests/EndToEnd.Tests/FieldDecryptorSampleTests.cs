using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests;

/// <summary>Every sample event of FieldLevelDecryptor through the real process, from its sources and as the package that is deployed, with keys in
/// moto's Parameter Store and a table in its DynamoDB.</summary>
public class FieldDecryptorSampleTests(Moto moto) : IClassFixture<Moto>
{
    const string Phone = "404-555-0150";
    const string NotDecrypted = """{"type":"NotDecrypted","message":"The value cannot be decrypted. The reason is in the function's log."}""";
    const string PlainText = """{"type":"PlainText","message":"The value is not encrypted."}""";

    /// <summary>What is answered, and what the log says; a sample that is not named here fails the test below.</summary>
    static readonly Dictionary<string, (int ExitCode, string Answer, string Log)> s_expected = new()
    {
        ["one-value"] = (0, $$$"""{"value":"{{{Phone}}}"}""", "\"message\":\"field decrypted\",\"who\":\"lambda:InvokeFunction\",\"item\":\"items[0]\",\"attribute\":\"\",\"key\":\"FLEDemo/DemoPublicKey\",\"outcome\":\"Decrypted\""),
        ["every-outcome"] = (0, $$$"""{"items":[{"id":"cloudfront","value":"{{{Phone}}}"},{"id":2,"value":"Zoë Ångström ☎ +49 89 ☃ \uD834\uDD1E"},{"id":"rotated","value":"old"},{"id":"bytes","valueBase64":"BYTES"},{"id":"in-clear","error":{{{PlainText}}}},{"id":"cut","error":{{{NotDecrypted}}}},{"id":"changed","error":{{{NotDecrypted}}}},{"id":"unknown-key","error":{{{NotDecrypted}}}},{"value":"{{{Phone}}}"}]}""",
            "this field is plain text, encryption did not run"),
        ["table-scan"] = (0, $$$"""{"items":[{"item":{"Email":"ann@example.com","Name":"Ann","Phone":"{{{Phone}}}"}},{"item":{"Email":"bob@example.com","Name":"Bob"},"errors":{"Phone":{{{PlainText}}}}}],"count":2,"scanned":3,"failed":1,"complete":true}""",
            "\"item\":\"bob@example.com\",\"attribute\":\"Phone\",\"key\":\"\",\"outcome\":\"PlainText\""),
        ["table-item"] = (0, $$$"""{"items":[{"item":{"Email":"ann@example.com","Name":"Ann","Phone":"{{{Phone}}}"}}],"count":1,"scanned":1,"failed":0,"complete":true}""", "\"item\":\"ann@example.com\""),
        ["table-pages"] = (0, """{"count":2,"complete":false}""", "\"message\":\"fields decrypted\""),
        ["table-attribute-that-may-not-be-decrypted"] = (1, """{"errorType":"InvalidDataException","errorMessage":"table.attributes has Name, and those that may be decrypted are Phone."}""", ""),
        ["not-a-request"] = (1, """{"errorType":"InvalidDataException","errorMessage":"The request has only Records: expected {\"value\":…}, {\"items\":[…]} or {\"table\":{…}}."}""", ""),
        ["function-url"] = (0, $$"""200 {"value":"{{Phone}}"}""", "\"who\":\"arn:aws:iam::123456789012:user/support\""),
        ["http-api-base64-body"] = (0, $$"""200 {"value":"{{Phone}}"}""", "\"who\":\"arn:aws:iam::123456789012:user/support\""),
        ["function-url-without-identity"] = (0, """403 {"error":{"type":"Forbidden","message":"The request has no IAM identity."}}""", "authorization AWS_IAM"),
        ["function-url-not-json"] = (0, """400 {"error":{"type":"BadRequest","message":"The body is not JSON: line 1, byte 1."}}""", ""),
    };

    static string Folder => Repo.File("events", "FieldLevelDecryptor");

    [Fact]
    public void Every_sample_has_an_expectation() => Assert.Equal(s_expected.Keys.Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    [SkippableTheory]
    [InlineData("jit")]
    [InlineData("aot")]
    public async Task Every_sample_event_is_answered_by_the_function_process(string runtime)
    {
        moto.SkipIfAbsent();
        foreach (var key in Directory.EnumerateFiles(Path.Combine(Folder, "keys")))
            await moto.CallAsync("ssm", "AmazonSSM.PutParameter", new JsonObject { ["Name"] = "/sluice/field-keys/FLEDemo/" + Path.GetFileNameWithoutExtension(key), ["Value"] = await File.ReadAllTextAsync(key), ["Type"] = "SecureString", ["Overwrite"] = true });
        var table = $"customers-{runtime}";
        await FillAsync(table);

        foreach (var (sample, expected) in s_expected)
        {
            var result = await Command.SluiceAsync("invoke", "FieldLevelDecryptor", "--runtime", runtime, "--event", $"events/FieldLevelDecryptor/{sample}.json", "--env", "AWS_ENDPOINT_URL=" + moto.Endpoint,
                "--parameter-overrides", "FieldKeyPath=/sluice/field-keys", "FieldTableName=" + table, "FieldTableKey=Email", "FieldAttributes=Phone");

            Assert.True(result.ExitCode == expected.ExitCode, $"{sample}: exit {result.ExitCode}\n{result.All}");
            Assert.True(expected.Answer == Shown(sample, JsonNode.Parse(result.Output)!), $"{sample}\n{result.All}");
            Assert.Contains(expected.Log, result.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain(Phone, result.Errors, StringComparison.Ordinal);
        }
    }

    /// <summary>What of an answer is compared: all of it, but for random bytes, the order of a scan, and what the runtime adds.</summary>
    static string Shown(string sample, JsonNode answer)
    {
        if (answer["statusCode"] is { } status)
            return $"{status} {System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)answer["body"]!))}";
        if (answer["errorType"] is { } type) answer = new JsonObject { ["errorType"] = (string)type!, ["errorMessage"] = (string)answer["errorMessage"]! };
        if (sample == "every-outcome")
        {
            Assert.Equal(100, Convert.FromBase64String((string)answer["items"]![3]!["valueBase64"]!).Length);
            answer["items"]![3]!["valueBase64"] = "BYTES";
        }
        if (sample == "table-pages")
        {
            Assert.Equal(2, answer["items"]!.AsArray().Count);
            Assert.NotEmpty((string)answer["continue"]!);
            answer = new JsonObject { ["count"] = (int)answer["count"]!, ["complete"] = (bool)answer["complete"]! };
        }
        if (answer["items"] is JsonArray items && items[0]?["item"] is not null)
            answer["items"] = new JsonArray([.. items.Select(Sorted).OrderBy(item => (string)item["item"]!["Email"]!, StringComparer.Ordinal)]);
        return answer.ToJsonString(Command.Readable);
    }

    static JsonObject Sorted(JsonNode? item)
    {
        var sorted = item!.DeepClone().AsObject();
        sorted["item"] = new JsonObject(sorted["item"]!.AsObject().OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        return sorted;
    }

    async Task FillAsync(string table)
    {
        await moto.CallAsync("dynamodb", "DynamoDB_20120810.CreateTable", JsonNode.Parse($$"""
            {"TableName":"{{table}}","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"Email","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"Email","AttributeType":"S"}]}
            """)!);
        var phone = (string)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "one-value.json")))!["value"]!;
        foreach (var (name, value) in new[] { ("Ann", phone), ("Bob", "404-555-0199"), ("Cid", null) })
        {
            var item = new JsonObject { ["Email"] = new JsonObject { ["S"] = $"{name.ToLowerInvariant()}@example.com" }, ["Name"] = new JsonObject { ["S"] = name } };
            if (value is not null) item["Phone"] = new JsonObject { ["S"] = value };
            await moto.CallAsync("dynamodb", "DynamoDB_20120810.PutItem", new JsonObject { ["TableName"] = table, ["Item"] = item });
        }
    }
}
