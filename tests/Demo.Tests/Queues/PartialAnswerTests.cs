using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

/// <summary>Success and failure as in Lambda's "Implementing partial batch responses".</summary>
public class PartialAnswerTests
{
    static readonly HashSet<string> s_batch = ["a", "b"];

    static IEnumerable<string> Failures(string answer) => PartialAnswer.Failures(Encoding.UTF8.GetBytes(answer), s_batch).Order(StringComparer.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"batchItemFailures":null}""")]
    [InlineData("""{"batchItemFailures":[]}""")]
    public void Nothing_named_is_success(string answer) => Assert.Empty(Failures(answer));

    [Fact]
    public void What_is_named_fails_alone() => Assert.Equal(["b"], Failures("""{"batchItemFailures":[{"itemIdentifier":"b"}]}"""));

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("\"a\"")]
    [InlineData("""{"batchItemFailures":"a"}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":1}]}""")]
    [InlineData("""{"batchItemFailures":[{"messageId":"a"}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"of another batch"}]}""")]
    public void What_cannot_be_understood_fails_the_whole_batch(string answer) => Assert.Equal(["a", "b"], Failures(answer));

    [Fact]
    public void A_mapping_is_read_from_the_events_of_the_function()
    {
        var properties = JsonNode.Parse("""
            {"Events":{"Rule":{"Type":"EventBridgeRule","Properties":{}},
              "Queue":{"Type":"SQS","Properties":{"Queue":"arn:q","BatchSize":"100","FunctionResponseTypes":["ReportBatchItemFailures"]}},
              "Plain":{"Type":"SQS","Properties":{"Queue":"arn:p"}}}}
            """)!.AsObject();

        Assert.Equal([new QueueMapping("arn:q", 100, true), new QueueMapping("arn:p", 10, false)],
            QueueMapping.Of(new("F", "AWS::Serverless::Function", "f", "f", new Dictionary<string, string>(), properties)));
    }
}
