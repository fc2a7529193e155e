using Amazon.Runtime;
using Amazon.SecretsManager.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace Sluice.AwsSdkStandIns.Tests;

[Collection(nameof(Moto))]
public class MotoSettingsTests(MotoServer moto)
{
    [SkippableFact]
    public async Task A_secure_string_comes_back_decrypted_only_where_asked()
    {
        moto.SkipIfAbsent();
        using var ssm = Clients.Ssm(moto.Url);

        var put = await ssm.PutParameterAsync(new PutParameterRequest { Name = "/sluice/key", Type = ParameterType.SecureString, Value = "gehéim 🎉", Description = "d", Tier = ParameterTier.Standard });
        var clear = (await ssm.GetParameterAsync(new GetParameterRequest { Name = "/sluice/key", WithDecryption = true })).Parameter;
        var sealedOne = (await ssm.GetParameterAsync(new GetParameterRequest { Name = "/sluice/key" })).Parameter;

        Assert.Equal(1, put.Version);
        Assert.Equal("gehéim 🎉", clear.Value);
        Assert.Equal(ParameterType.SecureString, clear.Type);
        Assert.Equal(1, clear.Version);
        Assert.EndsWith("parameter/sluice/key", clear.ARN, StringComparison.Ordinal);
        Assert.True(clear.LastModifiedDate > DateTime.UnixEpoch);
        Assert.NotEqual("gehéim 🎉", sealedOne.Value);
    }

    [SkippableFact]
    public async Task Parameters_asked_for_together_come_with_the_list_of_the_missing()
    {
        moto.SkipIfAbsent();
        using var ssm = Clients.Ssm(moto.Url);
        await ssm.PutParameterAsync(new PutParameterRequest { Name = "/sluice/a", Type = ParameterType.String, Value = "1", Tags = [new() { Key = "k", Value = "v" }] });
        await ssm.PutParameterAsync(new PutParameterRequest { Name = "/sluice/a", Type = "String", Value = "2", Overwrite = true });

        var answer = await ssm.GetParametersAsync(new GetParametersRequest { Names = ["/sluice/a", "/sluice/none"] });

        Assert.Equal([("/sluice/a", "2", 2L)], answer.Parameters.Select(p => (p.Name, p.Value, p.Version!.Value)));
        Assert.Equal(["/sluice/none"], answer.InvalidParameters);
    }

    [SkippableFact]
    public async Task Mistakes_with_parameters_are_typed_errors()
    {
        moto.SkipIfAbsent();
        using var ssm = Clients.Ssm(moto.Url);
        await ssm.PutParameterAsync(new PutParameterRequest { Name = "/sluice/once", Type = ParameterType.String, Value = "1" });

        await Assert.ThrowsAsync<ParameterNotFoundException>(() => ssm.GetParameterAsync(new GetParameterRequest { Name = "/sluice/none" }));
        await Assert.ThrowsAsync<ParameterAlreadyExistsException>(() => ssm.PutParameterAsync(new PutParameterRequest { Name = "/sluice/once", Type = ParameterType.String, Value = "2" }));
    }

    [SkippableFact]
    public async Task A_secret_comes_back_as_text_or_as_bytes()
    {
        moto.SkipIfAbsent();
        await moto.JsonAsync("secretsmanager", "secretsmanager.CreateSecret", """{"Name":"text","SecretString":"gehéim","ClientRequestToken":"11111111-1111-1111-1111-111111111111"}""");
        await moto.JsonAsync("secretsmanager", "secretsmanager.CreateSecret", """{"Name":"bytes","SecretBinary":"AP8=","ClientRequestToken":"22222222-2222-2222-2222-222222222222"}""");
        using var secrets = Clients.Secrets(moto.Url);

        var text = await secrets.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "text" });
        var bytes = await secrets.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "bytes", VersionStage = "AWSCURRENT" });

        Assert.Equal(("text", "gehéim"), (text.Name, text.SecretString));
        Assert.Null(text.SecretBinary);
        Assert.Equal(["AWSCURRENT"], text.VersionStages);
        Assert.Equal([0, 255], bytes.SecretBinary.ToArray());
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => secrets.GetSecretValueAsync(new GetSecretValueRequest { SecretId = "none" }));
    }

    [SkippableFact]
    public async Task Signatures_are_right_and_a_wrong_secret_is_refused()
    {
        moto.SkipIfAbsent();
        await moto.QueryAsync("iam", ("Action", "CreateUser"), ("UserName", "u"), ("Version", "2010-05-08"));
        await moto.QueryAsync("iam", ("Action", "PutUserPolicy"), ("UserName", "u"), ("PolicyName", "all"), ("Version", "2010-05-08"),
            ("PolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"""));
        var key = System.Xml.Linq.XDocument.Parse(await moto.QueryAsync("iam", ("Action", "CreateAccessKey"), ("UserName", "u"), ("Version", "2010-05-08")));
        string Of(string name) => key.Descendants().Single(element => element.Name.LocalName == name).Value;

        await moto.VerifySignaturesAsync(true);
        try
        {
            using var right = Clients.Firehose(moto.Url, keys: new BasicAWSCredentials(Of("AccessKeyId"), Of("SecretAccessKey")));
            using var wrong = Clients.Firehose(moto.Url, keys: new BasicAWSCredentials(Of("AccessKeyId"), "not the secret"));
            using var unknown = Clients.Firehose(moto.Url, keys: new BasicAWSCredentials("AKIAUNKNOWN", "x"));

            // Past the check of the signature there is no such stream.
            await Assert.ThrowsAsync<Amazon.KinesisFirehose.Model.ResourceNotFoundException>(() => right.PutRecordBatchAsync(Clients.Batch("no-such", "ünïcode")));
            Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<Amazon.KinesisFirehose.AmazonKinesisFirehoseException>(() => wrong.PutRecordBatchAsync(Clients.Batch("no-such", "x")))).StatusCode);
            Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<Amazon.KinesisFirehose.AmazonKinesisFirehoseException>(() => unknown.PutRecordBatchAsync(Clients.Batch("no-such", "x")))).StatusCode);
        }
        finally
        {
            await moto.VerifySignaturesAsync(false);
        }
    }
}
