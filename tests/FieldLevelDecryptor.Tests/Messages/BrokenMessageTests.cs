using System.Buffers.Binary;
using System.Security.Cryptography;
using Sluice.Local;

namespace Sluice.FieldLevelDecryptor.Tests;

/// <summary>Every way to break a message, and some to forge one: the text comes out whole or not at all.</summary>
public class BrokenMessageTests
{
    /// <summary>Three frames, an encryption context and two data keys, of which ours is the second.</summary>
    static byte[] Message(ushort suite)
    {
        using var other = RSA.Create(2048);
        return new MessageWriter(CipherSuite.Of(suite)!, Some.Wrapping(name: "Other", rsa: other), Some.Wrapping())
        {
            FrameLength = 5, Context = [new("purpose", "test")],
        }.Write("404-555-0150"u8);
    }

    public static TheoryData<ushort> Suites => Some.Suites;

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_message_with_any_byte_changed_is_refused(ushort suite)
    {
        var decryptor = Some.Decryptor();
        var message = Message(suite);
        Assert.Equal("404-555-0150", await decryptor.OpenAsync(message));
        var random = new Random(suite);
        for (var at = 0; at < message.Length; at++)
        {
            var broken = (byte[])message.Clone();
            broken[at] ^= (byte)random.Next(1, 256);
            var text = await decryptor.OpenAsync(broken);
            Assert.True(text.StartsWith("refused: ", StringComparison.Ordinal), $"byte {at}: {text}");
        }
    }

    [Fact]
    public async Task A_message_with_any_bit_flipped_is_refused()
    {
        var decryptor = Some.Decryptor();
        var message = Some.Writer().Write("404-555-0150"u8);
        for (var bit = 0; bit < message.Length * 8; bit++)
        {
            message[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.StartsWith("refused: ", await decryptor.OpenAsync(message), StringComparison.Ordinal);
            message[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_message_cut_anywhere_or_followed_by_anything_is_refused(ushort suite)
    {
        var decryptor = Some.Decryptor();
        var message = Message(suite);
        for (var length = 0; length < message.Length; length++)
            Assert.StartsWith("refused: ", await decryptor.OpenAsync(message[..length]), StringComparison.Ordinal);
        Assert.Equal("refused: 1 bytes follow the end of the message", await decryptor.OpenAsync([.. message, 0]));
        Assert.StartsWith("refused: ", await decryptor.OpenAsync([.. message, .. message]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_that_are_swapped_doubled_or_missing_are_refused()
    {
        var message = new MessageWriter(CipherSuite.Of(0x0178)!, Some.Wrapping()) { FrameLength = 4 }.Write("one.two.tre."u8);
        var header = MessageHeader.Read(message, new()).Length;
        const int frame = 4 + 12 + 4 + 16;
        var (first, second, rest) = (message[header..(header + frame)], message[(header + frame)..(header + (2 * frame))], message[(header + (2 * frame))..]);
        var head = message[..header];
        var decryptor = Some.Decryptor();
        Assert.Equal("one.two.tre.", await decryptor.OpenAsync([.. head, .. first, .. second, .. rest]));
        Assert.Contains("out of order", await decryptor.OpenAsync([.. head, .. second, .. first, .. rest]), StringComparison.Ordinal);
        Assert.Contains("out of order", await decryptor.OpenAsync([.. head, .. first, .. first, .. second, .. rest]), StringComparison.Ordinal);
        Assert.Contains("out of order", await decryptor.OpenAsync([.. head, .. first, .. rest]), StringComparison.Ordinal);
        Assert.StartsWith("refused: ", await decryptor.OpenAsync([.. head, .. first, .. second]), StringComparison.Ordinal);
        // Numbers put right: the tags are over them.
        var renumbered = second.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(renumbered, 1);
        Assert.Contains("frame 1 does not authenticate", await decryptor.OpenAsync([.. head, .. renumbered, .. rest]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x0178, 0x0078)]
    [InlineData(0x0378, 0x0178)]
    [InlineData(0x0378, 0x0078)]
    [InlineData(0x0578, 0x0478)]
    [InlineData(0x0178, 0x0378)]
    public async Task A_suite_cannot_be_exchanged_for_a_weaker_one(int from, int to)
    {
        var message = Some.Writer((ushort)from).Write("text"u8);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(from >= 0x0400 ? 1 : 2), (ushort)to);
        Assert.StartsWith("refused: ", await Some.Decryptor().OpenAsync(message), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x0214)]
    [InlineData(0x0378)]
    [InlineData(0x0578)]
    public async Task Signatures_of_nothing_are_no_signatures(int suite)
    {
        var message = Some.Writer((ushort)suite).Write("text"u8);
        var unsigned = message[..FooterOf(message)];
        var decryptor = Some.Decryptor();
        // SEQUENCE of r = 0 and s = 0, r = s = 1, an empty sequence, nothing: what some libraries once took for valid.
        foreach (byte[] signature in new byte[][] { [0x30, 6, 2, 1, 0, 2, 1, 0], [0x30, 6, 2, 1, 1, 2, 1, 1], [0x30, 0], [] })
            Assert.Equal("refused: the signature does not fit the message", await decryptor.OpenAsync([.. unsigned, 0, (byte)signature.Length, .. signature]));
        Assert.StartsWith("refused: ", await decryptor.OpenAsync(unsigned), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not base64 of a compressed point")]
    [InlineData("AAAA", "not base64 of a compressed point")]
    [InlineData("off the curve", "not on the curve")]
    [InlineData("above the prime", "not on the curve")]
    public void A_public_key_that_is_no_point_is_refused(string text, string reason)
    {
        if (text == "above the prime") text = Convert.ToBase64String([2, .. Enumerable.Repeat((byte)0xff, 48)]);
        // Half of all X have no Y.
        if (text == "off the curve") text = Enumerable.Range(1, 20).Select(x => Convert.ToBase64String([2, .. new byte[47], (byte)x])).First(point => Record.Exception(() => SignatureKey.Read(CipherSuite.Of(0x0378)!, point)) is not null);
        Assert.Contains(reason, Assert.Throws<MessageException>(() => SignatureKey.Read(CipherSuite.Of(0x0378)!, text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x0214)]
    [InlineData(0x0378)]
    public void A_compressed_point_is_the_point_it_was(int suite)
    {
        for (var i = 0; i < 20; i++)
        {
            using var key = ECDsa.Create(CipherSuite.Of((ushort)suite)!.Curve);
            var point = key.ExportParameters(false).Q;
            using var read = SignatureKey.Read(CipherSuite.Of((ushort)suite)!, Convert.ToBase64String([(byte)(2 + (point.Y![^1] & 1)), .. point.X!]));
            Assert.Equal(point.Y, read.ExportParameters(false).Q.Y);
        }
    }

    [Theory]
    [InlineData("data keys", 22, 0xffff, "65535 data keys, more than the 10")]
    [InlineData("data keys", 22, 0, "no data key")]
    [InlineData("context", 20, 0xffff, "would take 65535 bytes")]
    [InlineData("provider", 24, 0xffff, "would take 65535 bytes")]
    public async Task Huge_counts_cost_nothing(string what, int at, int value, string reason)
    {
        var message = Some.Writer().Write("text"u8);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(at), (ushort)value);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var text = await Some.Decryptor().OpenAsync(message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000, what);
        Assert.Contains(reason, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_frame_length_is_no_reason_to_refuse_nor_to_allocate()
    {
        var message = new MessageWriter(CipherSuite.Of(0x0178)!, Some.Wrapping()) { FrameLength = uint.MaxValue }.Write("text"u8);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("text", await Some.Decryptor().OpenAsync(message));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    [Fact]
    public async Task Limits_hold()
    {
        var (ring, every) = (Some.Ring(Some.RsaKey()), Some.EverySuite);
        var small = new MessageDecryptor(ring, every, new(MessageBytes: 300), TimeProvider.System);
        Assert.Contains("more than the 300 allowed", await small.OpenAsync(Some.Writer().Write("text"u8)), StringComparison.Ordinal);
        var context = new MessageWriter(CipherSuite.Of(0x0178)!, Some.Wrapping()) { Context = [new("a", new string('x', 9000))] }.Write("text"u8);
        Assert.Contains("more than the 8192 allowed", await Some.Decryptor().OpenAsync(context), StringComparison.Ordinal);
        var strict = new MessageDecryptor(ring, new HashSet<ushort> { 0x0478 }, new(), TimeProvider.System);
        Assert.Contains("not among those that SUITES accepts", await strict.OpenAsync(Some.Writer().Write("text"u8)), StringComparison.Ordinal);
        Assert.Equal("text", await strict.OpenAsync(Some.Writer(0x0478).Write("text"u8)));
    }

    /// <summary>The body of a short text is one frame.</summary>
    static int FooterOf(byte[] message) => MessageHeader.Read(message, new()).Length + 4 + 4 + 12 + 4 + 4 + 16;
}
