using System.Globalization;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads the document from where it is kept.</summary>
/// <param name="secrets">Parameters and secrets.</param>
/// <param name="s3">Makes the client, for most deployments need none.</param>
sealed class RuleStore(SecretText secrets, Func<IAmazonS3> s3)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="RulesUnreachableException">It cannot be read; the message says what is missing.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(RuleLocation location, CancellationToken cancellation)
    {
        try
        {
            return location.Kind switch
            {
                RuleLocation.Place.Here => Encoding.UTF8.GetBytes(location.Text),
                RuleLocation.Place.Reference => Encoding.UTF8.GetBytes(await secrets.ReadAsync(location.Text, cancellation)),
                _ => await ObjectAsync(location, cancellation),
            };
        }
        catch (SecretException refused)
        {
            throw new RulesUnreachableException(refused.Message, refused);
        }
        catch (AmazonServiceException refused)
        {
            throw new RulesUnreachableException($"{location.Name} cannot be read ({refused.ErrorCode}): the function's role needs {(location.Kind == RuleLocation.Place.Object ? "s3:GetObject" : "to read")} on it, and kms:Decrypt for a key of your own.", refused);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or AmazonClientException)
        {
            throw new RulesUnreachableException($"{location.Name} cannot be read ({broken.GetType().Name}): the connection failed.", broken);
        }
    }

    async Task<ReadOnlyMemory<byte>> ObjectAsync(RuleLocation location, CancellationToken cancellation)
    {
        using var client = s3();
        using var answer = await client.GetObjectAsync(new GetObjectRequest { BucketName = location.Bucket, Key = location.Text }, cancellation);
        var bytes = new ByteBuffer(8 << 10);
        while (await answer.ResponseStream.ReadAsync(bytes.GetMemory(8 << 10), cancellation) is var count and > 0)
        {
            bytes.Advance(count);
            if (bytes.Length > RuleLimits.DocumentBytes)
                throw new RulesUnreachableException(string.Create(CultureInfo.InvariantCulture, $"{location.Name} is larger than the {RuleLimits.DocumentBytes} bytes that rules may have."), null);
        }
        return bytes.Written.ToArray();
    }
}

/// <summary>The rules cannot be read from where they are kept.</summary>
/// <param name="message">Names the place and what is missing.</param>
/// <param name="cause">What was thrown.</param>
sealed class RulesUnreachableException(string message, Exception? cause) : Exception(message, cause);
