using Amazon.Runtime;
using Amazon.S3;
using Amazon.SQS;

namespace Sluice.Local;

/// <summary>Where AWS is, for the runner and for what it starts: an endpoint on this machine, and credentials that are nobody's.</summary>
sealed record LocalAws(Uri Endpoint, string Region)
{
    /// <summary>Moto takes whom it does not know for the account of AWS's own examples, <see cref="Deployment.Account"/>.</summary>
    public ImmutableCredentials Keys { get; init; } = new("AKIALOCAL00000000000", "local", null);

    /// <summary>What an AWS client of any kind needs to find the endpoint.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get
        {
            var variables = new Dictionary<string, string>
            {
                ["AWS_ENDPOINT_URL"] = Endpoint.ToString().TrimEnd('/'),
                ["AWS_REGION"] = Region,
                ["AWS_DEFAULT_REGION"] = Region,
                ["AWS_ACCESS_KEY_ID"] = Keys.AccessKey,
                ["AWS_SECRET_ACCESS_KEY"] = Keys.SecretKey,
            };
            if (Keys.UseToken) variables["AWS_SESSION_TOKEN"] = Keys.Token;
            return variables;
        }
    }

    /// <remarks>Path style: a local endpoint has no subdomains. Checksums only where they are demanded: they would make a stream of chunks of the body.</remarks>
    public AmazonS3Client S3() => new(Credentials, new AmazonS3Config
    {
        ServiceURL = Endpoint.ToString(),
        AuthenticationRegion = Region,
        ForcePathStyle = true,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    public AmazonSQSClient Sqs() => new(Credentials, new AmazonSQSConfig { ServiceURL = Endpoint.ToString(), AuthenticationRegion = Region });

    AWSCredentials Credentials => Keys.UseToken ? new SessionAWSCredentials(Keys.AccessKey, Keys.SecretKey, Keys.Token) : new BasicAWSCredentials(Keys.AccessKey, Keys.SecretKey);
}
