using System.Text.Json.Nodes;

namespace Sluice.EndToEnd.Tests;

/// <summary>The deployment's rehearsal, as a user runs it.</summary>
public class RehearsalTests
{
    [SkippableFact]
    public async Task The_rehearsal_makes_the_stack_and_brings_every_sample_to_its_function()
    {
        var python = Environment.GetEnvironmentVariable("SLUICE_PYTHON") ?? "python3";
        Skip.If((await Command.RunAsync(python, "-c", "import moto.server, samtranslator, cfnlint")).ExitCode != 0, "moto or the SAM translator is missing: pip install -r local/requirements.txt");
        var file = Path.Combine(Path.GetTempPath(), $"rehearsal-{Guid.NewGuid():N}.json");
        try
        {
            var result = await Command.SluiceAsync("rehearse", "--output", file);

            Assert.True(result.ExitCode == 0, result.All);
            Assert.Matches("Every resource that the template wants is there, or left over for a reason above; [0-9]+ events came through the stack's own wiring to [0-9]+ functions, each as expected\\.", result.Output.TrimEnd().Split('\n')[^1]);
            Assert.DoesNotContain('\u001b', result.Output);      // no colours where no terminal is

            var found = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
            var resources = found["stack"]!["resources"]!.AsArray();
            Assert.All(resources, one => Assert.True((string)one!["state"]! is "Made" or "Finished" || (string)one["state"]! == "LeftOver" && (bool)one["expected"]!, one.ToJsonString()));
            var functions = resources.Where(one => (string)one!["type"]! == "AWS::Lambda::Function").Select(one => (string)one!["logicalId"]!);
            Assert.Equal(functions.Order(StringComparer.Ordinal), found["triggers"]!.AsArray().Where(one => one!["sample"] is not null && ((string)one["wiring"]!).Length > 0).Select(one => (string)one!["function"]!).Distinct().Order(StringComparer.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
