using System.Text.RegularExpressions;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests;

/// <summary>What the repository promises about itself.</summary>
public class RepositoryTests
{
    [SkippableFact]
    public async Task The_template_is_clean_under_cfn_lint()
    {
        var python = Environment.GetEnvironmentVariable("SLUICE_PYTHON") ?? "python3";
        var probe = await Command.RunAsync(python, "-c", "import cfnlint, samtranslator");
        Skip.If(probe.ExitCode != 0, "cfn-lint is missing: pip install cfn-lint aws-sam-translator");
        var result = await Command.RunAsync(python, "-c", "import sys; from cfnlint.runner import main; sys.exit(main())", "-c", "I", "--", Repo.File("template.yaml"));
        Assert.True(result.ExitCode == 0, result.All);
    }

    [Fact]
    public void The_readme_and_CI_use_the_same_test_command()
    {
        Assert.Contains("./sluice test", File.ReadAllText(Repo.File("README.md")), StringComparison.Ordinal);
        Assert.Contains("./sluice test", File.ReadAllText(Repo.File(".ci", "run")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_function_has_a_template_entry_sample_events_tests_and_a_place_in_the_readme()
    {
        var template = File.ReadAllText(Repo.File("template.yaml"));
        var readme = File.ReadAllText(Repo.File("README.md"));
        var functions = Directory.EnumerateDirectories(Repo.File("functions")).Select(folder => Path.GetFileName(folder)!).ToArray();
        Assert.NotEmpty(functions);
        foreach (var function in functions)
        {
            Assert.Contains($"\n  {function}:\n    Type: AWS::Serverless::Function", template, StringComparison.Ordinal);
            Assert.NotEmpty(Directory.EnumerateFiles(Repo.File("events", function), "*.json"));
            Assert.True(Directory.Exists(Repo.File("tests", function + ".Tests")), function);
            Assert.Contains(function, readme, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_setting_a_function_reads_is_in_the_readme()
    {
        var readme = File.ReadAllText(Repo.File("README.md"));
        foreach (var file in Directory.EnumerateFiles(Repo.File("functions"), "*.cs", SearchOption.AllDirectories))
        {
            foreach (var setting in Regex.Matches(File.ReadAllText(file), "env\\.(?:Text|HttpUrl|WholeNumber|Switch|Choice|Pattern)\\(\"([A-Z_]+)\"").Select(match => match.Groups[1].Value))
                Assert.True(readme.Contains($"`{setting}`", StringComparison.Ordinal), $"{setting} of {Path.GetFileName(file)} is not in README.md");
        }
    }

    [Fact]
    public void Workflows_pin_their_actions_by_commit_and_ask_for_no_more_than_reading()
    {
        foreach (var file in Directory.EnumerateFiles(Repo.File(".github", "workflows")))
        {
            var text = File.ReadAllText(file);
            Assert.Contains("permissions:\n  contents: read", text, StringComparison.Ordinal);
            Assert.All(Regex.Matches(text, "uses: (.*)").Select(match => match.Groups[1].Value), uses => Assert.Matches("^[a-z/-]+@[0-9a-f]{40} # v", uses));
        }
    }
}
