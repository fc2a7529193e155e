using Sluice.Local.Tests;

namespace Sluice.FormIntake.Tests;

/// <summary>Requests in, pages out, items in a table of moto's DynamoDB.</summary>
public sealed class HandlerTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    const string Id = "0123456789abcdef0123456789abcdef";
    const string Phone = "+1 404 555 0150";

    static string Body(string name = "Ada+Lovelace", string email = "ada%40example.com", string? phone = null, string id = Id) =>
        $"submission={id}&name={name}&email={email}&phone={Uri.EscapeDataString(phone ?? FormStack.Encrypt(Phone))}";

    [SkippableFact]
    public async Task A_form_is_stored_with_its_ciphertext_untouched_and_the_page_says_what_was_stored()
    {
        await using var stack = await FormStack.StartAsync(moto);
        var message = FormStack.Encrypt(Phone);

        var (status, page, _) = await stack.SendAsync("POST", Body(phone: message));

        Assert.Equal(201, status);
        var item = Assert.Single(await stack.ItemsAsync());
        Assert.Equal((Id, "Ada Lovelace", "ada@example.com", message, "phone"), (item["id"], item["name"], item["email"], item["phone"], item["encrypted"]));
        Assert.Matches("^20[0-9-]{8}T[0-9:.]{12}Z$", item["submittedAt"]);
        Assert.Equal(Phone, await FormStack.DecryptAsync(item["phone"]));
        Assert.Contains("Ada Lovelace", page, StringComparison.Ordinal);
        Assert.Contains($"Encrypted: {message.Length} characters", page, StringComparison.Ordinal);
        Assert.DoesNotContain("555", page, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("raw plus signs, which a form takes for blanks")]
    [InlineData("the alphabet of URLs, without padding")]
    public async Task A_message_that_was_bent_on_its_way_is_stored_as_CloudFront_wrote_it(string how)
    {
        await using var stack = await FormStack.StartAsync(moto);
        string message;
        do message = FormStack.Encrypt(Phone);
        while (!message.Contains('+', StringComparison.Ordinal));
        var sent = how.StartsWith("raw", StringComparison.Ordinal) ? message.Replace("=", "%3D", StringComparison.Ordinal) : message.Replace('+', '-').Replace('/', '_').TrimEnd('=');

        var (status, _, _) = await stack.SendAsync("POST", $"name=a&email=a%40b&phone={sent}");

        Assert.Equal(201, status);
        Assert.Equal(message, Assert.Single(await stack.ItemsAsync())["phone"]);
    }

    [SkippableTheory]
    [InlineData("404-555-0150")]
    [InlineData("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg==")]
    public async Task A_text_in_clear_is_not_stored_where_a_message_must_be_and_is_in_no_log(string clear)
    {
        await using var stack = await FormStack.StartAsync(moto);
        var (status, page, _) = await stack.SendAsync("POST", Body(phone: clear));
        Assert.Equal(422, status);
        Assert.Contains("was not encrypted on its way", page, StringComparison.Ordinal);
        Assert.Empty(await stack.ItemsAsync());
        Assert.DoesNotContain(clear, page + stack.Log, StringComparison.Ordinal);
        Assert.Contains("phone came in clear, and was not stored: check that the cache behavior has the field-level encryption configuration", stack.Log, StringComparison.Ordinal);
        Assert.Contains("\"InClear\":1", stack.Log, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_message_that_is_cut_is_not_stored()
    {
        await using var stack = await FormStack.StartAsync(moto);
        var message = FormStack.Encrypt(Phone);
        foreach (var length in new[] { 8, 40, 100, 300, 400 })
            Assert.Equal(422, (await stack.SendAsync("POST", Body(phone: message[..length]))).Status);
        Assert.Empty(await stack.ItemsAsync());
    }

    [SkippableFact]
    public async Task A_form_that_is_sent_twice_is_one_and_nothing_is_ever_overwritten()
    {
        await using var stack = await FormStack.StartAsync(moto);
        var first = FormStack.Encrypt(Phone);
        Assert.Equal(201, (await stack.SendAsync("POST", Body(phone: first))).Status);

        // The browser sends again: CloudFront encrypts anew.
        var (again, page, _) = await stack.SendAsync("POST", Body());
        var (other, _, _) = await stack.SendAsync("POST", Body(name: "Mallory"));

        Assert.Equal((200, 409), (again, other));
        Assert.Contains("was stored before; nothing was changed", page, StringComparison.Ordinal);
        var item = Assert.Single(await stack.ItemsAsync());
        Assert.Equal(("Ada Lovelace", first), (item["name"], item["phone"]));
    }

    [SkippableFact]
    public async Task Two_forms_of_one_person_are_two()
    {
        await using var stack = await FormStack.StartAsync(moto);
        foreach (var id in new[] { Id, new string('0', 32), "not an id", "not an id" }) Assert.Equal(201, (await stack.SendAsync("POST", Body(id: Uri.EscapeDataString(id)))).Status);
        Assert.Equal(4, (await stack.ItemsAsync()).Count);
    }

    [SkippableFact]
    public async Task What_is_wrong_is_said_field_by_field_and_what_was_typed_comes_back()
    {
        await using var stack = await FormStack.StartAsync(moto);
        var (status, page, _) = await stack.SendAsync("POST", $"name=%3Cb%3EAda&email=nowhere&phone=");
        Assert.Equal(422, status);
        Assert.Contains("Enter an e-mail address in the form name@example.com.", page, StringComparison.Ordinal);
        Assert.Contains("Enter your phone number.", page, StringComparison.Ordinal);
        Assert.Contains("value=\"&lt;b&gt;Ada\"", page, StringComparison.Ordinal);
        Assert.Empty(await stack.ItemsAsync());
        Assert.DoesNotContain("nowhere", stack.Log, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("GET", 200)]
    [InlineData("HEAD", 200)]
    [InlineData("DELETE", 405)]
    public async Task The_form_can_be_read_and_sent_and_nothing_else(string method, int expected)
    {
        await using var stack = await FormStack.StartAsync(moto);
        var (status, _, headers) = await stack.SendAsync(method);
        Assert.Equal(expected, status);
        Assert.Equal(expected == 405 ? "GET, HEAD, POST" : null, (string?)headers["allow"]);
    }

    [SkippableTheory]
    [InlineData("name=a&name=b", "application/x-www-form-urlencoded", "/", 400)]
    [InlineData("""{"name":"a"}""", "application/json", "/", 415)]
    [InlineData("name=a", "multipart/form-data; boundary=x", "/", 415)]
    [InlineData("name=a", "application/x-www-form-urlencoded", "/admin", 404)]
    public async Task What_is_no_form_is_refused(string body, string type, string path, int expected)
    {
        await using var stack = await FormStack.StartAsync(moto);
        Assert.Equal(expected, (await stack.SendAsync("POST", body, type: type, path: path)).Status);
        Assert.Empty(await stack.ItemsAsync());
    }

    [SkippableFact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        await using var stack = await FormStack.StartAsync(moto, ("MAX_BODY_KILOBYTES", "8"));
        Assert.Equal(413, (await stack.SendAsync("POST", Body(name: new string('a', 9000)))).Status);
    }

    [SkippableFact]
    public async Task A_charset_behind_the_type_and_a_body_without_base64_are_taken()
    {
        await using var stack = await FormStack.StartAsync(moto);
        Assert.Equal(201, (await stack.SendAsync("POST", Body(), type: "Application/X-WWW-Form-Urlencoded; charset=UTF-8", base64: false)).Status);
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("only CloudFront know")]
    public async Task Who_does_not_know_the_secret_gets_nothing_and_stores_nothing(string? secret)
    {
        await using var stack = await FormStack.StartAsync(moto);
        Assert.Equal(403, (await stack.SendAsync("GET", secret: secret)).Status);
        Assert.Equal(403, (await stack.SendAsync("POST", Body(), secret)).Status);
        Assert.Empty(await stack.ItemsAsync());
    }

    [Fact]
    public async Task Where_the_table_cannot_be_reached_the_page_says_so_and_the_log_why()
    {
        await using var stack = FormStack.Unreachable();
        var (status, page, headers) = await stack.SendAsync("POST", Body());
        Assert.Equal((503, "60"), (status, (string?)headers["retry-after"]));
        Assert.Contains("Nothing of it was kept", page, StringComparison.Ordinal);
        Assert.Contains("\"Failed\":1", stack.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Lovelace", stack.Log, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task All_fields_can_be_encrypted()
    {
        await using var stack = await FormStack.StartAsync(moto, ("ENCRYPTED_FIELDS", "phone,name,email"));
        var encrypted = FormStack.Profile("*").Encrypt("name=Ada&email=a%40b&phone=1%2B2"u8.ToArray())!;
        Assert.Equal(201, (await stack.SendAsync("POST", System.Text.Encoding.UTF8.GetString(encrypted))).Status);
        var item = Assert.Single(await stack.ItemsAsync());
        Assert.Equal(("Ada", "a@b", "1+2"), (await FormStack.DecryptAsync(item["name"]), await FormStack.DecryptAsync(item["email"]), await FormStack.DecryptAsync(item["phone"])));
    }

    [Fact]
    public void Every_mistake_in_the_settings_is_told_at_once()
    {
        var all = new Dictionary<string, string> { ["ENCRYPTED_FIELDS"] = "phone,fax", ["ORIGIN_HEADER"] = "x y", ["MAX_BODY_KILOBYTES"] = "1" };
        var wrong = Assert.Throws<SettingsException>(() => Settings.From(new EnvironmentReader(all.GetValueOrDefault)));
        Assert.Equal("Settings: ENCRYPTED_FIELDS has 'fax', which is none of name, email, phone; ORIGIN_HEADER='x y' is not the name of a header; TABLE is missing, expected a text; MAX_BODY_KILOBYTES='1' is not a whole number from 8 to 1024.", wrong.Message);
    }

    [Fact]
    public async Task What_is_no_request_is_an_error_that_says_what_is_expected()
    {
        await using var stack = FormStack.Unreachable();
        var wrong = await Assert.ThrowsAsync<InvalidDataException>(() => stack.InvokeAsync("{\"Records\":[]}"u8.ToArray(), default));
        Assert.Contains("payload format 2.0", wrong.Message, StringComparison.Ordinal);
    }
}
