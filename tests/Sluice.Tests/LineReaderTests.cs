using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.Tests;

public class LineReaderTests
{
    /// <summary>Gives so many bytes at each read, at most.</summary>
    sealed class Drip(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, atOnce)], cancellationToken);
    }

    static async Task<List<(string Text, long Number, long Offset)>> ReadAsync(byte[] bytes, int atOnce, int max = 1 << 20)
    {
        var reader = new LineReader(new Drip(bytes, atOnce), max);
        var lines = new List<(string, long, long)>();
        while (await reader.ReadAsync(CancellationToken.None) is { } line) lines.Add((Encoding.UTF8.GetString(line.Bytes.Span), line.Number, line.Offset));
        return lines;
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("\n", "[]")]
    [InlineData("a", "[a]")]
    [InlineData("a\n", "[a]")]
    [InlineData("a\nb", "[a][b]")]
    [InlineData("a\r\nb\r\n", "[a][b]")]
    [InlineData("\n\na", "[][][a]")]
    [InlineData("a\r", "[a\r]")]
    public async Task Lines_end_with_LF_or_CRLF(string text, string expected)
    {
        for (var atOnce = 1; atOnce < 5; atOnce++)
            Assert.Equal(expected, string.Concat((await ReadAsync(Encoding.UTF8.GetBytes(text), atOnce)).Select(line => $"[{line.Text}]")));
    }

    [Fact]
    public void Numbers_and_offsets_lead_back_to_the_line_wherever_the_reads_split() => Prop.ForAll(
        Gen.Elements("a", "bb", "\n", "ü", "ccc\n").ListOf().Select(parts => string.Concat(parts)).ToArbitrary(), Gen.Choose(1, 7).ToArbitrary(),
        (text, atOnce) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var lines = ReadAsync(bytes, atOnce).GetAwaiter().GetResult();
            return lines.Select((line, i) => line.Number == i + 1).All(ok => ok)
                && lines.All(line => Encoding.UTF8.GetString(bytes, (int)line.Offset, Encoding.UTF8.GetByteCount(line.Text)) == line.Text)
                && string.Concat(lines.Select(line => line.Text + "\n")).TrimEnd('\n') == text.TrimEnd('\n');
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_line_that_is_too_long_is_an_error_that_says_where()
    {
        var bytes = Encoding.UTF8.GetBytes("ok\n" + new string('x', 200_000) + "\n");
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(bytes, 50_000, max: 100_000));
        Assert.Equal("line 2 at offset 3 is longer than 100000 bytes", error.Message);
        error = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync("ok\n12345\n"u8.ToArray(), 50, max: 4));
        Assert.Equal("line 2 at offset 3 is longer than 4 bytes", error.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task A_line_that_is_too_long_can_be_passed_over(int atOnce)
    {
        var reader = new LineReader(new Drip(Encoding.UTF8.GetBytes("ok\n" + new string('x', 500) + "\nnext\n12345"), atOnce), maxLineBytes: 4);
        Assert.Equal(1, (await reader.ReadAsync(CancellationToken.None))!.Value.Number);
        await Assert.ThrowsAsync<InvalidDataException>(() => reader.ReadAsync(CancellationToken.None).AsTask());
        Assert.True(reader.IsAtTooLongLine);
        Assert.Equal(2, await reader.SkipAsync(CancellationToken.None));
        var next = (await reader.ReadAsync(CancellationToken.None))!.Value;
        Assert.Equal(("next", 3, 504), (Encoding.UTF8.GetString(next.Bytes.Span), next.Number, next.Offset));
        await Assert.ThrowsAsync<InvalidDataException>(() => reader.ReadAsync(CancellationToken.None).AsTask());
        Assert.Equal(4, await reader.SkipAsync(CancellationToken.None));
        Assert.Null(await reader.ReadAsync(CancellationToken.None));
    }
}
