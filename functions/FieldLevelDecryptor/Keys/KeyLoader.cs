using System.Security.Cryptography;
using Amazon.KeyManagementService;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Reads keys from where the settings say they are, and parses each once.</summary>
/// <param name="settings">Where.</param>
/// <param name="secrets">Parameter Store and Secrets Manager.</param>
/// <param name="kms">Gives the client; asked only where a key is of KMS.</param>
sealed class KeyLoader(KeySettings settings, SecretText secrets, Func<IAmazonKeyManagementService> kms)
{
    /// <summary>Reads all.</summary>
    /// <returns>In the order in which they are tried.</returns>
    /// <exception cref="KeysUnavailableException">One or more cannot be used: every reason, once.</exception>
    public async Task<IReadOnlyList<IFieldKey>> LoadAsync(CancellationToken cancellation)
    {
        var (keys, problems) = (new List<IFieldKey>(), new List<(string Text, bool Passes)>());
        foreach (var named in settings.Named)
            await AddAsync(named.Provider, named.Name, () => ReadAsync(named, cancellation));
        if (settings.Path.Length > 0)
        {
            try
            {
                foreach (var (name, text) in await secrets.ReadBelowAsync(settings.Path, cancellation))
                {
                    // path/provider/name
                    if (name[(settings.Path.Length + 1)..].Split('/') is not [{ Length: > 0 } provider, { Length: > 0 } keyName])
                    {
                        problems.Add(($"{name} is not {settings.Path}/provider/key-name", false));
                        continue;
                    }
                    await AddAsync(provider, keyName, () => MakeAsync(provider, keyName, text, null, name, cancellation));
                }
            }
            catch (SecretException unread)
            {
                problems.Add((unread.Message, unread.Passes));
            }
        }
        if (problems.Count > 0) throw new KeysUnavailableException("Keys: " + string.Join(" ", problems.Select(problem => problem.Text)), problems.All(problem => problem.Passes));
        return keys.Count > 0 ? keys : throw new KeysUnavailableException($"Keys: there is no parameter below {settings.Path}: the private key belongs into {settings.Path}/provider/key-name.");

        async Task AddAsync(string provider, string name, Func<Task<IFieldKey>> make)
        {
            try
            {
                keys.Add(await make());
            }
            catch (SecretException unread)
            {
                problems.Add(($"{provider}/{name}: {unread.Message}", unread.Passes));
            }
            catch (KeysUnavailableException wrong)
            {
                problems.Add(($"{provider}/{name}: {wrong.Message}", wrong.IsTransient));
            }
        }
    }

    async Task<IFieldKey> ReadAsync(KeyReference named, CancellationToken cancellation)
    {
        if (IsKms(named.Reference)) return await MakeAsync(named.Provider, named.Name, named.Reference, null, named.Reference, cancellation);
        var (text, bytes) = await secrets.ReadEitherAsync(named.Reference, cancellation);
        return await MakeAsync(named.Provider, named.Name, text, bytes, named.Reference, cancellation);
    }

    async Task<IFieldKey> MakeAsync(string provider, string name, string? text, byte[]? bytes, string from, CancellationToken cancellation)
    {
        if (text?.Trim() is { } arn && IsKms(arn)) return await KmsFieldKey.ConnectAsync(provider, name, kms(), arn, KmsAlgorithm(arn), cancellation);
        try
        {
            var (rsa, aes) = text is not null ? KeyMaterial.Read(text, from) : KeyMaterial.Read(bytes, from);
            return rsa is not null ? new RsaFieldKey(provider, name, rsa, settings.Padding) : new AesFieldKey(provider, name, aes!);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    EncryptionAlgorithmSpec KmsAlgorithm(string arn) =>
        settings.Padding == RSAEncryptionPadding.OaepSHA256 ? EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256
        : settings.Padding == RSAEncryptionPadding.OaepSHA1 ? EncryptionAlgorithmSpec.RSAES_OAEP_SHA_1
        : throw new KeysUnavailableException($"{arn} is a key of KMS, which knows RSA_PADDING oaep-sha256 and oaep-sha1 only.");

    static bool IsKms(string reference) => reference.StartsWith("arn:", StringComparison.Ordinal) && reference.Contains(":kms:", StringComparison.Ordinal);
}
