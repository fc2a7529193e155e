using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Local;
using Sluice.Tests;

namespace Sluice.FieldLevelDecryptor.Tests;

/// <summary>AWS' own SDK reads what the writer writes, and the reader reads what the SDK writes.</summary>
public class JavaScriptTests(JavaScriptTests.Esdk esdk) : IClassFixture<JavaScriptTests.Esdk>
{
    [SkippableFact]
    public async Task Messages_of_every_suite_written_here_are_read_by_the_JavaScript_SDK()
    {
        Skip.If(esdk.Missing is not null, esdk.Missing);
        var messages = new List<(CipherSuite Suite, byte[] Text, byte[] Message)>();
        foreach (var suite in CipherSuite.All)
        {
            foreach (var (length, frame) in new[] { (0, 4096u), (12, 4096u), (100, 16u), (96, 16u), (12, 0u), (3, 1u) })
            {
                var text = RandomNumberGenerator.GetBytes(length);
                messages.Add((suite, text, new MessageWriter(suite, Some.Wrapping()) { FrameLength = frame, Context = [new("clé", "é☃"), new("a", "")] }.Write(text)));
            }
        }
        var answers = await esdk.AskAsync(new JsonObject { ["decrypt"] = new JsonArray([.. messages.Select(one => (JsonNode)Convert.ToBase64String(one.Message))]) });
        Assert.Equal(messages.Count, answers.Count);
        foreach (var ((suite, text, _), answer) in messages.Zip(answers))
        {
            Assert.Equal(Convert.ToBase64String(text), (string)answer!["plaintext"]!);
            Assert.Equal("é☃", (string)answer["context"]!["clé"]!);
            Assert.Equal(suite.Id, (int)answer["suite"]!);
        }
    }

    [SkippableFact]
    public async Task Messages_of_every_suite_written_by_the_JavaScript_SDK_are_read_here()
    {
        Skip.If(esdk.Missing is not null, esdk.Missing);
        var asked = CipherSuite.All.SelectMany(suite => new[] { (0, 4096), (12, 4096), (100, 16), (96, 16), (3000, 1000) }.Select(one => (suite, one))).ToList();
        var texts = asked.Select(one => RandomNumberGenerator.GetBytes(one.one.Item1)).ToList();
        var answers = await esdk.AskAsync(new JsonObject
        {
            ["encrypt"] = new JsonArray([.. asked.Zip(texts, (one, text) => (JsonNode)new JsonObject
            {
                ["suite"] = one.suite.Id, ["plaintext"] = Convert.ToBase64String(text), ["frameLength"] = one.one.Item2, ["context"] = new JsonObject { ["purpose"] = "fle" },
            })]),
        });
        var decryptor = Some.Decryptor();
        Assert.Equal(texts.Count, answers.Count);
        foreach (var (text, answer) in texts.Zip(answers))
            Assert.Equal(Encoding.Latin1.GetString(text), await decryptor.OpenAsync(Convert.FromBase64String((string)answer!["message"]!)));
    }

    [SkippableTheory]
    [InlineData("sha1", "oaep-sha1")]
    [InlineData("sha384", "oaep-sha384")]
    [InlineData("sha512", "oaep-sha512")]
    public async Task Other_hashes_are_those_of_the_JavaScript_SDK(string hash, string word)
    {
        Skip.If(esdk.Missing is not null, esdk.Missing);
        var padding = Paddings.All.Single(one => one.Word == word).Padding;
        var answers = await esdk.AskAsync(new JsonObject
        {
            ["decrypt"] = new JsonArray(Convert.ToBase64String(Some.Writer(keys: Some.Wrapping(padding: padding)).Write("text"u8))),
            ["encrypt"] = new JsonArray(new JsonObject { ["suite"] = 0x0178, ["plaintext"] = Convert.ToBase64String("text"u8), ["frameLength"] = 4096 }),
        }, hash);
        Assert.Equal(Convert.ToBase64String("text"u8), (string)answers[0]!["plaintext"]!);
        Assert.Equal("text", await Some.Decryptor(Some.RsaKey(padding: padding)).OpenAsync(Convert.FromBase64String((string)answers[1]!["message"]!)));
    }

    [SkippableFact]
    public async Task What_plays_CloudFront_writes_what_the_JavaScript_SDK_reads()
    {
        Skip.If(esdk.Missing is not null, esdk.Missing);
        var field = new FieldEncryption(Vectors.Provider, Vectors.KeyName, Vectors.Rsa).Encrypt("404-555-0150"u8);
        // The length that CloudFront's own messages have for these names: local arithmetic over the published sample.
        Assert.Equal(528, field.Length);
        Assert.StartsWith("AYAB", field, StringComparison.Ordinal);
        var answers = await esdk.AskAsync(new JsonObject { ["decrypt"] = new JsonArray(field) });
        Assert.Equal("404-555-0150", Encoding.UTF8.GetString(Convert.FromBase64String((string)answers[0]!["plaintext"]!)));
    }

    /// <summary>The SDK, which setup installs into <c>.sluice/node</c> from a lock file.</summary>
    public sealed class Esdk : IAsyncLifetime
    {
        string? _modules;

        /// <summary>Why it cannot be asked; null if it can.</summary>
        public string? Missing { get; private set; }

        public async Task InitializeAsync()
        {
            var said = "";
            _modules = await Tools.NodeModulesAsync(line => said = line, CancellationToken.None);
            if (_modules is null || !Directory.Exists(Path.Combine(_modules, "@aws-crypto", "client-node"))) Missing = "the AWS Encryption SDK for JavaScript is missing: " + said;
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public async Task<JsonArray> AskAsync(JsonObject request, string hash = "sha256")
        {
            request["provider"] = Vectors.Provider;
            request["name"] = Vectors.KeyName;
            request["hash"] = hash;
            request["publicKey"] = Vectors.Rsa.ExportSubjectPublicKeyInfoPem();
            request["privateKey"] = Vectors.Rsa.ExportPkcs8PrivateKeyPem();
            var start = new ProcessStartInfo("node", [Repo.File("tests", "FieldLevelDecryptor.Tests", "Peers", "esdk.cjs")]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["NODE_PATH"] = _modules;
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.WriteAsync(request.ToJsonString());
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await errors);
            return JsonNode.Parse(await output)!.AsArray();
        }
    }
}
