using Amazon.Runtime;
using Amazon.S3;

namespace Sluice.Local;

/// <summary>Where AWS is, for the runner and for what it starts: an endpoint on this machine, and credentials that are nobody's.</summary>
sealed record LocalAws(Uri Endpoint, string Region)
{
    const string AccessKey = "AKIALOCAL00000000000";
    const string SecretKey = "local";

    /// <summary>What an AWS client of any kind needs to find the endpoint.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL"] = Endpoint.ToString().TrimEnd('/'),
        ["AWS_REGION"] = Region,
        ["AWS_DEFAULT_REGION"] = Region,
        ["AWS_ACCESS_KEY_ID"] = AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = SecretKey,
    };

    /// <remarks>Path style: a local endpoint has no subdomains. Checksums only where they are demanded: they would make a stream of chunks of the body.</remarks>
    public AmazonS3Client S3() => new(new BasicAWSCredentials(AccessKey, SecretKey), new AmazonS3Config
    {
        ServiceURL = Endpoint.ToString(),
        AuthenticationRegion = Region,
        ForcePathStyle = true,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });
}
