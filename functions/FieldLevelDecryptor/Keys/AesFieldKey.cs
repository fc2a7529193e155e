using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.FieldLevelDecryptor;

/// <summary>A raw AES key, for messages that services of one's own write with the raw AES keyring.</summary>
/// <param name="provider">The key provider (namespace) that messages must name.</param>
/// <param name="name">The name of the key that they must carry.</param>
/// <param name="key">16, 24 or 32 bytes.</param>
/// <remarks>Source: AWS Encryption SDK specification, framework/raw-aes-keyring.md. The information is name, tag bits, IV length, IV.</remarks>
sealed class AesFieldKey(string provider, string name, byte[] key) : IFieldKey
{
    readonly byte[] _name = Encoding.UTF8.GetBytes(name);

    /// <inheritdoc/>
    public string Provider => provider;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool Fits(in EncryptedDataKey dataKey)
    {
        var info = dataKey.Info.Span;
        return dataKey.Provider == provider && info.Length == _name.Length + 8 + CipherSuite.IvBytes && info.StartsWith(_name)
            && BinaryPrimitives.ReadUInt32BigEndian(info[_name.Length..]) == CipherSuite.TagBytes * 8
            && BinaryPrimitives.ReadUInt32BigEndian(info[(_name.Length + 4)..]) == CipherSuite.IvBytes;
    }

    /// <inheritdoc/>
    public ValueTask<byte[]?> UnwrapAsync(EncryptedDataKey dataKey, ReadOnlyMemory<byte> context, CancellationToken cancellation)
    {
        var wrapped = dataKey.Ciphertext.Span;
        if (wrapped.Length <= CipherSuite.TagBytes) return ValueTask.FromResult<byte[]?>(null);
        var dataKeyBytes = new byte[wrapped.Length - CipherSuite.TagBytes];
        try
        {
            using var aes = new AesGcm(key, CipherSuite.TagBytes);
            aes.Decrypt(dataKey.Info.Span[^CipherSuite.IvBytes..], wrapped[..dataKeyBytes.Length], wrapped[dataKeyBytes.Length..], dataKeyBytes, context.Span);
            return ValueTask.FromResult<byte[]?>(dataKeyBytes);
        }
        catch (CryptographicException)
        {
            return ValueTask.FromResult<byte[]?>(null);
        }
    }
}
