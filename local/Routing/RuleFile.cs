using Amazon.S3;
using Amazon.SecretsManager;
using Amazon.SimpleSystemsManagement;
using Sluice.GuardDutyFindingRouter;

namespace Sluice.Local;

/// <summary>The rules that a command names.</summary>
/// <param name="Name">In mistakes.</param>
/// <param name="Document">As it is.</param>
sealed record RuleFile(string Name, ReadOnlyMemory<byte> Document)
{
    /// <summary>Where they can be kept, by their size.</summary>
    public string Place => Document.Length switch
    {
        <= RuleLimits.StandardParameterBytes => "fits a standard parameter (4 KB)",
        <= RuleLimits.AdvancedParameterBytes => "needs an advanced parameter (8 KB) or S3",
        _ => "needs S3: parameters hold 8 KB at most",
    };

    /// <summary>Reads a file, stdin, or what RULES would name.</summary>
    /// <param name="name">A file, - for stdin, s3://bucket/key, ssm:/name, or an ARN of a parameter or secret.</param>
    /// <param name="standardInput">For -.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UserError">They cannot be read.</exception>
    public static async Task<RuleFile> ReadAsync(string name, Func<Stream> standardInput, CancellationToken cancellation)
    {
        if (name.StartsWith("s3://", StringComparison.Ordinal) || name.StartsWith("ssm:", StringComparison.Ordinal) || name.StartsWith("arn:", StringComparison.Ordinal)) return await KeptAsync(name, cancellation);
        try
        {
            await using var source = name == "-" ? standardInput() : File.OpenRead(name);
            var bytes = new MemoryStream();
            await source.CopyToAsync(bytes, cancellation);
            return new(name == "-" ? "stdin" : name, bytes.ToArray());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UserError(failure switch
            {
                FileNotFoundException or DirectoryNotFoundException => $"there is no rules file '{name}'.",
                UnauthorizedAccessException when Directory.Exists(name) => $"'{name}' is a folder, not a rules file.",
                _ => $"the rules file '{name}' cannot be read: {failure.Message}",
            });
        }
    }

    static async Task<RuleFile> KeptAsync(string name, CancellationToken cancellation)
    {
        var location = RuleLocation.Parse(name) ?? throw new UserError($"'{name}' is not s3://BUCKET/KEY, ssm:/NAME, or the ARN of a parameter or secret.");
        var store = new RuleStore(new SecretText(() => new AmazonSecretsManagerClient(), () => new AmazonSimpleSystemsManagementClient()),
            () => new AmazonS3Client(new AmazonS3Config { ForcePathStyle = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 } }));
        try
        {
            return new(name, await store.ReadAsync(location, cancellation));
        }
        catch (RulesUnreachableException unreachable)
        {
            throw new UserError(unreachable.Message);
        }
    }
}
