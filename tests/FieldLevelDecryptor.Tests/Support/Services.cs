using System.Net;
using System.Security.Cryptography;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Sluice.Tests;

namespace Sluice.FieldLevelDecryptor.Tests;

/// <summary>Parameter Store in memory: pages of two, as the service may cut them.</summary>
sealed class Parameters(Dictionary<string, string> all) : AmazonSimpleSystemsManagementClient(new AnonymousAWSCredentials(), new AmazonSimpleSystemsManagementConfig { ServiceURL = "http://ssm.invalid" })
{
    public int Calls { get; private set; }

    public override Task<GetParameterResponse> GetParameterAsync(GetParameterRequest request, CancellationToken cancellationToken = default)
    {
        CallRecorder.Note(request);
        Calls++;
        Assert.True(request.WithDecryption);
        return all.TryGetValue(request.Name, out var text) ? Task.FromResult(new GetParameterResponse { Parameter = new() { Name = request.Name, Value = text } })
            : throw new AmazonSimpleSystemsManagementException("not allowed", ErrorType.Sender, "AccessDeniedException", "1", HttpStatusCode.BadRequest);
    }

    public override Task<GetParametersByPathResponse> GetParametersByPathAsync(GetParametersByPathRequest request, CancellationToken cancellationToken = default)
    {
        CallRecorder.Note(request);
        Calls++;
        Assert.True(request.WithDecryption & request.Recursive);
        var below = all.Where(one => one.Key.StartsWith(request.Path + "/", StringComparison.Ordinal)).OrderBy(one => one.Key, StringComparer.Ordinal).ToList();
        var from = int.Parse(request.NextToken ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        return Task.FromResult(new GetParametersByPathResponse
        {
            Parameters = [.. below.Skip(from).Take(2).Select(one => new Parameter { Name = one.Key, Value = one.Value })],
            NextToken = from + 2 < below.Count ? $"{from + 2}" : null,
        });
    }
}

/// <summary>Secrets Manager with one secret.</summary>
sealed class Secrets(string? text, byte[]? bytes = null) : AmazonSecretsManagerClient(new AnonymousAWSCredentials(), new AmazonSecretsManagerConfig { ServiceURL = "http://secrets.invalid" })
{
    public override Task<GetSecretValueResponse> GetSecretValueAsync(GetSecretValueRequest request, CancellationToken cancellationToken = default)
    {
        CallRecorder.Note(request);
        return Task.FromResult(new GetSecretValueResponse { SecretString = text, SecretBinary = bytes is null ? null : new MemoryStream(bytes) });
    }
}

/// <summary>KMS with one key.</summary>
sealed class Kms(RSA key, KeyUsageType usage, Exception? failure = null) : AmazonKeyManagementServiceClient(new AnonymousAWSCredentials(), new AmazonKeyManagementServiceConfig { ServiceURL = "http://kms.invalid" })
{
    public const string Arn = "arn:aws:kms:eu-west-1:123456789012:key/1";

    public int Calls { get; private set; }

    public override Task<GetPublicKeyResponse> GetPublicKeyAsync(GetPublicKeyRequest request, CancellationToken cancellationToken = default)
    {
        CallRecorder.Note(request);
        return Task.FromResult(new GetPublicKeyResponse
        {
            KeyUsage = usage, PublicKey = new MemoryStream(key.ExportSubjectPublicKeyInfo()),
            EncryptionAlgorithms = usage == KeyUsageType.ENCRYPT_DECRYPT ? ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"] : null,
        });
    }

    public override Task<DecryptResponse> DecryptAsync(DecryptRequest request, CancellationToken cancellationToken = default)
    {
        CallRecorder.Note(request);
        Calls++;
        if (failure is not null) throw failure;
        Assert.Equal((Arn, EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256), (request.KeyId, request.EncryptionAlgorithm));
        try
        {
            return Task.FromResult(new DecryptResponse { Plaintext = new MemoryStream(key.Decrypt(request.CiphertextBlob.ToArray(), RSAEncryptionPadding.OaepSHA256)) });
        }
        catch (CryptographicException)
        {
            throw new InvalidCiphertextException("no");
        }
    }
}

/// <summary>A table in memory, in the order of its only key attribute, <c>id</c>.</summary>
sealed class Table(IEnumerable<Dictionary<string, AttributeValue>> items) : AmazonDynamoDBClient(new AnonymousAWSCredentials(), new AmazonDynamoDBConfig { ServiceURL = "http://dynamodb.invalid" })
{
    readonly List<Dictionary<string, AttributeValue>> _items = [.. items.OrderBy(item => item["id"].S, StringComparer.Ordinal)];

    public List<ScanRequest> Scans { get; } = [];

    public List<QueryRequest> Queries { get; } = [];

    /// <summary>Called before each page.</summary>
    public Action Before { get; set; } = () => { };

    public override Task<ScanResponse> ScanAsync(ScanRequest request, CancellationToken cancellationToken = default)
    {
        CallRecorder.Note(request);
        Before();
        cancellationToken.ThrowIfCancellationRequested();
        Scans.Add(request);
        var rest = _items.Where(item => request.ExclusiveStartKey is not { } start || string.CompareOrdinal(item["id"].S, start["id"].S) > 0).ToList();
        var page = rest.Take(request.Limit!.Value).ToList();
        // As the service: a page that ends where the table does has a key too, and the next is empty.
        return Task.FromResult(new ScanResponse { Items = page.Count > 0 ? page : null, ScannedCount = page.Count, LastEvaluatedKey = page.Count == request.Limit ? new() { ["id"] = page[^1]["id"] } : null });
    }

    public override Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken = default)
    {
        CallRecorder.Note(request);
        Queries.Add(request);
        if (request.KeyConditionExpression.Contains("wrong", StringComparison.Ordinal)) throw new AmazonDynamoDBException("Invalid KeyConditionExpression", ErrorType.Sender, "ValidationException", "1", HttpStatusCode.BadRequest);
        return Task.FromResult(new QueryResponse { Items = [.. _items.Where(item => item["id"].S == request.ExpressionAttributeValues.Values.First().S)], ScannedCount = 1 });
    }
}
