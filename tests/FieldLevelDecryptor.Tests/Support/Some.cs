using System.Security.Cryptography;
using System.Text;
using Sluice.Local;

namespace Sluice.FieldLevelDecryptor.Tests;

/// <summary>What tests need of everything.</summary>
static class Some
{
    public static readonly IReadOnlySet<ushort> EverySuite = CipherSuite.All.Select(suite => suite.Id).ToHashSet();

    public static TheoryData<ushort> Suites => [.. CipherSuite.All.Select(suite => suite.Id)];

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static RsaFieldKey RsaKey(string provider = Vectors.Provider, string name = Vectors.KeyName, RSA? rsa = null, RSAEncryptionPadding? padding = null) =>
        new(provider, name, rsa ?? Vectors.Rsa, padding ?? RSAEncryptionPadding.OaepSHA256);

    public static KeyRing Ring(params IFieldKey[] keys) => new(_ => Task.FromResult<IReadOnlyList<IFieldKey>>(keys), TimeSpan.FromHours(1), Telemetry.None);

    public static MessageDecryptor Decryptor(params IFieldKey[] keys) => new(Ring(keys.Length > 0 ? keys : [RsaKey()]), EverySuite, new(), TimeProvider.System);

    public static MessageWriter Writer(ushort suite = CipherSuite.CloudFront, params WrappingKey[] keys) => new(CipherSuite.Of(suite)!, keys.Length > 0 ? keys : [Wrapping()]);

    public static WrappingKey Wrapping(string provider = Vectors.Provider, string name = Vectors.KeyName, RSA? rsa = null, RSAEncryptionPadding? padding = null) =>
        WrappingKey.Rsa(provider, name, rsa ?? Vectors.Rsa, padding ?? RSAEncryptionPadding.OaepSHA256);

    /// <summary>The plain text, or why there is none.</summary>
    public static async Task<string> OpenAsync(this MessageDecryptor decryptor, byte[] message)
    {
        try
        {
            return Encoding.Latin1.GetString((await decryptor.OpenAsync(message, CancellationToken.None)).Plaintext);
        }
        catch (MessageException refused)
        {
            return "refused: " + refused.Message;
        }
    }
}
