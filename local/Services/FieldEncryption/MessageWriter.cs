using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Local;

/// <summary>Writes messages of the AWS Encryption SDK, in both formats and every suite: what plays CloudFront here, and what tests read back.</summary>
/// <param name="suite">How.</param>
/// <param name="keys">Each wraps the data key, in this order.</param>
/// <remarks>Source: AWS Encryption SDK specification, client-apis/encrypt.md. That encrypting needs public keys only is the format's nature: whoever
/// reads must take the text for untrusted.</remarks>
sealed class MessageWriter(CipherSuite suite, params IReadOnlyList<WrappingKey> keys)
{
    static readonly byte[] s_noIv = new byte[CipherSuite.IvBytes];

    /// <summary>Plain bytes of a frame; 0 writes a body without frames, which today's clients read and do not write.</summary>
    public uint FrameLength { get; init; } = 4096;

    /// <summary>The encryption context.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Context { get; init; } = [];

    /// <summary>Where the text ends with a frame: an empty last frame behind it, as JavaScript's and Python's clients write it, and not a full one.</summary>
    public bool EmptyLastFrame { get; init; }

    /// <summary>Encrypts.</summary>
    public byte[] Write(ReadOnlySpan<byte> plaintext)
    {
        using var signer = suite.Signs ? ECDsa.Create(suite.Curve) : null;
        var dataKey = RandomNumberGenerator.GetBytes(suite.KeyBytes);
        var messageId = RandomNumberGenerator.GetBytes(suite.MessageIdBytes);
        var (key, commitment) = (new byte[suite.KeyBytes], new byte[CipherSuite.CommitmentBytes]);
        MessageKeys.Derive(suite, dataKey, messageId, key, commitment);

        var message = new ByteBuffer(1024);
        WriteHeader(message, messageId, SerializedContext(signer), dataKey, commitment);
        using var aes = new AesGcm(key, CipherSuite.TagBytes);
        var tag = new byte[CipherSuite.TagBytes];
        aes.Encrypt(s_noIv, [], [], tag, message.Written);
        if (suite.FormatVersion == 1) message.Append(s_noIv);
        message.Append(tag);
        WriteBody(message, aes, messageId, plaintext);
        if (signer is not null) AppendCounted(message, signer.SignData(message.Written, suite.SignatureHash, DSASignatureFormat.Rfc3279DerSequence));
        return message.Written.ToArray();
    }

    void WriteHeader(ByteBuffer message, byte[] messageId, byte[] context, byte[] dataKey, byte[] commitment)
    {
        message.Append(suite.FormatVersion);
        if (suite.FormatVersion == 1) message.Append(0x80);
        AppendUInt16(message, suite.Id);
        message.Append(messageId);
        AppendCounted(message, context);
        AppendUInt16(message, (ushort)keys.Count);
        foreach (var one in keys)
        {
            var (info, wrapped) = one.Wrap(dataKey, context);
            AppendCounted(message, Encoding.UTF8.GetBytes(one.Provider));
            AppendCounted(message, info);
            AppendCounted(message, wrapped);
        }
        message.Append(FrameLength == 0 ? (byte)1 : (byte)2);
        if (suite.FormatVersion == 1) message.Append([0, 0, 0, 0, CipherSuite.IvBytes]);
        AppendUInt32(message, FrameLength);
        if (suite.Commits) message.Append(commitment);
    }

    void WriteBody(ByteBuffer message, AesGcm aes, byte[] messageId, ReadOnlySpan<byte> plaintext)
    {
        if (FrameLength == 0)
        {
            WritePart(message, aes, messageId, MessageKeys.Part.Whole, 1, plaintext);
            return;
        }
        var sequence = 1u;
        for (; plaintext.Length > FrameLength || EmptyLastFrame && plaintext.Length == FrameLength; sequence++)
        {
            WritePart(message, aes, messageId, MessageKeys.Part.Frame, sequence, plaintext[..(int)FrameLength]);
            plaintext = plaintext[(int)FrameLength..];
        }
        WritePart(message, aes, messageId, MessageKeys.Part.FinalFrame, sequence, plaintext);
    }

    static void WritePart(ByteBuffer message, AesGcm aes, byte[] messageId, MessageKeys.Part part, uint sequence, ReadOnlySpan<byte> plaintext)
    {
        if (part == MessageKeys.Part.FinalFrame) AppendUInt32(message, uint.MaxValue);
        if (part != MessageKeys.Part.Whole) AppendUInt32(message, sequence);
        Span<byte> iv = stackalloc byte[CipherSuite.IvBytes];
        iv.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(iv[8..], sequence);
        message.Append(iv);
        if (part == MessageKeys.Part.Whole) AppendUInt32(message, 0);
        if (part != MessageKeys.Part.Frame) AppendUInt32(message, (uint)plaintext.Length);
        Span<byte> aad = stackalloc byte[MessageKeys.MaxBodyAadBytes];
        aad = aad[..MessageKeys.WriteBodyAad(messageId, part, sequence, plaintext.Length, aad)];
        var sealedPart = message.GetSpan(plaintext.Length + CipherSuite.TagBytes)[..(plaintext.Length + CipherSuite.TagBytes)];
        aes.Encrypt(iv, plaintext, sealedPart[..plaintext.Length], sealedPart[plaintext.Length..], aad);
        message.Advance(sealedPart.Length);
    }

    byte[] SerializedContext(ECDsa? signer)
    {
        var pairs = Context.ToList();
        if (signer is not null) pairs.Add(new(MessageKeys.PublicKeyName, Convert.ToBase64String(Compressed(signer))));
        if (pairs.Count == 0) return [];
        var context = new ByteBuffer(256);
        AppendUInt16(context, (ushort)pairs.Count);
        foreach (var (name, value) in pairs.OrderBy(pair => Convert.ToHexString(Encoding.UTF8.GetBytes(pair.Key)), StringComparer.Ordinal))
        {
            AppendCounted(context, Encoding.UTF8.GetBytes(name));
            AppendCounted(context, Encoding.UTF8.GetBytes(value));
        }
        return context.Written.ToArray();
    }

    /// <summary>A point as SEC 1, 2.3.3 compresses it: the parity of Y, and X.</summary>
    static byte[] Compressed(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [(byte)(2 + (point.Y![^1] & 1)), .. point.X!];
    }

    static void AppendCounted(ByteBuffer to, ReadOnlySpan<byte> bytes)
    {
        AppendUInt16(to, checked((ushort)bytes.Length));
        to.Append(bytes);
    }

    static void AppendUInt16(ByteBuffer to, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to.GetSpan(2), value);
        to.Advance(2);
    }

    static void AppendUInt32(ByteBuffer to, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to.GetSpan(4), value);
        to.Advance(4);
    }
}
