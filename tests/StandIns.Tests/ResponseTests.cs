using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.KinesisFirehoseEvents;
using Amazon.Lambda.SQSEvents;

namespace Sluice.StandIns.Tests;

/// <summary>AWS reads answers by exact names: a wrong one is dropped without an error.</summary>
public class ResponseTests
{
    [Fact]
    public void A_firehose_answer_has_the_names_that_firehose_reads()
    {
        var delivered = new KinesisFirehoseResponse.FirehoseRecord
        {
            RecordId = "1",
            Result = KinesisFirehoseResponse.TRANSFORMED_STATE_OK,
            Metadata = new() { PartitionKeys = new() { ["day"] = "22" } },
        };
        delivered.EncodeData("grün\n");
        var dropped = new KinesisFirehoseResponse.FirehoseRecord
        {
            RecordId = "2",
            Result = KinesisFirehoseResponse.TRANSFORMED_STATE_DROPPED,
        };

        Assert.Equal(
            """
            {"records":[{"recordId":"1","result":"Ok","data":"Z3LDvG4K","metadata":{"partitionKeys":{"day":"22"}}},{"recordId":"2","result":"Dropped"}]}
            """,
            Sample.Write(new KinesisFirehoseResponse { Records = [delivered, dropped] }));
        Assert.Equal("ProcessingFailed", KinesisFirehoseResponse.TRANSFORMED_STATE_PROCESSINGFAILED);
    }

    [Fact]
    public void A_firehose_answer_comes_back_as_it_was_but_for_names_the_type_does_not_have()
    {
        var sent = JsonNode.Parse(Sample.Bytes("go-kinesis-firehose-response.json"))!;
        foreach (var record in sent["records"]!.AsArray())
            record!["metadata"]!.AsObject().Remove("otfMetadata");      // Iceberg routing, which package 3.0.0 does not know

        var came = JsonNode.Parse(Sample.Write(Sample.Read<KinesisFirehoseResponse>("go-kinesis-firehose-response.json")));

        Assert.True(JsonNode.DeepEquals(sent, came), came!.ToJsonString());
    }

    [Fact]
    public void An_sqs_answer_names_the_messages_to_deliver_again()
    {
        var some = new SQSBatchResponse([new() { ItemIdentifier = "m1" }]);

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m1"}]}""", Sample.Write(some));
        Assert.Equal("""{"batchItemFailures":[]}""", Sample.Write(new SQSBatchResponse()));
    }

    [Fact]
    public void A_rest_api_answer_has_the_names_that_the_gateway_reads() => Assert.Equal(
        """{"statusCode":200,"headers":{"a":"b"},"multiValueHeaders":{"c":["d","e"]},"body":"x","isBase64Encoded":false}""",
        Sample.Write(new APIGatewayProxyResponse
        {
            StatusCode = 200,
            Headers = new Dictionary<string, string> { ["a"] = "b" },
            MultiValueHeaders = new Dictionary<string, IList<string>> { ["c"] = ["d", "e"] },
            Body = "x",
        }));

    [Fact]
    public void An_http_api_answer_joins_the_values_of_a_header()
    {
        var answer = new APIGatewayHttpApiV2ProxyResponse { StatusCode = 204, Cookies = ["c=1"] };
        answer.SetHeaderValues("Vary", "Old", append: true);
        answer.SetHeaderValues("Vary", "Accept", append: false);
        answer.SetHeaderValues("Vary", ["Origin", "Cookie"], append: true);

        Assert.Equal(
            """{"statusCode":204,"headers":{"Vary":"Accept,Origin,Cookie"},"cookies":["c=1"],"isBase64Encoded":false}""",
            Sample.Write(answer));
    }

    [Fact]
    public void A_policy_keeps_its_capital_names_in_an_answer_of_small_ones()
    {
        var answer = new APIGatewayCustomAuthorizerResponse { PrincipalID = "me", Context = new() { ["tier"] = 1 } };
        answer.PolicyDocument.Statement.Add(new() { Action = ["execute-api:Invoke"], Resource = ["*"] });

        Assert.Equal(
            """
            {"principalId":"me","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["execute-api:Invoke"],"Resource":["*"]}]},"context":{"tier":1}}
            """,
            Sample.Write(answer));
    }
}
