using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sluice.RuntimeTests;

/// <summary>The published test function under @vercel/fun, an emulator that shares no line with ours.</summary>
public class FunTests(FunTests.Fun fun) : IClassFixture<FunTests.Fun>
{
    [SkippableFact]
    public async Task The_published_function_answers_fails_dies_and_comes_back()
    {
        Skip.If(fun.Missing is not null, fun.Missing);

        var results = await fun.RunAsync("\"ünïcode\"", """{"do":"about"}""", """{"do":"throw","message":"no such thing"}""", "1", """{"do":"exit","code":3}""", "2");

        Assert.Equal("\"ünïcode\"", results[0].Payload);
        // Its deadline is always five seconds after the start of 1970.
        Assert.InRange(JsonElement.Parse(results[1].Payload).GetProperty("remainingMs").GetDouble(), 14 * 60_000, 15 * 60_000);
        Assert.Equal("Handled", results[2].Error);
        Assert.Equal("no such thing", JsonElement.Parse(results[2].Payload).GetProperty("errorMessage").GetString());
        Assert.Equal("1", results[3].Payload);
        Assert.Contains("exited before completing request", results[4].Payload, StringComparison.Ordinal);
        Assert.Equal("2", results[5].Payload);
    }

    /// <summary>Installs it into the git-ignored <c>.sluice/node</c> of the repository, once.</summary>
    public sealed class Fun : IAsyncLifetime
    {
        const string Version = "1.3.6";
        static readonly string s_folder = Path.Combine(RepoRoot, ".sluice", "node");

        /// <summary>Why it cannot run here; null if it can.</summary>
        public string? Missing { get; private set; }

        static string RepoRoot => typeof(Fun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == "RepoRoot").Value!;

        static string InstalledManifest => Path.Combine(s_folder, "node_modules", "@vercel", "fun", "package.json");

        public async Task InitializeAsync()
        {
            try
            {
                if ((await ProcessAsync("node", ["--version"])).Status != 0) Missing = "node does not run here.";
                if (Missing is not null || File.Exists(InstalledManifest)) return;
                Directory.CreateDirectory(s_folder);
                var (status, _, error) = await ProcessAsync("npm", ["install", "--prefix", s_folder, "--no-audit", "--no-fund", "--no-save", $"@vercel/fun@{Version}"]);
                if (status != 0) Missing = $"npm could not install @vercel/fun@{Version}: {error.Split('\n')[0]}";
            }
            catch (Win32Exception missing)
            {
                Missing = $"node and npm are needed: {missing.Message}";
            }
        }

        public async Task<(string? Error, string Payload)[]> RunAsync(params string[] events)
        {
            var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
            var (status, output, error) = await ProcessAsync("node", [Path.Combine(AppContext.BaseDirectory, "Peers", "fun.cjs"), TestFunctionProcess.Folder, dotnet, .. events]);
            Assert.True(status == 0, error);
            return [.. output.Split('\n').Where(line => line.StartsWith("{\"error\":", StringComparison.Ordinal)).Select(line => JsonElement.Parse(line)).Select(it => (it.GetProperty("error").GetString(), it.GetProperty("payload").GetString()!))];
        }

        public Task DisposeAsync() => Task.CompletedTask;

        static async Task<(int Status, string Output, string Error)> ProcessAsync(string file, string[] arguments)
        {
            var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["NODE_PATH"] = Path.Combine(s_folder, "node_modules");
            start.Environment["XDG_CACHE_HOME"] = Path.Combine(s_folder, "cache");      // fun unpacks its runtimes there
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output, await error);
        }
    }
}
