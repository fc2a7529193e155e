using Sluice.Local;

namespace Local.Tests;

public sealed class SamConfigTests
{
    [Fact]
    public void The_table_of_the_command_goes_before_the_global_one()
    {
        var config = SamConfig.Parse("samconfig.toml", """
            version = 0.1
            [default.global.parameters]
            stack_name = "all"   # a comment
            region = 'eu-west-1'
            [default.deploy.parameters]
            stack_name = "deployed"
            capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]
            confirm_changeset = true
            parameter_overrides = "A=B C='d e' D=\"f \\\" g\" ParameterKey=E,ParameterValue=h"
            """, "default");

        Assert.Equal(("deployed", "eu-west-1"), (config.StackName, config.Region));
        Assert.Equal(new Dictionary<string, string> { ["A"] = "B", ["C"] = "d e", ["D"] = "f \" g", ["E"] = "h" }, config.Parameters);
    }

    [Fact]
    public void Overrides_may_be_a_list_over_several_lines()
    {
        var config = SamConfig.Parse("samconfig.toml", """
            [prod.deploy.parameters]
            parameter_overrides = [
              "A=b=c",   # the value has an equals sign
              'D="e f"',
            ]
            """, "prod");

        Assert.Equal(new Dictionary<string, string> { ["A"] = "b=c", ["D"] = "e f" }, config.Parameters);
    }

    [Theory]
    [InlineData("[default.deploy.parameters]\nparameter_overrides = \"A=B nonsense\"", "line 2, parameter_overrides: 'nonsense' is not Name=Value.")]
    [InlineData("[default.deploy.parameters]\nparameter_overrides = \"A='b\"", "line 2, parameter_overrides: a ' is not closed in: A='b")]
    [InlineData("a = \"x", "line 1: a \" is not closed.")]
    [InlineData("a = {b = 1}", "inline tables")]
    [InlineData("[[a]]", "lists of tables")]
    [InlineData("a = \"\"\"x\"\"\"", "texts over several lines")]
    [InlineData("a = 1\na = 2", "'a' stands here twice.")]
    [InlineData("a = nonsense", "'nonsense' is no value")]
    [InlineData("a = 1 b = 2", "'b' is not expected here.")]
    [InlineData("a 1", "'=' is expected here.")]
    [InlineData("a = [1 2]", "',' or ']' is expected here.")]
    public void What_is_not_understood_is_refused_with_its_line(string toml, string expected)
    {
        var mistake = Assert.Throws<TemplateException>(() => SamConfig.Parse("samconfig.toml", toml, "default"));

        Assert.StartsWith("samconfig.toml: line ", mistake.Message, StringComparison.Ordinal);
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_environment_is_answered_with_those_that_there_are()
    {
        var mistake = Assert.Throws<TemplateException>(() => SamConfig.Load(Path.Combine(Some.Root, "samconfig.toml"), "production"));

        Assert.Equal("samconfig.toml: there is no environment 'production'; there are: default, staging, prod, rehearsal.", mistake.Message);
    }

    [Fact]
    public void Values_of_the_command_line_go_before_those_of_the_file()
    {
        var context = Deployment.Context(Some.Root, "default", new Dictionary<string, string> { ["LogLevel"] = "WARN" }, "eu-north-1");

        Assert.Equal(("sluice-dev", "eu-north-1"), (context.StackName, context.Region));
        Assert.Equal(("WARN", "7"), (context.Parameters["LogLevel"], context.Parameters["LogRetentionDays"]));
    }
}
