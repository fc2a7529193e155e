using System.Net;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;

namespace Sluice.AwsSdkStandIns.Tests;

public class FirehoseErrorTests
{
    [Theory]
    [InlineData("""{"__type":"ResourceNotFoundException","message":"no such stream"}""")]
    [InlineData("""{"__type":"com.amazonaws.firehose.v20150804#ResourceNotFoundException","message":"no such stream"}""")]
    [InlineData("""{"message":"no such stream","__type":"ResourceNotFoundException:http://internal.amazon.com/coral/"}""")]
    [InlineData("""{"Message":"no such stream","code":"ResourceNotFoundException"}""")]
    public async Task The_body_names_the_exception(string body)
    {
        var error = await ErrorAsync<ResourceNotFoundException>(new Reply(400, body, Headers: ("x-amzn-RequestId", "call-1")));

        Assert.Equal("no such stream", error.Message);
        Assert.Equal("ResourceNotFoundException", error.ErrorCode);
        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        Assert.Equal("call-1", error.RequestId);
    }

    [Theory]
    [InlineData("{}", "InvalidArgumentException")]
    [InlineData("", "InvalidArgumentException")]
    [InlineData("no json", "InvalidArgumentException:http://internal.amazon.com/coral/")]
    public async Task The_header_names_the_exception_where_the_body_does_not(string body, string header)
    {
        var error = await ErrorAsync<InvalidArgumentException>(new Reply(400, body, Headers: ("x-amzn-ErrorType", header)));

        Assert.Equal("InvalidArgumentException", error.ErrorCode);
    }

    [Fact]
    public async Task Each_exception_of_a_put_has_its_type()
    {
        await ErrorAsync<InvalidArgumentException>(Named("InvalidArgumentException"));
        await ErrorAsync<ServiceUnavailableException>(Named("ServiceUnavailableException"));
        Assert.Equal("KMS.Disabled", (await ErrorAsync<InvalidKMSResourceException>(Named("InvalidKMSResourceException"))).Code);
        Assert.Equal("KMS.Disabled", (await ErrorAsync<InvalidSourceException>(Named("InvalidSourceException"))).Code);

        static Reply Named(string name) => new(400, $$"""{"__type":"{{name}}","code":"KMS.Disabled","message":"m"}""");
    }

    [Fact]
    public async Task An_error_nobody_modelled_is_the_service_s_own_exception_with_its_code()
    {
        var error = await ErrorAsync<AmazonKinesisFirehoseException>(new Reply(400, """{"__type":"UnrecognizedClientException","message":"bad token"}"""));

        Assert.Equal("UnrecognizedClientException", error.ErrorCode);
        Assert.Equal("bad token", error.Message);
    }

    [Theory]
    [InlineData("upstream said no", "text/plain")]
    [InlineData("<html><body>504 gateway", "text/html")]
    [InlineData("", "text/plain")]
    [InlineData("""["a list"]""", "application/json")]
    public async Task A_body_that_is_no_error_document_is_an_error_all_the_same(string body, string contentType)
    {
        var error = await ErrorAsync<AmazonKinesisFirehoseException>(new Reply(403, body, contentType));

        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public async Task An_error_document_cut_in_the_middle_is_an_unmarshalling_error_with_the_status()
    {
        var error = await ErrorAsync<AmazonUnmarshallingException>(new Reply(400, """{"__type":"Resour"""));

        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
    }

    [Fact]
    public async Task An_xml_error_is_understood()    // moto answers so to a request it denies
    {
        var error = await ErrorAsync<AmazonKinesisFirehoseException>(new Reply(
            403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>", "text/xml"));

        Assert.Equal("AccessDenied", error.ErrorCode);
        Assert.Equal("not you", error.Message);
    }

    [Fact]
    public async Task One_catch_of_AmazonServiceException_sees_them_all()
    {
        Assert.IsAssignableFrom<AmazonServiceException>(await ErrorAsync<ResourceNotFoundException>(new Reply(400, """{"__type":"ResourceNotFoundException"}""")));
        Assert.IsAssignableFrom<AmazonKinesisFirehoseException>(await ErrorAsync<ResourceNotFoundException>(new Reply(400, """{"__type":"ResourceNotFoundException"}""")));
    }

    static async Task<T> ErrorAsync<T>(Reply reply) where T : Exception
    {
        using var server = new ScriptedServer(reply);
        using var firehose = Clients.Firehose(server.Url, retries: 0);
        return await Assert.ThrowsAsync<T>(() => firehose.PutRecordBatchAsync(Clients.Batch("logs", "one")));
    }
}
