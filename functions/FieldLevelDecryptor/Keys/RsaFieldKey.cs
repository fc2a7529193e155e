using System.Security.Cryptography;
using System.Text;

namespace Sluice.FieldLevelDecryptor;

/// <summary>An RSA private key in this process, parsed once.</summary>
/// <param name="provider">The key provider that messages must name.</param>
/// <param name="name">The name of the key that they must carry.</param>
/// <param name="key">Checked by <see cref="KeyMaterial"/>.</param>
/// <param name="padding">How data keys are wrapped.</param>
sealed class RsaFieldKey(string provider, string name, RSA key, RSAEncryptionPadding padding) : IFieldKey
{
    readonly byte[] _info = Encoding.UTF8.GetBytes(name);

    /// <inheritdoc/>
    public string Provider => provider;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool Fits(in EncryptedDataKey dataKey) => dataKey.Provider == provider && dataKey.Info.Span.SequenceEqual(_info);

    /// <inheritdoc/>
    public ValueTask<byte[]?> UnwrapAsync(EncryptedDataKey dataKey, ReadOnlyMemory<byte> context, CancellationToken cancellation) =>
        ValueTask.FromResult(Unwrap(dataKey.Ciphertext.Span, padding));

    /// <summary>A padding under which a data key of the length would open, other than the one that is set: a hint for the log.</summary>
    /// <param name="dataKey">One that did not open.</param>
    /// <param name="length">The suite's key length.</param>
    /// <returns>As <see cref="Paddings"/> calls it, or <c>null</c>. Not PKCS #1: with it any bytes may seem to open.</returns>
    public string? OtherPadding(EncryptedDataKey dataKey, int length)
    {
        foreach (var (word, other) in Paddings.All)
        {
            if (other == padding || other == RSAEncryptionPadding.Pkcs1 || Unwrap(dataKey.Ciphertext.Span, other) is not { } opened) continue;
            CryptographicOperations.ZeroMemory(opened);
            if (opened.Length == length) return word;
        }
        return null;
    }

    byte[]? Unwrap(ReadOnlySpan<byte> ciphertext, RSAEncryptionPadding with)
    {
        if (ciphertext.Length != key.KeySize / 8) return null;
        Span<byte> room = stackalloc byte[key.KeySize / 8];
        try
        {
            return key.TryDecrypt(ciphertext, room, with, out var length) ? room[..length].ToArray() : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(room);
        }
    }
}

/// <summary>How data keys can be wrapped with RSA.</summary>
static class Paddings
{
    /// <summary>Word of the setting, and padding; MGF1 has the same hash.</summary>
    public static (string Word, RSAEncryptionPadding Padding)[] All { get; } =
    [
        ("oaep-sha1", RSAEncryptionPadding.OaepSHA1),
        ("oaep-sha256", RSAEncryptionPadding.OaepSHA256),
        ("oaep-sha384", RSAEncryptionPadding.OaepSHA384),
        ("oaep-sha512", RSAEncryptionPadding.OaepSHA512),
        ("pkcs1", RSAEncryptionPadding.Pkcs1),
    ];
}
