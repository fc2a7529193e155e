using Sluice.Local;

namespace Local.Tests;

public sealed class ResourceNameTests
{
    [Theory]
    [InlineData("AWS::S3::Bucket", "BucketName", "Ref", "mine")]
    [InlineData("AWS::S3::Bucket", "BucketName", "Arn", "arn:aws:s3:::mine")]
    [InlineData("AWS::S3::Bucket", "BucketName", "DomainName", "mine.s3.amazonaws.com")]
    [InlineData("AWS::SQS::Queue", "QueueName", "Ref", "https://sqs.eu-west-1.amazonaws.com/123456789012/mine")]
    [InlineData("AWS::SQS::Queue", "QueueName", "Arn", "arn:aws:sqs:eu-west-1:123456789012:mine")]
    [InlineData("AWS::SQS::Queue", "QueueName", "QueueName", "mine")]
    [InlineData("AWS::SNS::Topic", "TopicName", "Ref", "arn:aws:sns:eu-west-1:123456789012:mine")]
    [InlineData("AWS::DynamoDB::Table", "TableName", "Arn", "arn:aws:dynamodb:eu-west-1:123456789012:table/mine")]
    [InlineData("AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamName", "Ref", "mine")]
    [InlineData("AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamName", "Arn", "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mine")]
    [InlineData("AWS::Kinesis::Stream", "Name", "Arn", "arn:aws:kinesis:eu-west-1:123456789012:stream/mine")]
    [InlineData("AWS::Logs::LogGroup", "LogGroupName", "Arn", "arn:aws:logs:eu-west-1:123456789012:log-group:mine:*")]
    [InlineData("AWS::IAM::Role", "RoleName", "Arn", "arn:aws:iam::123456789012:role/mine")]
    [InlineData("AWS::Lambda::Function", "FunctionName", "Arn", "arn:aws:lambda:eu-west-1:123456789012:function:mine")]
    [InlineData("AWS::Events::Rule", "Name", "Arn", "arn:aws:events:eu-west-1:123456789012:rule/mine")]
    [InlineData("AWS::SSM::Parameter", "Name", "Ref", "mine")]
    public void Ref_and_GetAtt_give_what_the_resource_type_returns(string type, string nameProperty, string what, string expected)
    {
        var template = Some.Resolve($$"""
            Resources:
              It: {Type: '{{type}}', Properties: { {{nameProperty}}: mine } }
            Outputs:
              Asked: {Value: {{(what == "Ref" ? "!Ref It" : "!GetAtt It." + what)}} }
            """);

        Assert.Equal(expected, template.Outputs["Asked"]);
    }

    [Fact]
    public void A_made_up_name_is_the_same_every_time_and_another_in_another_stack()
    {
        const string yaml = "Resources: {LogBucket: {Type: AWS::S3::Bucket}, Work: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}}";

        var (first, again) = (Some.Resolve(yaml), Some.Resolve(yaml));
        var other = SamTemplate.Parse(yaml).Resolve(Some.Context() with { StackName = "shop-prod" });

        Assert.Matches("^shop-dev-logbucket-[a-z0-9]{12}$", first.Resources["LogBucket"].PhysicalName);
        Assert.Matches(@"^shop-dev-Work-[A-Z0-9]{12}\.fifo$", first.Resources["Work"].PhysicalName);
        Assert.Equal(first.Resources["LogBucket"].PhysicalName, again.Resources["LogBucket"].PhysicalName);
        Assert.NotEqual(first.Resources["LogBucket"].PhysicalName[^12..], other.Resources["LogBucket"].PhysicalName[^12..]);
    }

    [Fact]
    public void A_made_up_name_keeps_within_the_length_of_its_type()
    {
        var id = new string('x', 80);

        var template = Some.Resolve($"Resources: {{{id}: {{Type: AWS::S3::Bucket}}}}");

        Assert.True(template.Resources[id].PhysicalName.Length <= 63);
    }

    [Fact]
    public void A_name_may_be_an_intrinsic_and_the_long_form_of_GetAtt_works() =>
        Assert.Equal("arn:aws:s3:::shop-dev-src", Some.Resolve("""
            Resources:
              Source: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub '${AWS::StackName}-src'}}
            Outputs:
              A: {Value: {'Fn::GetAtt': [Source, Arn]}}
            """).Outputs["A"]);

    [Fact]
    public void The_partition_follows_the_region()
    {
        var template = SamTemplate.Parse("Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: b}}}").Resolve(Some.Context() with { Region = "cn-north-1" });

        Assert.Equal("arn:aws-cn:s3:::b", template.Resources["B"].Attributes["Arn"]);
        Assert.Equal("b.s3.amazonaws.com.cn", template.Resources["B"].Attributes["DomainName"]);
    }

    [Fact]
    public void A_function_without_a_role_gets_the_one_that_SAM_adds() =>
        Assert.StartsWith("arn:aws:iam::123456789012:role/shop-dev-ForwardRole-", Some.Resolve("""
            Resources:
              Forward: {Type: AWS::Serverless::Function}
            Outputs:
              Role: {Value: !GetAtt ForwardRole.Arn}
            """).Outputs["Role"], StringComparison.Ordinal);
}
