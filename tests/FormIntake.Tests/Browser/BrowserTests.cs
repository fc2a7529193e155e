using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Sluice.Local;
using Sluice.Local.Tests;
using Sluice.Tests;

namespace Sluice.FormIntake.Tests;

/// <summary>The form in a real Chromium, with what plays CloudFront before it and DynamoDB behind it.</summary>
/// <remarks>Screenshots go to the folder that <c>SLUICE_SCREENSHOTS</c> names, to be looked at.</remarks>
public sealed class BrowserTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    const string Phone = "+44 20 7946 0958";

    static string? Chromium { get; } = new[] { Environment.GetEnvironmentVariable("SLUICE_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    static string NodeModules => Environment.GetEnvironmentVariable("SLUICE_NODE_MODULES") is { Length: > 0 } set ? set : Repo.File(".sluice", "node", "node_modules");

    /// <summary>What was seen, in order.</summary>
    static async Task<IReadOnlyList<JsonNode>> PlayAsync(EdgeEndpoint edge, string scenario)
    {
        var start = new ProcessStartInfo("node", [Repo.File("tests", "FormIntake.Tests", "Browser", "form.mjs"), edge.Address.ToString(), Screenshots(), scenario]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["SLUICE_NODE_MODULES"], start.Environment["SLUICE_CHROMIUM"]) = (NodeModules, Chromium);
        using var node = Process.Start(start)!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await output + await error);
        return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    static string Screenshots()
    {
        if (Environment.GetEnvironmentVariable("SLUICE_SCREENSHOTS") is not { Length: > 0 } folder) return "";
        Directory.CreateDirectory(folder);
        return folder;
    }

    static void SkipIfAbsent()
    {
        Skip.If(Chromium is null, "Chromium is missing (Debian, Ubuntu: apt-get install chromium), or set SLUICE_CHROMIUM: skipped.");
        Skip.If(!Directory.Exists(Path.Combine(NodeModules, "playwright-core")), "Playwright is missing: './sluice test' installs it where Node and npm are.");
    }

    static (string, string)? CloudFront => ("x-origin-verify", FormStack.Secret);

    static string[] Texts(JsonNode? array) => [.. array!.AsArray().Select(one => one!.ToString())];

    [SkippableFact]
    public async Task A_person_sends_the_form_sees_ciphertext_and_who_holds_the_key_reads_the_number()
    {
        SkipIfAbsent();
        await using var stack = await FormStack.StartAsync(moto);
        await using var edge = await EdgeEndpoint.StartAsync(stack.InvokeAsync, CloudFront, FormStack.Profile());

        var seen = await PlayAsync(edge, "submit");

        Assert.Equal(("Contact us", true), ((string?)seen[0]["title"], (bool)seen[0]["styled"]!));
        Assert.Equal(["Name", "E-mail address", "Phone number", "Send"], seen[0]["controls"]!.AsArray().Select(one => one!["name"]!.ToString()));
        Assert.Equal(["Encrypted on its way, before it reaches us."], Texts(seen[0]["controls"]![2]!["described"]));
        Assert.Equal(("Stored: Contact us", "Thank you", 0), ((string?)seen[1]["title"], (string?)seen[1]["heading"], (int)seen[1]["bold"]!));
        var stored = Texts(seen[1]["stored"]);
        Assert.Equal(["Ada \"<b>Countess</b>\" Lovelace & Co.", "ada@example.com"], stored[..2]);
        Assert.Matches("^Encrypted: [0-9]{3} characters that only the holder of the key can read.AYAB", stored[2]);
        Assert.Contains("was stored before; nothing was changed", (string)seen[2]["again"]!, StringComparison.Ordinal);
        Assert.Equal(("Contact us", ""), ((string?)seen[3]["back"], (string?)seen[3]["empty"]));
        Assert.Empty(Texts(seen[^1]["problems"]));

        var item = Assert.Single(await stack.ItemsAsync());
        Assert.Equal(Phone, await FormStack.DecryptAsync(item["phone"]));
        using var another = RSA.Create(2048);
        await Assert.ThrowsAsync<MessageException>(() => FormStack.DecryptAsync(item["phone"], another));
        Assert.All(edge.Forwarded, body => Assert.DoesNotContain("7946", System.Text.Encoding.UTF8.GetString(body), StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_form_is_filled_in_mended_and_sent_by_keyboard_alone()
    {
        SkipIfAbsent();
        await using var stack = await FormStack.StartAsync(moto);
        await using var edge = await EdgeEndpoint.StartAsync(stack.InvokeAsync, CloudFront, FormStack.Profile());

        var seen = await PlayAsync(edge, "keyboard");

        Assert.Equal(["name", "email", "phone", "Send"], Texts(seen[0]["order"]));
        Assert.NotEqual("none", (string?)seen[0]["ring"]);
        Assert.Equal("Error: Contact us", (string?)seen[0]["title"]);
        Assert.Equal(["Enter an e-mail address in the form name@example.com."], Texts(seen[0]["problems"]));
        var email = seen[0]["controls"]!.AsArray().Single(one => (string?)one!["name"] == "E-mail address")!;
        Assert.Equal(("true", "Enter an e-mail address in the form name@example.com."), ((string?)email["invalid"], Texts(email["described"])[0]));
        Assert.Equal("", (string?)seen[0]["phone"]);        // it was a message by then, which nobody can show again
        Assert.Equal("email", (string?)seen[1]["led"]);
        Assert.Equal("Thank you", (string?)seen[2]["heading"]);
        Assert.Empty(Texts(seen[^1]["problems"]));
        Assert.Single(await stack.ItemsAsync());
    }

    [SkippableFact]
    public async Task The_pages_fit_a_narrow_screen_and_a_dark_one()
    {
        SkipIfAbsent();
        await using var stack = await FormStack.StartAsync(moto);
        await using var edge = await EdgeEndpoint.StartAsync(stack.InvokeAsync, CloudFront, FormStack.Profile());

        var seen = await PlayAsync(edge, "narrow");

        foreach (var page in seen.Where(one => one["name"] is not null)) Assert.False((bool)page["wide"]!, page.ToJsonString());
        Assert.All(seen.Where(one => one["smallest"] is not null), page => Assert.InRange((int)page["smallest"]!, 44, 100));
        Assert.Empty(Texts(seen[^1]["problems"]));
    }

    [SkippableFact]
    public async Task Where_encryption_does_not_run_the_person_is_told_and_nothing_is_kept()
    {
        SkipIfAbsent();
        await using var stack = await FormStack.StartAsync(moto);
        await using var edge = await EdgeEndpoint.StartAsync(stack.InvokeAsync, CloudFront, profile: null);

        var seen = await PlayAsync(edge, "clear");

        Assert.Equal("Nothing was stored", (string?)seen[0]["heading"]);
        Assert.Empty(await stack.ItemsAsync());
        Assert.DoesNotContain("7946", stack.Log, StringComparison.Ordinal);
    }
}
