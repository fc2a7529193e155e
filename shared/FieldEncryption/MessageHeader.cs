using System.Text;

namespace Sluice;

/// <summary>A data key as a message carries it.</summary>
/// <param name="Provider">The key provider, which CloudFront calls the provider of the profile.</param>
/// <param name="Info">For RSA the name of the key in UTF-8.</param>
/// <param name="Ciphertext">The wrapped key.</param>
public readonly record struct EncryptedDataKey(string Provider, ReadOnlyMemory<byte> Info, ReadOnlyMemory<byte> Ciphertext)
{
    /// <summary><c>provider/name</c> for logs: what is not printable is replaced, for it comes from outside.</summary>
    public string Shown => Printable(Provider) + "/" + Printable(Encoding.UTF8.GetString(Info.Span));

    static string Printable(string text)
    {
        const int longest = 64;
        var shown = string.Concat(text.Take(longest).Select(c => char.IsControl(c) || char.IsSurrogate(c) || c == '\uFFFD' ? '?' : c));
        return text.Length > longest ? shown + "..." : shown;
    }
}

/// <summary>The header of a message: parsed, and not yet authenticated.</summary>
/// <param name="Suite">How it was written.</param>
/// <param name="MessageId">16 or 32 bytes.</param>
/// <param name="Context">The encryption context.</param>
/// <param name="SerializedContext">The same as it came: raw AES keys authenticate it.</param>
/// <param name="DataKeys">At least one, in order.</param>
/// <param name="FrameLength">Plain bytes of a frame; 0 where the body has no frames. May be far more than the body has.</param>
/// <param name="Commitment">Empty in format 1.</param>
/// <param name="Authenticated">The bytes of the header that its tag is over, as they came.</param>
/// <param name="Iv">Of the tag.</param>
/// <param name="Tag">Over <paramref name="Authenticated"/>.</param>
/// <param name="Length">Where the body begins.</param>
public sealed record MessageHeader(
    CipherSuite Suite, ReadOnlyMemory<byte> MessageId, IReadOnlyDictionary<string, string> Context, ReadOnlyMemory<byte> SerializedContext,
    IReadOnlyList<EncryptedDataKey> DataKeys, uint FrameLength, ReadOnlyMemory<byte> Commitment, ReadOnlyMemory<byte> Authenticated, ReadOnlyMemory<byte> Iv, ReadOnlyMemory<byte> Tag, int Length)
{
    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    static readonly byte[] s_noIv = new byte[CipherSuite.IvBytes];

    /// <summary>Reads a header.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="limits">What it may have at most.</param>
    /// <exception cref="MessageException">It is none, or is beyond the limits.</exception>
    /// <remarks>Source: AWS Encryption SDK specification, data-format/message-header.md. The order of the context's pairs is the writer's.</remarks>
    public static MessageHeader Read(ReadOnlyMemory<byte> message, MessageLimits limits)
    {
        if (message.Length > limits.MessageBytes) throw new MessageException($"the message has {message.Length} bytes, more than the {limits.MessageBytes} allowed");
        var cursor = new MessageCursor(message);
        var suite = ReadSuite(ref cursor);
        var messageId = cursor.Take((ulong)suite.MessageIdBytes, "the message id");
        var serialized = cursor.TakeCounted("the encryption context");
        var context = ReadContext(serialized, limits);
        var dataKeys = ReadDataKeys(ref cursor, limits);
        var framed = cursor.TakeByte("the content type") switch
        {
            1 => false,
            2 => true,
            var other => throw new MessageException($"the content type is {other}, neither 1 (not framed) nor 2 (framed)"),
        };
        if (suite.FormatVersion == 1)
        {
            if (cursor.TakeUInt32("the reserved field") != 0) throw new MessageException("the reserved field of the header is not 0");
            if (cursor.TakeByte("the IV length") != CipherSuite.IvBytes) throw new MessageException("the header's IV length is not 12");
        }
        var frameLength = cursor.TakeUInt32("the frame length");
        if (framed == (frameLength == 0)) throw new MessageException(framed ? "the body is framed, with a frame length of 0" : "the body is not framed, and has a frame length");
        var commitment = suite.Commits ? cursor.Take(CipherSuite.CommitmentBytes, "the key commitment") : default;
        if (cursor.Position > limits.HeaderBytes) throw new MessageException($"the header has {cursor.Position} bytes, more than the {limits.HeaderBytes} allowed");
        var authenticated = message[..cursor.Position];
        var iv = suite.FormatVersion == 1 ? cursor.Take(CipherSuite.IvBytes, "the header's IV") : s_noIv;
        var tag = cursor.Take(CipherSuite.TagBytes, "the header's tag");
        // Without this rule the signature of a message could be taken off by naming a suite that has none.
        if (suite.Signs != context.ContainsKey(MessageKeys.PublicKeyName))
            throw new MessageException(suite.Signs ? $"suite {suite} signs, and the encryption context has no {MessageKeys.PublicKeyName}" : $"suite {suite} does not sign, and the encryption context has a {MessageKeys.PublicKeyName}");
        return new(suite, messageId, context, serialized, dataKeys, frameLength, commitment, authenticated, iv, tag, cursor.Position);
    }

    static CipherSuite ReadSuite(ref MessageCursor cursor)
    {
        var version = cursor.TakeByte("the version");
        if (version is not (1 or 2)) throw new MessageException($"the version is {version}, neither 1 nor 2");
        if (version == 1 && cursor.TakeByte("the type") != 0x80) throw new MessageException("the type is not 0x80");
        var id = cursor.TakeUInt16("the suite");
        var suite = CipherSuite.Of(id) ?? throw new MessageException($"the suite 0x{id:x4} is unknown");
        if (suite.FormatVersion != version) throw new MessageException($"suite {suite} belongs to version {suite.FormatVersion}, and the version is {version}");
        return suite;
    }

    static Dictionary<string, string> ReadContext(ReadOnlyMemory<byte> section, MessageLimits limits)
    {
        var context = new Dictionary<string, string>(StringComparer.Ordinal);
        if (section.Length > limits.ContextBytes) throw new MessageException($"the encryption context has {section.Length} bytes, more than the {limits.ContextBytes} allowed");
        if (section.IsEmpty) return context;
        var inner = new MessageCursor(section);
        var pairs = inner.TakeUInt16("the number of pairs of the encryption context");
        if (pairs == 0) throw new MessageException("the encryption context has a length, and no pairs");
        for (var i = 0; i < pairs; i++)
        {
            var name = Text(inner.TakeCounted("a name of the encryption context"), "a name of the encryption context");
            var value = Text(inner.TakeCounted("a value of the encryption context"), "a value of the encryption context");
            if (!context.TryAdd(name, value)) throw new MessageException("the encryption context has a name twice");
        }
        if (inner.Remaining > 0) throw new MessageException($"the encryption context has {inner.Remaining} bytes behind its last pair");
        return context;
    }

    static EncryptedDataKey[] ReadDataKeys(ref MessageCursor cursor, MessageLimits limits)
    {
        var count = cursor.TakeUInt16("the number of data keys");
        if (count == 0) throw new MessageException("the message has no data key");
        if (count > limits.DataKeys) throw new MessageException($"the message has {count} data keys, more than the {limits.DataKeys} allowed");
        var keys = new EncryptedDataKey[count];
        for (var i = 0; i < count; i++)
        {
            keys[i] = new(Text(cursor.TakeCounted("a key provider"), "a key provider"), cursor.TakeCounted("the information of a key provider"), cursor.TakeCounted("an encrypted data key"));
        }
        return keys;
    }

    static string Text(ReadOnlyMemory<byte> utf8, string what)
    {
        try
        {
            return s_strict.GetString(utf8.Span);
        }
        catch (DecoderFallbackException)
        {
            throw new MessageException($"{what} is not UTF-8");
        }
    }
}
