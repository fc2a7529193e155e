using Amazon;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace Sluice.AwsSdkStandIns.Tests;

/// <summary>What a function gets from its environment reaches the request.</summary>
public sealed class EnvironmentTests : IDisposable
{
    readonly ScriptedServer _server = new(Reply.Ok("{}"));
    readonly List<string> _set = [];

    public EnvironmentTests()
    {
        Set("AWS_REGION", "eu-west-3");
        Set("AWS_ACCESS_KEY_ID", "AKIAENV");
        Set("AWS_SECRET_ACCESS_KEY", "secret");
    }

    public void Dispose()
    {
        _set.ForEach(name => Environment.SetEnvironmentVariable(name, null));
        _server.Dispose();
    }

    [Fact]
    public async Task AWS_ENDPOINT_URL_is_where_the_requests_go_and_the_region_stays()
    {
        Set("AWS_ENDPOINT_URL", _server.Url);

        await PutAsync();

        Assert.Contains("AKIAENV", _server.Only.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains("/eu-west-3/firehose/aws4_request", _server.Only.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_endpoint_of_the_service_wins_over_the_endpoint_of_all()
    {
        Set("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
        Set("AWS_ENDPOINT_URL_FIREHOSE", _server.Url);
        Set("AWS_ENDPOINT_URL_SECRETS_MANAGER", _server.Url);

        await PutAsync();
        using var secrets = new AmazonSecretsManagerClient();
        await secrets.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "s" });

        Assert.Equal(["Firehose_20150804.PutRecordBatch", "secretsmanager.GetSecretValue"], _server.Seen.Select(seen => seen.Headers["X-Amz-Target"]));
    }

    [Fact]
    public async Task Temporary_credentials_send_their_token()
    {
        Set("AWS_ENDPOINT_URL", _server.Url);
        Set("AWS_SESSION_TOKEN", "token-of-the-role");

        await PutAsync();

        Assert.Equal("token-of-the-role", _server.Only.Headers["X-Amz-Security-Token"]);
        Assert.Contains("x-amz-security-token", _server.Only.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trace_id_of_the_invocation_goes_with_every_call()
    {
        Set("AWS_ENDPOINT_URL", _server.Url);
        using var firehose = new AmazonKinesisFirehoseClient();

        foreach (var trace in new[] { "Root=1-5e8;Parent=53;Sampled=1", "Root=1-5e9;Parent=54;Sampled=0" })
        {
            Set("_X_AMZN_TRACE_ID", trace);
            await firehose.PutRecordBatchAsync(Clients.Batch("logs", "one"));
        }

        Set("_X_AMZN_TRACE_ID", null);
        await firehose.PutRecordBatchAsync(Clients.Batch("logs", "one"));

        Assert.Equal(["Root=1-5e8;Parent=53;Sampled=1", "Root=1-5e9;Parent=54;Sampled=0", null], _server.Seen.Select(seen => seen.Headers["X-Amzn-Trace-Id"]));
    }

    [Theory]
    [InlineData("us-east-1", false, false, "https://firehose.us-east-1.amazonaws.com/")]
    [InlineData("cn-north-1", false, false, "https://firehose.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", false, false, "https://firehose.us-gov-west-1.amazonaws.com/")]
    [InlineData("us-east-1", true, false, "https://firehose-fips.us-east-1.amazonaws.com/")]
    [InlineData("eu-west-1", false, true, "https://firehose.eu-west-1.api.aws/")]
    [InlineData("us-east-2", true, true, "https://firehose-fips.us-east-2.api.aws/")]
    public void Without_an_override_the_region_s_own_endpoint_is_used(string region, bool fips, bool dualStack, string url)
    {
        using var firehose = new AmazonKinesisFirehoseClient(Clients.Keys, new AmazonKinesisFirehoseConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dualStack,
        });

        Assert.Equal(url, firehose.DetermineServiceOperationEndpoint(new PutRecordBatchRequest()).URL);
    }

    [Fact]
    public void Each_service_has_its_own_host()
    {
        static string At(Amazon.Runtime.ClientConfig config)
        {
            config.RegionEndpoint = RegionEndpoint.USEast1;
            return config.DetermineServiceOperationEndpoint(new Amazon.Runtime.Endpoints.ServiceOperationEndpointParameters(new PutRecordBatchRequest())).URL;
        }

        Assert.Equal("https://kinesis.us-east-1.amazonaws.com/", At(new Amazon.Kinesis.AmazonKinesisConfig()));
        Assert.Equal("https://sqs.us-east-1.amazonaws.com/", At(new Amazon.SQS.AmazonSQSConfig()));
        Assert.Equal("https://sns.us-east-1.amazonaws.com/", At(new Amazon.SimpleNotificationService.AmazonSimpleNotificationServiceConfig()));
        Assert.Equal("https://ssm.us-east-1.amazonaws.com/", At(new Amazon.SimpleSystemsManagement.AmazonSimpleSystemsManagementConfig()));
        Assert.Equal("https://secretsmanager.us-east-1.amazonaws.com/", At(new AmazonSecretsManagerConfig()));
    }

    static async Task PutAsync()
    {
        using var firehose = new AmazonKinesisFirehoseClient();
        await firehose.PutRecordBatchAsync(Clients.Batch("logs", "one"));
    }

    void Set(string name, string? value)
    {
        _set.Add(name);
        Environment.SetEnvironmentVariable(name, value);
    }
}
