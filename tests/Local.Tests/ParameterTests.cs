namespace Local.Tests;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("{Type: String, AllowedValues: [a, b]}", "c", "'c' is none of a, b.")]
    [InlineData("{Type: String, AllowedPattern: '[a-z]+'}", "a1", "'a1' does not match [a-z]+.")]
    [InlineData("{Type: String, MinLength: 2}", "a", "'a' is less than the least allowed, 2 characters.")]
    [InlineData("{Type: String, MaxLength: 2}", "abc", "'abc' is more than the most allowed, 2 characters.")]
    [InlineData("{Type: Number, MinValue: 0.2, MaxValue: 3}", "0.1", "'0.1' is less than the least allowed, 0.2.")]
    [InlineData("{Type: Number, MinValue: 0.2, MaxValue: 3}", "3.1", "'3.1' is more than the most allowed, 3.")]
    [InlineData("{Type: Number}", "many", "'many' is not a number.")]
    [InlineData("{Type: List<Number>}", "1,x", "'x' is not a number.")]
    [InlineData("{Type: Strin}", "x", "'Strin' is no type of a parameter.")]
    public void A_value_that_CloudFormation_refuses_is_refused(string declaration, string value, string expected) =>
        Assert.Equal($"template.yaml: line 1, Parameters.P: {expected}", Some.Mistake($"Parameters: {{P: {declaration} }}\nResources: {{R: {{Type: AWS::SNS::Topic}}}}", ("P", value)));

    [Fact]
    public void A_bad_value_is_one_mistake_however_often_it_is_used() =>
        Assert.DoesNotContain("mistakes", Some.Mistake("""
            Parameters: {P: {Type: Number, Default: x}}
            Resources: {R: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref P, DisplayName: !Sub '${P}'}}}
            """), StringComparison.Ordinal);

    [Fact]
    public void A_parameter_that_lies_in_SSM_needs_its_value_given()
    {
        const string yaml = "Parameters: {P: {Type: AWS::SSM::Parameter::Value<String>, Default: /team/topic}}\nResources: {R: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref P}}}";

        Assert.Contains("its value lies in the SSM parameter '/team/topic'", Some.Mistake(yaml), StringComparison.Ordinal);
        Assert.Equal("alerts", Some.Resolve(yaml, ("P", "alerts")).Resources["R"].PhysicalName);
    }

    [Fact]
    public void A_value_for_a_parameter_that_does_not_exist_is_refused() =>
        Assert.Contains("the parameter 'Levl', which the template does not have; did you mean 'Level'?",
            Some.Mistake("Parameters: {Level: {Type: String, Default: a}}\nResources: {R: {Type: AWS::SNS::Topic}}", ("Levl", "b")), StringComparison.Ordinal);
}
