using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.FormIntake.Tests;

public class PageTests
{
    static readonly FormField s_name = FormField.All[0];

    static Page Page(string title = "Contact us") => new(title, [FormField.All[2]]);

    [Fact]
    public void Whatever_was_typed_comes_back_as_text_and_never_as_a_part_of_the_page() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(), typed =>
        {
            var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(typed.Get + "\"'><script>alert(1)</script>&amp;"));
            var form = Page(text).Form("0", new Dictionary<FormField, string> { [s_name] = text }, [(s_name, text)]);
            var value = Regex.Match(form, "id=\"name\"[^>]*? value=\"([^\"]*)\"").Groups[1].Value;
            var stored = Page(text).Stored(new Submission("0", FormField.All.ToDictionary(field => field, _ => text), []), wasThere: false);
            return WebUtility.HtmlDecode(value) == text
                && !form.Contains("<script", StringComparison.Ordinal) && !stored.Contains("<script", StringComparison.Ordinal)
                && Tags(form) == Tags(Page().Form("0", new Dictionary<FormField, string> { [s_name] = "x" }, [(s_name, "x")]))
                && Tags(stored) == Tags(Page().Stored(new Submission("0", FormField.All.ToDictionary(field => field, _ => "x"), []), wasThere: false));
        }));

    static int Tags(string page) => page.Count(c => c == '<');

    [Fact]
    public void The_policy_allows_the_style_of_the_page_by_its_hash_and_nothing_else()
    {
        var output = new ByteBuffer();
        new HttpAnswer(200, Page().Form("0")).WriteTo(output, withBody: true);
        var answer = JsonNode.Parse(output.Written)!;
        var style = Regex.Match((string)answer["body"]!, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        var policy = (string)answer["headers"]!["content-security-policy"]!;

        Assert.Contains($"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("style=\"", (string)answer["body"]!, StringComparison.Ordinal);       // the policy would leave it out
        Assert.Equal("no-store", (string?)answer["headers"]!["cache-control"]);
    }

    [Fact]
    public void Every_field_has_a_label_and_what_is_said_of_it_is_told_with_it()
    {
        var page = Page().Form("0", null, [(FormField.All[2], "Enter your phone number.")]);
        foreach (var field in FormField.All) Assert.Contains($"<label for=\"{field.Name}\">{field.Label}</label>", page, StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"phone-hint phone-problem\" aria-invalid=\"true\"", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#phone\">Enter your phone number.</a>", page, StringComparison.Ordinal);
        Assert.Contains("<title>Error: Contact us</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void HEAD_gets_the_headers_and_no_page()
    {
        var output = new ByteBuffer();
        new HttpAnswer(200, "page").WriteTo(output, withBody: false);
        Assert.Equal("", (string?)JsonNode.Parse(output.Written)!["body"]);
    }
}
