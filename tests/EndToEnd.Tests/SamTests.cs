using Sluice.Tests;

namespace Sluice.EndToEnd.Tests;

/// <summary>What the SAM CLI says of the template, and builds by the Makefile.</summary>
[Collection(Builds)]
public sealed class SamTests(SamCli sam) : IClassFixture<SamCli>
{
    /// <summary>Two builds of one function must not write the same files at once.</summary>
    internal const string Builds = "Builds of FormIntake";

    [SkippableFact]
    public async Task The_template_is_valid()
    {
        sam.SkipIfAbsent();
        var answer = await sam.RunAsync("validate", "--lint", "--template", Repo.File("template.yaml"), "--region", "us-east-1");
        Assert.True(answer.ExitCode == 0, answer.All);
        Assert.Contains("is a valid SAM Template", answer.All, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_function_is_built_as_the_Makefile_says()
    {
        sam.SkipIfAbsent();
        var answer = await sam.RunAsync("build", "FormIntake", "--region", "us-east-1", "--build-dir", Path.Combine(sam.Folder, "build"));
        Assert.True(answer.ExitCode == 0, answer.All);
        Assert.True(File.Exists(Path.Combine(sam.Folder, "build", "FormIntake", "bootstrap")), answer.All);
    }
}

/// <summary>The SAM CLI on the path or, where <c>SLUICE_SAM</c> or a folder beside the repository has its wheels, in an environment of its own.</summary>
public sealed class SamCli : IAsyncLifetime
{
    string? _sam;

    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-sam-").FullName;

    public void SkipIfAbsent() => Skip.If(_sam is null, "The SAM CLI is missing: pip install aws-sam-cli, or set SLUICE_SAM to a folder with its wheels.");

    public async Task InitializeAsync()
    {
        var wheels = Environment.GetEnvironmentVariable("SLUICE_SAM") is { Length: > 0 } set ? set : Path.GetFullPath(Path.Combine(Repo.Root, "..", "shared", "sam", "wheels"));
        if (!Directory.Exists(wheels))
        {
            if ((await Command.RunAsync("sam", "--version")).ExitCode == 0) _sam = "sam";
            return;
        }
        var venv = Path.Combine(Folder, "venv");
        foreach (string[] step in new[] { [Moto.Python, "-m", "venv", venv], new[] { Path.Combine(venv, "bin", "pip"), "install", "--quiet", "--no-index", "--find-links", wheels, "aws-sam-cli" } })
        {
            var done = await Command.RunAsync(step[0], step[1..]);
            if (done.ExitCode != 0) throw new InvalidOperationException(done.All);
        }
        _sam = Path.Combine(venv, "bin", "sam");
    }

    // The stand-ins, since the official packages may be out of reach; and what is quick to make, since the way is what is tried.
    internal Task<CommandResult> RunAsync(params string[] arguments) => Command.RunAsync(
        _sam!, arguments, new Dictionary<string, string> { ["SAM_CLI_TELEMETRY"] = "0", ["OFFICIAL"] = "false", ["PACKAGING"] = "r2r", ["ARCH"] = "x64" });

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }
}
