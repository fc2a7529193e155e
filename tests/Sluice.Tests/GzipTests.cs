using System.IO.Compression;
using System.Text;

namespace Sluice.Tests;

public class GzipTests
{
    static byte[] Pack(string text, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, level, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }

    static string Inflate(byte[] gzip, int maxBytes = 1 << 20)
    {
        var output = new ByteBuffer();
        output.Append("before|"u8);
        try
        {
            Gzip.Inflate(gzip, output, maxBytes);
            return Encoding.UTF8.GetString(output.Written)["before|".Length..];
        }
        catch (InvalidDataException failure)
        {
            Assert.Equal("before|", Encoding.UTF8.GetString(output.Written));       // nothing of a failed inflate stays
            return "failed: " + failure.Message;
        }
    }

    [Fact]
    public void Strict_validation_is_on_in_every_program_of_the_repository() =>
        Assert.True(AppContext.TryGetSwitch("System.IO.Compression.UseStrictValidation", out var on) && on);

    [Fact]
    public void Truncated_data_is_an_error_at_every_length()
    {
        var whole = Pack(string.Concat(Enumerable.Range(0, 300).Select(i => $"line {i}\n")));
        for (var length = 0; length < whole.Length; length++)
            Assert.StartsWith("failed: ", Inflate(whole[..length]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void Members_follow_each_other_at_any_size(CompressionLevel level)
    {
        // Sizes around the 8 KiB that the framework reads at once, where members have been lost before.
        foreach (var size in new[] { 0, 1, 100, 8_150, 8_174, 8_180, 8_192, 30_000 })
        {
            var text = new string('x', size);
            Assert.Equal(text + "second" + text, Inflate([.. Pack(text, level), .. Pack("second", level), .. Pack(text, level)]));
        }
    }

    [Fact]
    public void Members_of_the_same_content_are_all_there() => Assert.Equal("oneoneone", Inflate([.. Pack("one"), .. Pack("one"), .. Pack("one")]));

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(9_000)]
    public void What_is_no_gzip_behind_a_member_is_an_error(int bytes) =>
        Assert.Contains("followed by something else", Inflate([.. Pack("whole"), .. Enumerable.Repeat((byte)'z', bytes)]), StringComparison.Ordinal);

    [Fact]
    public void A_bomb_is_an_error_that_names_the_limit()
    {
        var bomb = Pack(new string('0', 10 << 20));
        Assert.True(bomb.Length < 20_000);
        Assert.Equal("failed: the gzip data holds more than 1048576 bytes", Inflate(bomb));
        Assert.Equal("failed: the gzip data holds more than 5 bytes", Inflate(Pack("123456"), maxBytes: 5));
        Assert.Equal("12345", Inflate(Pack("12345"), maxBytes: 5));
    }

    [Theory]
    [InlineData("", "failed: the gzip data is empty")]
    [InlineData("plain text", "failed: not gzip: the first bytes are not 1f 8b 08")]
    public void Other_data_is_an_error(string text, string expected) => Assert.Equal(expected, Inflate(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_header_with_a_name_and_a_comment_is_read()
    {
        var plain = Pack("named");
        byte[] named = [0x1f, 0x8b, 8, 0x18, .. plain[4..10], .. "file.log\0a comment\0"u8, .. plain[10..]];
        Assert.Equal("named", Inflate(named));
    }
}
