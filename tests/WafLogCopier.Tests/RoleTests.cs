using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Sluice.Tests;

namespace Sluice.WafLogCopier.Tests;

/// <summary>Copies by a role of the target's account.</summary>
[Collection(nameof(StrictS3))]
public class RoleTests(StrictS3 server)
{
    [Fact]
    public async Task The_role_is_assumed_with_its_external_id_and_again_only_when_its_credentials_end()
    {
        using var sts = new Sts("ASIA", "secret");
        var credentials = new RoleCredentials(sts, "arn:aws:iam::222233334444:role/writer", "x-1");
        Assert.Equal("ASIA", (await credentials.GetCredentialsAsync()).AccessKey);
        Assert.Equal("token", (await credentials.GetCredentialsAsync()).Token);
        var request = Assert.Single(sts.Requests);
        Assert.Equal(("arn:aws:iam::222233334444:role/writer", "x-1"), (request.RoleArn, request.ExternalId));
    }

    [SkippableFact]
    public async Task The_role_copies_and_what_it_may_not_read_is_said_of_it()
    {
        await using var scene = await Scene.StartAsync(server, allowed: false);
        var record = await scene.PutAsync(Scene.WafKey(), "body\n");
        var settings = scene.Settings(("TARGET_ROLE_ARN", "arn:aws:iam::222233334444:role/writer"));
        var handler = new Handler(settings, new ObjectCopier(new S3Sides(server.Resource, server.Central), settings, RetryBudget.Throttling, TimeProvider.System), Telemetry.None);

        var failure = await Assert.ThrowsAsync<ObjectsFailedException>(() => Scene.InvokeAsync(handler, Scene.Event(record)));
        Assert.Contains($"s3:GetObject on {scene.Source}/{Scene.WafKey()} is denied", failure.Message, StringComparison.Ordinal);

        await StrictS3.AllowAsync(server.Resource, "resource", scene.Source, "central", "s3:GetObject", "s3:GetObjectTagging");
        await Scene.InvokeAsync(handler, Scene.Event(record));
        Assert.Equal("body\n", await scene.ReadAsync(Scene.CopyOfWafKey()));
    }

    sealed class Sts(string key, string secret) : AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), new AmazonSecurityTokenServiceConfig { ServiceURL = "http://127.0.0.1:1" })
    {
        public List<AssumeRoleRequest> Requests { get; } = [];

        public override Task<AssumeRoleResponse> AssumeRoleAsync(AssumeRoleRequest request, CancellationToken cancellationToken = default)
        {
            CallRecorder.Note(request);
            Requests.Add(request);
            return Task.FromResult(new AssumeRoleResponse
            {
                Credentials = new Credentials { AccessKeyId = key, SecretAccessKey = secret, SessionToken = "token", Expiration = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1) },
            });
        }
    }
}
