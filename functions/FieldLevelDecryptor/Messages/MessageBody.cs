using System.Security.Cryptography;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Opens a message whose data key is known: commitment, header, every part of the body, signature, end. Pure.</summary>
static class MessageBody
{
    /// <summary>Gives the plain text when all is verified, and nothing before.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="header">Its header.</param>
    /// <param name="dataKey">Of the suite's length.</param>
    /// <exception cref="MessageException">Something does not fit.</exception>
    /// <remarks>Source: AWS Encryption SDK specification, client-apis/decrypt.md.</remarks>
    public static byte[] Open(ReadOnlyMemory<byte> message, MessageHeader header, ReadOnlySpan<byte> dataKey)
    {
        Span<byte> keys = stackalloc byte[header.Suite.KeyBytes + CipherSuite.CommitmentBytes];
        var key = keys[..header.Suite.KeyBytes];
        var commitment = keys[header.Suite.KeyBytes..];
        // A part is never longer than what is left of the message.
        var room = new byte[message.Length - header.Length];
        try
        {
            MessageKeys.Derive(header.Suite, dataKey, header.MessageId.Span, key, commitment);
            if (header.Suite.Commits && !CryptographicOperations.FixedTimeEquals(commitment, header.Commitment.Span))
                throw new MessageException("the key commitment does not fit the data key");
            using var aes = new AesGcm(key, CipherSuite.TagBytes);
            Decrypt(aes, header.Iv.Span, [], header.Tag.Span, [], header.Authenticated.Span, "the header's tag");
            var cursor = new MessageCursor(message, header.Length);
            var length = header.FrameLength == 0 ? OpenWhole(ref cursor, aes, header, room) : OpenFrames(ref cursor, aes, header, room);
            if (header.Suite.Signs) Verify(ref cursor, message, header);
            if (cursor.Remaining > 0) throw new MessageException($"{cursor.Remaining} bytes follow the end of the message");
            return room[..length];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
            CryptographicOperations.ZeroMemory(room);
        }
    }

    static int OpenWhole(ref MessageCursor cursor, AesGcm aes, MessageHeader header, byte[] room)
    {
        var iv = cursor.Take(CipherSuite.IvBytes, "the body's IV");
        var length = cursor.TakeUInt64("the body's length");
        OpenPart(ref cursor, aes, header, MessageKeys.Part.Whole, 1, iv.Span, length, room);
        return (int)length;
    }

    static int OpenFrames(ref MessageCursor cursor, AesGcm aes, MessageHeader header, byte[] room)
    {
        var opened = 0;
        for (var expected = 1u; ; expected++)
        {
            var sequence = cursor.TakeUInt32("a frame's number");
            var final = sequence == uint.MaxValue;
            if (final) sequence = cursor.TakeUInt32("the last frame's number");
            if (sequence != expected) throw new MessageException($"frame {expected} has the number {sequence}: frames are missing, doubled or out of order");
            var iv = cursor.Take(CipherSuite.IvBytes, "a frame's IV");
            var length = final ? cursor.TakeUInt32("the last frame's length") : header.FrameLength;
            if (length > header.FrameLength) throw new MessageException($"the last frame has {length} bytes, more than the {header.FrameLength} of a frame");
            OpenPart(ref cursor, aes, header, final ? MessageKeys.Part.FinalFrame : MessageKeys.Part.Frame, sequence, iv.Span, length, room.AsSpan(opened));
            opened += (int)length;
            if (final) return opened;
        }
    }

    static void OpenPart(ref MessageCursor cursor, AesGcm aes, MessageHeader header, MessageKeys.Part part, uint sequence, ReadOnlySpan<byte> iv, ulong length, Span<byte> room)
    {
        var ciphertext = cursor.Take(length, "the encrypted text");
        var tag = cursor.Take(CipherSuite.TagBytes, "the text's tag");
        Span<byte> aad = stackalloc byte[MessageKeys.MaxBodyAadBytes];
        aad = aad[..MessageKeys.WriteBodyAad(header.MessageId.Span, part, sequence, ciphertext.Length, aad)];
        Decrypt(aes, iv, ciphertext.Span, tag.Span, room[..ciphertext.Length], aad, part == MessageKeys.Part.Whole ? "the body" : $"frame {sequence}");
    }

    static void Decrypt(AesGcm aes, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> aad, string what)
    {
        try
        {
            aes.Decrypt(iv, ciphertext, tag, plaintext, aad);
        }
        catch (CryptographicException)
        {
            throw new MessageException($"{what} does not authenticate: the message was changed, or is of another data key");
        }
    }

    /// <summary>The footer: a signature over every byte before it, as it came.</summary>
    static void Verify(ref MessageCursor cursor, ReadOnlyMemory<byte> message, MessageHeader header)
    {
        var signed = message.Span[..cursor.Position];
        var signature = cursor.TakeCounted("the signature");
        using var key = SignatureKey.Read(header.Suite, header.Context[MessageKeys.PublicKeyName]);
        if (!key.VerifyData(signed, signature.Span, header.Suite.SignatureHash, DSASignatureFormat.Rfc3279DerSequence))
            throw new MessageException("the signature does not fit the message");
    }
}
