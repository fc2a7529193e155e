using Sluice.Local;

namespace Local.Tests;

public sealed class FunctionTests
{
    [Fact]
    public void The_decompressor_of_our_template_is_what_lambda_would_run()
    {
        var context = Deployment.Context(Some.Root, "default", new Dictionary<string, string>(), region: null);

        var function = Deployment.Resolve(Some.Root, context).Function("CloudWatchLogsDecompressor");

        Assert.Equal("CloudWatchLogsDecompressor", function.ProjectName);
        Assert.Equal(TimeSpan.FromSeconds(300), function.Timeout);
        Assert.Equal(512, function.MemoryMegabytes);
        Assert.Equal($"arn:aws:lambda:us-east-1:123456789012:function:{function.Name}", function.Arn);
        Assert.Equal("message", function.Environment["OUTPUT_FORMAT"]);
        Assert.Equal("us-east-1", function.Environment["AWS_REGION"]);
        Assert.Equal("DEBUG", function.Environment["AWS_LAMBDA_LOG_LEVEL"]);        // samconfig.toml; the template says INFO
        Assert.StartsWith("sluice-dev-DecompressorLogs-", function.Environment["AWS_LAMBDA_LOG_GROUP_NAME"], StringComparison.Ordinal);
    }

    [Fact]
    public void Our_template_resolves_in_every_environment_and_packaging()
    {
        foreach (var environment in new[] { "default", "staging", "prod" })
            foreach (var packaging in new[] { "provided", "dotnet10" })
            {
                var template = Deployment.Resolve(Some.Root, Deployment.Context(Some.Root, environment, new Dictionary<string, string> { ["Packaging"] = packaging }, "eu-central-1"));

                Assert.Equal(packaging == "provided" ? "provided.al2023" : "dotnet10", template.Resources["CloudWatchLogsDecompressor"].Properties["Runtime"]!.ToString());
                Assert.DoesNotContain("${", string.Concat(template.Resources.Values.Select(resource => resource.Properties.ToJsonString())).Replace("!{", "", StringComparison.Ordinal), StringComparison.Ordinal);
            }
    }

    [Fact]
    public void An_unknown_function_is_answered_with_those_that_there_are()
    {
        var template = Some.Resolve("Resources: {B: {Type: AWS::Serverless::Function}, A: {Type: AWS::Serverless::Function}}");

        Assert.Equal("template.yaml: no function 'C'; there are: A, B.", Assert.Throws<TemplateException>(() => template.Function("C")).Message);
    }

    [Fact]
    public void A_function_whose_condition_does_not_hold_is_said_to_be_left_out()
    {
        var template = Some.Resolve("""
            Parameters: {With: {Type: String, Default: ''}}
            Conditions: {Wanted: !Not [!Equals [!Ref With, '']]}
            Resources: {A: {Type: AWS::Serverless::Function, Condition: Wanted}, B: {Type: AWS::Serverless::Function}}
            """);

        Assert.Contains("function 'A' is left out, since its condition Wanted does not hold", Assert.Throws<TemplateException>(() => template.Function("A")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_sides_of_the_copier_resolve_with_names_that_WAF_and_S3_take()
    {
        static ResolvedTemplate Of(params (string Name, string Value)[] parameters) => Deployment.Resolve(Some.Root,
            Deployment.Context(Some.Root, "default", parameters.ToDictionary(one => one.Name, one => one.Value), region: null));

        var central = Of(("ResourceAccounts", "111122223333,444455556666"), ("OrganizationId", "o-a1b2c3d4e5"));
        var principals = central.Resources["CentralBucketPolicy"].Properties["PolicyDocument"]!["Statement"]![2]!["Principal"]!["AWS"]!.AsArray().Select(one => (string)one!);
        Assert.Equal(["111122223333", "444455556666"], principals);
        Assert.DoesNotContain("WafLogCopier", central.Functions.Keys);

        var resource = Of(("CentralBucketName", "central"), ("CentralBucketAccount", "222233334444"));
        Assert.Matches("^aws-waf-logs-123456789012-[0-9a-f]{12}$", resource.Resources["WafLogBucket"].PhysicalName);
        Assert.Equal(resource.Resources["WafLogBucket"].PhysicalName, resource.Function("WafLogCopier").Environment["SOURCE_BUCKETS"]);
        Assert.DoesNotContain("CentralBucket", resource.Resources.Keys);
    }

    [Fact]
    public void Globals_are_merged_as_SAM_merges_them()
    {
        var properties = Some.Resolve("""
            Globals:
              Function:
                Timeout: 10
                Handler: !Sub global
                Layers: [one]
                Tags: {Team: logs, Kind: global}
                Environment: {Variables: {SHARED: a, LEVEL: low}}
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Timeout: 20
                  Handler: {Own: handler}
                  Layers: [two]
                  Tags: {Kind: own}
                  Environment: {Variables: {LEVEL: high}}
              Other: {Type: AWS::Lambda::Function}
            """).Resources["F"].Properties;

        Assert.Equal("""{"Timeout":20,"Handler":{"Own":"handler"},"Layers":["one","two"],"Tags":{"Team":"logs","Kind":"own"},"Environment":{"Variables":{"SHARED":"a","LEVEL":"high"}}}""", properties.ToJsonString());
    }

    [Fact]
    public void A_function_may_ignore_globals_and_other_resources_have_none()
    {
        var template = Some.Resolve("""
            Globals: {Function: {Timeout: 10, MemorySize: 256}}
            Resources:
              Some: {Type: AWS::Serverless::Function, IgnoreGlobals: [Timeout]}
              All: {Type: AWS::Serverless::Function, IgnoreGlobals: '*'}
              Plain: {Type: AWS::Lambda::Function}
            """);

        Assert.Equal((3, 256), ((int)template.Function("Some").Timeout.TotalSeconds, template.Function("Some").MemoryMegabytes));
        Assert.Equal((3, 128), ((int)template.Function("All").Timeout.TotalSeconds, template.Function("All").MemoryMegabytes));
        Assert.Equal((3, 128), ((int)template.Function("Plain").Timeout.TotalSeconds, template.Function("Plain").MemoryMegabytes));
    }

    [Theory]
    [InlineData("Timeout: 901", "Resources.F.Properties.Timeout: 901 is no whole number from 1 to 900.")]
    [InlineData("MemorySize: 64", "Resources.F.Properties.MemorySize: 64 is no whole number from 128 to 10240.")]
    [InlineData("Environment: {Variables: {AWS_REGION: x}}", "Variables.AWS_REGION: Lambda sets this variable itself")]
    [InlineData("Environment: {Variables: {A: x}}", "Variables.A: a name starts with a letter and has two or more")]
    [InlineData("Environment: {Variables: {LIST: [x]}}", "Variables.LIST: an environment variable is text")]
    [InlineData("Environment: {Variables: {SECRET: '{{resolve:ssm:/a}}'}}", "Variables.SECRET: {{resolve:ssm:/a}} is looked up by AWS")]
    [InlineData("Environment: {Variables: {TABLE: !Ref Nobody}}", "line 1, Resources.F.Properties.Environment.Variables.TABLE: Ref 'Nobody'")]
    public void What_lambda_refuses_about_a_function_is_named(string property, string expected) =>
        Assert.Contains(expected, Some.Mistake($"Resources: {{F: {{Type: AWS::Serverless::Function, Properties: {{ {property} }} }} }}"), StringComparison.Ordinal);

    [Fact]
    public void An_environment_over_4_KB_is_refused() =>
        Assert.Contains("the variables have 4099 bytes, and Lambda takes 4096", Some.Mistake(
            $"Resources: {{F: {{Type: AWS::Serverless::Function, Properties: {{Environment: {{Variables: {{BIG: {new string('x', 4096)} }} }} }} }} }}"), StringComparison.Ordinal);

    [Fact]
    public void Scalars_of_the_environment_become_text_as_written()
    {
        var environment = Some.Resolve("Resources: {F: {Type: AWS::Serverless::Function, Properties: {Environment: {Variables: {N1: 1.10, B1: True, T1: '007'}}}}}").Function("F").Environment;

        Assert.Equal(("1.10", "true", "007"), (environment["N1"], environment["B1"], environment["T1"]));
    }
}
