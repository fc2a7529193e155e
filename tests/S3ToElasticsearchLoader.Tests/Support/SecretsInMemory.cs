using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Sluice.Tests;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>Secrets Manager with one secret; or, where it is empty, with none that may be read.</summary>
sealed class SecretsInMemory(string text) : AmazonSecretsManagerClient(new BasicAWSCredentials("AKIALOCAL00000000000", "local"), new AmazonSecretsManagerConfig { ServiceURL = "http://secrets.invalid" })
{
    public override Task<GetSecretValueResponse> GetSecretValueAsync(GetSecretValueRequest request, CancellationToken cancellationToken = default)
    {
        CallRecorder.Note(request);
        return text.Length > 0 ? Task.FromResult(new GetSecretValueResponse { SecretString = text })
            : throw new AmazonSecretsManagerException("not allowed", ErrorType.Sender, "AccessDeniedException", "1", System.Net.HttpStatusCode.BadRequest);
    }
}
