using System.Diagnostics;
using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Permissions.Tests;

/// <summary>The roles that are judged here are those that are deployed: SAM's transform adds none and changes none.</summary>
public class TransformTests
{
    [SkippableFact]
    public async Task The_transformed_template_grants_what_the_template_grants_and_nothing_more()
    {
        var answer = await RunAsync();
        Assert.True(JsonNode.DeepEquals(answer["written"], answer["deployed"]), $"written:\n{answer["written"]}\ndeployed:\n{answer["deployed"]}");
        Assert.Equal(
            Stack.All.SelectMany(stack => stack.Template.Resources.Values).Concat(Stack.Central.Resources.Values).Where(one => one.Type is "AWS::IAM::Role" or "AWS::IAM::RolePolicy").Select(one => one.LogicalId).Distinct().Order(StringComparer.Ordinal),
            answer["deployed"]!.AsObject().Where(one => ((string)one.Value!["Type"]!).StartsWith("AWS::IAM::", StringComparison.Ordinal)).Select(one => one.Key).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task Each_function_gets_the_role_that_it_names()
    {
        var roles = (await RunAsync())["roles"]!.AsObject();
        Assert.Equal(Stack.All[0].Template.Functions.Keys.Order(StringComparer.Ordinal), roles.Select(one => one.Key).Order(StringComparer.Ordinal));
        Assert.All(roles, one => Assert.Equal(Stack.All[0].RoleOf(one.Key).LogicalId, (string)one.Value!["Fn::GetAtt"]![0]!));
    }

    static async Task<JsonNode> RunAsync()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("SLUICE_PYTHON") ?? "python3", [Repo.File("tests", "Permissions.Tests", "Stacks", "transformed.py"), Repo.File("template.yaml")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process? started = null;
        try
        {
            started = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No Python: the same as one without the package.
        }
        Skip.If(started is null, "Python is missing: pip install aws-sam-translator cfn-lint.");
        using var process = started!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Skip.If((await errors).Contains("ModuleNotFoundError", StringComparison.Ordinal), "The SAM translator is missing: pip install aws-sam-translator cfn-lint.");
        Assert.True(process.ExitCode == 0, await errors);
        return JsonNode.Parse(await output)!;
    }
}
