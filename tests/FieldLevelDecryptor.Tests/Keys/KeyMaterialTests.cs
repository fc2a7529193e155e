using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.FieldLevelDecryptor.Tests;

public class KeyMaterialTests
{
    static readonly string s_pkcs8 = Vectors.Rsa.ExportPkcs8PrivateKeyPem();

    public static TheoryData<string> Forms => ["pkcs8", "pkcs1", "blanks", "escaped", "der8", "der1", "with its public key"];

    static string Form(string name) => name switch
    {
        "pkcs8" => s_pkcs8,
        "pkcs1" => Vectors.Rsa.ExportRSAPrivateKeyPem(),
        "blanks" => $"\r\n  {s_pkcs8}\r\n",
        "escaped" => s_pkcs8.Replace("\n", "\\n", StringComparison.Ordinal),
        "der8" => Convert.ToBase64String(Vectors.Rsa.ExportPkcs8PrivateKey()),
        "der1" => Convert.ToBase64String(Vectors.Rsa.ExportRSAPrivateKey()),
        _ => Vectors.Rsa.ExportSubjectPublicKeyInfoPem() + "\n" + s_pkcs8,
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_private_key_is_read_in_every_form_that_it_is_kept_in(string form)
    {
        var (rsa, _) = KeyMaterial.Read(Form(form), "/key");
        Assert.Equal("404-555-0150", await Some.Decryptor(Some.RsaKey(rsa: rsa)).OpenAsync(Vectors.Message("0178 phone")));
    }

    [Fact]
    public async Task A_secret_of_bytes_is_DER_or_PEM()
    {
        foreach (var bytes in new[] { Vectors.Rsa.ExportPkcs8PrivateKey(), Vectors.Rsa.ExportRSAPrivateKey(), Encoding.ASCII.GetBytes(s_pkcs8) })
            Assert.Equal("404-555-0150", await Some.Decryptor(Some.RsaKey(rsa: KeyMaterial.Read(bytes, "/key").Rsa)).OpenAsync(Vectors.Message("0178 phone")));
        Assert.Equal(32, KeyMaterial.Read(new byte[32], "/key").Aes!.Length);
        Assert.Equal(16, KeyMaterial.Read(Convert.ToBase64String(new byte[16]), "/key").Aes!.Length);
    }

    [Theory]
    [InlineData("weak", "an RSA key of 1024 bits: at least 2048 are needed")]
    [InlineData("public", "the public key: the private one is needed here")]
    [InlineData("password", "under a password")]
    [InlineData("ec", "not of an RSA key")]
    [InlineData("pair", "a private and a public key that do not belong together")]
    [InlineData("two", "two private keys")]
    [InlineData("cut", "PEM that is cut or damaged")]
    [InlineData("text", "neither PEM")]
    [InlineData("der", "not an RSA private key")]
    [InlineData("mixed", "RSA")]
    public void A_key_that_cannot_do_is_refused_with_the_reason_and_without_the_key(string what, string reason)
    {
        using var other = RSA.Create(2048);
        using var weak = RSA.Create(1024);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = what switch
        {
            "weak" => weak.ExportPkcs8PrivateKeyPem(),
            "public" => other.ExportSubjectPublicKeyInfoPem(),
            "password" => other.ExportEncryptedPkcs8PrivateKeyPem("hush", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)),
            "ec" => ec.ExportPkcs8PrivateKeyPem(),
            "pair" => other.ExportPkcs8PrivateKeyPem() + "\n" + Vectors.Rsa.ExportSubjectPublicKeyInfoPem(),
            "two" => other.ExportPkcs8PrivateKeyPem() + "\n" + s_pkcs8,
            "cut" => s_pkcs8[..800],
            "text" => "correct horse battery staple, and some more",
            "der" => Convert.ToBase64String(other.ExportSubjectPublicKeyInfo()),
            _ => Convert.ToBase64String(Mixed(Vectors.Rsa.ExportParameters(true), other.ExportParameters(true))),
        };
        var refused = Assert.Throws<KeysUnavailableException>(() => KeyMaterial.Read(text, "/key"));
        Assert.StartsWith("/key holds ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(text[^28..^20], refused.ToString(), StringComparison.Ordinal);
    }

    /// <summary>PKCS #1 of one key's public and another's private numbers.</summary>
    static byte[] Mixed(RSAParameters mine, RSAParameters theirs)
    {
        var der = new AsnWriter(AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            der.WriteInteger(0);
            foreach (var number in new[] { mine.Modulus, mine.Exponent, theirs.D, theirs.P, theirs.Q, theirs.DP, theirs.DQ, theirs.InverseQ })
                der.WriteInteger(new BigInteger(number, isUnsigned: true, isBigEndian: true));
        }
        return der.Encode();
    }
}
