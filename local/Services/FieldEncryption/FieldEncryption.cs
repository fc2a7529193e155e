using System.Security.Cryptography;

namespace Sluice.Local;

/// <summary>Encrypts the values of form fields as CloudFront's field-level encryption does it.</summary>
/// <param name="provider">The provider of the profile.</param>
/// <param name="keyName">Name of the public key, which is not its id.</param>
/// <param name="publicKey">RSA, 2048 bits.</param>
/// <remarks>Read off CloudFront's published sample: format 1, suite 0x0178, no encryption context, one data key under RSA-OAEP with SHA-256, frames
/// of 4096 bytes, base64.</remarks>
sealed class FieldEncryption(string provider, string keyName, RSA publicKey)
{
    readonly MessageWriter _writer = new(CipherSuite.Of(CipherSuite.CloudFront)!, WrappingKey.Rsa(provider, keyName, publicKey, RSAEncryptionPadding.OaepSHA256));

    /// <summary>What stands in the place of a value: base64, not percent-encoded.</summary>
    /// <param name="value">The field's bytes.</param>
    public string Encrypt(ReadOnlySpan<byte> value) => Convert.ToBase64String(_writer.Write(value));
}
