using System.Security.Cryptography;
using System.Text;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Makes keys of what Parameter Store and Secrets Manager hold: PEM or DER, PKCS #1 or PKCS #8; or a raw AES key. Pure.</summary>
/// <remarks>No message shows anything of the material.</remarks>
static class KeyMaterial
{
    /// <summary>CloudFront takes 2048 bits and nothing else; less can be broken.</summary>
    public const int LeastBits = 2048;

    /// <summary>Makes a key of a text: PEM, or base64 of DER, or base64 of 16, 24 or 32 bytes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where it is kept, for the error.</param>
    /// <exception cref="KeysUnavailableException">It is none, weak, or does not fit itself.</exception>
    public static (RSA? Rsa, byte[]? Aes) Read(string text, string from)
    {
        // What was pasted into JSON or a console may have its line ends escaped.
        var pem = text.Trim().Replace("\\n", "\n", StringComparison.Ordinal);
        if (pem.StartsWith("-----BEGIN", StringComparison.Ordinal)) return (ReadPem(pem, from), null);
        var der = new byte[pem.Length];
        try
        {
            if (!Convert.TryFromBase64String(pem, der, out var length)) throw Wrong(from, "neither PEM (-----BEGIN PRIVATE KEY-----) nor base64 of DER");
            return Read(der.AsSpan(0, length), from);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>Makes a key of bytes: DER, or PEM as bytes, or a raw AES key.</summary>
    /// <exception cref="KeysUnavailableException">It is none, weak, or does not fit itself.</exception>
    public static (RSA? Rsa, byte[]? Aes) Read(ReadOnlySpan<byte> bytes, string from)
    {
        if (bytes.StartsWith("-----BEGIN"u8)) return (ReadPem(Encoding.ASCII.GetString(bytes), from), null);
        if (bytes.Length is 16 or 24 or 32) return (null, bytes.ToArray());
        var rsa = RSA.Create();
        try
        {
            if (!TryImport(rsa.ImportPkcs8PrivateKey, bytes) && !TryImport(rsa.ImportRSAPrivateKey, bytes))
                throw Wrong(from, "not an RSA private key: DER of PKCS #8 or PKCS #1 is expected");
            return (Checked(rsa, from), null);
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    /// <summary>Refuses what can be broken.</summary>
    /// <exception cref="KeysUnavailableException">Less than <see cref="LeastBits"/>.</exception>
    public static void RefuseWeak(RSA key, string from)
    {
        if (key.KeySize < LeastBits) throw Wrong(from, $"an RSA key of {key.KeySize} bits: at least {LeastBits} are needed");
    }

    static RSA ReadPem(string pem, string from)
    {
        if (pem.Contains("ENCRYPTED", StringComparison.Ordinal)) throw Wrong(from, "a private key under a password: store it without one, Parameter Store and Secrets Manager encrypt it");
        var rsa = RSA.Create();
        try
        {
            byte[]? publicKey = null;
            var (found, blocks) = (false, 0);
            foreach (var (label, block) in Blocks(pem))
            {
                blocks++;
                if (label is "PRIVATE KEY" or "RSA PRIVATE KEY")
                {
                    if (found) throw Wrong(from, "two private keys: store one key in one place");
                    rsa.ImportFromPem(block);
                    found = true;
                }
                else if (label is "PUBLIC KEY" or "RSA PUBLIC KEY") publicKey = Modulus(block);
            }
            if (blocks == 0) throw Wrong(from, "PEM that is cut or damaged");
            if (!found) throw Wrong(from, publicKey is null ? "no RSA private key" : "the public key: the private one is needed here, the public one is CloudFront's");
            if (publicKey is not null && !rsa.ExportParameters(includePrivateParameters: false).Modulus.AsSpan().SequenceEqual(publicKey))
                throw Wrong(from, "a private and a public key that do not belong together");
            return Checked(rsa, from);
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            throw Wrong(from, "PEM that is cut, damaged, or not of an RSA key");
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    static IEnumerable<(string Label, string Block)> Blocks(string pem)
    {
        var rest = pem;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            yield return (rest[fields.Label], rest[fields.Location]);
            rest = rest[fields.Location.End..];
        }
    }

    static byte[]? Modulus(string block)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(block);
        return rsa.ExportParameters(includePrivateParameters: false).Modulus;
    }

    /// <summary>A key whose halves do not belong together would fail with every message: better at the start than with the first.</summary>
    static RSA Checked(RSA rsa, string from)
    {
        RefuseWeak(rsa, from);
        Span<byte> probe = stackalloc byte[32];
        RandomNumberGenerator.Fill(probe);
        try
        {
            if (rsa.Decrypt(rsa.Encrypt(probe, RSAEncryptionPadding.OaepSHA256), RSAEncryptionPadding.OaepSHA256).AsSpan().SequenceEqual(probe)) return rsa;
        }
        catch (CryptographicException)
        {
            // Said below.
        }
        throw Wrong(from, "an RSA key whose private and public numbers do not belong together");
    }

    delegate void Import(ReadOnlySpan<byte> source, out int bytesRead);

    static bool TryImport(Import import, ReadOnlySpan<byte> der)
    {
        try
        {
            import(der, out var read);
            return read == der.Length;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    static KeysUnavailableException Wrong(string from, string what) => new($"{from} holds {what}.");
}
