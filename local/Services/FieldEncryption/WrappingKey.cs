using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Local;

/// <summary>A key that data keys are wrapped with.</summary>
/// <param name="Provider">As the message names it.</param>
/// <param name="Wrap">Gets the data key and the serialized encryption context; gives the provider's information and the wrapped key.</param>
sealed record WrappingKey(string Provider, Func<byte[], byte[], (byte[] Info, byte[] Ciphertext)> Wrap)
{
    /// <summary>RSA, as CloudFront and the raw RSA keyring do it.</summary>
    public static WrappingKey Rsa(string provider, string name, RSA publicKey, RSAEncryptionPadding padding) =>
        new(provider, (dataKey, _) => (Encoding.UTF8.GetBytes(name), publicKey.Encrypt(dataKey, padding)));

    /// <summary>AES-GCM, as the raw AES keyring does it.</summary>
    public static WrappingKey Aes(string provider, string name, byte[] key) => new(provider, (dataKey, context) =>
    {
        var (iv, ciphertext) = (RandomNumberGenerator.GetBytes(CipherSuite.IvBytes), new byte[dataKey.Length + CipherSuite.TagBytes]);
        using (var aes = new AesGcm(key, CipherSuite.TagBytes)) aes.Encrypt(iv, dataKey, ciphertext.AsSpan(0, dataKey.Length), ciphertext.AsSpan(dataKey.Length), context);
        var lengths = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(lengths, CipherSuite.TagBytes * 8);
        BinaryPrimitives.WriteInt32BigEndian(lengths.AsSpan(4), CipherSuite.IvBytes);
        return ([.. Encoding.UTF8.GetBytes(name), .. lengths, .. iv], ciphertext);
    });
}
