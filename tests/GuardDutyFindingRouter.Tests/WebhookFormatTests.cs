using System.Security.Cryptography;
using System.Text;

namespace Sluice.GuardDutyFindingRouter.Tests;

public sealed class WebhookFormatTests
{
    static readonly Destination Hook = new("hook", DestinationKind.Webhook);

    static OutMessage Render(Destination destination, string secret = "", Finding? finding = null) => MessageFormats.Render(Some.New(finding ?? Some.BruteForce), destination, secret, Some.Now);

    static string Filled(string template, Finding? finding = null) => Encoding.UTF8.GetString(Render(Hook with { Template = template }, finding: finding).Body);

    [Fact]
    public void The_signature_covers_the_moment_and_the_body()
    {
        var message = Render(Hook, "key");
        var headers = message.Attributes.ToDictionary();
        Assert.Equal("1759342200", headers["X-Sluice-Timestamp"]);
        var signed = HMACSHA256.HashData("key"u8, [.. "1759342200."u8, .. message.Body]);
        Assert.Equal($"sha256={Convert.ToHexStringLower(signed)}", headers["X-Sluice-Signature-256"]);
    }

    [Fact]
    public void Without_a_key_nothing_is_signed() => Assert.Empty(Render(Hook).Attributes);

    [Fact]
    public void Splunk_gets_its_token_and_the_finding_as_it_came()
    {
        var message = Render(Hook with { Form = PayloadForm.Hec }, "token");
        Assert.Equal("Splunk token", Assert.Single(message.Attributes).Value);
        Assert.Equal("2.0", StrictFormats.Json(message.Body).GetProperty("event").GetProperty("schemaVersion").GetString());
    }

    [Fact]
    public void Values_cannot_leave_their_place_in_a_JSON_template()
    {
        const string nasty = "a\",\"admin\":true,\"b\":\"\\";
        var filled = StrictFormats.Json(Encoding.UTF8.GetBytes(Filled("""{"text":"{{resourceId}}","n":{{severity}}}""", Some.BruteForce with { Subject = Some.Instance with { Id = nasty } })));
        Assert.Equal(nasty, filled.GetProperty("text").GetString());
        Assert.Equal(["text", "n"], filled.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void A_value_with_braces_is_not_filled_again() => Assert.Equal("{{secret}}", Filled("{{resourceId}}", Some.BruteForce with { Subject = Some.Instance with { Id = "{{secret}}" } }));

    [Fact]
    public void The_content_type_decides_how_values_are_escaped()
    {
        var finding = Some.BruteForce with { Subject = Some.Instance with { Id = "a&b <c>" } };
        string As(string type) => Encoding.UTF8.GetString(Render(Hook with { Template = "v={{resourceId}}", Headers = [new("content-type", type)] }, finding: finding).Body);
        Assert.Equal("v=a%26b%20%3Cc%3E", As("application/x-www-form-urlencoded"));
        Assert.Equal("v=a&amp;b &lt;c&gt;", As("text/xml"));
        Assert.Equal("v=a&b <c>", As("text/plain"));
    }

    [Fact]
    public void Each_name_of_a_template_has_a_value()
    {
        var finding = Some.BruteForce with { Domain = "example.com" };
        var notice = new Notice(NoticeKind.Update, finding, Some.Shop, ["severity 5 → 8"]);
        foreach (var name in WebhookTemplate.Names)
        {
            var body = MessageFormats.Render(notice, Hook with { Template = $"{{{{{name}}}}}" }, "", Some.Now).Body;
            Assert.True(body.Length > 0, name);
            Assert.False(Encoding.UTF8.GetString(body).Contains("{{", StringComparison.Ordinal), name);
        }
    }

    [Theory]
    [InlineData("{{headline}} {{ severity }}", "")]
    [InlineData("{{headline}} {{nope}} {{Severity}} {{nope}}", "nope,Severity")]
    [InlineData("{{headline", "{{")]
    public void Unknown_names_of_a_template_are_told(string template, string unknown) => Assert.Equal(unknown, string.Join(',', WebhookTemplate.UnknownNames(template)));

    [Fact]
    public void The_whole_normalised_form_can_stand_in_a_template() =>
        Assert.Equal("new", StrictFormats.Json(Encoding.UTF8.GetBytes(Filled("""{"finding":{{json}}}"""))).GetProperty("finding").GetProperty("kind").GetString());

    [Fact]
    public void A_raw_finding_goes_as_it_came_byte_by_byte()
    {
        var raw = """{ "id" : "é\u0000", "n": 1.50 }"""u8.ToArray();
        Assert.Equal(raw, Render(Hook with { Form = PayloadForm.Raw }, finding: Some.BruteForce with { Raw = raw }).Body);
    }

    [Fact]
    public void A_raw_finding_that_is_too_large_for_its_queue_is_told_in_the_normalised_form()
    {
        var raw = Encoding.UTF8.GetBytes($$"""{"a":"{{new string('x', 300_000)}}"}""");
        var queue = new Destination("queue", DestinationKind.Sqs) { Form = PayloadForm.Raw };
        var body = Render(queue, finding: Some.BruteForce with { Raw = raw, Description = new string('d', 300_000) }).Body;
        var json = StrictFormats.Json(body);
        Assert.Equal("new", json.GetProperty("kind").GetString());
        Assert.True(json.GetProperty("rawOmitted").GetBoolean());
        Assert.True(json.GetProperty("truncated").GetBoolean());
    }
}
