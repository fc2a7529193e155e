using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace Sluice;

/// <summary>Reads what is kept elsewhere: settings name it and never hold it.</summary>
/// <param name="secrets">Makes the client, for most functions need but one of the two.</param>
/// <param name="parameters">Makes the client.</param>
public sealed class SecretText(Func<IAmazonSecretsManager> secrets, Func<IAmazonSimpleSystemsManagement> parameters)
{
    /// <summary>Reads a text.</summary>
    /// <param name="reference">The ARN of a secret, or the name or ARN of a parameter.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SecretException">It cannot be read; the message names the reference and what is missing.</exception>
    public async Task<string> ReadAsync(string reference, CancellationToken cancellation) =>
        (await ReadEitherAsync(reference, cancellation)).Text ?? throw new SecretException($"{reference} holds bytes: it must hold text.");

    /// <summary>Reads a text, or the bytes that a secret may hold.</summary>
    /// <param name="reference">The ARN of a secret, or the name or ARN of a parameter.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>One of the two.</returns>
    /// <exception cref="SecretException">It cannot be read; the message names the reference and what is missing.</exception>
    public async Task<(string? Text, byte[]? Bytes)> ReadEitherAsync(string reference, CancellationToken cancellation)
    {
        var isSecret = IsSecret(reference);
        try
        {
            if (!isSecret)
            {
                using var client = parameters();
                return ((await client.GetParameterAsync(new GetParameterRequest { Name = reference, WithDecryption = true }, cancellation)).Parameter.Value, null);
            }
            using (var client = secrets())
            {
                var secret = await client.GetSecretValueAsync(new GetSecretValueRequest { SecretId = reference }, cancellation);
                return secret.SecretString is { } text ? (text, null) : (null, secret.SecretBinary?.ToArray() ?? []);
            }
        }
        catch (Amazon.Runtime.AmazonServiceException refused)
        {
            throw Refused(reference, isSecret ? "secretsmanager:GetSecretValue" : "ssm:GetParameter", refused);
        }
    }

    /// <summary>Reads all parameters below a path.</summary>
    /// <param name="path">Such as <c>/sluice/field-keys</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Their whole names, and their texts.</returns>
    /// <exception cref="SecretException">They cannot be read; the message names the path and what is missing.</exception>
    public async Task<IReadOnlyList<(string Name, string Text)>> ReadBelowAsync(string path, CancellationToken cancellation)
    {
        var found = new List<(string, string)>();
        try
        {
            using var client = parameters();
            string? next = null;
            do
            {
                var page = await client.GetParametersByPathAsync(new GetParametersByPathRequest { Path = path, Recursive = true, WithDecryption = true, NextToken = next }, cancellation);
                found.AddRange((page.Parameters ?? []).Select(one => (one.Name, one.Value)));
                next = page.NextToken;
            }
            while (!string.IsNullOrEmpty(next));
            return found;
        }
        catch (Amazon.Runtime.AmazonServiceException refused)
        {
            throw Refused(path, "ssm:GetParametersByPath", refused);
        }
    }

    /// <summary>Whether it is the ARN of a secret; all else is a parameter.</summary>
    public static bool IsSecret(string reference) => reference.StartsWith("arn:", StringComparison.Ordinal) && reference.Contains(":secretsmanager:", StringComparison.Ordinal);

    static SecretException Refused(string reference, string action, Amazon.Runtime.AmazonServiceException refused) =>
        new($"{reference} cannot be read ({refused.ErrorCode}): the function's role needs {action} on it, and kms:Decrypt for a key of your own.", AwsErrors.IsTransient(refused), refused);
}

/// <summary>A secret or parameter cannot be read; the message names it, and what is missing.</summary>
/// <param name="message">Shows nothing of its content.</param>
/// <param name="passes">Whether another try may succeed.</param>
/// <param name="cause">What was thrown.</param>
public sealed class SecretException(string message, bool passes = false, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether another try may succeed.</summary>
    public bool Passes => passes;
}
