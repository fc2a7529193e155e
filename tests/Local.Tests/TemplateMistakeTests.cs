using Sluice.Local;

namespace Local.Tests;

/// <summary>A message says where (path and line), what, and where it can what to do.</summary>
public sealed class TemplateMistakeTests
{
    [Theory]
    [InlineData("!Ref Nmae", "Ref 'Nmae' names neither a parameter nor a resource; did you mean 'Name'?")]
    [InlineData("!GetAtt Bucket.Nonsense", "AWS::S3::Bucket has no attribute 'Nonsense'; the runner knows Arn, DomainName")]
    [InlineData("!GetAtt Bukcet.Arn", "GetAtt 'Bukcet.Arn' names no resource; did you mean 'Bucket'?")]
    [InlineData("!GetAtt Bucket", "GetAtt takes Resource.Attribute")]
    [InlineData("!GetAtt It.X", "the runner knows no attributes of Custom::It")]
    [InlineData("!Sub '${Nothing}'", "Ref 'Nothing' names neither")]
    [InlineData("!Sub '${Queue.Nothing}'", "AWS::SQS::Queue has no attribute 'Nothing'")]
    [InlineData("!Sub '${Name'", "has no closing brace")]
    [InlineData("!Sub '${Zones}'", "is a list")]
    [InlineData("!Sub [a]", "Sub takes a text")]
    [InlineData("!If [Maybe, a, b]", "there is no condition 'Maybe'")]
    [InlineData("!If [Holds, a]", "If takes [condition, then, else]")]
    [InlineData("!Ref Absent", "'Absent' is not created: its condition Fails does not hold")]
    [InlineData("!FindInMap [Sizes, smal, disk]", "Mappings.Sizes has no 'smal'; did you mean 'small'?")]
    [InlineData("!FindInMap [Size, small, disk]", "Mappings has no 'Size'; did you mean 'Sizes'?")]
    [InlineData("!FindInMap [Sizes, small, disc]", "Mappings.Sizes.small has no 'disc'; did you mean 'disk'?")]
    [InlineData("!Select [3, [a, b]]", "Select 3: the list has 2 items, counted from 0.")]
    [InlineData("!Select [0, a]", "Select needs a list.")]
    [InlineData("!Join [',', a]", "Join needs a list of texts.")]
    [InlineData("!Split [a]", "Split takes [delimiter, text].")]
    [InlineData("!ImportValue Other", "ImportValue needs the exports of other stacks")]
    [InlineData("!Cidr [10.0.0.0/16, 2, 8]", "Cidr is not computed by the runner")]
    [InlineData("!Equals [a, a]", "Equals belongs in the section Conditions")]
    [InlineData("!Nonsense a", "!Nonsense is no intrinsic function of CloudFormation.")]
    [InlineData("{'Fn::Nonsense': a}", "Fn::Nonsense is no intrinsic function of CloudFormation.")]
    [InlineData("", "a template may hold no null")]
    public void What_cannot_be_resolved_is_named_with_line_and_path(string expression, string expected)
    {
        var message = Some.Mistake(Some.With(expression));

        Assert.StartsWith("template.yaml: line 17, Resources.It.Properties.V: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_come_at_once_in_the_order_of_the_file()
    {
        var message = Some.Mistake("""
            Parameters:
              Level: {Type: String, Default: LOUD, AllowedValues: [INFO, WARN]}
              Missing: {Type: String}
            Conditions:
              Odd: !Equals [!Ref Levle, a]
            Resources:
              One: {Type: AWS::SNS::Topic, DependsOn: Tow, Properties: {TopicName: !Ref Nobody}}
              Two: {Type: AWS::SQS::Queue, Propertys: {}}
            Outputs:
              Last: {Value: !GetAtt Two.Nothing}
            Resorces: {}
            """);

        Assert.Equal("""
            template.yaml: 8 mistakes
              line 2, Parameters.Level: 'LOUD' is none of INFO, WARN.
              line 3, Parameters.Missing: it has no Default and no value is given: --parameter-overrides Missing=..., or samconfig.toml.
              line 5, Conditions.Odd: a condition may refer to parameters only, and there is none 'Levle'; did you mean 'Level'?
              line 7, Resources.One.DependsOn: there is no resource 'Tow'; did you mean 'Two'?
              line 7, Resources.One.Properties.TopicName: Ref 'Nobody' names neither a parameter nor a resource.
              line 8, Resources.Two.Propertys: a resource has no such key; did you mean 'Properties'?
              line 10, Outputs.Last.Value: AWS::SQS::Queue has no attribute 'Nothing'; the runner knows Arn, QueueName, QueueUrl.
              line 11, Resorces: CloudFormation knows no such section; did you mean 'Resources'?
            """, message);
    }

    [Theory]
    [InlineData("Conditions: {A: !Condition B, B: !Condition A}\nResources: {R: {Type: AWS::SNS::Topic}}", "the conditions go in a circle: A -> B -> A.")]
    [InlineData("Conditions: {A: !Not [a, b]}\nResources: {R: {Type: AWS::SNS::Topic}}", "Not takes a list of one condition.")]
    [InlineData("Resources: {A: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref B}}, B: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref A}}}", "the names go in a circle: B -> A -> B.")]
    [InlineData("Resources: {R: {Type: AWS::SNS::Topic, Condition: Nothing}}", "there is no condition 'Nothing'")]
    [InlineData("Resources: {R: {Properties: {}}}", "Resources.R: a resource is a map with a Type.")]
    [InlineData("Resources: {R: {Type: AWS::SNS::Topic}}\nGlobals: {Functions: {Timeout: 3}}", "SAM knows no such section; did you mean 'Function'?")]
    [InlineData("Description: none", "a template needs at least one resource.")]
    [InlineData("Resources: {R: {Type: AWS::SNS::Topic, Type: AWS::SQS::Queue}}", "this is not YAML")]
    [InlineData("Resources:\n  R: [", "this is not YAML")]
    [InlineData("just text", "a template is a map with a section Resources.")]
    [InlineData("", "the file is empty.")]
    [InlineData("Resources: &r {R: *r}", "nested deeper than 100.")]
    public void A_template_that_makes_no_sense_is_refused(string yaml, string expected) =>
        Assert.Contains(expected, Some.Mistake(yaml), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_named()
    {
        var mistake = Assert.Throws<TemplateException>(() => SamTemplate.Load("no/such/template.yaml"));

        Assert.Equal("no/such/template.yaml: there is no such file.", mistake.Message);
    }
}
