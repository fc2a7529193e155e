using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Reads a text that is kept elsewhere: settings name it and never hold it.</summary>
/// <param name="secrets">Makes the client, for most functions need but one of the two.</param>
/// <param name="parameters">Makes the client.</param>
sealed class SecretText(Func<IAmazonSecretsManager> secrets, Func<IAmazonSimpleSystemsManagement> parameters)
{
    /// <summary>Reads it.</summary>
    /// <param name="reference">The ARN of a secret, or the name or ARN of a parameter.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ClusterException">It cannot be read; the message names the reference and what is missing.</exception>
    public async Task<string> ReadAsync(string reference, CancellationToken cancellation)
    {
        var isSecret = IsSecret(reference);
        try
        {
            if (!isSecret)
            {
                using var client = parameters();
                return (await client.GetParameterAsync(new GetParameterRequest { Name = reference, WithDecryption = true }, cancellation)).Parameter.Value;
            }
            using (var client = secrets())
                return (await client.GetSecretValueAsync(new GetSecretValueRequest { SecretId = reference }, cancellation)).SecretString
                    ?? throw new ClusterException($"{reference} holds bytes: it must hold text.");
        }
        catch (Amazon.Runtime.AmazonServiceException refused)
        {
            throw new ClusterException($"{reference} cannot be read ({refused.ErrorCode}): the function's role needs "
                + (isSecret ? "secretsmanager:GetSecretValue" : "ssm:GetParameter") + " on it, and kms:Decrypt for a key of your own.", AwsErrors.IsTransient(refused), refused);
        }
    }

    /// <summary>Whether it is the ARN of a secret; all else is a parameter.</summary>
    public static bool IsSecret(string reference) => reference.StartsWith("arn:", StringComparison.Ordinal) && reference.Contains(":secretsmanager:", StringComparison.Ordinal);
}
