namespace Local.Tests;

public sealed class IntrinsicTests
{
    [Theory]
    [InlineData("!Ref Name", "ann")]
    [InlineData("{Ref: Name}", "ann")]
    [InlineData("!Ref AWS::Region", "eu-west-1")]
    [InlineData("!Ref AWS::AccountId", "123456789012")]
    [InlineData("!Ref AWS::Partition", "aws")]
    [InlineData("!Ref AWS::StackName", "shop-dev")]
    [InlineData("!Ref AWS::URLSuffix", "amazonaws.com")]
    [InlineData("!Sub 'a-${Name}-${AWS::Region}'", "a-ann-eu-west-1")]
    [InlineData("{'Fn::Sub': '${Size} ${!Name}'}", "1.50 ${Name}")]
    [InlineData("!Sub ['${X}/${Name}', {X: !Ref Size}]", "1.50/ann")]
    [InlineData("!Sub ['${Name}', {Name: other}]", "other")]
    [InlineData("!If [Holds, then, !Ref Nonsense]", "then")]
    [InlineData("!If [Fails, !Ref Nonsense, otherwise]", "otherwise")]
    [InlineData("{'Fn::If': [Fails, 1, two]}", "two")]
    [InlineData("!FindInMap [Sizes, small, disk]", "10")]
    [InlineData("{'Fn::FindInMap': [Sizes, !Select [0, [small]], disk]}", "10")]
    [InlineData("!Join ['-', [x, !Ref Name, 3]]", "x-ann-3")]
    [InlineData("!Join [',', !Ref Zones]", "a,b,c")]
    [InlineData("!Join ['-', [x, !Ref AWS::NoValue, y]]", "x-y")]
    [InlineData("!Select [1, !Ref Zones]", "b")]
    [InlineData("!Select ['2', !Split ['/', 'a/b/c']]", "c")]
    [InlineData("!Base64 héllo", "aMOpbGxv")]
    [InlineData("{'Fn::Base64': !Sub '${Name}'}", "YW5u")]
    public void A_function_gives_the_value_that_CloudFormation_gives(string expression, string expected) =>
        Assert.Equal(expected, Some.Value(expression)!.ToString());

    [Fact]
    public void NoValue_removes_the_property_and_the_item()
    {
        var properties = Some.Resolve(Some.With("!Ref AWS::NoValue")).Resources["It"].Properties;

        Assert.Equal("""{"Always":"here"}""", properties.ToJsonString());
        Assert.Equal("""["x"]""", Some.Value("[x, !If [Fails, y, !Ref 'AWS::NoValue']]")!.ToJsonString());
    }

    [Fact]
    public void Plain_scalars_are_typed_as_in_yaml_1_1_and_quoted_ones_are_text() =>
        Assert.Equal("""[1,-2.50,1e3,true,false,"yes","2010-09-09","012345678901","x"]""",
            Some.Value("[1, -2.50, 1e3, yes, False, 'yes', 2010-09-09, 012345678901, x]")!.ToJsonString());

    [Fact]
    public void A_number_parameter_is_a_number_and_a_list_parameter_a_list()
    {
        Assert.Equal("1.50", Some.Value("!Ref Size")!.ToJsonString());
        Assert.Equal("""["a","b","c"]""", Some.Value("!Ref Zones")!.ToJsonString());
    }

    [Fact]
    public void A_condition_is_an_ordinary_key_of_a_policy_statement() =>
        Assert.Equal("""{"Condition":{"Bool":{"aws:SecureTransport":false}}}""",
            Some.Value("{Condition: {Bool: {aws:SecureTransport: false}}}")!.ToJsonString());

    [Theory]
    [InlineData("!And [!Equals [a, a], !Equals [b, b]]", true)]
    [InlineData("!And [!Equals [a, a], !Equals [b, c]]", false)]
    [InlineData("!Or [!Equals [a, b], {Condition: Holds}]", true)]
    [InlineData("{'Fn::Or': [!Condition Fails, !Condition Fails]}", false)]
    [InlineData("!Not [!Equals [!FindInMap [M, k, v], 10]]", false)]
    [InlineData("!Equals [!Ref Flag, true]", true)]
    public void Conditions_are_evaluated(string condition, bool expected)
    {
        var template = Some.Resolve($$$"""
            Parameters: {Flag: {Type: String, Default: 'true'} }
            Mappings: {M: {k: {v: 10} } }
            Conditions:
              Holds: !Equals [1, 1]
              Fails: !Equals [1, 2]
              Asked: {{{condition}}}
            Resources:
              Always: {Type: AWS::SNS::Topic}
              Sometimes: {Type: AWS::SNS::Topic, Condition: Asked}
            Outputs:
              Where: {Condition: Asked, Value: !Ref AWS::Region}
            """);

        Assert.Equal(expected, template.Resources.ContainsKey("Sometimes"));
        Assert.Equal(expected, template.Outputs.ContainsKey("Where"));
    }

    [Fact]
    public void A_json_template_is_read_too()
    {
        var template = Some.Resolve("""{"Resources":{"B":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":{"Fn::Join":["-",["a",{"Ref":"AWS::Region"}]]}}}}}""");

        Assert.Equal("a-eu-west-1", template.Resources["B"].PhysicalName);
    }
}
