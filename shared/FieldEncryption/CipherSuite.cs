using System.Security.Cryptography;

namespace Sluice;

/// <summary>One of the algorithm suites that a message of the AWS Encryption SDK can be written with.</summary>
/// <param name="Id">As in the message.</param>
/// <param name="FormatVersion">1 or 2: each suite belongs to one format.</param>
/// <param name="KeyBytes">Length of the data key, and of the AES-GCM key that is derived from it.</param>
/// <param name="Derivation">HKDF's hash; <c>default</c> where the data key itself encrypts.</param>
/// <param name="Signature">Bytes of a coordinate of the curve that signs, 32 (P-256) or 48 (P-384); 0 where nothing is signed.</param>
/// <remarks>Source: AWS Encryption SDK Developer Guide, algorithms reference. Other ids belong to other clients and are refused.</remarks>
public sealed record CipherSuite(ushort Id, byte FormatVersion, int KeyBytes, HashAlgorithmName Derivation, int Signature)
{
    /// <summary>AES-GCM's IV, in every suite.</summary>
    public const int IvBytes = 12;

    /// <summary>AES-GCM's tag, in every suite.</summary>
    public const int TagBytes = 16;

    /// <summary>The derived value by which a message of format 2 is bound to its data key.</summary>
    public const int CommitmentBytes = 32;

    /// <summary>What CloudFront's field-level encryption writes.</summary>
    public const ushort CloudFront = 0x0178;

    /// <summary>All there are.</summary>
    public static IReadOnlyList<CipherSuite> All { get; } =
    [
        new(0x0014, 1, 16, default, 0),
        new(0x0046, 1, 24, default, 0),
        new(0x0078, 1, 32, default, 0),
        new(0x0114, 1, 16, HashAlgorithmName.SHA256, 0),
        new(0x0146, 1, 24, HashAlgorithmName.SHA256, 0),
        new(0x0178, 1, 32, HashAlgorithmName.SHA256, 0),
        new(0x0214, 1, 16, HashAlgorithmName.SHA256, 32),
        new(0x0346, 1, 24, HashAlgorithmName.SHA384, 48),
        new(0x0378, 1, 32, HashAlgorithmName.SHA384, 48),
        new(0x0478, 2, 32, HashAlgorithmName.SHA512, 0),
        new(0x0578, 2, 32, HashAlgorithmName.SHA512, 48),
    ];

    /// <summary>The suite of an id, or <c>null</c>.</summary>
    public static CipherSuite? Of(ushort id)
    {
        foreach (var suite in All)
            if (suite.Id == id) return suite;
        return null;
    }

    /// <summary>Whether a message can be opened with one data key only.</summary>
    public bool Commits => FormatVersion == 2;

    /// <summary>Whether a signature follows the body.</summary>
    public bool Signs => Signature > 0;

    /// <summary>The hash of the signature.</summary>
    public HashAlgorithmName SignatureHash => Signature == 32 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384;

    /// <summary>The curve of the signature.</summary>
    public ECCurve Curve => Signature == 32 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384;

    /// <summary>Bytes of a message id.</summary>
    public int MessageIdBytes => FormatVersion == 1 ? 16 : 32;

    /// <inheritdoc/>
    public override string ToString() => $"0x{Id:x4}";
}
