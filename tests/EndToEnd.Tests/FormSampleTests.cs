using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests;

/// <summary>Every sample event of FormIntake through the real process, from its sources and as the package that is deployed, with a table in moto's
/// DynamoDB and CloudFront's secret in its Parameter Store.</summary>
[Collection(SamTests.Builds)]
public class FormSampleTests(Moto moto) : IClassFixture<Moto>
{
    /// <summary>Status, what the page says, and how many forms are stored after it; in this order. A sample that is not named here fails the test below.</summary>
    static readonly (string Sample, int Status, string Page, int Stored)[] s_expected =
    [
        ("page", 200, "<label for=\"phone\">Phone number</label>", 0),
        ("past-cloudfront", 403, "not meant to be called directly", 0),
        ("form-in-clear", 422, "was not encrypted on its way", 0),
        ("form-with-mistakes", 422, "Enter your name.", 0),
        ("not-a-form", 415, "Only forms are taken here", 0),
        ("form", 201, "Your form is stored.", 1),
        ("form-sent-again", 200, "was stored before; nothing was changed", 1),
        ("form-with-the-id-of-another", 409, "was sent before, with other values", 1),
        ("form-with-ampersand-and-raw-plus", 201, "R&amp;D &lt;Acme&gt;", 2),
    ];

    static string Folder => Repo.File("events", "FormIntake");

    [Fact]
    public void Every_sample_has_an_expectation() => Assert.Equal(s_expected.Select(one => one.Sample).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    [SkippableTheory]
    [InlineData("jit")]
    [InlineData("aot")]
    public async Task Every_sample_event_is_answered_by_the_function_process(string runtime)
    {
        moto.SkipIfAbsent();
        var table = $"forms-{runtime}";
        await moto.CallAsync("dynamodb", "DynamoDB_20120810.CreateTable", JsonNode.Parse($$"""
            {"TableName":"{{table}}","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}]}
            """)!);
        await moto.CallAsync("ssm", "AmazonSSM.PutParameter", new JsonObject { ["Name"] = "/sluice/origin", ["Value"] = "example-origin-secret", ["Type"] = "SecureString", ["Overwrite"] = true });
        var message = (string)JsonNode.Parse(await File.ReadAllTextAsync(Repo.File("events", "FieldLevelDecryptor", "one-value.json")))!["value"]!;

        foreach (var (sample, status, page, stored) in s_expected)
        {
            var result = await Command.SluiceAsync("invoke", "FormIntake", "--runtime", runtime, "--event", $"events/FormIntake/{sample}.json",
                "--env", "AWS_ENDPOINT_URL=" + moto.Endpoint, "--env", "TABLE=" + table, "--env", "ORIGIN_SECRET=/sluice/origin",
                "--parameter-overrides", "FormPublicKey=-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----");

            Assert.True(result.ExitCode == 0, $"{sample}: exit {result.ExitCode}\n{result.All}");
            var answer = JsonNode.Parse(result.Output)!;
            Assert.True(status == (int)answer["statusCode"]!, $"{sample}\n{result.All}");
            Assert.Contains(page, (string)answer["body"]!, StringComparison.Ordinal);
            Assert.DoesNotContain("Lovelace", result.Errors, StringComparison.Ordinal);
            var items = (await moto.CallAsync("dynamodb", "DynamoDB_20120810.Scan", new JsonObject { ["TableName"] = table }))["Items"]!.AsArray();
            Assert.Equal(stored, items.Count);
            Assert.All(items, item => Assert.Equal(message, (string?)item!["phone"]!["S"]));
        }
    }
}
