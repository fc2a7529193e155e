using System.Text;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;

namespace Sluice.FieldLevelDecryptor;

/// <summary>An RSA key of KMS: the private key never leaves it, and each message is a call.</summary>
/// <param name="provider">The key provider that messages must name.</param>
/// <param name="name">The name of the key that they must carry.</param>
/// <param name="kms">The client.</param>
/// <param name="keyArn">ARN of the key or of an alias.</param>
/// <param name="modulusBytes">Length of what it wraps.</param>
/// <param name="algorithm">How data keys are wrapped.</param>
sealed class KmsFieldKey(string provider, string name, IAmazonKeyManagementService kms, string keyArn, int modulusBytes, EncryptionAlgorithmSpec algorithm) : IFieldKey
{
    readonly byte[] _info = Encoding.UTF8.GetBytes(name);

    /// <inheritdoc/>
    public string Provider => provider;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool Fits(in EncryptedDataKey dataKey) => dataKey.Provider == provider && dataKey.Info.Span.SequenceEqual(_info);

    /// <inheritdoc/>
    public async ValueTask<byte[]?> UnwrapAsync(EncryptedDataKey dataKey, ReadOnlyMemory<byte> context, CancellationToken cancellation)
    {
        if (dataKey.Ciphertext.Length != modulusBytes) return null;
        try
        {
            using var ciphertext = new MemoryStream(dataKey.Ciphertext.ToArray());
            var opened = await kms.DecryptAsync(new DecryptRequest { KeyId = keyArn, CiphertextBlob = ciphertext, EncryptionAlgorithm = algorithm }, cancellation);
            var (plaintext, copy) = (opened.Plaintext, opened.Plaintext.ToArray());
            if (plaintext.TryGetBuffer(out var buffer)) System.Security.Cryptography.CryptographicOperations.ZeroMemory(buffer);
            return copy;
        }
        catch (InvalidCiphertextException)
        {
            return null;
        }
        catch (Amazon.Runtime.AmazonServiceException refused)
        {
            throw new KeysUnavailableException($"KMS does not decrypt with {keyArn} ({refused.ErrorCode}): the function's role needs kms:Decrypt on it, and the key must be enabled.", AwsErrors.IsTransient(refused), refused);
        }
    }

    /// <summary>Asks KMS for the key and checks it.</summary>
    /// <exception cref="KeysUnavailableException">It is not there, of another kind, or weak.</exception>
    public static async Task<KmsFieldKey> ConnectAsync(string provider, string name, IAmazonKeyManagementService kms, string keyArn, EncryptionAlgorithmSpec algorithm, CancellationToken cancellation)
    {
        GetPublicKeyResponse found;
        try
        {
            found = await kms.GetPublicKeyAsync(new GetPublicKeyRequest { KeyId = keyArn }, cancellation);
        }
        catch (Amazon.Runtime.AmazonServiceException refused)
        {
            throw new KeysUnavailableException($"{keyArn} cannot be used ({refused.ErrorCode}): the function's role needs kms:GetPublicKey and kms:Decrypt on it, and it must be an asymmetric key.", AwsErrors.IsTransient(refused), refused);
        }
        if (found.KeyUsage != KeyUsageType.ENCRYPT_DECRYPT || !(found.EncryptionAlgorithms ?? []).Contains(algorithm.Value))
            throw new KeysUnavailableException($"{keyArn} is a key for {found.KeyUsage}: it must be an RSA key for ENCRYPT_DECRYPT that knows {algorithm}.");
        using var publicKey = System.Security.Cryptography.RSA.Create();
        publicKey.ImportSubjectPublicKeyInfo(found.PublicKey.ToArray(), out _);
        KeyMaterial.RefuseWeak(publicKey, keyArn);
        return new(provider, name, kms, keyArn, publicKey.KeySize / 8, algorithm);
    }
}
