using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Sluice.WafLogCopier;

/// <summary>The two clients: the function's own, which reads what the source says of itself and deletes there, and the one that copies.</summary>
/// <param name="Source">In the function's region, with the function's role.</param>
/// <param name="Target">In the target's region, with <see cref="Settings.TargetRole"/> where there is one: S3 takes a copy from one caller,
/// so that role must be allowed to read the source too.</param>
sealed record S3Sides(IAmazonS3 Source, IAmazonS3 Target)
{
    /// <summary>Clients as the settings ask.</summary>
    public static S3Sides From(Settings settings)
    {
        var source = new AmazonS3Client(Config(""));
        if (settings.TargetRole.Length == 0 && settings.TargetRegion.Length == 0) return new(source, source);
        return new(source, settings.TargetRole.Length == 0
            ? new AmazonS3Client(Config(settings.TargetRegion))
            : new AmazonS3Client(new RoleCredentials(new AmazonSecurityTokenServiceClient(), settings.TargetRole, settings.TargetRoleExternalId), Config(settings.TargetRegion)));
    }

    static AmazonS3Config Config(string region)
    {
        var config = new AmazonS3Config
        {
            // A copy answers when it is done: of 5 GB after minutes. The invocation's deadline ends it before that, if it must.
            Timeout = TimeSpan.FromMinutes(15),
            // Two tries here, for what a new connection mends; the waits of throttling are the copier's.
            MaxErrorRetry = 1,
            // A local endpoint has no subdomains.
            ForcePathStyle = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3") is not null || Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is not null,
        };
        if (region.Length > 0) config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        return config;
    }
}

/// <summary>Credentials of a role, taken again before they end.</summary>
sealed class RoleCredentials(IAmazonSecurityTokenService sts, string role, string externalId) : RefreshingAWSCredentials
{
    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var answer = await sts.AssumeRoleAsync(new AssumeRoleRequest
        {
            RoleArn = role,
            RoleSessionName = "sluice-waf-log-copier",
            ExternalId = externalId.Length > 0 ? externalId : null,
        });
        return new(
            new ImmutableCredentials(answer.Credentials.AccessKeyId, answer.Credentials.SecretAccessKey, answer.Credentials.SessionToken),
            answer.Credentials.Expiration!.Value);
    }
}

/// <summary>What HEAD says of an object.</summary>
/// <param name="ETag">Without quotes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Head">All of it.</param>
sealed record ObjectFacts(string ETag, long Size, GetObjectMetadataResponse Head)
{
    /// <summary>The facts in an answer.</summary>
    /// <exception cref="HttpRequestException">It has no ETag: no answer of S3, so another try is worth it.</exception>
    public static ObjectFacts From(GetObjectMetadataResponse head) =>
        head.ETag is { } etag ? new(etag.Trim('"'), head.ContentLength, head) : throw new HttpRequestException("HEAD was answered without an ETag");
}
