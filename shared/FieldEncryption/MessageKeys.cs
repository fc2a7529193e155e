using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sluice;

/// <summary>What a message's key is made of its data key, and what each part of its body is authenticated with.</summary>
/// <remarks>Source: AWS Encryption SDK specification, framework/algorithm-suites.md and data-format/message-body-aad.md. That text gives a
/// message id 16 bytes; in format 2 it has 32.</remarks>
public static class MessageKeys
{
    /// <summary>A value of the encryption context with this name is the key that the signature is verified with.</summary>
    public const string PublicKeyName = "aws-crypto-public-key";

    /// <summary>Longest <see cref="WriteBodyAad"/>.</summary>
    public const int MaxBodyAadBytes = 32 + 35 + 4 + 8;

    /// <summary>Derives what encrypts.</summary>
    /// <param name="suite">Of the message.</param>
    /// <param name="dataKey">Of the suite's length.</param>
    /// <param name="messageId">Of the message.</param>
    /// <param name="key">Gets the AES-GCM key: <see cref="CipherSuite.KeyBytes"/> bytes.</param>
    /// <param name="commitment">Gets <see cref="CipherSuite.CommitmentBytes"/> bytes in format 2; else left as it is.</param>
    public static void Derive(CipherSuite suite, ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> messageId, Span<byte> key, Span<byte> commitment)
    {
        if (suite.Derivation == default)
        {
            dataKey.CopyTo(key);
            return;
        }
        Span<byte> info = stackalloc byte[18];
        BinaryPrimitives.WriteUInt16BigEndian(info, suite.Id);
        if (!suite.Commits)
        {
            messageId.CopyTo(info[2..]);
            HKDF.DeriveKey(suite.Derivation, dataKey, key, salt: [], info);
            return;
        }
        Span<byte> extracted = stackalloc byte[64];
        HKDF.Extract(suite.Derivation, dataKey, messageId, extracted);
        HKDF.Expand(suite.Derivation, extracted, commitment, "COMMITKEY"u8);
        "DERIVEKEY"u8.CopyTo(info[2..]);
        HKDF.Expand(suite.Derivation, extracted, key, info[..11]);
        CryptographicOperations.ZeroMemory(extracted);
    }

    /// <summary>Which part of a body.</summary>
    public enum Part
    {
        /// <summary>A body without frames.</summary>
        Whole,

        /// <summary>A frame that others follow.</summary>
        Frame,

        /// <summary>The last frame.</summary>
        FinalFrame,
    }

    /// <summary>Writes what a part of the body is authenticated with, and gives its length.</summary>
    /// <param name="messageId">Of the message.</param>
    /// <param name="part">Which.</param>
    /// <param name="sequence">1 for the first.</param>
    /// <param name="length">Bytes of the part's plain text.</param>
    /// <param name="aad">At least <see cref="MaxBodyAadBytes"/>.</param>
    public static int WriteBodyAad(ReadOnlySpan<byte> messageId, Part part, uint sequence, long length, Span<byte> aad)
    {
        var name = part switch
        {
            Part.Whole => "AWSKMSEncryptionClient Single Block"u8,
            Part.Frame => "AWSKMSEncryptionClient Frame"u8,
            _ => "AWSKMSEncryptionClient Final Frame"u8,
        };
        messageId.CopyTo(aad);
        name.CopyTo(aad[messageId.Length..]);
        var written = messageId.Length + name.Length;
        BinaryPrimitives.WriteUInt32BigEndian(aad[written..], sequence);
        BinaryPrimitives.WriteInt64BigEndian(aad[(written + 4)..], length);
        return written + 12;
    }
}
